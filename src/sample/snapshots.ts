import type { By } from '../audit/change.js';
import { calendarDay } from '../core/format.js';
import type { Database } from '../database/client.js';
import { takeSnapshot } from '../public/snapshot.js';

/** The public has read so many potret bulanan before this day. */
const MONTHS = 6;

/** The potret of the last months, each as the first of its month would have made it. */
export async function makeSnapshots(database: Database, by: By, now: Date): Promise<void> {
  const today = calendarDay(now);
  for (let back = MONTHS - 1; back >= 0; back -= 1) {
    const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1);
    // Three in the morning in Jakarta is still the day before in UTC.
    await takeSnapshot(database, by, new Date(Math.min(first - 4 * 3_600_000, now.getTime())));
  }
}
