import { type Sql, sql } from '../database/query.js';

/** Lines `l` under a condition as a village, a kecamatan or a category counts them: whole and once. */
export const wholeLinesOf = (
  only: Sql,
): Sql => sql`(select l.*, null::int as agency_id, exists (select from line_share t
  where t.line_id = l.id and t.status = 'DIVERIFIKASI') as joint from activity_line l where ${only})`;
export const wholeLines: Sql = wholeLinesOf(sql`true`);

const own = (column: Sql, share: Sql) =>
  sql`case when t.line_id is null then l.${column} else greatest(l.${column} - t.${share}, 0) end as ${column}`;
const part = (column: Sql, share: Sql) =>
  sql`greatest(least(l.${column} - x.${share}_before, x.${share}), 0) as ${column}`;
const key = sql`l.id, l.revision_id, l.category_code, l.funding_code`;

/**
 * Lines `l` under a condition as their OPD count them: of a shared line every OPD its part, the one that logged it
 * (`agency_id` null) what the others leave. A part takes first of what was reached and paid, and as much of what was
 * funded and budgeted, in the order in which parts were stated, so that all of them together are the line. Who was
 * helped stays with the OPD that logged it.
 */
export const agencyLinesOf = (only: Sql): Sql => sql`(
  select ${key}, null::int as agency_id, t.line_id is not null as joint, l.beneficiaries,
    ${own(sql`target`, sql`quantity`)}, ${own(sql`realised`, sql`quantity`)},
    ${own(sql`planned_rupiah`, sql`rupiah`)}, ${own(sql`spent_rupiah`, sql`rupiah`)}
  from activity_line l left join (select line_id, coalesce(sum(quantity), 0) as quantity, coalesce(sum(rupiah), 0) as rupiah
    from line_share where status = 'DIVERIFIKASI' group by line_id) t on t.line_id = l.id
  where ${only}
  union all
  select ${key}, x.agency_id, true, 0,
    ${part(sql`target`, sql`quantity`)}, ${part(sql`realised`, sql`quantity`)},
    ${part(sql`planned_rupiah`, sql`rupiah`)}, ${part(sql`spent_rupiah`, sql`rupiah`)}
  from (select line_id, agency_id, coalesce(quantity, 0) as quantity, coalesce(rupiah, 0) as rupiah,
      sum(coalesce(quantity, 0)) over earlier - coalesce(quantity, 0) as quantity_before,
      sum(coalesce(rupiah, 0)) over earlier - coalesce(rupiah, 0) as rupiah_before
    from line_share where status = 'DIVERIFIKASI' window earlier as (partition by line_id order by id)) x
  join activity_line l on l.id = x.line_id where ${only})`;
export const agencyLines: Sql = agencyLinesOf(sql`true`);

/** The OPD that a line `l` of `agencyLines` counts for. */
export const countsFor: Sql = sql`coalesce(l.agency_id, a.agency_id)`;
