import { z } from 'zod';
import type { Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { whole } from './counted.js';
import { countsAs } from './counting.js';
import { cameOf, isOpen } from './undertakings.js';

/** A village and a kind of help. */
const Cell = z.object({ village_code: z.string(), category_code: z.string() });
export type Cell = z.output<typeof Cell>;

/** Says of a village and a kind of help in these columns whether they are meant. */
export type CellsOnly = (villageCode: Sql, categoryCode: Sql) => Sql;

export const everyCell: CellsOnly = () => sql`true`;
export const theseCells =
  (cells: Cell[]): CellsOnly =>
  (villageCode, categoryCode) =>
    sql`(${villageCode}, ${categoryCode}) in (select * from
      unnest(${cells.map((one) => one.village_code)}::text[], ${cells.map((one) => one.category_code)}::text[]))`;

/** Ids of what a change was about. */
export interface Changed {
  activities?: number[];
  assessments?: number[];
  undertakings?: number[];
  agencies?: number[];
  categories?: string[];
}

/** What may stand otherwise after a change of these: an activity that nobody verified stands in no figure of needs. */
export const cellsOf = (
  tx: Writer,
  { activities = [], assessments = [], undertakings = [] }: Changed,
): Promise<Cell[]> =>
  queryRows(
    tx,
    sql`select a.village_code, l.category_code from activity a join activity_revision r on r.activity_id = a.id
          join activity_line l on l.revision_id = r.id
        where a.id = any(${activities}::int[]) and r.review_status = 'DIVERIFIKASI'
        union select s.village_code, n.category_code from need_assessment s join need n on n.assessment_id = s.id
        where s.id = any(${assessments}::int[])
        union select u.village_code, u.category_code from undertaking u
        where u.id = any(${undertakings}::int[]) and u.kind = 'RUJUKAN'`,
    Cell,
  );

/** Verified work: kept rows `a` of a cell, each activity once, its lines whole whoever shares them. */
const isWork = (only: Sql) => sql`a.cut = 'JENIS' and ${whole} and ${only}`;
/** The same with the revision `w` that counts. */
const work = (only: Sql) => sql`from counted_activity a join activity t on t.id = a.activity_id
  join activity_revision w on w.id = t.verified_revision_id where ${isWork(only)}`;

/** Referrals `u` that are open, with what came of each, `d`. */
const referrals = (only: Sql) =>
  sql`from undertaking u ${cameOf} where u.kind = 'RUJUKAN' and ${isOpen} and ${only}`;

const since = sql`(n.assessed_on is null or w.ends_on > n.assessed_on)`;
const agencies = (of: Sql, only: Sql) =>
  sql`coalesce(array_agg(distinct ${of}.agency_id) filter (where ${only}), '{}')`;

const [isAsked, isAccepted] = [sql`u.answer = 'DITAWARKAN'`, sql`u.answer = 'DITERIMA'`];
const stillReferred = (only: Sql) =>
  sql`coalesce(sum(greatest(u.quantity - d.confirmed, 0)) filter (where ${only}), 0)::bigint`;

/**
 * How villages stand with kinds of help. Of each the assessment with the newest day holds, of one day the one that was
 * written last; off it comes what was done in verified work that ended after that day, as what was still going on was
 * seen as missing. Plans and open referrals are told whatever their days; of a referral, what has not come of it yet.
 */
export const needsNow = (only: CellsOnly): Sql => sql`
  select o.village_code, o.category_code, n.assessment_id, n.assessed_on, n.baseline::bigint, n.target::bigint,
    d.funded::bigint, d.delivered::bigint, d.planned::bigint, d.planners, d.servers,
    f.offered, f.accepted, f.asked, f.accepters
  from (select a.village_code, a.code as category_code from counted_activity a
    where ${isWork(only(sql`a.village_code`, sql`a.code`))}
    union select s.village_code, x.category_code from need_assessment s join need x on x.assessment_id = s.id
    where ${only(sql`s.village_code`, sql`x.category_code`)}
    union select u.village_code, u.category_code ${referrals(only(sql`u.village_code`, sql`u.category_code`))}) o
  left join lateral (select s.id as assessment_id, s.assessed_on, x.baseline, x.target
    from need_assessment s join need x on x.assessment_id = s.id and x.category_code = o.category_code
    where s.village_code = o.village_code order by s.assessed_on desc, s.id desc limit 1) n on true
  cross join lateral (select
      coalesce(sum(a.funded) filter (where ${since}), 0) as funded,
      coalesce(sum(a.realised) filter (where ${since}), 0) as delivered,
      coalesce(sum(a.plans_target), 0) as planned,
      ${agencies(sql`a`, countsAs.planned(sql`w`))} as planners,
      ${agencies(sql`a`, sql`w.work_status in ('RENCANA', 'BERJALAN')`)} as servers
    ${work(sql`a.village_code = o.village_code and a.code = o.category_code`)}) d
  cross join lateral (select ${stillReferred(isAsked)} as offered, ${stillReferred(isAccepted)} as accepted,
      ${agencies(sql`u`, isAsked)} as asked, ${agencies(sql`u`, isAccepted)} as accepters
    ${referrals(sql`u.village_code = o.village_code and u.category_code = o.category_code`)}) f`;
