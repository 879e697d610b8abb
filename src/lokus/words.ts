import type { MemberOrigin } from '../generated/prisma/enums.js';

/** How a unit came into a list. */
export const originWords: Record<MemberOrigin, string> = {
  HITUNGAN: 'hasil hitungan',
  LANJUTAN: 'lanjutan',
  TAMBAHAN: 'tambahan',
  SK: 'menurut SK',
};
