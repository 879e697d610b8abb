import type { Nothing, Subject } from '../audit/act.js';
import { execute, sql } from '../database/query.js';
import type { Staged } from './staged.js';

/** An upload that waits for its owner; nobody else's is found. */
export const staged: Subject<Staged, Nothing> = {
  type: 'unggahan',
  gone: 'Unggahan ini sudah disahkan, dibatalkan, atau lewat 24 jam. Unggah berkasnya lagi.',
  lock: async (tx, actor, ids) => {
    await execute(
      tx,
      sql`select id from staged_upload where id = any(${ids}::text[]) and account_id = ${actor.id} order by id for update`,
    );
    return (await tx.stagedUpload.findMany({ where: { id: { in: ids }, accountId: actor.id } })) as Staged[];
  },
  stale: async () => '',
};
