import type { MemberOrigin } from '../generated/prisma/enums.js';

/** How a unit came into a list. */
export const originWords: Record<MemberOrigin, string> = {
  HITUNGAN: 'hasil hitungan',
  LANJUTAN: 'lanjutan',
  TAMBAHAN: 'tambahan',
  SK: 'menurut SK',
};

/** An official list by its name. */
export const listName = (list: { year: number; edition: number }): string =>
  `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}`;
