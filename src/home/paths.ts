import { reviewPaths } from '../review/paths.js';
import { undertakingPaths } from '../undertakings/paths.js';

/** Where everything that waits stands beside each other. */
export const HOME = '/beranda';

/** Where all of what waits stands in a list, oldest first. */
export const lists = {
  withoutLead: '/penugasan?bagian=belum',
  toReview: reviewPaths.list,
  disputed: '/kegiatan?tanggapan=menunggu&urut=sanggahan',
  returned: '/kegiatan?opd=saya&laporan=DIKEMBALIKAN&urut=menunggu',
  drafts: '/kegiatan?opd=saya&laporan=DRAF&urut=menunggu',
  /** Verified plans whose day has come, the oldest first. */
  due: '/kegiatan?rencana=tiba&urut=tanggal',
  toConfirm: '/kegiatan?tanggapan=belum&urut=diajukan',
  latePromises: `${undertakingPaths.list}?status=terlambat`,
  /** Referrals that wait for an answer, the oldest first, and those that were declined. */
  offered: `${undertakingPaths.list}?status=ditawarkan&urut=sejak`,
  declined: `${undertakingPaths.list}?status=ditolak&urut=-sejak`,
  points: `${undertakingPaths.list}?jenis=TINDAK_LANJUT&status=terbuka`,
  promisesToConfirm: `${undertakingPaths.list}?status=menunggu&urut=menunggu`,
};
/** The same of the officer's own agency. */
export const ofOwn = (href: string) => `${href}&opd=saya`;

/** Where silent OPD are reminded. */
export const REMIND = '/laporan/diam';
