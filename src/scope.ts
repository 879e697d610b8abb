import { z } from 'zod';
import { forbidden } from './core/problem.js';
import type { Reader, Writer } from './database/client.js';
import { empty, queryRows, type Sql, sql } from './database/query.js';
import { type Action, type Actor, cellOf } from './policy.js';

/** A kind of row: its FROM, the kabupaten it belongs to, and the key a person asks for it by. */
interface Noun {
  from: Sql;
  region: Sql;
  key: Sql;
}

const villages: Noun = { from: sql`village v`, region: sql`v.region_code`, key: sql`v.code` };
const activities: Noun = {
  from: sql`activity a join activity_revision r on r.id = a.current_revision_id`,
  region: sql`a.region_code`,
  key: sql`a.id`,
};

/** By the first word of an action; what is not here belongs to no kabupaten. */
const nouns = new Map<string, Noun>(
  Object.entries({
    village: villages,
    poverty: villages,
    activity: activities,
    undertaking: {
      from: sql`undertaking u join activity a on a.id = u.activity_id`,
      region: sql`a.region_code`,
      key: sql`u.id`,
    },
    agency: { from: sql`agency g`, region: sql`g.region_code`, key: sql`g.id` },
    dataset: { from: sql`dataset_version d`, region: sql`d.region_code`, key: sql`d.id` },
    ranking: { from: sql`ranking_run r`, region: sql`r.region_code`, key: sql`r.id` },
    lokus: { from: sql`lokus_list l`, region: sql`l.region_code`, key: sql`l.id` },
    assignment: {
      from: sql`assignment s join village v on v.code = s.village_code`,
      region: sql`v.region_code`,
      key: sql`s.id`,
    },
    account: { from: sql`account c`, region: sql`c.region_code`, key: sql`c.id` },
    audit: { from: sql`audit_entry e`, region: sql`e.region_code`, key: sql`e.id` },
  }),
);

/**
 * Which rows this person may do `action` to, as a condition on the aliases of its noun; none without a cell, all of the
 * kabupaten where the cell says yes. An assignment is seen with its village, so its condition stands on `v`.
 */
export function scope(actor: Actor, action: Action): Sql {
  const cell = cellOf(actor.role, action);
  if (cell === undefined) return sql`false`;
  const noun = nouns.get(action.split('.')[0] as string);
  const here = noun ? sql`${noun.region} = ${actor.regionCode}` : sql`true`;
  return typeof cell === 'object' ? sql`(${here} and ${cell.rows(actor)})` : here;
}

const Seen = z.object({ key: z.union([z.number(), z.string()]) });

/** Whether this person sees the row under `key`; a stranger's is not there, which a route answers with 404. */
export async function sees(
  { db, actor }: { db: Reader | Writer; actor: Actor },
  action: Action,
  key: number | string,
): Promise<boolean> {
  const noun = nouns.get(action.split('.')[0] as string);
  if (!noun) return cellOf(actor.role, action) !== undefined;
  const query = sql`select ${noun.key} as key from ${noun.from} where ${noun.key} = ${key} and ${scope(actor, action)}`;
  return (await queryRows(db, query, Seen)).length > 0;
}

/**
 * The same for what Prisma reads, of an action that a person may do to all rows of their kabupaten; which of them, only
 * SQL can say.
 * @throws Problem `forbidden` where the policy has no cell.
 */
export function inScope(actor: Actor, action: Action): Here {
  const cell = cellOf(actor.role, action);
  if (cell === undefined) throw forbidden();
  if (typeof cell === 'object') throw new Error(`${action} is asked of some rows only: use scope()`);
  return ofRegion(actor);
}

/** Whatever belongs to a kabupaten: a person, a thing, or the portal itself. */
export interface Here {
  regionCode: string;
}

/** What belongs to the same kabupaten, for Prisma and for the table behind `alias`: for locks and for the portal's own work. */
export const ofRegion = ({ regionCode }: Here): Here => ({ regionCode });
export const inRegion = (alias: Sql, { regionCode }: Here): Sql => sql`${alias}.region_code = ${regionCode}`;

/** Which activities a person sees, as a condition on `a` (activity) and `r` (its current revision). */
export const activityScope = (actor: Actor): Sql => scope(actor, 'activity.read');

/**
 * The id of the revision that a person reads, on `a` and `r` as above: the newest, except that a correction nobody has
 * submitted yet, or that was taken back, is seen by its own agency alone; everybody else goes on reading the verified one.
 */
export function shownRevision(actor: Actor): Sql {
  const own = actor.agencyIds.length > 0 ? sql`or a.agency_id = any(${actor.agencyIds}::int[])` : empty;
  return sql`case when (r.review_status <> 'DRAF' and r.submitted_at is not null) or a.verified_revision_id is null ${own}
    then r.id else a.verified_revision_id end`;
}

/** Which official lists a person sees, as a condition on `l` (lokus_list). */
export const listScope = (actor: Actor): Sql => scope(actor, 'lokus.read');

/** Which undertakings a person sees, as a condition on `a` (their activity). */
export const undertakingScope = (actor: Actor): Sql => scope(actor, 'undertaking.read');
