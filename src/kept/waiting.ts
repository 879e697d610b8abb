import { type Sql, sql } from '../database/query.js';
import { whole } from './counted.js';
import { countsAs } from './counting.js';

/*
 * What verifying all that was submitted would move: of each activity that waits one more for a code of a cut, with what it
 * reached and cost, and of what it would replace the same taken away. Lines count whole, for the OPD that logged them, and
 * under the names of today.
 */

/** What it tells; of what is replaced no activity is taken away, as the one that waits is the same. */
export const waitingMeasures = ['waiting', 'waiting_realised', 'waiting_spent'] as const;

/** Whether an activity waits, by the row `x` that everybody reads of it. */
export const waits = sql`x.review_status = 'DIAJUKAN' and x.readers = 'SEMUA'`;

const delivered = (column: Sql): Sql =>
  sql`coalesce(sum(l.${column}) filter (where ${countsAs.delivered(sql`x`)}), 0)`;

/** What was submitted, by the rows `x` of activities as they are shown; lines are looked up one by one (`offset 0`), as few wait. */
export const submitted = (shown: Sql): Sql => sql`
  select x.region_code, x.village_code, x.agency_id, k.cut, k.code, x.starts_on, 1 as waiting,
    ${delivered(sql`realised`)} as waiting_realised, ${delivered(sql`spent_rupiah`)} as waiting_spent
  from ${shown} x left join lateral (select * from activity_line l where l.revision_id = x.revision_id offset 0) l on true
  cross join lateral (values ('SEMUA'::counted_cut, ''), ('JENIS', l.category_code), ('DANA', coalesce(l.funding_code, ''))) k(cut, code)
  where ${waits} and k.code is not null
  group by x.activity_id, x.region_code, x.village_code, x.agency_id, k.cut, k.code, x.starts_on, x.work_status`;

/** What it would replace, by counted rows `a` of the same activities. */
export const replaced = (shown: Sql, counted: Sql): Sql => sql`
  select a.region_code, a.village_code, a.agency_id, a.cut, a.code, a.starts_on, 0 as waiting,
    -a.realised as waiting_realised, -a.spent as waiting_spent
  from ${shown} x join ${counted} a on a.activity_id = x.activity_id and ${whole} where ${waits}`;
