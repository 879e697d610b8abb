/** Addresses of the monthly rhythm. */
export const rhythmPaths = {
  list: '/laporan',
  ofAgency: (agencyId: string, month: string) => `/laporan?bagian=desa&opd=${agencyId}&bulan=${month}`,
  ofKecamatan: (code: string, month: string) => `/laporan?bagian=desa&kecamatan=${code}&bulan=${month}`,
  close: (month: string) => `/laporan/tutup?bulan=${month}`,
  reopen: (closingId: number) => `/laporan/penutupan/${closingId}/buka`,
  nil: '/laporan/nihil',
  otherReason: (villageCode: string, month: string) => `/laporan/nihil?desa=${villageCode}&bulan=${month}`,
  retract: (id: number, verb: { address: string }) => `/laporan/nihil/${id}/${verb.address}`,
};
