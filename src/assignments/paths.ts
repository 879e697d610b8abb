/** Addresses of assignments. */
export const assignmentPaths = {
  list: '/penugasan',
  tab: (tab: string) => `/penugasan?bagian=${tab}`,
  proposals: '/penugasan/usulan',
  end: (id: number) => `/penugasan/${id}/akhiri`,
  withdraw: (id: number) => `/penugasan/${id}/batalkan`,
  handOver: (id: number) => `/penugasan/${id}/alihkan`,
};
