import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { type Sql, sql } from '../database/query.js';
import { left, over, Potential, potentialColumns } from '../needs/standing.js';
import { type Here, ofRegion } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';
import { markConditions } from './marks.js';

export const CellRow = z.object({
  village_code: z.string(),
  village: z.string(),
  kecamatan_code: z.string(),
  kecamatan: z.string(),
  lead_id: z.number().nullable(),
  lead: z.string().nullable(),
  /** Somebody told what the village needs, of this kind of help or of another. */
  assessed: z.boolean(),
  category_code: z.string(),
  category: z.string(),
  unit: z.string(),
  position: z.number(),
  assessed_on: z.date().nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  planned: z.number(),
  funded: z.number(),
  delivered: z.number(),
  left: z.number().nullable(),
  over: z.number().nullable(),
  planners: z.array(z.number()),
  ...Potential.shape,
  tanpa: z.boolean(),
  ganda: z.boolean(),
  lebih: z.boolean(),
  luar: z.boolean(),
});
/** A village and a kind of help: what is needed, planned, funded, delivered and left, and what it is marked for. */
export type CellRow = z.output<typeof CellRow>;

export const cellColumns: Sql = sql`v.code as village_code, v.name as village, k.code as kecamatan_code,
  k.name as kecamatan, s.agency_id as lead_id, g.short_name as lead, e.village_code is not null as assessed,
  c.code as category_code, c.name as category, c.unit, c.position, n.assessed_on, n.baseline, n.target,
  coalesce(n.planned, 0) as planned, coalesce(n.funded, 0) as funded, coalesce(n.delivered, 0) as delivered,
  ${left} as "left", ${over} as "over", coalesce(n.planners, '{}') as planners, ${potentialColumns},
  coalesce(${markConditions.tanpa}, false) as tanpa, coalesce(${markConditions.ganda}, false) as ganda,
  coalesce(${markConditions.lebih}, false) as lebih, coalesce(${markConditions.luar}, false) as luar`;

/** FROM of every village `v` with every kind of help `c`, its standing `n`, in the lists with these ids `m`. */
export const cellsFrom = (
  { listIds, figuresId }: { listIds: number[]; figuresId: number | null },
  day: Date,
): Sql =>
  sql`village v join kecamatan k on k.code = v.kecamatan_code cross join category c
    left join need_standing n on n.village_code = v.code and n.category_code = c.code
    left join (select distinct village_code from need_assessment) e on e.village_code = v.code
    left join (select distinct village_code from lokus_member where list_id = any(${listIds}::int[])) m
      on m.village_code = v.code
    left join desil1_figure p on p.version_id = ${figuresId}::int and p.village_code = v.code
    left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id`;

/** The cells that the matrix is about: of villages in the lists, and of others where something goes on. */
export const isInMatrix: Sql = sql`((c.active or n.village_code is not null)
  and (m.village_code is not null or n.servers <> '{}'))`;

/** The newest edition of every official list, the newest year first, and the newest figures with a population. */
export async function matrixKnown(db: Reader, here: Here) {
  const [lists, figures] = await Promise.all([
    db.lokusList.findMany({
      where: { ...ofRegion(here), status: 'FIXED' },
      orderBy: [{ year: 'desc' }, { edition: 'desc' }],
      distinct: ['year'],
      select: { id: true, year: true },
    }),
    db.datasetVersion.findFirst({
      where: { ...ofRegion(here), kind: 'DESIL1' },
      orderBy: [{ asOf: 'desc' }, { id: 'desc' }],
      select: { id: true },
    }),
  ]);
  return { lists, figuresId: figures?.id ?? null };
}
