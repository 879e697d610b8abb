import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { type PhaseRow, phasesOf } from './queries.js';

const OfficialRow = z.object({
  id: z.number(),
  year: z.number(),
  edition: z.number(),
  status: z.literal('FIXED'),
  sk_number: z.string(),
  sk_date: z.date(),
  run_id: z.number().nullable(),
  amend_reason: z.string().nullable(),
  created_at: z.date(),
});
/** An official list as decreed, without its members. */
export type OfficialList = z.output<typeof OfficialRow>;

/** Every official list and edition of the kabupaten, newest first. */
export function officialLists(db: Reader, regionCode: string): Promise<OfficialList[]> {
  return queryRows(
    db,
    sql`select id, year, edition, status::text, sk_number, sk_date, run_id, amend_reason, created_at from lokus_list
        where region_code = ${regionCode} and status = 'FIXED' order by year desc, edition desc`,
    OfficialRow,
  );
}

/** The official list of a year among its fellows: the newest edition, or the one asked for. */
export async function findOfficial(db: Reader, actor: Actor, year: number, edition: number | null) {
  const all = await officialLists(db, actor.regionCode);
  const list = all.find((one) => one.year === year && (edition === null || one.edition === edition));
  return list ? { list, all } : null;
}
export type Official = NonNullable<Awaited<ReturnType<typeof findOfficial>>>;

/** What the database will never change again: phases, and what the run selected and the list leaves out. */
export interface Frozen {
  phases: PhaseRow[];
  removals: { name: string; rank: number | null; reason: string }[];
}

const read = new Map<string, Promise<Frozen>>();

/** Reads the frozen parts of an official list once and keeps them. */
export function frozenParts(db: Reader, list: OfficialList): Promise<Frozen> {
  const key = `${list.id} ${list.created_at.getTime()}`;
  let parts = read.get(key);
  if (!parts) {
    parts = readFrozen(db, list.id);
    parts.catch(() => read.delete(key));
    read.set(key, parts);
  }
  return parts;
}

async function readFrozen(db: Reader, listId: number): Promise<Frozen> {
  const [phases, removals] = await Promise.all([
    phasesOf(db, listId),
    db.lokusRemoval.findMany({ where: { listId }, orderBy: { villageCode: 'asc' } }),
  ]);
  return { phases, removals };
}
