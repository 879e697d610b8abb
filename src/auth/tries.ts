import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { unaudited } from '../audit/change.js';
import type { Database, Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { Services } from '../web/services.js';

/** Counts of wrong tries begin anew after so many minutes. */
export const WINDOW_MINUTES = 15;
/** Wrong tries within that time, of one name from one network or on one device. */
export const TRIES = 10;
/** Of all names from one network: an office may mistype, a guesser is stopped. */
const TRIES_OF_NETWORK = 300;

/** Where a secret is typed: a network, and the device where the account signed in on it before. */
export interface From {
  address: string;
  device: string | null;
}

/** What is counted: under a name that tells nobody whose tries they are, up to a limit. */
export interface Counter {
  key: string;
  limit: number;
}

/**
 * The counters of a try at `name`. One who was here before has a count of their own, so that nobody else's tries keep
 * them out; elsewhere name and network count together, and the network for all its names.
 */
export function countersOf(
  { secrets }: Pick<Services, 'secrets'>,
  what: 'sandi' | 'kode',
  name: string,
  from: From,
): Counter[] {
  const key = (...parts: string[]) => secrets.mac('percobaan', JSON.stringify([what, ...parts]));
  if (from.device !== null) return [{ key: key('perangkat', name, from.device), limit: TRIES }];
  const network = networkOf(from.address);
  return [
    { key: key('nama', name, network), limit: TRIES },
    { key: key('jaringan', network), limit: TRIES_OF_NETWORK },
  ];
}

const Tries = z.object({ key: z.string(), tries: z.number() });

/**
 * Counts a try before it is made, in one statement, so that many at once cannot pass a limit.
 * @returns whether it may be made.
 */
export async function countTry(
  tx: Writer,
  now: Date,
  counters: Counter[],
  accountId: number | null,
): Promise<boolean> {
  const keys = counters.map((one) => one.key).sort();
  const until = new Date(now.getTime() + WINDOW_MINUTES * 60_000);
  const counted = sql`insert into wrong_try as w (key, account_id, tries, until)
      select key, ${accountId}::int, 1, ${until}::timestamptz from unnest(${keys}::text[]) as key
    on conflict (key) do update set
      tries = case when w.until <= ${now}::timestamptz then 1 else w.tries + 1 end,
      until = case when w.until <= ${now}::timestamptz then excluded.until else w.until end
    returning key, tries`;
  const rows = await queryRows(tx, counted, Tries);
  return counters.every(({ key, limit }) => rows.some((row) => row.key === key && row.tries <= limit));
}

/**
 * The try was right: its own count is forgotten, that of the whole network goes back by this one. Both are taken in the
 * order in which tries are counted, as one of the other order would wait in a ring.
 */
export async function forgiveTry(tx: Writer, counters: Counter[]): Promise<void> {
  const keys = counters.map((one) => one.key);
  await execute(
    tx,
    sql`select from wrong_try where key = any(${keys}::text[]) order by key collate "C" for update`,
  );
  await execute(tx, sql`delete from wrong_try where key = ${keys[0] ?? ''}`);
  await execute(tx, sql`update wrong_try set tries = tries - 1 where key = any(${keys.slice(1)}::text[])`);
}

/** Forgets counts whose time is over. */
export const sweepTries = (database: Database, now: Date): Promise<unknown> =>
  unaudited(database, (tx) => tx.wrongTry.deleteMany({ where: { until: { lt: now } } }));

/** The first 64 bits of an IPv6 address, which one house has to itself; an IPv4 address as it is. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [front = '', back = ''] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(front).length - groups(back).length;
  const all = address.includes('::')
    ? [...groups(front), ...Array<string>(Math.max(missing, 0)).fill('0'), ...groups(back)]
    : groups(address);
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
