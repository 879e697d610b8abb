import { number } from '../core/format.js';
import type { NeedSource } from '../generated/prisma/enums.js';
import type { Potential } from './standing.js';

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

/** What other OPD were asked for, in words: "10 diterima, 4 ditawarkan"; '' where nothing. */
export const potentialWords = ({ offered, accepted, asked, accepters }: Potential): string =>
  [
    { agencies: accepters, quantity: accepted, told: 'diterima' },
    { agencies: asked, quantity: offered, told: 'ditawarkan' },
  ]
    .filter(({ agencies }) => agencies.length > 0)
    .map(({ quantity, told }) => (quantity > 0 ? `${number(quantity)} ${told}` : `${told} tanpa jumlah`))
    .join(', ');
