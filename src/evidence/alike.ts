import path from 'node:path';
import type { Reader, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { lookAt } from './drawing.js';
import { ALIKE, type Likeness } from './likeness.js';

/** Photos looked at in one go, at most: each go makes pages anew, and what it found is lost when the portal falls. */
const AT_ONCE = 20;
/** Photos of which one is said to be alike, at most: more say nothing more. */
const MOST_ALIKE = 50;

type Write = (work: (tx: Writer) => Promise<unknown>) => Promise<unknown>;

/**
 * Sets kept photos that were not looked at yet beside all others, the newest first: some twenty, looked at in a process
 * apart and stored in one transaction; once it was `ended` only those that were looked at.
 * @returns how many waited.
 */
export async function lookAtPhotos(
  { db, folder, now, ended }: { db: Reader; folder: string; now: Date; ended?: AbortSignal | undefined },
  write: Write,
): Promise<number> {
  const waiting = await db.storedFile.findMany({
    where: { lookedAt: null, mediaType: 'image/jpeg' },
    select: { sha256: true },
    orderBy: { createdAt: 'desc' },
    take: AT_ONCE,
  });
  const seen: Seen[] = [];
  for (const { sha256 } of waiting)
    if (!ended?.aborted) seen.push({ sha256, likeness: await lookAt(path.join(folder, sha256)) });
  if (seen.length > 0) await write((tx) => keepLooks(tx, seen, now));
  return waiting.length;
}

/** What a photo looks like; null when it cannot be read. */
interface Seen {
  sha256: string;
  likeness: Likeness | null;
}

/** One after the other, in all processes too, as of two photos that come at once each must find the other. */
async function keepLooks(tx: Writer, seen: Seen[], now: Date): Promise<void> {
  await execute(tx, sql`select pg_advisory_xact_lock(hashtext('photo_alike'))`);
  await execute(tx, BY_INDEX);
  for (const { sha256, likeness } of seen) {
    const { look, keys, asked } = likeness ?? { look: null, keys: [], asked: { looks: [], keys: [] } };
    await execute(
      tx,
      sql`with kept as (update stored_file set look = ${look}::text::bit(256), look_keys = ${keys}::int[],
            looked_at = ${now} where sha256 = ${sha256} returning sha256),
          found as (select sha256 from (${alikeTo(asked)}) alike where sha256 <> ${sha256} limit ${MOST_ALIKE})
          insert into photo_alike (sha256, other_sha256) select pair.* from kept cross join found
          cross join lateral (values (kept.sha256, found.sha256), (found.sha256, kept.sha256)) pair
          on conflict do nothing`,
    );
  }
}

/** Photos that look like what is asked for, after `BY_INDEX`: found by the index over their keys, then bit by bit. */
export const alikeTo = ({ looks, keys }: Likeness['asked']) => sql`
  with asked as materialized (select look from unnest(${looks}::text[]::bit(256)[]) as asked (look))
  select f.sha256 from stored_file f where f.look_keys && ${keys}::int[]
    and exists (select from asked where bit_count(asked.look # f.look) <= ${ALIKE})`;

/** For the rest of a transaction: among many keys the planner expects most of the table, and finds a thousandth of it. */
export const BY_INDEX = sql`set local enable_seqscan = off`;
