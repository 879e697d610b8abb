import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { calendarDay } from '../core/format.js';
import type { Secrets } from '../core/secrets.js';
import type { Database, Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import type { Disk } from './disk.js';
import type { PageMemory } from './memory.js';
import type { Badges } from './navigation.js';
import type { Watch } from './watch.js';

/** The time; tests and the sample data set their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Today's date in Jakarta, as midnight UTC. */
export const today = (clock: Clock): Date => calendarDay(clock.now());

/** What every handler may use. */
export interface Services {
  database: Database;
  /** Reads only; `change(database, …)` writes. */
  db: Reader;
  clock: Clock;
  config: Config;
  secrets: Secrets;
  log: Logger;
  /** The room left on the disks. */
  disk: Disk;
  /** What happens in this process. */
  watch: Watch;
  /** Finished pages, as long as nothing is stored since. */
  pages: PageMemory;
  /** Whether this is the person's password; tried too often it is none. */
  prove: (
    actor: Actor,
    password: string,
    from: { address: string; device: string | null },
  ) => Promise<boolean>;
  /** The kabupaten/kota served. */
  region: { regionCode: string; name: string; sample: boolean };
  /** What waits for a person, for the counts in the navigation. */
  badges: (actor: Actor) => Promise<Badges>;
}
