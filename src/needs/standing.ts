import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';

/*
 * How villages stand with what they need, for whoever asks: the matrix, who matches OPD to needs, flags, evaluation.
 * One row for a village and a kind of help of which an assessment told, in which there is verified work or which is
 * referred to an OPD; kept by `src/kept/needs.ts`, so it is read and never reckoned.
 *
 * - `needStandings`, the FROM: `n` (the row), `v` (village), `k` (kecamatan), `c` (category). A village or a category
 *   that is not in it has neither a need, nor work, nor an open referral.
 * - `needColumns` with `NeedRow`; `needsWhere` asks for rows under a condition on those aliases.
 * - `left`, `over` and the conditions `isAssessed`, `isNeeded`, `isUnserved`, `isDoubled`, `isBeyond`, all on `n`.
 * - `assessedOn(villageCode)`: the day of the newest assessment of a village, null where it has none, which is to be
 *   said wherever a need would stand.
 */

/** Whether an assessment told of it; without one there is no need to speak of, neither 0 nor any other. */
export const isAssessed: Sql = sql`(n.baseline is not null)`;

/** Sisa: what was needed less what was delivered since; the target is in no sum. Null without an assessment. */
export const left: Sql = sql`case when ${isAssessed} then greatest(n.baseline - n.delivered, 0) end`;

/** What was delivered beyond the need. Null without an assessment. */
export const over: Sql = sql`case when ${isAssessed} then greatest(n.delivered - n.baseline, 0) end`;

/** Something is left. */
export const isNeeded: Sql = sql`coalesce(n.baseline > n.delivered, false)`;

/** Something is left and no OPD plans it, is at work on it or accepted a referral of it; one that is offered serves nobody. */
export const isUnserved: Sql = sql`(${isNeeded} and n.servers = '{}' and n.accepters = '{}')`;

/** Two OPD plan the same, each in an activity of its own. */
export const isDoubled: Sql = sql`(cardinality(n.planners) > 1)`;

/** More was delivered than was needed. */
export const isBeyond: Sql = sql`coalesce(n.delivered > n.baseline, false)`;

/** Potensi: what other OPD were asked for and accepted, or have not answered; what came of it is in neither. */
export const Potential = z.object({
  offered: z.number(),
  accepted: z.number(),
  /** Ids of OPD. */
  asked: z.array(z.number()),
  accepters: z.array(z.number()),
});
export type Potential = z.output<typeof Potential>;

/** How much that is together. */
export const potentialOf = ({ offered, accepted }: Pick<Potential, 'offered' | 'accepted'>): number =>
  offered + accepted;

/** Its columns, where a standing is joined that may be missing. */
export const potentialColumns: Sql = sql`coalesce(n.offered, 0) as offered, coalesce(n.accepted, 0) as accepted,
  coalesce(n.asked, '{}') as asked, coalesce(n.accepters, '{}') as accepters`;

export const NeedRow = z.object({
  village_code: z.string(),
  village: z.string(),
  kecamatan_code: z.string(),
  kecamatan: z.string(),
  category_code: z.string(),
  category: z.string(),
  unit: z.string(),
  assessment_id: z.number().nullable(),
  assessed_on: z.date().nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  funded: z.number(),
  delivered: z.number(),
  planned: z.number(),
  left: z.number().nullable(),
  over: z.number().nullable(),
  /** Ids of OPD. */
  planners: z.array(z.number()),
  servers: z.array(z.number()),
  ...Potential.shape,
});
/** How a village stands with a kind of help. Quantities in its unit; of what was delivered after `assessed_on`. */
export type NeedRow = z.output<typeof NeedRow>;

export const needStandings: Sql = sql`need_standing n join village v on v.code = n.village_code
  join kecamatan k on k.code = v.kecamatan_code join category c on c.code = n.category_code`;

export const needColumns: Sql = sql`v.code as village_code, v.name as village, k.code as kecamatan_code,
  k.name as kecamatan, c.code as category_code, c.name as category, c.unit, n.assessment_id, n.assessed_on, n.baseline,
  n.target, n.funded, n.delivered, n.planned, ${left} as "left", ${over} as "over", n.planners, n.servers, ${potentialColumns}`;

/** Rows under a condition, by village code and in the order of categories. */
export const needsWhere = (db: Reader | Writer, where: Sql): Promise<NeedRow[]> =>
  queryRows(
    db,
    sql`select ${needColumns} from ${needStandings} where ${where} order by v.code, c.position`,
    NeedRow,
  );

/** The day of the newest assessment of the village in this column. */
export const assessedOn = (villageCode: Sql): Sql =>
  sql`(select max(s.assessed_on) from need_assessment s where s.village_code = ${villageCode})`;
