import type { Nothing, Subject } from '../audit/act.js';
import { lockVillages } from '../database/villages.js';
import type { Village } from '../generated/prisma/client.js';
import { ofRegion } from '../scope.js';

/** A village for which something is decided. */
export const village: Subject<Village & { id: string }, Nothing> = {
  type: 'desa',
  gone: 'Desa itu tidak ada.',
  lock: async (tx, actor, codes) => {
    await lockVillages(tx, codes);
    const rows = await tx.village.findMany({ where: { ...ofRegion(actor), code: { in: codes } } });
    return (rows as Village[]).map((one) => ({ ...one, id: one.code }));
  },
  stale: async () => '',
};
