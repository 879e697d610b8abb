import { z } from 'zod';
import { join, type Sql, sql } from '../database/query.js';
import { TRIES } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import type { Listing } from '../web/listing.js';
import { villageKind } from '../wilayah/reference.js';
import { storedParameters } from './input.js';

const ResultFilters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  kuadran: z.enum(['', '1', '2', '3', '4']).catch(''),
  pilihan: z.enum(['', 'terpilih', 'rapuh', 'tidak']).catch(''),
});
export type ResultFilters = z.output<typeof ResultFilters>;

const ResultRow = z
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

/** The rows of one run as they were stored; printed, they have the columns of the command line. */
export const resultListing: Listing<ResultFilters, RankedUnit> = {
  name: 'peringkat',
  filters: ResultFilters,
  sorts: {
    urut: { label: 'Peringkat', by: sql`x.position` },
    nama: { label: 'Nama', by: sql`x.name` },
    desil1: { label: 'Desil 1', by: sql`x.p`, startsDescending: true },
    idm: { label: 'IDM', by: sql`x.i`, nullsLast: true },
    stabilitas: { label: 'Stabilitas', by: sql`x.stability`, startsDescending: true },
  },
  defaultSort: 'urut',
  key: sql`x.position`,
  select: sql`select x.*`,
  row: ResultRow,
  columns: [],
};

/** What a run stored of each unit, with what follows from that alone: the figure compared, and its place among all. */
export function resultsOf(run: { id: number; parameters: unknown }): Sql {
  const percent = storedParameters(run.parameters).dasar === 'persen';
  const x = percent ? sql`100::float8 * desil1 / population` : sql`desil1::float8`;
  return sql`from (select r.*, rank() over (order by r.x desc) as x_rank,
      case when r.i is not null then rank() over (order by r.i) end as i_rank
    from (select village_code as code, name, kecamatan, position, rank, score6, desil1 as p, population as n, idm as i,
        ${x} as x, lack_idm as b, kuadran, without_idm, selected, best_rank, worst_rank, stability, fragile
      from ranking_result where run_id = ${run.id}) r) x`;
}

const choices = { terpilih: sql`x.selected`, rapuh: sql`x.fragile`, tidak: sql`not x.selected` };

/** FROM and WHERE of a run's results; `codes` are what a search found, null when nothing is searched. */
export function resultsFrom(
  run: { id: number; parameters: unknown },
  filters: ResultFilters,
  codes: string[] | null,
): Sql {
  const conditions = [
    sql`true`,
    ...(codes ? [sql`x.code = any(${codes}::text[])`] : []),
    ...(filters.kecamatan ? [sql`left(x.code, 8) = ${filters.kecamatan}`] : []),
    ...(filters.kuadran ? [sql`x.kuadran = ${Number(filters.kuadran)}`] : []),
    ...(filters.pilihan ? [choices[filters.pilihan]] : []),
  ];
  return sql`${resultsOf(run)} where ${join(conditions, ' and ')}`;
}
