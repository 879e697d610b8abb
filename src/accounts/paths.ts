/** Addresses of accounts. */
export const accountPaths = {
  list: '/pengguna',
  create: '/pengguna/baru',
  bulk: '/pengguna/impor',
  template: '/pengguna/impor/templat.csv',
  account: (id: number) => `/pengguna/${id}`,
  action: (id: number, action: string) => `/pengguna/${id}/${action}`,
};
