export const villagePath = (code: string) => `/desa/${code}`;
