import type { Reader } from '../database/client.js';
import {
  formerAgencyNameOn,
  formerCategoryNameOn,
  namesTogether,
  strategyOn,
  verifiedOn,
} from '../database/former-names.js';
import { empty, literal, queryRows, type Sql, sql } from '../database/query.js';
import { countColumns, countsAs, jointColumn, moneyColumns, quantityColumns } from '../kept/counting.js';
import { agencyLinesOf, countsFor, wholeLinesOf } from '../kept/lines.js';
import type { Actor } from '../policy.js';
import { sameRegion, scope } from '../scope.js';
import { givenOf, givenSums } from '../undertakings/gotong-royong.js';
import { skOfDay } from './list-lines.js';
import { groupOf, none, RecapLine, type RecapQuery, type RecapRow } from './recap.js';

/**
 * Verified activities, quantities and money by group and category; plans and what was cancelled stand beside them, and
 * so does what is on its way: the submitted revisions, minus what they would replace, so that verifying all of them
 * moves the figures by exactly that. An activity belongs to the day it began. Quantities and beneficiaries are summed within a category only.
 */
export async function recapOfLines(
  db: Reader,
  actor: Actor,
  query: RecapQuery,
  as: keyof typeof grains,
): Promise<RecapRow[]> {
  const grain = grains[as];
  return queryRows(
    db,
    sql`with counted as (
        ${countedRevisions(actor, query)}
      ), detail as (
        ${detailOf(actor, query, grain.sk)}
      ), groups as (
        select group_key, ${namesTogether(sql`group_former`, sql`group_name`)} as group_label from detail group by 1
      ), kinds as (
        select category_code, ${namesTogether(sql`category_former`, sql`category_name`)} as category from detail group by 1
      )
      select ${grain.level} as level, group_key, group_label, category, unit,
        case when grouping(category) = 0 then string_agg(distinct strategy, ', ') end as strategy,
        ${grain.columns}, ${countColumns(verified)}, ${jointColumn(verified)}, ${quantityColumns(verified)}, ${moneyColumns(verified)},
        ${givenSums(sql`d.gives and not d.waiting and ${countsAs.delivered(sql`d`)}`)},
        count(distinct id) filter (where waiting and sign = 1) as waiting,
        ${moved(sql`realised`)} as waiting_realised, ${moved(sql`spent_rupiah`)} as waiting_spent
      from detail d join groups using (group_key) left join kinds using (category_code)
      group by grouping sets ((), (category, unit, category_position), (group_key, group_label, group_order),
        (group_key, group_label, group_order, category, unit, category_position)${grain.set})
      order by group_order nulls first, group_key nulls first, level desc, category_position
        ${grain.order}`,
    RecapLine,
    { planned: 'anew' },
  );
}

/**
 * What residents gave belongs to an activity as a whole: one row of each tells it, of the OPD that logged it. By kind of
 * help or funder it is not told.
 */
const gives = sql`g.id = a.agency_id and
  row_number() over (partition by a.id, a.waiting, a.sign order by g.id = a.agency_id desc, l.id) = 1`;

/** The lines of what is counted, of each activity `a` as its revision tells it, with group and names. */
function detailOf(actor: Actor, query: RecapQuery, sk: Sql): Sql {
  const group = groupOf(query.kelompok, formerAgencyNameOn(sql`g`, verifiedOn(sql`a`)));
  const lines =
    query.kelompok === 'opd' || query.opd
      ? agencyParts
      : sql`(select *, null::boolean as counted from ${wholeLinesOf(theirs)} x)`;
  const day = verifiedOn(sql`a`);
  return sql`select a.id, a.sign, a.waiting, ${group.key} as group_key, ${group.former} as group_former,
      ${group.name} as group_name, ${group.order} as group_order, c.code as category_code,
      ${formerCategoryNameOn(sql`c`, day)} as category_former, c.name as category_name, c.unit,
      ${strategyOn(sql`c`, day)}::text as strategy, c.position as category_position, l.target, l.realised,
      l.beneficiaries, l.planned_rupiah, l.spent_rupiah, l.joint, a.work_status,
      a.given_days, a.given_value, a.given_bare, ${gives} as gives,
      ${sk} as sk
    from counted a join village v on v.code = a.village_code join kecamatan k on k.code = v.kecamatan_code
    left join ${lines} l on l.revision_id = a.revision_id and l.counted is distinct from a.waiting
    join agency g on g.id = ${countsFor} left join category c on c.code = l.category_code
    left join funding_source f on f.code = l.funding_code
    where true ${filtersOf(actor, query)}`;
}

/**
 * Verified revisions of the period, and those on their way: what was submitted, and once more, taken away, what it would
 * replace.
 */
function countedRevisions(actor: Actor, { dari, sampai }: RecapQuery): Sql {
  const since = dari ? sql`and w.starts_on >= ${literal(dari)}::date` : empty;
  const until = sampai ? sql`and w.starts_on <= ${literal(sampai)}::date` : empty;
  const where = sql`where ${scope(actor, 'recap.read')} ${since} ${until}`;
  const onTheirWay = sql`join shown_activity x on x.activity_id = a.id and x.review_status = 'DIAJUKAN'
      and x.revision_id = a.current_revision_id and ${sameRegion(sql`a`, sql`x`)}`;
  const columns = sql`a.id, a.village_code, a.agency_id, w.id as revision_id, w.starts_on, w.work_status, w.review_status,
      w.reviewed_at, ${givenOf}`;
  return sql`select ${columns}, 1 as sign, false as waiting from activity a
      join activity_revision w on w.id = a.verified_revision_id ${where}
    union all
    select ${columns}, 1, true from activity a ${onTheirWay} join activity_revision w on w.id = x.revision_id ${where}
    union all
    select ${columns}, -1, true from activity a ${onTheirWay}
      join activity_revision w on w.id = a.verified_revision_id ${where}`;
}

/** The lines `l` of those revisions. */
const theirs = sql`l.revision_id in (select revision_id from counted)`;

const level = sql`grouping(group_key, category)::int`;
/** A page is told by kind of help; a file that is to be pivoted, by status and SK as well. */
const grains = {
  page: {
    sk: none,
    level,
    columns: sql`null::text as sk, null::text as work_status, null::boolean as is_waiting`,
    set: empty,
    order: empty,
  },
  file: {
    sk: skOfDay(sql`a`),
    level: sql`case when grouping(waiting) = 1 then ${level} when grouping(category) = 0 then -1 else -2 end`,
    columns: sql`sk, work_status::text as work_status, waiting as is_waiting`,
    set: sql`, (group_key, group_label, group_order, category, unit, category_position, strategy, sk, work_status, waiting),
      (group_key, group_label, group_order, sk, work_status, waiting)`,
    order: sql`, waiting, d.work_status, strategy, sk`,
  },
};

/**
 * By OPD a line counts in parts; what is on its way leaves the parts of others as they are, so it is counted whole for
 * the OPD that logged it. `counted` says for which of the two a row stands.
 */
const agencyParts = sql`(select id, revision_id, category_code, funding_code, agency_id, joint, beneficiaries, target,
    realised, planned_rupiah, spent_rupiah, true as counted from ${agencyLinesOf(theirs)} x
  union all select id, revision_id, category_code, funding_code, agency_id, joint, beneficiaries, target,
    realised, planned_rupiah, spent_rupiah, false from ${wholeLinesOf(theirs)} y)`;

const verified = { activity: sql`d.id`, revision: sql`d`, line: sql`d`, only: sql`not d.waiting` };
const moved = (column: Sql) =>
  sql`coalesce(sum(${column} * sign) filter (where waiting and ${countsAs.delivered(sql`d`)}), 0)`;

function filtersOf(actor: Actor, query: RecapQuery): Sql {
  const kecamatan = query.kecamatan ? sql`and k.code = ${query.kecamatan}` : empty;
  const agencies = query.opd === 'saya' ? actor.agencyIds : [Number(query.opd)];
  const opd = query.opd ? sql`and g.id = any(${agencies}::int[])` : empty;
  const jenis = query.jenis ? sql`and c.code = ${query.jenis}` : empty;
  const sumber = query.sumber ? sql`and f.code = ${query.sumber}` : empty;
  return sql`${kecamatan} ${opd} ${jenis} ${sumber}`;
}
