/** Addresses of activities. */
export const activityPaths = {
  list: '/kegiatan',
  create: '/kegiatan/baru',
  createIn: (villageCode: string) => `/kegiatan/baru?desa=${villageCode}`,
  planIn: (villageCode: string, categoryCode: string) =>
    `/kegiatan/baru?desa=${villageCode}&rencana=${categoryCode}`,
  createLike: (id: number) => `/kegiatan/baru?contoh=${id}`,
  /** A report of a month: a new activity in the village, like an earlier one where there is one. */
  report: (villageCode: string, month: string, like: number | null) =>
    `/kegiatan/baru?desa=${villageCode}&bulan=${month}${like === null ? '' : `&contoh=${like}`}`,
  one: (id: number) => `/kegiatan/${id}`,
  revision: (id: number, number: number) => `/kegiatan/${id}?revisi=${number}`,
  edit: (id: number) => `/kegiatan/${id}/ubah`,
  /** Where a month of them is told in one sheet. */
  sheet: '/laporan/impor',
  act: (id: number, verb: { address: string }) => `/kegiatan/${id}/${verb.address}`,
  share: (id: number, verb: { address: string }) => `/kegiatan/${id}/bagian/${verb.address}`,
  evidence: (id: number, evidenceId: number) => `/kegiatan/${id}/bukti/${evidenceId}`,
  thumbnail: (id: number, evidenceId: number) => `/kegiatan/${id}/bukti/${evidenceId}?ukuran=kecil`,
  difference: (id: number, from: number, to: number) => `/kegiatan/${id}/perbedaan?dari=${from}&ke=${to}`,
  recap: '/rekap',
};
