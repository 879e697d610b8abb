import { succeedEnded } from './agencies/succeed.js';
import { unaudited } from './audit/change.js';
import { sweepTries } from './auth/tries.js';
import { sql } from './database/query.js';
import { remindOfAftercare } from './evaluation/aftercare.js';
import { lookAtPhotos } from './evidence/alike.js';
import { forgetOrphans, removeOrphans } from './evidence/evidence.js';
import { withoutValues } from './failure.js';
import { forgetNews } from './home/news-close.js';
import { ensureSnapshot } from './public/snapshot.js';
import { forgetSent } from './web/once.js';
import { forgetDays } from './web/quota.js';
import { type Services, today } from './web/services.js';
import { sweepSessions } from './web/session.js';
import { spoolOf, sweepSpool } from './web/spool.js';

const EVERY_MS = 30 * 60_000;
/** A photo is set beside the others before somebody can have read its report. */
const LOOK_MS = 5_000;
/** An upload waits this long for its confirmation. */
export const STAGED_HOURS = 24;

/**
 * Removes what has run out, now and every half hour: sessions, old news, uploads nobody confirmed, and evidence files that no
 * activity names. Agencies that have ended hand over to their successors; who led a village that is tuntas for a year is
 * reminded; the public gets its potret of the month. Photos that came are looked at within seconds.
 * @returns what ends it: no more is begun, and what is under way has come to its end.
 */
export function sweep(services: Services): () => Promise<void> {
  const ended = new AbortController();
  const again = (work: () => Promise<unknown>, every: number) => {
    let underWay: Promise<void> | null = null;
    const once = () => {
      underWay ??= work()
        .then(
          () => undefined,
          (error: unknown) => services.log.error({ err: withoutValues(error) }, 'sweep failed'),
        )
        .finally(() => {
          underWay = null;
        });
    };
    once();
    const timer = setInterval(once, every).unref();
    return () => {
      clearInterval(timer);
      return underWay;
    };
  };
  const ends = [
    again(() => tidyUp(services), EVERY_MS),
    again(() => lookAround(services, ended.signal), LOOK_MS),
  ];
  return async () => {
    ended.abort();
    await Promise.all(ends.map((end) => end()));
  };
}

/** Looks at all photos that wait for it, until it is to end. */
export async function lookAround(
  { db, clock, config, database }: Services,
  ended?: AbortSignal,
): Promise<void> {
  const some = { db, folder: config.evidenceDir, now: clock.now(), ended };
  const write: Parameters<typeof lookAtPhotos>[1] = (work) => unaudited(database.patient, work);
  while (!ended?.aborted && (await lookAtPhotos(some, write)) > 0);
}

export async function tidyUp(services: Services): Promise<void> {
  const { clock, config, region } = services;
  const database = services.database.patient;
  const now = clock.now();
  await sweepSessions(database, now, config.idleMinutes);
  await sweepTries(database, now);
  await forgetSent(database, now);
  await forgetDays(database, today(clock));
  await forgetNews(database, now);
  const before = new Date(now.getTime() - STAGED_HOURS * 3_600_000);
  await unaudited(database, (tx) => tx.stagedUpload.deleteMany({ where: { createdAt: { lt: before } } }));
  const named = await unaudited(database, (tx) => forgetOrphans(tx, now));
  await removeOrphans(config.evidenceDir, named, now);
  await sweepSpool(spoolOf(config.dataDir), now);
  await succeedEnded(database, region, { now, today: today(clock) });
  await remindOfAftercare(database, region, today(clock));
  await ensureSnapshot(services);
  // A server counts its rows by itself; questions are planned by what was counted.
  if (database.engine === 'pglite') await database.execute(sql`analyze`);
}
