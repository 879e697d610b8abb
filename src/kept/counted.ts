import { join, type Sql, sql } from '../database/query.js';
import { Prisma } from '../generated/prisma/client.js';
import {
  countColumns,
  jointColumn,
  type Measure,
  moneyColumns,
  ofOneActivity,
  quantityColumns,
  verifiedActivities,
} from './counting.js';
import { agencyLines, countsFor, wholeLines } from './lines.js';

/**
 * Whether other OPD have a verified part of activity `a`; then places count it whole and OPD in parts. Asked once for all
 * that `only` leaves, by an `a` of its own: asked for each row it was a third of the time of a change of many.
 */
const isShared = (only: Sql): Sql => sql`a.id in (select a.id from activity a
  join activity_line y on y.revision_id = a.verified_revision_id join line_share x on x.line_id = y.id
  where x.status = 'DIVERIFIKASI' and ${only})`;

/** What each verified activity adds to the sums, of those that `only` leaves: as a whole, by category and by funder. */
export const countedNow = (only: Sql): Sql =>
  sql`${counted(sql`case when ${isShared(only)} then 'UTUH' else 'SAMA' end`, wholeLines, only)}
    union all ${counted(sql`'BAGIAN'`, agencyLines, sql`${only} and ${isShared(only)}`)}`;

const counted = (as: Sql, lines: Sql, only: Sql): Sql => sql`
  select a.id as activity_id, (${as})::counted_lines as lines, ${countsFor} as agency_id,
    (case grouping(l.category_code, l.funding_code) when 1 then 'JENIS' when 2 then 'DANA' else 'SEMUA' end)::counted_cut as cut,
    coalesce(case grouping(l.category_code, l.funding_code) when 1 then l.category_code when 2 then l.funding_code end, '') as code,
    a.region_code, a.village_code, w.starts_on,
    ${countColumns(ofOneActivity)}, ${jointColumn(ofOneActivity)}, ${quantityColumns()}, ${moneyColumns()}
  ${verifiedActivities} left join ${lines} l on l.revision_id = w.id
  where ${only}
  group by grouping sets ((a.id, w.id, ${countsFor}), (a.id, w.id, ${countsFor}, l.category_code), (a.id, w.id, ${countsFor}, l.funding_code))
  having grouping(l.category_code) = 1 and grouping(l.funding_code) = 1
    or grouping(l.category_code) = 0 and l.category_code is not null
    or grouping(l.funding_code) = 0 and l.funding_code is not null`;

/** Which kept sums `a` count lines whole, as places do, and which in parts, as OPD do. */
export const whole = sql`a.lines <> 'BAGIAN'`;
export const inParts = sql`a.lines <> 'UTUH'`;

/** These measures of kept sums `a`, added up; their names, which are columns, are ours. */
export const addedUp = (...measures: Measure[]): Sql =>
  join(
    // Raw, as a column cannot be a parameter; the type lets none in but the measures of this code.
    measures.map((one) => Prisma.raw(`coalesce(sum(a.${one}), 0) as ${one}`)),
    ', ',
  );
