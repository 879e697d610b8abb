import { z } from 'zod';
import {
  amountInWords,
  isDue,
  openDispute,
  reviewable,
  shownActivities,
  unspoken,
} from '../activities/queries.js';
import type { Reader } from '../database/client.js';
import { agencyNameOn, categoryNameOn, verifiedOn } from '../database/former-names.js';
import { empty, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { ReviewStatus } from '../generated/prisma/enums.js';
import { villageReports } from '../kept/reports.js';
import { isSilent } from '../lokus/silence.js';
import { isDone, isUndecided } from '../lokus/standing.js';
import type { Actor } from '../policy.js';
import { activityScope, scope, undertakingScope } from '../scope.js';
import {
  isLate,
  ofAgencies,
  UndertakingRow,
  undertakingColumns,
  undertakings,
} from '../undertakings/standing.js';
import { inForce } from '../wilayah/in-force.js';

/** The oldest of what waits, as many as a home shows, and how many there are. */
export interface Waiting<T> {
  rows: T[];
  total: number;
}

/** How many rows of each kind a home shows. */
export const SHOWN = 10;

const Total = z.looseObject({ total: z.number() });

/** Runs a query whose rows count their whole in `total`. */
export async function oldest<S extends z.ZodType>(
  db: Reader,
  query: Sql,
  schema: S,
): Promise<Waiting<z.output<S>>> {
  const rows = await queryRows(db, sql`${query} limit ${SHOWN}`, Total);
  return { rows: rows.map((row) => schema.parse(row)), total: rows[0]?.total ?? 0 };
}

const ActivityRow = z.object({
  id: z.number(),
  title: z.string(),
  starts_on: z.date(),
  village: z.string(),
  kecamatan: z.string(),
  agency: z.string(),
  review_status: z.enum(ReviewStatus),
  line: z.string().nullable(),
  spent: z.number().nullable(),
  /** The moment since which it waits. */
  since: z.date(),
  note: z.string().nullable(),
});
export type WaitingActivity = z.output<typeof ActivityRow>;

const firstLine = sql`(select ${amountInWords} || ', ' || ${categoryNameOn(sql`c`, verifiedOn(sql`s`))} from activity_line l
  join category c on c.code = l.category_code where l.revision_id = s.id order by l.position limit 1) as line,
  (select sum(l.spent_rupiah) from activity_line l where l.revision_id = s.id) as spent`;

function waiting(db: Reader, actor: Actor, what: { since: Sql; note: Sql; where: Sql }) {
  return oldest(
    db,
    sql`select a.id, s.title, s.starts_on, v.name as village, k.name as kecamatan,
          ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency, s.review_status::text, ${firstLine}, ${what.since} as since, ${what.note} as note, count(*) over () as total
        ${shownActivities(actor)} where ${activityScope(actor)} and ${what.where} order by since, a.id`,
    ActivityRow,
  );
}

const nothing = sql`null::text`;
const ofAgency = (actor: Actor) => sql`x.agency_id = any(${actor.agencyIds}::int[])`;

/** Submitted and not yet reviewed, oldest first; not what this person wrote. */
export const toReview = (db: Reader, actor: Actor) =>
  waiting(db, actor, { since: sql`s.submitted_at`, note: nothing, where: reviewable(actor) });

/** Disputed by the village and not answered yet; of the officer's agency where the actor is one. */
export const disputed = (db: Reader, actor: Actor) =>
  waiting(db, actor, {
    since: sql`p.created_at`,
    note: sql`p.reason`,
    where: actor.agencyId !== null ? sql`${ofAgency(actor)} and ${openDispute}` : openDispute,
  });

const sentBack = (actor: Actor) => sql`${ofAgency(actor)} and x.review_status = 'DIKEMBALIKAN'`;

/** Sent back to the officer's agency. */
export const returned = (db: Reader, actor: Actor) =>
  waiting(db, actor, { since: sql`s.reviewed_at`, note: sql`s.review_note`, where: sentBack(actor) });

/** Drafts of the officer's agency. */
export const drafts = (db: Reader, actor: Actor) =>
  waiting(db, actor, {
    since: sql`s.updated_at`,
    note: nothing,
    where: sql`${ofAgency(actor)} and x.review_status = 'DRAF'`,
  });

/** Plans of the officer's agency whose last day has come, oldest first. */
export const duePlans = (db: Reader, actor: Actor, today: Date) =>
  waiting(db, actor, {
    since: sql`s.ends_on`,
    note: nothing,
    where: sql`${ofAgency(actor)} and ${isDue(today)}`,
  });

/** What happened in the village of this account and has no word of it yet. */
export const toConfirm = (db: Reader, actor: Actor) =>
  waiting(db, actor, { since: sql`s.submitted_at`, note: nothing, where: unspoken });

const SilentRow = z.object({
  agency_id: z.number(),
  agency: z.string(),
  code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  since: z.date(),
});
export type Silent = z.output<typeof SilentRow>;

/** Silent villages with their lead, longest first; for an officer those that the own agency accompanies. */
export function silent(db: Reader, actor: Actor, today: Date): Promise<Waiting<Silent>> {
  const own =
    actor.agencyId !== null
      ? sql`and exists (select from assignment x where x.village_code = v.code and ${inForce(sql`x`, today)}
          and x.agency_id = any(${actor.agencyIds}::int[]))`
      : empty;
  return oldest(
    db,
    sql`select g.id as agency_id, g.short_name as agency, v.code, v.name as village, k.name as kecamatan,
          greatest(s.starts_on, f.newest) as since, count(*) over () as total
        from assignment s join agency g on g.id = s.agency_id join village v on v.code = s.village_code
        join kecamatan k on k.code = v.kecamatan_code
        left join ${villageReports(today)} f on f.village_code = v.code
        where ${scope(actor, 'assignment.list')} and s.role = 'LEAD' and ${inForce(sql`s`, today)}
          and ${isSilent(sql`v.code`, sql`s.starts_on`, sql`f.newest`, today)} ${own}
        order by since, v.code`,
    SilentRow,
  );
}

const Promised = UndertakingRow.extend({ total: z.number() });

/** Undertakings under a condition, as a home shows them; `since` orders what waits longest. */
const promises = (db: Reader, actor: Actor, day: Date, { where, since }: { where: Sql; since: Sql }) => {
  const own = actor.agencyId !== null ? sql`and ${ofAgencies(actor.agencyIds)}` : empty;
  return oldest(
    db,
    sql`select ${undertakingColumns(day)}, count(*) over () as total ${undertakings}
        where ${undertakingScope(actor)} ${own} and ${where} order by ${since}, u.id`,
    Promised,
  );
};

/** Promises past their date and not kept in full: of an officer's agency, of a village, or all. */
export const latePromises = (db: Reader, actor: Actor, today: Date): Promise<Waiting<UndertakingRow>> =>
  promises(db, actor, today, { where: isLate(today), since: sql`u.due_on` });

/** Promises of which something was reported that this person may confirm. */
export const promisesToConfirm = (db: Reader, actor: Actor, today: Date): Promise<Waiting<UndertakingRow>> =>
  promises(db, actor, today, {
    where: sql`exists (select from undertaking_delivery w where w.undertaking_id = u.id and w.state = 'DILAPORKAN'
      and w.marked_by_id <> ${actor.id})`,
    since: sql`d.waiting_since`,
  });

const CountRow = z.object({ review: z.number(), leads: z.number() });

/** The two counts in a coordinator's navigation. */
export function coordinatorCounts(db: Reader, actor: Actor, listId: number | null, day: Date) {
  return queryRow(
    db,
    sql`select (select count(*) ${shownActivities(actor)}
                where ${activityScope(actor)} and ${reviewable(actor)}) as review,
               (select count(*) from lokus_member m
                left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
                where m.list_id = ${listId}::int and coalesce(p.year, 0) <= ${day.getUTCFullYear()}
                  and not exists (select from assignment s where s.village_code = m.village_code and s.role = 'LEAD'
                    and ${inForce(sql`s`, day)})
                  and not ${isDone(sql`m.village_code`, day)}) as leads`,
    CountRow,
  );
}

const one = z.object({ count: z.number() });

async function count(db: Reader, actor: Actor, where: Sql): Promise<number> {
  const query = sql`select count(*) as count ${shownActivities(actor)} where ${activityScope(actor)} and ${where}`;
  return (await queryRow(db, query, one)).count;
}

/** Members of the list in force that wait for its decision. */
export async function undecided(db: Reader, listId: number | null, today: Date): Promise<number> {
  const query = sql`select count(*) as count from lokus_member m
    where m.list_id = ${listId}::int and ${isUndecided(sql`m.village_code`, today)}`;
  return (await queryRow(db, query, one)).count;
}

/** What waits at an officer's desk: returned activities. */
export const officerCount = (db: Reader, actor: Actor) => count(db, actor, sentBack(actor));

/** What a village has not said a word about. */
export const villageCount = (db: Reader, actor: Actor) => count(db, actor, unspoken);
