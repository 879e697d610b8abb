/** Addresses of the rakor. */
export const rakorPaths = { page: '/rakor' };
