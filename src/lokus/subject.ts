import type { Nothing, Subject } from '../audit/act.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';

type Locked = LokusList & { fixedBy: { name: string } | null };

async function lock(tx: Writer, actor: Actor, ids: number[]): Promise<Locked[]> {
  await execute(tx, sql`select id from lokus_list where id = any(${ids}::int[]) order by id for update`);
  const where = { ...ofRegion(actor), id: { in: ids } };
  const rows = await tx.lokusList.findMany({ where, include: { fixedBy: true }, orderBy: { id: 'asc' } });
  return rows as Locked[];
}

/** A list that is being made; once fixed it is frozen. */
export const draft: Subject<Locked, Nothing> = {
  type: 'lokus',
  gone: 'Draf ini sudah dihapus.',
  lock,
  stale: async (_tx, { status, year, fixedBy }) =>
    status === 'DRAF'
      ? ''
      : `Lokus ${year} sudah ditetapkan ${fixedBy?.name ?? ''} dan tidak dapat diubah lagi.`,
};

/** A list that is fixed; it is only ever amended by another edition. */
export const official: Subject<Locked, Nothing> = {
  type: 'lokus',
  gone: 'Daftar ini tidak ada.',
  lock,
  stale: async (_tx, { status, year }) =>
    status === 'FIXED' ? '' : `Lokus ${year} belum ditetapkan. Ubah drafnya.`,
};
