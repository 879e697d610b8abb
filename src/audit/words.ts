/** What each kind of change is called; one without a name here does not compile in `change`. */
export const changeNames = {
  'account.manage': 'Kelola akun',
  'activity.create': 'Catat kegiatan',
  'activity.edit': 'Ubah kegiatan',
  'activity.delete': 'Hapus draf kegiatan',
  'activity.submit': 'Ajukan kegiatan',
  'activity.withdraw': 'Tarik kembali kegiatan',
  'activity.revise': 'Revisi kegiatan',
  'activity.verify': 'Verifikasi kegiatan',
  'activity.return': 'Kembalikan kegiatan',
  'activity.finish': 'Tandai kegiatan selesai',
  'activity.start': 'Mulai kegiatan',
  'activity.postpone': 'Undur kegiatan',
  'activity.cancel': 'Batalkan kegiatan',
  'activity.confirm': 'Konfirmasi desa',
  'activity.dispute': 'Sanggahan desa',
  'activity.respond': 'Tanggapan desa',
  'activity.answer': 'Jawab sanggahan',
  'agency.edit': 'Ubah OPD',
  'category.edit': 'Ubah kategori',
  'assignment.create': 'Tugaskan OPD',
  'assignment.end': 'Akhiri penugasan',
  'assignment.withdraw': 'Batalkan penugasan',
  'assignment.handover': 'Alihkan penugasan',
  'dataset.import': 'Sahkan data',
  'ranking.save': 'Simpan hitungan',
  'lokus.draft': 'Susun draf lokus',
  'lokus.fix': 'Tetapkan lokus',
  'village.decide': 'Putuskan status desa',
  'system.password': 'Ganti kata sandi',
  'system.places': 'Impor wilayah',
  'system.reference': 'Muat data acuan',
  'system.sample': 'Muat data contoh',
  'system.snapshot': 'Potret bulanan',
  'system.succession': 'Alih ke OPD penerus',
} as const;

export type ChangeKind = keyof typeof changeNames;

/** The name of a stored kind; one that a later version no longer knows is told as it was stored. */
export const changeName = (kind: string): string => (changeNames as Record<string, string>)[kind] ?? kind;
