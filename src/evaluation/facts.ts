import { z } from 'zod';
import { openDispute } from '../activities/queries.js';
import { date, decimal, inPercent, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRows, rowsOf, type Sql, sql } from '../database/query.js';
import { versionName } from '../datasets/kinds.js';
import { Outcome } from '../generated/prisma/enums.js';
import { villageReports } from '../kept/reports.js';
import { isSilent } from '../lokus/silence.js';
import { isAssessed, left } from '../needs/standing.js';
import { idmLevel, idmStatus, idmStatuses } from '../ranking/output.js';
import type { settingsOn } from '../settings/settings.js';
import { inForce } from '../wilayah/in-force.js';
import type { Basis, Pair } from './basis.js';
import type { EvaluationParts } from './known.js';

const score = z.number().nullable();
/** Parts of IDM before and after; null where a file did not tell them. */
export const PartRow = z.object({
  ...{ iks_before: score, iks_after: score },
  ...{ ike_before: score, ike_after: score },
  ...{ ikl_before: score, ikl_after: score },
});
export const idmParts = ['iks', 'ike', 'ikl'] as const;

/** "IKS 0,7012 ke 0,7211", of the parts that both versions tell; no line breaks one in two. */
export const partWords = (row: z.output<typeof PartRow>): string[] =>
  idmParts.flatMap((part) => {
    const [before, after] = [row[`${part}_before`], row[`${part}_after`]];
    return before === null || after === null
      ? []
      : [`${part.toUpperCase()} ${decimal(before, 4)} ke ${decimal(after, 4)}`.replaceAll(' ', '\u00a0')];
  });

export const FactRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan_code: z.string(),
  kecamatan: z.string(),
  lead: z.string().nullable(),
  desil1_before: z.number().nullable(),
  desil1_after: z.number().nullable(),
  idm_before: z.number().nullable(),
  idm_after: z.number().nullable(),
  ...PartRow.shape,
  /** The newest assessment, and the oldest by which it is told what was needed before. */
  assessed_on: z.date().nullable(),
  needed_on: z.date().nullable(),
  needs: z.number(),
  open_needs: z.number(),
  /** Mean of what is left of each kind of help, in percent of what was needed before; null without a need. */
  open_share: z.number().nullable(),
  disputes: z.number(),
  silent: z.boolean(),
  outcome: z.enum(Outcome).nullable(),
  decided_on: z.date().nullable(),
  decided_by: z.string().nullable(),
  reason: z.string().nullable(),
});
/** What is known of a member of a list on the day of its evaluation. */
export type FactRow = z.output<typeof FactRow>;

/** What is selected of a member `m` over `factSources`. */
export const factColumns = (
  day: Date,
): Sql => sql`m.village_code as code, v.name, k.code as kecamatan_code, k.name as kecamatan,
  g.short_name as lead,
  db.desil1 as desil1_before, da.desil1 as desil1_after, ib.idm as idm_before, ia.idm as idm_after,
  ib.iks as iks_before, ia.iks as iks_after, ib.ike as ike_before, ia.ike as ike_after, ib.ikl as ikl_before,
  ia.ikl as ikl_after, n.assessed_on, n.needed_on,
  coalesce(n.needs, 0) as needs, coalesce(n.open_needs, 0) as open_needs, n.open_share, coalesce(w.disputes, 0) as disputes,
  ${isSilent(sql`m.village_code`, sql`s.starts_on`, sql`f.newest`, day)} as silent,
  e.outcome::text, e.decided_on, e.decided_by, e.reason`;

/** The first day of a list's year. */
const beganOn = (year: number): Sql => sql`make_date(${year}::int, 1, 1)`;

const VillageNeed = z.object({
  village_code: z.string(),
  assessed_on: z.date(),
  needed_on: z.date(),
  needs: z.number(),
  open_needs: z.number(),
  open_share: z.number().nullable(),
});
export type VillageNeed = z.output<typeof VillageNeed>;

/**
 * Needs of each village before and after, by the list of a year. Before is what was needed by the assessment that stood
 * when the year began, by the first one since where there was none; a kind of help of which only a later one told began
 * with that. After is what is left by the newest, less what was delivered since. Told are how many kinds of help were
 * needed, how many are open, and how much is left of them on average in percent of what was needed before. Asked by
 * itself, as most of what is written moves other facts and not these.
 */
export const villageNeeds = (db: Reader, year: number): Promise<VillageNeed[]> =>
  queryRows(
    db,
    sql`select n.village_code, max(n.assessed_on) as assessed_on, min(b.assessed_on) as needed_on,
      count(*) filter (where b.baseline > 0) as needs, count(*) filter (where b.baseline > 0 and ${left} > 0) as open_needs,
      (avg(100.0 * ${left} / nullif(b.baseline, 0)))::float8 as open_share
    from need_standing n cross join lateral (
      select case when o.baseline > 0 then o.baseline else n.baseline end as baseline,
        case when o.baseline > 0 then o.assessed_on else n.assessed_on end as assessed_on
      from (select x.baseline, s.assessed_on from need_assessment s
          join need x on x.assessment_id = s.id and x.category_code = n.category_code
        where s.village_code = n.village_code
        order by s.assessed_on <= ${beganOn(year)} desc, abs(s.assessed_on - ${beganOn(year)}), s.id desc limit 1) o) b
    where ${isAssessed} group by n.village_code`,
    VillageNeed,
  );

/** What is known of the needs, to be joined. */
export const knownNeeds = (needs: VillageNeed[]): Sql => {
  const columns = sql`village_code text, assessed_on date, needed_on date, needs int, open_needs int, open_share float8`;
  return sql`(select * from ${rowsOf(needs, columns)})`;
};

/** FROM of the members `m` of a list with their place, figures, needs, disputes, lead OPD and newest decision. */
export const factSources = (
  list: { id: number; year: number },
  { basis: { desil1, idm }, needs }: Pick<EvaluationParts, 'basis' | 'needs'>,
  day: Date,
): Sql => {
  const figure = (table: Sql, alias: Sql, version: { id: number } | null) =>
    sql`left join ${table} ${alias} on ${alias}.version_id = ${version?.id ?? null}::int
      and ${alias}.village_code = m.village_code`;
  return sql`from lokus_list l join lokus_member m on m.list_id = l.id and l.id = ${list.id}
    join village v on v.code = m.village_code join kecamatan k on k.code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id
    ${figure(sql`desil1_figure`, sql`db`, desil1.before)} ${figure(sql`desil1_figure`, sql`da`, desil1.after)}
    ${figure(sql`idm_figure`, sql`ib`, idm.before)} ${figure(sql`idm_figure`, sql`ia`, idm.after)}
    left join ${knownNeeds(needs)} n on n.village_code = m.village_code
    left join (select x.village_code, count(*) as disputes from shown_activity x
      where ${openDispute} and x.readers <> 'SENDIRI' group by x.village_code) w on w.village_code = m.village_code
    left join ${villageReports(day)} f on f.village_code = m.village_code
    left join lateral (select d.outcome, d.decided_on, d.reason, c.name as decided_by from village_decision d
        join account c on c.id = d.decided_by_id where d.village_code = m.village_code and d.list_year = ${list.year}::int
      order by d.decided_on desc, d.id desc limit 1) e on true`;
};

/** One criterion of the exit test: met, not met, or null where it cannot be tested. */
export interface ExitFact {
  name: string;
  met: boolean | null;
  text: string;
}

export type Criteria = Pick<Awaited<ReturnType<typeof settingsOn>>, 'exitNeeds' | 'exitIdm' | 'exitDesil1'>;

/** Change from before to after in percent of before; null where one is missing or before is 0. */
export const changeInPercent = (before: number | null, after: number | null): number | null =>
  before && after !== null ? (100 * (after - before)) / before : null;

/** "turun 12 %", "naik 3 %", "tetap". */
export const changeWords = (percent: number): string => {
  const whole = Math.round(percent);
  return whole === 0 ? 'tetap' : `${whole < 0 ? 'turun' : 'naik'} ${inPercent(Math.abs(whole))}`;
};

/** Why there is no change to tell. */
export const unknownWords = ({ apart }: Pair): string =>
  apart ? 'tidak dapat dibandingkan' : 'belum ada angka sesudahnya';

const needsFact = ({ assessed_on, needs, open_needs, open_share }: FactRow, limit: number): ExitFact => {
  const name = 'Kebutuhan';
  if (!assessed_on) return { name, met: null, text: 'belum ada asesmen' };
  if (open_share === null)
    return { name, met: true, text: `tidak ada kebutuhan menurut asesmen ${date(assessed_on)}` };
  const text = `sisa rata-rata ${inPercent(open_share)}, ${number(open_needs)} dari ${number(needs)} jenis masih terbuka (batas ${inPercent(limit)})`;
  return { name, met: open_share <= limit, text };
};

function idmFact({ idm_before, idm_after }: FactRow, { idm }: Basis, least: number): ExitFact {
  const name = 'IDM';
  const [score, version] = idm_after === null ? [idm_before, idm.before] : [idm_after, idm.after];
  if (score === null || !version) return { name, met: null, text: 'tanpa IDM' };
  const text = `${decimal(score, 4)}, ${idmStatus(score)}, ${versionName(version)} (paling rendah ${idmStatuses[least - 1]?.[0]})`;
  return { name, met: idmLevel(score) >= least, text };
}

function desil1Fact({ desil1_before, desil1_after }: FactRow, { desil1 }: Basis, least: number): ExitFact {
  const name = 'Desil 1';
  const change = changeInPercent(desil1_before, desil1_after);
  if (change === null)
    return {
      name,
      met: null,
      text: unknownWords(desil1),
    };
  const text = `${changeWords(change)}: ${number(desil1_before)} menjadi ${number(desil1_after)} ${desil1.after?.unit} (turun paling sedikit ${inPercent(least)})`;
  return { name, met: change <= -least, text };
}

/** Whether a village may be let go, criterion by criterion; what cannot be tested counts neither way. */
export const exitTest = (row: FactRow, basis: Basis, criteria: Criteria): ExitFact[] => [
  needsFact(row, criteria.exitNeeds),
  idmFact(row, basis, criteria.exitIdm),
  desil1Fact(row, basis, criteria.exitDesil1),
  {
    name: 'Sanggahan',
    met: row.disputes === 0,
    text: row.disputes === 0 ? 'tidak ada yang terbuka' : `${number(row.disputes)} belum dijawab`,
  },
  {
    name: 'Laporan',
    met: row.lead === null ? null : !row.silent,
    text: row.lead === null ? 'belum ada OPD utama' : row.silent ? 'OPD utama diam' : 'OPD utama melapor',
  },
];

/** "4 dari 5 terpenuhi", with what could not be tested. */
export function exitWords(facts: ExitFact[]): string {
  const tested = facts.filter(({ met }) => met !== null);
  const met = tested.filter((one) => one.met).length;
  const untested = facts.length - tested.length;
  return `${number(met)} dari ${number(tested.length)}${untested > 0 ? `, ${number(untested)} tidak teruji` : ''}`;
}
