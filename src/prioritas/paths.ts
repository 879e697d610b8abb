/** Addresses of what-ifs and saved runs. */
export const prioritasPaths = {
  list: '/prioritas',
  whatIf: '/prioritas/baru',
  run: (id: number) => `/prioritas/${id}`,
  compare: (id: number) => `/prioritas/${id}/banding`,
};
