import { succeedEnded } from './agencies/succeed.js';
import { unaudited } from './audit/change.js';
import { sweepTries } from './auth/tries.js';
import { forgetOrphans, removeOrphans } from './evidence/evidence.js';
import { withoutValues } from './failure.js';
import { forgetNews } from './home/news.js';
import { ensureSnapshot } from './public/snapshot.js';
import { forgetSent } from './web/once.js';
import { forgetDays } from './web/quota.js';
import { type Services, today } from './web/services.js';
import { sweepSessions } from './web/session.js';
import { spoolOf, sweepSpool } from './web/spool.js';

const EVERY_MS = 30 * 60_000;
/** An upload waits this long for its confirmation. */
export const STAGED_HOURS = 24;

/**
 * Removes what has run out, now and every half hour: sessions, old news, uploads nobody confirmed, and evidence files that no
 * activity names. Agencies that have ended hand over to their successors; the public gets its potret of the month.
 */
export function sweep(services: Services): NodeJS.Timeout {
  const once = () => {
    tidyUp(services).catch((error: unknown) =>
      services.log.error({ err: withoutValues(error) }, 'sweep failed'),
    );
  };
  once();
  return setInterval(once, EVERY_MS).unref();
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
  await ensureSnapshot(services);
}
