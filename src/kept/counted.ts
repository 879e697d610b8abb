import { nameNumberOn, verifiedOn } from '../database/former-names.js';
import { listed, type Sql, sql } from '../database/query.js';
import {
  countColumns,
  givenColumns,
  jointColumn,
  type Measure,
  moneyColumns,
  ofOneActivity,
  quantityColumns,
  verifiedActivities,
} from './counting.js';
import { agencyLines, countsFor, wholeLines } from './lines.js';

/**
 * What each verified activity adds to the sums, of those that `only` leaves: as a whole, by category and by funder. Where
 * other OPD have a verified part of it, places count it whole and OPD in parts; where none is shared nothing is parted.
 */
export const countedNow = (only: Sql): Sql => {
  const isShared = sql`a.id in (select id from shared)`;
  const of = { revisions: verifiedActivities, lines: wholeLines, only };
  return sql`with shared as materialized (select a.id from activity a
      join activity_line y on y.revision_id = a.verified_revision_id join line_share x on x.line_id = y.id
      where x.status = 'DIVERIFIKASI' and ${only})
    ${countedRows({ ...of, as: sql`case when ${isShared} then 'UTUH' else 'SAMA' end` })} union all
    ${countedRows({ ...of, as: sql`'BAGIAN'`, lines: agencyLines, only: sql`${isShared} and exists (select from shared)` })}`;
};

/** Of which revisions `w` of activities `a` rows are told, of those that `only` leaves, and how their lines are counted. */
interface Told {
  as: Sql;
  revisions: Sql;
  lines: Sql;
  only: Sql;
}

/** The measures of one activity each: by category, by funder (empty where none is named) and as a whole. */
const countedRows = ({ as, revisions, lines, only }: Told): Sql => sql`
  select c.*, ${nameNumberOn('agency', sql`c.agency_id`, sql`c.named_on`)} as agency_name_no,
    ${nameNumberOn('category', sql`case when c.cut = 'JENIS' then c.code end`, sql`c.named_on`)} as category_name_no
  from (select a.id as activity_id, (${as})::counted_lines as lines, ${countsFor} as agency_id,
      (case grouping(l.category_code, l.funding_code) when 1 then 'JENIS' when 2 then 'DANA' else 'SEMUA' end)::counted_cut as cut,
      coalesce(case grouping(l.category_code, l.funding_code) when 1 then l.category_code when 2 then l.funding_code end, '') as code,
      a.region_code, a.village_code, w.starts_on, ${verifiedOn(sql`w`)} as named_on,
      ${countColumns(ofOneActivity)}, ${jointColumn(ofOneActivity)}, ${quantityColumns()}, ${moneyColumns()}, ${givenColumns(countsFor)}
    ${revisions} left join ${lines} l on l.revision_id = w.id
    where ${only}
    group by grouping sets ((a.id, w.id, ${countsFor}), (a.id, w.id, ${countsFor}, l.category_code), (a.id, w.id, ${countsFor}, l.funding_code))
    having grouping(l.category_code) = 1 or l.category_code is not null) c`;

/** Which kept sums `a` count lines whole, as places do, and which in parts, as OPD do. */
export const whole = sql`a.lines <> 'BAGIAN'`;
export const inParts = sql`a.lines <> 'UTUH'`;

/** These measures of kept sums `a`, added up. */
export const addedUp = (...measures: Measure[]): Sql =>
  listed(measures, (one) => `coalesce(sum(a.${one}), 0) as ${one}`);
