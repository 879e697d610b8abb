import type { Reader } from '../database/client.js';
import { withFormerNames } from '../database/former-names.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { type Here, ofRegion, sees } from '../scope.js';

const include = {
  desil1Version: true,
  idmVersion: true,
  createdBy: withFormerNames,
  lists: { orderBy: [{ year: 'asc' }, { edition: 'asc' }] },
} satisfies Prisma.RankingRunInclude;

/** A saved run with what its page tells of it. */
export type Run = Prisma.RankingRunGetPayload<{ include: typeof include }>;

export async function findRun(db: Reader, actor: Actor, id: number): Promise<Run | null> {
  if (!(await sees({ db, actor }, 'ranking.read', id))) return null;
  return db.rankingRun.findUnique({ where: { id }, include }) as Promise<Run | null>;
}

/** Every saved run of a kabupaten, the first one first. */
export const allRuns = (db: Reader, here: Here): Promise<Run[]> =>
  db.rankingRun.findMany({ where: ofRegion(here), include, orderBy: { id: 'asc' } }) as Promise<Run[]>;
