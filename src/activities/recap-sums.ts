import { isoDate } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { formerNameNumbered, namesTogether } from '../database/former-names.js';
import { empty, join, queryRows, type Sql, sql } from '../database/query.js';
import { Prisma } from '../generated/prisma/client.js';
import type { CountedCut, CountedLines, Span } from '../generated/prisma/enums.js';
import { countedRows } from '../kept/counted.js';
import { counts, measures, money, quantities } from '../kept/counting.js';
import { wholeLines } from '../kept/lines.js';
import { ALWAYS, piecesOf } from '../kept/spans.js';
import type { Actor } from '../policy.js';
import { sameRegion, scope } from '../scope.js';
import { ratesIn } from '../undertakings/gotong-royong.js';
import { groupOf, RecapLine, type RecapQuery, type RecapRow } from './recap.js';

/*
 * The recap from kept sums: whole years and months of the period by their sums, the days that are left by what each
 * activity adds. The period is cut where another rate for a day of work began as well, so that each piece has one. What
 * waits to be verified is told of the revisions themselves, as there are few.
 */

const agenciesOf = (actor: Actor, { opd }: RecapQuery): number[] =>
  opd === 'saya' ? actor.agencyIds : opd ? [Number(opd)] : [];

/** Sums are by kind of help or by funder, not by both; and what several OPD of a person share would count for each. */
export const sumsKnow = (actor: Actor, query: RecapQuery): boolean =>
  query.sumber === '' &&
  (query.kelompok !== 'dana' || (query.rinci === '' && query.jenis === '')) &&
  (query.opd === '' || agenciesOf(actor, query).length === 1);

/** Of a level of rows, as `RecapLine` tells them: by what its rows are counted, and how shared lines are. */
interface Level {
  level: number;
  cut: CountedCut;
  shared: CountedLines;
}

/** By OPD shared lines count in parts; what is summed over all OPD counts them whole again. */
function levelsOf({ kelompok, opd, jenis }: RecapQuery): Level[] {
  const whole: CountedCut = jenis === '' ? 'SEMUA' : 'JENIS';
  const over: CountedLines = opd === '' ? 'UTUH' : 'BAGIAN';
  const within: CountedLines = opd === '' && kelompok !== 'opd' ? 'UTUH' : 'BAGIAN';
  return [
    { level: 3, cut: whole, shared: over },
    { level: 2, cut: 'JENIS', shared: over },
    { level: 1, cut: kelompok === 'dana' ? 'DANA' : whole, shared: within },
    // Within a funder kinds of help are not summed.
    ...(kelompok === 'dana' ? [] : [{ level: 0, cut: 'JENIS', shared: within } as const]),
  ];
}

/** The pieces `p` of the period, each with the rate for a day of work. */
async function piecesFor(db: Reader, actor: Actor, { kelompok, dari, sampai }: RecapQuery): Promise<Sql> {
  const since = dari ? new Date(dari) : ALWAYS.since;
  const until = sampai ? new Date(sampai) : ALWAYS.until;
  const spans: Span[] = kelompok === 'bulan' || kelompok === 'triwulan' ? ['BULAN'] : ['TAHUN', 'BULAN'];
  const terms = await ratesIn(db, actor, { since, until });
  const pieces = terms.flatMap((term) =>
    piecesOf(term, spans).map((piece) => ({ ...piece, rate: term.rate })),
  );
  return sql`unnest(${pieces.map(({ span }) => span)}::text[]::span[], ${pieces.map((one) => isoDate(one.since))}::date[],
    ${pieces.map((one) => isoDate(one.until))}::date[], ${pieces.map(({ rate }) => rate)}::int[]) p(span, since, until, rate)`;
}

const columns = (told: (measure: string) => string) =>
  join(
    measures.map((one) => Prisma.raw(told(one))),
    ', ',
  );
const own = columns((one) => `a.${one}`);
const nothing = columns(() => '0');

const keys = sql`a.cut, a.lines, a.agency_id, a.code, a.agency_name_no, a.category_name_no`;

/** Sums stay when nothing is left in them; no name of before stands for nothing. */
const isSomething = sql`a.activities + a.plans + a.cancelled > 0`;

/** Rows of sums and of single activities in the pieces of the period. */
const counted = (pieces: Sql, only: Sql): Sql => sql`
  select ${keys}, a.kecamatan_code, a.begins_on as starts_on, ${own}, a.given_goods + a.given_days * p.rate as given_value,
    case when p.rate = 0 then a.given_days else 0 end as given_bare, 0 as waiting, 0 as waiting_realised, 0 as waiting_spent
  from ${pieces} join counted_period a on a.span = p.span and a.begins_on between p.since and p.until where ${isSomething} and ${only}
  union all
  select ${keys}, v.kecamatan_code, a.starts_on, ${own}, a.given_goods + a.given_days * p.rate,
    case when p.rate = 0 then a.given_days else 0 end, 0, 0, 0
  from ${pieces} join counted_activity a on p.span is null and a.starts_on between p.since and p.until
    join village v on v.code = a.village_code where ${only}`;

/** What was submitted, and once more, taken away, what it would replace. No name of before belongs to it. */
function onTheirWay(actor: Actor, { dari, sampai }: RecapQuery, only: Sql): Sql {
  const since = dari || isoDate(ALWAYS.since);
  const until = sampai || isoDate(ALWAYS.until);
  const of = (sign: number, revision: Sql) =>
    sql`select ${sign}::int as sign, n.* from (${countedRows({
      as: sql`'SAMA'`,
      revisions: sql`from activity a join shown_activity x on x.activity_id = a.id and x.review_status = 'DIAJUKAN'
      and x.revision_id = a.current_revision_id and ${sameRegion(sql`a`, sql`x`)} join activity_revision w on w.id = ${revision}`,
      lines: wholeLines,
      only: sql`${scope(actor, 'recap.read')} and w.starts_on between ${since}::date and ${until}::date`,
    })}) n`;
  return sql`select a.cut, a.lines, a.agency_id, a.code, null::int, null::int, v.kecamatan_code, a.starts_on, ${nothing}, 0, 0,
      case when a.sign = 1 then a.activities + a.plans + a.cancelled else 0 end, a.sign * a.realised, a.sign * a.spent
    from (${of(1, sql`x.revision_id`)} union all ${of(-1, sql`a.verified_revision_id`)}) a
    join village v on v.code = a.village_code where ${only}`;
}

const summed = (column: string): Sql =>
  sql`coalesce(sum(d.${Prisma.raw(column)}), 0)::bigint as ${Prisma.raw(column)}`;
const sums = join(
  [
    ...[...counts, 'joint', ...quantities, ...money, 'given_days', 'given_value', 'given_bare'],
    ...['waiting', 'waiting_realised', 'waiting_spent'],
  ].map(summed),
  ', ',
);

/** The rows of a page, by the kept sums; see `RecapLine`. Strategy, SK and status are told by files alone. */
export async function recapOfSums(db: Reader, actor: Actor, query: RecapQuery): Promise<RecapRow[]> {
  const group = groupOf(query.kelompok, formerNameNumbered('agency', sql`g`, sql`a.agency_name_no`));
  const levels = levelsOf(query);
  const agencies = agenciesOf(actor, query);
  const only = sql`${scope(actor, 'recap.read')}
    ${query.opd ? sql`and a.agency_id = any(${agencies}::int[])` : empty}
    ${query.jenis ? sql`and a.cut = 'JENIS' and a.code = ${query.jenis}` : empty}`;
  return queryRows(
    db,
    sql`with counted as (
        ${counted(await piecesFor(db, actor, query), only)} union all ${onTheirWay(actor, query, only)}
      ), detail as (
        select a.*, ${group.key} as group_key, ${group.former} as group_former, ${group.name} as group_name,
          ${group.order} as group_order
        from counted a join agency g on g.id = a.agency_id join kecamatan k on k.code = a.kecamatan_code
        left join funding_source f on a.cut = 'DANA' and f.code = a.code
        where ${query.kecamatan ? sql`a.kecamatan_code = ${query.kecamatan}` : sql`true`}
      ), groups as (
        select group_key, ${namesTogether(sql`group_former`, sql`group_name`)} as group_label, min(group_order) as group_order
        from detail group by 1
      ), kinds as (
        select c.code, c.unit, c.position,
          ${namesTogether(formerNameNumbered('category', sql`c`, sql`d.category_name_no`), sql`c.name`)} as category
        from detail d join category c on d.cut = 'JENIS' and c.code = d.code group by c.code
      ), summed as (
        select l.level, case when l.level < 2 then d.group_key end as group_key,
          case when l.level in (0, 2) then d.code end as code, ${sums}
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
