import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';

/** A waiting upload of this person; nobody else's is found. */
export function findStaged(db: Reader, actor: Actor, id: string) {
  return db.stagedUpload.findFirst({ where: { id, accountId: actor.id } });
}
export type Staged = NonNullable<Awaited<ReturnType<typeof findStaged>>>;

/** A version of the actor's kabupaten, with who uploaded it. */
export function findVersion(db: Reader, actor: Actor, id: number) {
  return db.datasetVersion.findFirst({
    where: { id, regionCode: actor.regionCode },
    include: { uploadedBy: { select: { name: true } } },
  });
}
export type Version = NonNullable<Awaited<ReturnType<typeof findVersion>>>;
