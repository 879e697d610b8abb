import type { Reader } from '../database/client.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';

const include = {
  desil1Version: true,
  idmVersion: true,
  createdBy: true,
  results: {
    orderBy: { position: 'asc' },
    select: { villageCode: true, score6: true, rank: true, selected: true },
  },
  lists: { orderBy: [{ year: 'asc' }, { edition: 'asc' }] },
} satisfies Prisma.RankingRunInclude;

/** A saved run with what its page tells of it. */
export type Run = Prisma.RankingRunGetPayload<{ include: typeof include }>;

export function findRun(db: Reader, actor: Actor, id: number): Promise<Run | null> {
  return db.rankingRun.findFirst({
    where: { id, regionCode: actor.regionCode },
    include,
  }) as Promise<Run | null>;
}
