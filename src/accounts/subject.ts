import type { Nothing, Subject } from '../audit/act.js';
import { execute, sql } from '../database/query.js';
import type { Account } from '../generated/prisma/client.js';
import { inRegion, ofRegion } from '../scope.js';

/** How the trail calls an account. */
export const SUBJECT = 'akun';

/**
 * An account, locked with the admins: two who disable each other wait, and the second finds itself the last. Their keys
 * stay free, as every form on its way holds that of who sent it.
 */
export const account: Subject<Account, Nothing> = {
  type: SUBJECT,
  gone: 'Akun itu tidak ada lagi.',
  lock: async (tx, actor, ids) => {
    await execute(
      tx,
      sql`select id from account where id = any(${ids}::int[])
          or (${inRegion(sql`account`, actor)} and role = 'ADMIN' and disabled_at is null) order by id for no key update`,
    );
    const where = { ...ofRegion(actor), id: { in: ids } };
    return (await tx.account.findMany({ where, orderBy: { id: 'asc' } })) as Account[];
  },
  stale: async () => '',
};
