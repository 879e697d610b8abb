import type { Database } from './client.js';
import { IDLE_MS } from './pool.js';
import { sql } from './query.js';

/**
 * Asks something again and again, so that a portal that nobody visits has a connection: by it the server tells that the
 * portal runs to who would put a backup in the place of its rows. One that was cut is made anew.
 */
export function staySeen(database: Database, every = IDLE_MS / 2): NodeJS.Timeout {
  return setInterval(() => {
    database.execute(sql`select 1`).catch(() => undefined);
  }, every).unref();
}
