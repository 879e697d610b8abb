import type { NeedSource } from '../generated/prisma/enums.js';

/** How a need came to be known. */
export const sourceLabels: Record<NeedSource, string> = {
  ASESMEN: 'Asesmen',
  MUSDES: 'Musyawarah desa',
  VERVAL: 'Verifikasi dan validasi',
  DTSEN: 'DTSEN atau P3KE',
  LAINNYA: 'Lainnya',
};
