import { type Sql, sql } from '../database/query.js';

/** What came of undertaking `u`, as `d`: only what was confirmed counts, what was reported waits. */
export const cameOf: Sql = sql`left join lateral (
  select coalesce(sum(x.quantity) filter (where x.state = 'DIKONFIRMASI'), 0) as confirmed,
         coalesce(sum(x.quantity) filter (where x.state = 'DILAPORKAN'), 0) as reported,
         count(*) filter (where x.state = 'DIKONFIRMASI') as parts,
         coalesce(bool_or(x.whole) filter (where x.state = 'DIKONFIRMASI'), false) as whole,
         coalesce(bool_or(x.whole) filter (where x.state = 'DILAPORKAN'), false) as whole_reported,
         min(x.marked_at) filter (where x.state = 'DILAPORKAN') as waiting_since,
         coalesce(max(x.id), 0) as newest
  from undertaking_delivery x where x.undertaking_id = u.id) d on true`;

/**
 * Whether an undertaking was kept. Where a quantity was promised, the quantity that came and was confirmed decides:
 * forty sacks are not kept by a word. Where none was, a confirmed delivery in full does.
 */
export const isKept: Sql = sql`(case when u.quantity is null then d.whole else d.confirmed >= u.quantity end)`;

/** Whether it still stands, was not declined, and is not kept. */
export const isOpen: Sql = sql`(not u.withdrawn and u.answer is distinct from 'DITOLAK' and not ${isKept})`;
