import { z } from 'zod';
import type { Reader } from '../database/client.js';
import {
  agencyFullNameOn,
  agencyNameOn,
  categoryNameOn,
  verifiedOn,
  withFormerNames,
} from '../database/former-names.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import { countsAs } from '../kept/counting.js';
import { readBy } from '../kept/shown.js';
import type { ActivityRef, Actor } from '../policy.js';
import { activityScope, sameRegion } from '../scope.js';
import { countSome } from '../web/list-rows.js';

const Found = z.object({
  id: z.number(),
  village_code: z.string(),
  agency_id: z.number(),
  created_by_id: z.number(),
  current_revision_id: z.number(),
  verified_revision_id: z.number().nullable(),
  shown_revision_id: z.number(),
  review_status: z.enum(ReviewStatus),
  work_status: z.enum(WorkStatus),
  review_note: z.string().nullable(),
  author_id: z.number(),
  lock_version: z.number(),
  number: z.number(),
  shown_status: z.enum(ReviewStatus),
  shown_work: z.enum(WorkStatus),
  village: z.string(),
  kecamatan: z.string(),
  kecamatan_code: z.string(),
  agency: z.string(),
  agency_name: z.string(),
});
/** An activity that the reader may see: where, whose, and which revisions there are. */
export type Found = z.output<typeof Found>;

/** An activity within the actor's sight, or null. `shown` is the revision this reader gets to see. */
export async function findActivity(db: Reader, actor: Actor, id: number): Promise<Found | null> {
  const [row] = await queryRows(
    db,
    sql`select a.id, a.village_code, a.agency_id, a.created_by_id, a.current_revision_id, a.verified_revision_id,
               s.id as shown_revision_id, r.review_status::text, r.work_status::text, r.review_note, r.author_id, r.lock_version, r.number,
               s.review_status::text as shown_status,
               s.work_status::text as shown_work, v.name as village, k.name as kecamatan,
               k.code as kecamatan_code, ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency,
               ${agencyFullNameOn(sql`g`, verifiedOn(sql`s`))} as agency_name
        from activity a join activity_revision r on r.id = a.current_revision_id
        join shown_activity x on x.activity_id = a.id and ${readBy(actor)}
        join activity_revision s on s.id = x.revision_id
        join village v on v.code = a.village_code join kecamatan k on k.code = v.kecamatan_code
        join agency g on g.id = a.agency_id
        where a.id = ${id}::int and ${activityScope(actor)}`,
    Found,
  );
  return row ?? null;
}

/** What the policy asks about an activity. */
export const activityRefOf = (found: Omit<Found, 'shown_revision_id'> | Found): ActivityRef => ({
  agencyId: found.agency_id,
  villageCode: found.village_code,
  reviewStatus: found.review_status,
  workStatus: found.work_status,
  authorId: found.author_id,
  hasVerified: found.verified_revision_id !== null,
});

/** The village speaks of what it sees: the newest revision that has left its author's desk. */
export const shownRefOf = (found: Found): ActivityRef => ({
  ...activityRefOf(found),
  reviewStatus: found.shown_status,
  workStatus: found.shown_work,
});

const revisionParts = {
  activity: { select: { villageCode: true, agencyId: true, village: { select: { name: true } } } },
  lines: {
    orderBy: { position: 'asc' as const },
    include: { category: { include: { formerNames: true } }, funding: true },
  },
  commitments: { orderBy: { position: 'asc' as const } },
  evidence: { orderBy: { position: 'asc' as const }, include: { file: true } },
  author: withFormerNames,
  steps: { orderBy: { id: 'asc' as const }, include: { actor: withFormerNames } },
  responses: {
    orderBy: { id: 'asc' as const },
    include: { createdBy: withFormerNames, answeredBy: withFormerNames },
  },
};

/** A revision with everything that belongs to it. */
export function readRevision(db: Reader, id: number) {
  return db.activityRevision.findUniqueOrThrow({ where: { id }, include: revisionParts });
}
export type Revision = Awaited<ReturnType<typeof readRevision>>;

/** Many of them, by id. */
export async function readRevisions(db: Reader, ids: number[]): Promise<Map<number, Revision>> {
  const found = await db.activityRevision.findMany({ where: { id: { in: ids } }, include: revisionParts });
  return new Map(found.map((one) => [one.id, one]));
}

/** How far the work was in the revision before this one; null when it is the first. */
export async function workBefore(
  db: Reader,
  { activityId, number }: { activityId: number; number: number },
): Promise<WorkStatus | null> {
  const before = await db.activityRevision.findFirst({
    where: { activityId, number: { lt: number } },
    orderBy: { number: 'desc' },
    select: { workStatus: true },
  });
  return before?.workStatus ?? null;
}

/** All revisions of an activity that this reader may open, newest first: every verified one and the one shown. */
export function readableRevisions(db: Reader, found: Found) {
  return db.activityRevision.findMany({
    where: {
      activityId: found.id,
      OR: [{ reviewStatus: 'DIVERIFIKASI' }, { id: found.shown_revision_id }],
    },
    orderBy: { number: 'desc' },
    include: { author: withFormerNames },
  });
}

/** The village's standing word on a revision that was read: the newest, unless the content was changed after it. */
export function standingOf<R extends { createdAt: Date }>(revision: {
  updatedAt: Date;
  responses: R[];
}): R | null {
  const latest = revision.responses.at(-1);
  return latest && latest.createdAt >= revision.updatedAt ? latest : null;
}

/** A dispute that waits for the coordinator's answer, as a condition on `x`. */
export const openDispute: Sql = sql`x.disputed_since is not null`;

/** What line `l` of revision `s` tells, in the unit of category `c`: "18 dari 24 unit", "direncanakan 6 unit". */
export const amountInWords: Sql = sql`case
    when ${countsAs.planned(sql`s`)} and coalesce(l.target, l.realised) is not null
      then 'direncanakan ' || coalesce(l.target, l.realised) || ' ' || c.unit
    when l.realised is null and l.target is null then 'belum diisi'
    when l.realised is null then 'target ' || l.target || ' ' || c.unit
    when l.target is null then l.realised || ' ' || c.unit
    else l.realised || ' dari ' || l.target || ' ' || c.unit end`;

/** Lines of revision `s` in words: "Jamban sehat: 18 dari 24 unit". */
export const linesInWords: Sql = sql`coalesce((select array_agg(${categoryNameOn(sql`c`, verifiedOn(sql`s`))} || ': ' || ${amountInWords} order by l.position)
  from activity_line l join category c on c.code = l.category_code where l.revision_id = s.id), '{}')`;

/** What waits for this coordinator's review, as a condition on `x`: submitted, and not written by themselves. */
export const reviewable = (actor: Actor): Sql =>
  sql`(x.review_status = 'DIAJUKAN' and x.author_id <> ${actor.id})`;

/** What the village was told to have happened and has said nothing about, as a condition on `x`. */
export const unspoken: Sql = sql`(x.response_id is null and x.review_status in ('DIAJUKAN', 'DIVERIFIKASI')
  and ${countsAs.delivered(sql`x`)})`;

/**
 * A plan whose last day has come and that nobody has taken further, as a condition on `x`: verified, and read by all, as
 * nobody is at work on another revision.
 */
export const isDue = (today: Date): Sql =>
  sql`(x.readers = 'SEMUA' and x.review_status = 'DIVERIFIKASI' and ${countsAs.planned(sql`x`)}
    and x.ends_on <= ${today}::date)`;

/** FROM of the activities as this person reads them, by their kept row `x`, with the village `v`; enough to count them. */
export const shownRows = (actor: Actor): Sql =>
  sql`from (select x.* from shown_activity x where ${readBy(actor)}) x left join village v on v.code = x.village_code`;

/** What else is there for every one of them: the shown revision `s`, kecamatan `k`, agency `g`. */
export const shownDetails: Sql = sql`left join activity_revision s on s.id = x.revision_id
    left join kecamatan k on k.code = v.kecamatan_code left join agency g on g.id = x.agency_id`;

/** The village's standing word `p`. */
export const shownWord: Sql = sql`left join village_response p on p.id = x.response_id`;

/**
 * FROM of the activities `a` with all of it. What is there for every activity is joined as if it were not, so that a count
 * asks only what its conditions need.
 */
export const shownActivities = (actor: Actor): Sql => sql`${shownRows(actor)} ${shownDetails} ${shownWord}
    left join activity a on a.id = x.activity_id and ${sameRegion(sql`a`, sql`x`)}`;

const Next = z.object({ id: z.number() });

/** The activity that waits longest for this coordinator's review and how many wait; null when none does. */
export async function nextToReview(db: Reader, actor: Actor) {
  const from = sql`${shownRows(actor)} where ${activityScope(actor)} and ${reviewable(actor)}`;
  const oldest = sql`select x.activity_id as id ${from} order by x.waiting_since, x.activity_id limit 1`;
  const [next] = await queryRows(db, oldest, Next);
  return next ? { ...next, total: await countSome(db, from) } : null;
}
