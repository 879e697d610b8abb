import { dayOf } from '../database/former-names.js';
import { type Sql, sql } from '../database/query.js';
import { countsAs } from './counting.js';
import { isReport } from './reports.js';

/**
 * Months that those activities `a` that `only` leaves report, by a revision that is a report of work with a day in them:
 * each since the first submission that was not taken back, of that revision or of a verified one before it that told of
 * the month too. Days that lay ahead when it was submitted were not reported by it.
 */
export const reportedNow = (only: Sql): Sql => sql`
  select a.id as activity_id, m.month::date as month, a.village_code, a.agency_id, min(p.at) as since
  from activity a join activity_revision s on s.activity_id = a.id
  cross join lateral generate_series(date_trunc('month', s.starts_on::timestamp), s.ends_on::timestamp, '1 month') as m(month)
  join activity_revision r on r.activity_id = a.id and r.number <= s.number and ${countsAs.delivered(sql`r`)}
    and (r.id = s.id or r.review_status = 'DIVERIFIKASI')
    and r.starts_on < m.month + interval '1 month' and r.ends_on >= m.month
  join review_step p on p.revision_id = r.id and p.kind = 'AJUKAN' and ${dayOf(sql`p.at`)} >= m.month
    and not exists (select from review_step t where t.revision_id = r.id and t.kind = 'TARIK' and t.id > p.id)
  where ${only} and ${isReport(sql`s`)}
  group by a.id, m.month`;
