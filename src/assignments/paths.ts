/** Addresses of assignments. */
export const assignmentPaths = {
  list: '/penugasan',
  /** The list in force, or that of a coming year. */
  year: (year: number | null) => `/penugasan${year === null ? '' : `?tahun=${year}`}`,
  tab: (tab: string, year: number | null = null) =>
    `/penugasan?${year === null ? '' : `tahun=${year}&`}bagian=${tab}`,
  /** One village, found and ticked. */
  village: (code: string, year: number | null = null) =>
    `/penugasan?${year === null ? '' : `tahun=${year}&`}cari=${code}&pilih=${code}`,
  /** One village whose year in the list has not come. */
  later: (code: string) => `/penugasan?bagian=nanti&cari=${code}`,
  /** Villages that have their lead, ticked for an OPD that is to support it. */
  support: (agencyId: number, codes: string[]) =>
    `/penugasan?bagian=sudah&kepada=${agencyId}${codes.map((code) => `&pilih=${code}`).join('')}`,
  proposals: (year: number | null = null) => `/penugasan/usulan${year === null ? '' : `?tahun=${year}`}`,
  end: (id: number) => `/penugasan/${id}/akhiri`,
  withdraw: (id: number) => `/penugasan/${id}/batalkan`,
  handOver: (id: number) => `/penugasan/${id}/alihkan`,
};
