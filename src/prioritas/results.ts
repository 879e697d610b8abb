import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { TRIES } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import { villageKind } from '../wilayah/reference.js';
import { storedParameters } from './input.js';
import type { Run } from './queries.js';

/** A place of a saved run. */
export const ResultRow = z
  .object({
    code: z.string(),
    name: z.string(),
    kecamatan: z.string(),
    rank: z.number(),
    score6: z.number(),
    p: z.number(),
    n: z.number().nullable(),
    i: z.number().nullable(),
    x: z.number(),
    b: z.number().nullable(),
    x_rank: z.number(),
    i_rank: z.number().nullable(),
    kuadran: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    without_idm: z.boolean(),
    selected: z.boolean(),
    best_rank: z.number(),
    worst_rank: z.number(),
    stability: z.number(),
    fragile: z.boolean(),
  })
  .transform(
    (row): RankedUnit => ({
      code: row.code,
      name: row.name,
      kecamatanCode: row.code.slice(0, 8),
      kecamatanName: row.kecamatan,
      kelurahan: villageKind(row.code) === 'KELURAHAN',
      rank: row.rank,
      score6: row.score6,
      p: row.p,
      n: row.n,
      i: row.i,
      x: row.x,
      b: row.b,
      xRank: row.x_rank,
      iRank: row.i_rank,
      kuadran: row.kuadran,
      withoutIdm: row.without_idm,
      selected: row.selected,
      bestRank: row.best_rank,
      worstRank: row.worst_rank,
      timesSelected: Math.round(row.stability * TRIES),
      fragile: row.fragile,
    }),
  );

/** What a run stored of each unit, with what follows from that alone: the figure compared, and its place among all. */
export function resultsOf(run: Pick<Run, 'id' | 'parameters'>): Sql {
  const percent = storedParameters(run.parameters).dasar === 'persen';
  const x = percent ? sql`100::float8 * desil1 / population` : sql`desil1::float8`;
  return sql`(select r.*, rank() over (order by r.x desc) as x_rank,
      case when r.i is not null then rank() over (order by r.i) end as i_rank
    from (select village_code as code, name, kecamatan, position, rank, score6, desil1 as p, population as n, idm as i,
        ${x} as x, lack_idm as b, kuadran, without_idm, selected, best_rank, worst_rank, stability, fragile
      from ranking_result where run_id = ${run.id}) r)`;
}

/** Every row of a run as it was stored, first place first. */
export const storedRows = (db: Reader, run: Run): Promise<RankedUnit[]> =>
  queryRows(db, sql`select x.* from ${resultsOf(run)} x order by x.position`, ResultRow);
