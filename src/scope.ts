import { empty, type Sql, sql } from './database/query.js';
import type { Actor } from './policy.js';

/**
 * Which activities a person sees, as a condition on `a` (activity) and `r` (its current revision).
 * Mirrors `activity.read` of the policy; a test holds the two against each other.
 */
export function activityScope(actor: Actor): Sql {
  const mine = sql`a.region_code = ${actor.regionCode}`;
  const published = sql`(r.review_status <> 'DRAF' or a.verified_revision_id is not null)`;
  switch (actor.role) {
    case 'BAPPEDA':
    case 'KOORDINATOR':
      return mine;
    case 'OPD':
      return sql`${mine} and (a.agency_id = any(${actor.agencyIds}::int[]) or ${published})`;
    case 'DESA':
      return sql`${mine} and a.village_code = ${actor.villageCode} and ${published}`;
    default:
      return sql`false`;
  }
}

/**
 * The id of the revision that a person reads, on `a` and `r` as above: the newest, except that a correction still on
 * its author's desk is seen by its own agency alone; everybody else goes on reading the verified one.
 */
export function shownRevision(actor: Actor): Sql {
  const own = actor.role === 'OPD' ? sql`a.agency_id = any(${actor.agencyIds}::int[])` : sql`false`;
  return sql`case when r.review_status <> 'DRAF' or a.verified_revision_id is null or ${own}
    then r.id else a.verified_revision_id end`;
}

/** Which official lists a person sees, as a condition on `l` (lokus_list). */
export function listScope(actor: Actor): Sql {
  const drafts = actor.role === 'BAPPEDA' || actor.role === 'KOORDINATOR';
  if (actor.role === 'ADMIN') return sql`false`;
  return sql`l.region_code = ${actor.regionCode} ${drafts ? empty : sql`and l.status = 'FIXED'`}`;
}
