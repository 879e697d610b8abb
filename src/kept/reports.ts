import { empty, type Sql, sql } from '../database/query.js';
import { countsAs } from './counting.js';

/**
 * Whether a revision of activity `a` is a report of work: verified or submitted, and neither a plan nor cancelled. A
 * verified activity stays one while it is corrected.
 */
export const isReport = (revision: Sql): Sql =>
  sql`((${revision}.id = a.verified_revision_id or ${revision}.review_status = 'DIAJUKAN') and ${countsAs.delivered(revision)})`;

/** Reports of work, of those activities `a` that `only` leaves. */
export const reportsNow = (only: Sql): Sql => sql`
  select a.id as activity_id, r.id as revision_id, a.village_code, a.agency_id, r.starts_on, r.ends_on
  from activity a join activity_revision r on r.activity_id = a.id
  where ${only} and ${isReport(sql`r`)}`;

/** Laporan terakhir among the reports `o` that `where` leaves: the newest last day of work that has begun, never ahead. */
export const lastReport = (where: Sql, today: Date): Sql =>
  sql`(select least(o.ends_on, ${today}::date) from activity_report o where ${where} and o.starts_on <= ${today}::date
    order by o.ends_on desc limit 1)`;

/**
 * Verified activities and laporan terakhir (`newest`) of every village; told of the end of a year that is over, only
 * what had begun by then.
 */
export const villageReports = (
  today: Date,
  endOf: number | null = null,
): Sql => sql`(select u.code as village_code,
    c.activities, c.plans, c.cancelled, ${lastReport(sql`o.village_code = u.code`, today)} as newest
  from village u left join (select c.village_code, sum(c.activities) as activities, sum(c.plans) as plans,
      sum(c.cancelled) as cancelled from counted_sum c
    where c.lines <> 'BAGIAN' and c.cut = 'SEMUA' ${endOf === null ? empty : sql`and c.year <= ${endOf}::int`}
    group by c.village_code) c on c.village_code = u.code)`;
