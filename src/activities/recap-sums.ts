import { isoDate } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { formerNameNumbered, namesTogether } from '../database/former-names.js';
import { empty, listed, queryRows, type Sql, sql } from '../database/query.js';
import type { CountedCut, CountedLines } from '../generated/prisma/enums.js';
import { counts, measures, money, quantities } from '../kept/counting.js';
import { replaced, submitted, waitingMeasures, waits } from '../kept/waiting.js';
import { ALWAYS, type Days, yearsIn } from '../kept/years.js';
import type { Actor } from '../policy.js';
import { inRegion, scope } from '../scope.js';
import { ratesIn } from '../undertakings/gotong-royong.js';
import { groupOf, RecapLine, type RecapQuery, type RecapRow } from './recap.js';

/*
 * The recap from kept sums: whole years of the period by their sums, the days that are left by what each activity adds.
 * The period is cut where another rate for a day of work began as well, so that each piece has one.
 */

const agenciesOf = (actor: Actor, { opd }: RecapQuery): number[] =>
  opd === 'saya' ? actor.agencyIds : opd ? [Number(opd)] : [];

/** Sums are by kind of help or by funder, not by both; and what several OPD of a person share would count for each. */
export const sumsKnow = (actor: Actor, query: RecapQuery): boolean =>
  query.sumber === '' &&
  (query.kelompok !== 'dana' || (query.rinci === '' && query.jenis === '')) &&
  (query.opd === '' || agenciesOf(actor, query).length === 1);

const periodOf = ({ dari, sampai }: RecapQuery): Days => ({
  since: dari ? new Date(dari) : ALWAYS.since,
  until: sampai ? new Date(sampai) : ALWAYS.until,
});

/** Of a level of rows, as `RecapLine` tells them: by what its rows are counted, and how shared lines are. */
interface Level {
  level: number;
  cut: CountedCut;
  shared: CountedLines;
}

/** By OPD shared lines count in parts; what is summed over all OPD counts them whole again. */
function levelsOf({ kelompok, opd, jenis, rinci }: RecapQuery): Level[] {
  const whole: CountedCut = jenis === '' ? 'SEMUA' : 'JENIS';
  const over: CountedLines = opd === '' ? 'UTUH' : 'BAGIAN';
  const within: CountedLines = opd === '' && kelompok !== 'opd' ? 'UTUH' : 'BAGIAN';
  return [
    { level: 3, cut: whole, shared: over },
    { level: 2, cut: 'JENIS', shared: over },
    { level: 1, cut: kelompok === 'dana' ? 'DANA' : whole, shared: within },
    ...(rinci === '' ? [] : [{ level: 0, cut: 'JENIS', shared: within } as const]),
  ];
}

/** The whole years `p` of the period and the days that are left, each piece with its rate for a day of work. */
interface Pieces {
  years: Sql;
  /** Null where none are left. */
  days: Sql | null;
}

async function piecesFor(db: Reader, actor: Actor, query: RecapQuery): Promise<Pieces> {
  const byMonth = query.kelompok === 'bulan' || query.kelompok === 'triwulan';
  const terms = (await ratesIn(db, actor, periodOf(query))).map(({ value: rate, ...term }) => ({
    rate,
    ...(byMonth ? { years: null, rest: [term] } : yearsIn(term)),
  }));
  const years = terms.flatMap(({ rate, years: whole }) => (whole ? [{ rate, ...whole }] : []));
  const days = terms.flatMap(({ rate, rest }) => rest.map((one) => ({ rate, ...one })));
  return {
    years: sql`unnest(${years.map((one) => one.since.getUTCFullYear())}::int[],
      ${years.map((one) => one.until.getUTCFullYear())}::int[], ${years.map((one) => one.rate)}::int[]) p(first, last, rate)`,
    days:
      days.length === 0
        ? null
        : sql`unnest(${days.map((one) => isoDate(one.since))}::date[], ${days.map((one) => isoDate(one.until))}::date[],
      ${days.map((one) => one.rate)}::int[]) p(since, until, rate)`,
  };
}

const columns = (of: readonly string[]) => listed(of, (one) => `a.${one}`);
const nothing = (of: readonly string[]) => listed(of, () => '0::bigint');

/** Whether anything in a row is verified: sums stay when nothing is left in them, or tell only of what waits. */
const isVerified = sql`a.activities + a.plans + a.cancelled > 0`;
/** What a row tells of what is verified, and under which names; no name of before stands for nothing. */
const verified = sql`a.cut, a.lines, a.agency_id, a.code, case when ${isVerified} then a.agency_name_no end as agency_name_no,
  case when ${isVerified} then a.category_name_no end as category_name_no, ${columns(measures)},
  a.given_goods + a.given_days * p.rate as given_value, case when p.rate = 0 then a.given_days else 0 end as given_bare`;

/** Rows of sums in the years, and in the days rows of single activities. */
const rowsIn = (actor: Actor, { years, days }: Pieces, only: Sql): Sql => sql`
  select a.village_code, make_date(a.year, 1, 1) as starts_on, ${verified}, ${columns(waitingMeasures)}
  from ${years} join counted_sum a on a.year between p.first and p.last
  where (${isVerified} or ${listed(waitingMeasures, (one) => `a.${one} <> 0`, ' or ')}) and ${only}
  ${days === null ? empty : sql`union all ${rowsOfDays(actor, days, only)}`}`;

/**
 * What is verified and what waits. Corrections, and of each what it would replace, are looked up first (`offset 0`), as
 * they are little of what began in those days.
 */
function rowsOfDays(actor: Actor, days: Sql, only: Sql): Sql {
  const within = (of: Sql) => sql`${days} join ${of} on a.starts_on between p.since and p.until`;
  const began = sql`(select a.* from ${within(sql`shown_activity a`)} where ${inRegion(sql`a`, actor)})`;
  const corrected = sql`(select x.* from activity t join shown_activity x on x.activity_id = t.id and ${inRegion(sql`x`, actor)} and ${waits}
    where ${inRegion(sql`t`, actor)} and t.current_revision_id <> t.verified_revision_id offset 0)`;
  const counted = sql`lateral (select * from counted_activity a where a.activity_id = x.activity_id offset 0)`;
  return sql`select a.village_code, a.starts_on, ${verified}, ${nothing(waitingMeasures)}
    from ${within(sql`counted_activity a`)} where ${only}
    union all
    select a.village_code, a.starts_on, a.cut, 'SAMA', a.agency_id, a.code, null, null, ${nothing(measures)}, 0, 0, ${columns(waitingMeasures)}
    from (${submitted(began)} union all select a.* from ${within(sql`(${replaced(corrected, counted)}) a`)}) a where ${only}`;
}

const amounts = [
  ...[...counts, 'joint', ...quantities, ...money, 'given_days', 'given_value', 'given_bare'],
  ...waitingMeasures,
];
/** As floating point, which tells whole numbers as exactly as this code does: of `bigint` each sum is made a `numeric`. */
const summed = (of: 'a' | 'd'): Sql =>
  listed(amounts, (one) => `coalesce(sum(${of}.${one}::float8), 0) as ${one}`);

/** What is counted, by cut, group and kind of help; where a level does not tell groups apart, of all of them. */
async function detailOf(db: Reader, actor: Actor, query: RecapQuery, levels: Level[]): Promise<Sql> {
  const { key, former, name, order } = groupOf(
    query.kelompok,
    formerNameNumbered('agency', sql`g`, sql`a.agency_name_no`),
  );
  const within = sql`a.cut = any(${levels.filter(({ level }) => level < 2).map(({ cut }) => cut)}::text[]::counted_cut[])`;
  const cuts = [...new Set(levels.map(({ cut }) => cut))];
  const only = sql`${scope(actor, 'recap.read')} and a.cut = any(${cuts}::text[]::counted_cut[])
    ${query.opd ? sql`and a.agency_id = any(${agenciesOf(actor, query)}::int[])` : empty}
    ${query.jenis ? sql`and a.code = ${query.jenis}` : empty}`;
  return sql`select a.cut, a.lines, a.code, a.category_name_no, case when ${within} then ${key} end as group_key,
      case when ${within} then ${former} end as group_former, max(${name}) as group_name, max(${order}) as group_order,
      ${summed('a')}
    from (${rowsIn(actor, await piecesFor(db, actor, query), only)}) a
    join agency g on g.id = a.agency_id join village v on v.code = a.village_code
    join kecamatan k on k.code = v.kecamatan_code left join funding_source f on a.cut = 'DANA' and f.code = a.code
    ${query.kecamatan ? sql`where k.code = ${query.kecamatan}` : empty}
    group by 1, 2, 3, 4, 5, 6`;
}

/** The rows of a page, by the kept sums; see `RecapLine`. Strategy, SK and status are told by files alone. */
export async function recapOfSums(db: Reader, actor: Actor, query: RecapQuery): Promise<RecapRow[]> {
  const levels = levelsOf(query);
  return queryRows(
    db,
    sql`with detail as (
        ${await detailOf(db, actor, query, levels)}
      ), groups as (
        select group_key, ${namesTogether(sql`group_former`, sql`group_name`)} as group_label, max(group_order) as group_order
        from detail group by 1
      ), kinds as (
        select c.code, c.unit, c.position,
          ${namesTogether(formerNameNumbered('category', sql`c`, sql`d.category_name_no`), sql`c.name`)} as category
        from detail d join category c on d.cut = 'JENIS' and c.code = d.code group by c.code
      ), summed as (
        select l.level, case when l.level < 2 then d.group_key end as group_key,
          case when l.level in (0, 2) then d.code end as code, ${summed('d')}
        from unnest(${levels.map(({ level }) => level)}::int[], ${levels.map(({ cut }) => cut)}::text[]::counted_cut[],
          ${levels.map(({ shared }) => shared)}::text[]::counted_lines[]) l(level, cut, shared)
        left join detail d on d.cut = l.cut and d.lines in ('SAMA', l.shared)
        group by 1, 2, 3
        having l.level = 3 or sum(d.activities + d.plans + d.cancelled + d.waiting) > 0
      )
      select s.*, group_label, category, unit, null as strategy, null as sk, null as work_status, null as is_waiting
      from summed s left join groups using (group_key) left join kinds k on k.code = s.code
      order by group_order nulls first, group_key nulls first, level desc, k.position`,
    RecapLine,
  );
}
