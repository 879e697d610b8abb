import type { NeedSource } from '../generated/prisma/enums.js';

/** How a need came to be known. */
export const sourceLabels: Record<NeedSource, string> = {
  ASESMEN: 'Asesmen',
  MUSDES: 'Musyawarah desa',
  VERVAL: 'Verifikasi dan validasi',
  DTSEN: 'DTSEN atau P3KE',
  LAINNYA: 'Lainnya',
};

/** Said wherever a need would stand of a village that nobody assessed. */
export const NOT_ASSESSED = 'Belum diasesmen';
