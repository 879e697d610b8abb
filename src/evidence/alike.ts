import path from 'node:path';
import type { Reader, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { lookAt } from './drawing.js';
import { ALIKE, type Likeness } from './likeness.js';

/** Photos looked at in one go, at most. */
const AT_ONCE = 100;
/** Photos of which one is said to be alike, at most: more say nothing more. */
const MOST_ALIKE = 50;

type Write = (work: (tx: Writer) => Promise<unknown>) => Promise<unknown>;

/**
 * Sets kept photos that were not looked at yet beside all others, the newest first: some hundred, each in a transaction of
 * its own, in a process apart; none more once it was `ended`.
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
  for (const { sha256 } of waiting) {
    if (ended?.aborted) break;
    const likeness = await lookAt(path.join(folder, sha256));
    await write((tx) => keepLook(tx, { sha256, likeness, now }));
  }
  return waiting.length;
}

/** One after the other in all processes, as of two photos that come at once each must find the other. */
async function keepLook(
  tx: Writer,
  { sha256, likeness, now }: { sha256: string; likeness: Likeness | null; now: Date },
): Promise<void> {
  const { look, keys, asked } = likeness ?? { look: null, keys: [], asked: { looks: [], keys: [] } };
  await execute(tx, sql`select pg_advisory_xact_lock(hashtext('photo_alike'))`);
  await execute(tx, BY_INDEX);
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

/** Photos that look like what is asked for, after `BY_INDEX`: found by the index over their keys, then bit by bit. */
export const alikeTo = ({ looks, keys }: Likeness['asked']) => sql`
  with asked as materialized (select look from unnest(${looks}::text[]::bit(256)[]) as asked (look))
  select f.sha256 from stored_file f where f.look_keys && ${keys}::int[]
    and exists (select from asked where bit_count(asked.look # f.look) <= ${ALIKE})`;

/** For the rest of a transaction: among many keys the planner expects most of the table, and finds a thousandth of it. */
export const BY_INDEX = sql`set local enable_seqscan = off`;
