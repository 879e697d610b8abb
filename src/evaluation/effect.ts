import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { inRegion } from '../scope.js';
import { knownNeeds, PartRow } from './facts.js';
import type { EvaluationParts } from './known.js';

const EffectRow = z.object({
  kecamatan_code: z.string(),
  kecamatan: z.string(),
  member: z.boolean(),
  villages: z.number(),
  /** Sums over villages that both versions tell of. */
  desil1_before: z.number().nullable(),
  desil1_after: z.number().nullable(),
  /** Means over villages that both versions score. */
  idm_before: z.number().nullable(),
  idm_after: z.number().nullable(),
  ...PartRow.shape,
  /** Kinds of help that were needed, those of which something is left, and what is left on average in percent. */
  needs: z.number(),
  open_needs: z.number(),
  open_share: z.number().nullable(),
});
export type EffectRow = z.output<typeof EffectRow>;

/** Before and after in each kecamatan of a list: its villages in the list, and beside them those outside it. */
export function effectByKecamatan(
  db: Reader,
  actor: Actor,
  list: { id: number; year: number },
  { basis: { desil1, idm }, needs }: Pick<EvaluationParts, 'basis' | 'needs'>,
): Promise<EffectRow[]> {
  const both = sql`db.desil1 is not null and da.desil1 is not null`;
  const mean = (part: Sql) => {
    const scored = sql`ib.${part} is not null and ia.${part} is not null`;
    return sql`avg(ib.${part}) filter (where ${scored}) as ${part}_before, avg(ia.${part}) filter (where ${scored}) as ${part}_after`;
  };
  const id = (version: { id: number } | null) => sql`${version?.id ?? null}::int`;
  return queryRows(
    db,
    sql`select k.code as kecamatan_code, k.name as kecamatan, m.village_code is not null as member, count(*) as villages,
          sum(db.desil1) filter (where ${both}) as desil1_before, sum(da.desil1) filter (where ${both}) as desil1_after,
          ${mean(sql`idm`)}, ${mean(sql`iks`)}, ${mean(sql`ike`)}, ${mean(sql`ikl`)},
          coalesce(sum(n.needs), 0)::int as needs, coalesce(sum(n.open_needs), 0)::int as open_needs,
          avg(n.open_share) as open_share
        from village v join kecamatan k on k.code = v.kecamatan_code
        left join lokus_member m on m.list_id = ${list.id} and m.village_code = v.code
        left join desil1_figure db on db.version_id = ${id(desil1.before)} and db.village_code = v.code
        left join desil1_figure da on da.version_id = ${id(desil1.after)} and da.village_code = v.code
        left join idm_figure ib on ib.version_id = ${id(idm.before)} and ib.village_code = v.code
        left join idm_figure ia on ia.version_id = ${id(idm.after)} and ia.village_code = v.code
        left join ${knownNeeds(needs)} n on n.village_code = v.code
        where ${inRegion(sql`v`, actor)} and v.valid_to is null
          and k.code in (select kecamatan_code from lokus_member where list_id = ${list.id})
        group by k.code, 3 order by k.code, 3 desc`,
    EffectRow,
  );
}
