import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { kindCodes, versionName } from '../datasets/kinds.js';
import type { OfficialList } from '../lokus/official.js';
import type { Actor } from '../policy.js';
import { scope } from '../scope.js';

const Held = z.object({
  id: z.number(),
  kind: z.enum(kindCodes),
  source: z.string(),
  unit: z.string(),
  asOf: z.date(),
  behind: z.boolean(),
});
/** A version as it is held against another. */
export type Held = z.output<typeof Held>;

/** Which two versions of a figure are held against each other. */
export interface Pair {
  /** What the list was made with, else what was known at its SK. */
  before: Held | null;
  /** The newest of the same source and unit since; null where there is none. */
  after: Held | null;
  /** Why a newer version is not used; '' where it is. */
  apart: string;
}
export type Basis = Record<'desil1' | 'idm', Pair>;

/** The versions by which a list is evaluated: never of two sources or units, which do not compare. */
export async function basisOf(db: Reader, actor: Actor, list: OfficialList): Promise<Basis> {
  const versions = await queryRows(
    db,
    sql`select d.id, d.kind::text, d.source, d.unit, d.as_of as "asOf",
          exists (select from ranking_run n where n.id = ${list.run_id}::int
            and d.id in (n.desil1_version_id, n.idm_version_id)) as behind
        from dataset_version d where ${scope(actor, 'dataset.list')} order by d.as_of, d.id`,
    Held,
  );
  const of = (kind: Held['kind']) =>
    pairOf(
      versions.filter((one) => one.kind === kind),
      list.sk_date,
    );
  return { desil1: of('DESIL1'), idm: of('IDM') };
}

/** The pair among versions of one kind, oldest first. */
export function pairOf(versions: Held[], decreed: Date): Pair {
  const before =
    versions.find((one) => one.behind) ??
    versions.findLast((one) => one.asOf <= decreed) ??
    versions[0] ??
    null;
  if (!before) return { before, after: null, apart: '' };
  const later = versions.filter((one) => one.asOf > before.asOf);
  const after = later.findLast((one) => one.source === before.source && one.unit === before.unit) ?? null;
  const newest = later.at(-1);
  const apart =
    newest && newest !== after && (!after || newest.asOf > after.asOf)
      ? `${versionName(newest)} tidak dapat dibandingkan dengan ${versionName(before)}: sumber atau satuannya lain.`
      : '';
  return { before, after, apart };
}
