import { z } from 'zod';
import {
  amountInWords,
  isDue,
  openDispute,
  reviewable,
  shownDetails,
  shownRows,
  shownWord,
  unspoken,
} from '../activities/queries.js';
import type { Reader } from '../database/client.js';
import { agencyNameOn, categoryNameOn, verifiedOn } from '../database/former-names.js';
import { empty, type Sql, sql } from '../database/query.js';
import { ReviewStatus } from '../generated/prisma/enums.js';
import { villageReports } from '../kept/reports.js';
import { isOpen } from '../kept/undertakings.js';
import { isSilent } from '../lokus/silence.js';
import { isDone, isUndecided } from '../lokus/standing.js';
import type { Actor } from '../policy.js';
import { activityScope, scope, undertakingScope } from '../scope.js';
import {
  isDeclined,
  isLate,
  isOffered,
  OwedRow,
  ofAgencies,
  owedColumns,
  owedThings,
} from '../undertakings/standing.js';
import { countSome } from '../web/list-rows.js';
import { inForce } from '../wilayah/in-force.js';
import { everyOne, oldest, type Question, type Waiting } from './waiting.js';

/** Whose things are asked for: of these OPD, or of all that this person may see where it is null. */
export type Reach = number[] | null;

/** An officer's home asks for what is the own OPD's, every other for all. */
const ownReach = ({ agencyId, agencyIds }: Actor): Reach => (agencyId === null ? null : agencyIds);

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

const activities = (
  actor: Actor,
  { since, note, where }: { since: Sql; note: Sql; where: Sql },
): Question<typeof ActivityRow> => ({
  select: sql`x.activity_id as id, s.title, s.starts_on, v.name as village, k.name as kecamatan,
    ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency, s.review_status::text, ${firstLine}, ${since} as since, ${note} as note`,
  from: shownRows(actor),
  where: sql`${activityScope(actor)} and ${where}`,
  details: shownDetails,
  order: sql`${since}, x.activity_id`,
  schema: ActivityRow,
});

const waiting = (db: Reader, actor: Actor, asked: Parameters<typeof activities>[1]) =>
  oldest(db, activities(actor, asked));

const nothing = sql`null::text`;
/** Of these OPD, as an officer's and those that it took in; one alone is told as one, so that an index is read in order. */
const ofAgency = ([id, ...others]: number[]) =>
  id !== undefined && others.length === 0
    ? sql`x.agency_id = ${id}`
    : sql`x.agency_id = any(${[id, ...others]}::int[])`;
const within = (reach: Reach) => (reach === null ? empty : sql`and ${ofAgency(reach)}`);
const ofVillage = ({ villageCode }: Actor) => sql`x.village_code = ${villageCode}`;

/** Submitted and not yet reviewed, oldest first; not what this person wrote. */
export const toReview = (db: Reader, actor: Actor) =>
  waiting(db, actor, { since: sql`x.waiting_since`, note: nothing, where: reviewable(actor) });

/** Disputed by the village and not answered yet. */
export const disputesOf = (actor: Actor, reach = ownReach(actor)): Question<typeof ActivityRow> => ({
  ...activities(actor, {
    since: sql`x.disputed_since`,
    note: sql`p.reason`,
    where: sql`${openDispute} ${within(reach)}`,
  }),
  details: sql`${shownDetails} ${shownWord}`,
});
export const disputed = (db: Reader, actor: Actor) => oldest(db, disputesOf(actor));

const sentBack = (actor: Actor) => sql`${ofAgency(actor.agencyIds)} and x.review_status = 'DIKEMBALIKAN'`;

/** Sent back to the officer's agency. */
export const returned = (db: Reader, actor: Actor) =>
  waiting(db, actor, { since: sql`x.waiting_since`, note: sql`s.review_note`, where: sentBack(actor) });

/** Drafts of the officer's agency. */
export const drafts = (db: Reader, actor: Actor) =>
  waiting(db, actor, {
    since: sql`x.waiting_since`,
    note: nothing,
    where: sql`${ofAgency(actor.agencyIds)} and x.review_status = 'DRAF'`,
  });

/** Plans whose last day has come, oldest first. */
export const duePlansOf = (actor: Actor, today: Date, reach = ownReach(actor)) =>
  activities(actor, {
    since: sql`x.ends_on`,
    note: nothing,
    where: sql`${isDue(today)} ${within(reach)}`,
  });
export const duePlans = (db: Reader, actor: Actor, today: Date) => oldest(db, duePlansOf(actor, today));

/** What happened in the village of this account and has no word of it yet. */
export const toConfirm = (db: Reader, actor: Actor) =>
  waiting(db, actor, {
    since: sql`x.submitted_at`,
    note: nothing,
    where: sql`${ofVillage(actor)} and ${unspoken}`,
  });

const SilentRow = z.object({
  agency_id: z.number(),
  agency: z.string(),
  code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  since: z.date(),
});
export type Silent = z.output<typeof SilentRow>;

/** Villages `v` that these OPD accompany on a day. */
export const accompaniedBy = (reach: Reach, day: Date): Sql =>
  reach === null
    ? empty
    : sql`and exists (select from assignment x where x.village_code = v.code and ${inForce(sql`x`, day)}
        and x.agency_id = any(${reach}::int[]))`;

/** Silent villages with their lead, longest first; of those that the OPD accompany. */
export function silentOf(actor: Actor, today: Date, reach = ownReach(actor)): Question<typeof SilentRow> {
  return {
    select: sql`g.id as agency_id, g.short_name as agency, v.code, v.name as village, k.name as kecamatan,
      greatest(s.starts_on, f.newest) as since`,
    from: sql`from assignment s join agency g on g.id = s.agency_id join village v on v.code = s.village_code
      join kecamatan k on k.code = v.kecamatan_code
      left join ${villageReports(today)} f on f.village_code = v.code`,
    where: sql`${scope(actor, 'assignment.list')} and s.role = 'LEAD' and ${inForce(sql`s`, today)}
        and ${isSilent(sql`v.code`, sql`s.starts_on`, sql`f.newest`, today)} ${accompaniedBy(reach, today)}`,
    order: sql`since, v.code`,
    schema: SilentRow,
  };
}
export const silent = (db: Reader, actor: Actor, today: Date) => oldest(db, silentOf(actor, today));
export const allSilent = (db: Reader, actor: Actor, today: Date): Promise<Silent[]> =>
  everyOne(db, silentOf(actor, today));

/** Undertakings under a condition, as a home shows them; `since` orders what waits longest. */
const owed = (
  actor: Actor,
  day: Date,
  { where, since, reach = ownReach(actor) }: { where: Sql; since: Sql; reach?: Reach },
): Question<typeof OwedRow> => {
  const own = reach === null ? empty : sql`and ${ofAgencies(reach)}`;
  return {
    select: owedColumns(day),
    from: owedThings,
    where: sql`${undertakingScope(actor)} ${own} and ${where}`,
    order: sql`${since}, u.id`,
    schema: OwedRow,
  };
};
const promises = (db: Reader, actor: Actor, day: Date, asked: { where: Sql; since: Sql }) =>
  oldest(db, owed(actor, day, asked));

/** Undertakings past their date and not kept in full. */
export const lateOf = (actor: Actor, today: Date, reach = ownReach(actor)) =>
  owed(actor, today, { where: isLate(today), since: sql`u.due_on`, reach });
export const latePromises = (db: Reader, actor: Actor, today: Date) => oldest(db, lateOf(actor, today));

/** Action points that an officer's agency or a village owes, those due first on top. */
export const ownPoints = (db: Reader, actor: Actor, day: Date): Promise<Waiting<OwedRow>> =>
  promises(db, actor, day, {
    where: sql`u.kind = 'TINDAK_LANJUT' and ${isOpen} and (u.party = 'OPD') = ${actor.agencyId !== null}`,
    since: sql`u.due_on`,
  });

/** Promises of which something was reported that this person may confirm. */
export const promisesToConfirm = (db: Reader, actor: Actor, today: Date): Promise<Waiting<OwedRow>> =>
  promises(db, actor, today, {
    where: sql`exists (select from undertaking_delivery w where w.undertaking_id = u.id and w.state = 'DILAPORKAN'
      and w.marked_by_id <> ${actor.id})`,
    since: sql`d.waiting_since`,
  });

/** Referrals that wait for the answer of the officer's agency, oldest first. */
export const referralsToAnswer = (db: Reader, actor: Actor, day: Date): Promise<Waiting<OwedRow>> =>
  promises(db, actor, day, {
    where: sql`${isOffered} and u.agency_id = any(${actor.agencyIds}::int[])`,
    since: sql`u.born_at`,
  });

/** How many referrals wait for the answer of the officer's agency. */
export const askedCount = (db: Reader, actor: Actor): Promise<number> =>
  countSome(db, sql`from undertaking u where ${isOffered} and u.agency_id = any(${actor.agencyIds}::int[])`);

/** Declined referrals whose need nobody referred anew, those declined last on top. */
export const declinedReferrals = (db: Reader, actor: Actor, day: Date): Promise<Waiting<OwedRow>> =>
  promises(db, actor, day, {
    where: sql`${isDeclined} and not exists (select from undertaking y where y.village_code = u.village_code
      and y.category_code = u.category_code and y.id > u.id)`,
    since: sql`u.decided_at desc`,
  });

/** Members of the list in force that have no lead OPD, though their kecamatan has begun. */
export const withoutLead = (db: Reader, listId: number | null, day: Date): Promise<number> =>
  countSome(
    db,
    sql`from lokus_member m
        left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
        where m.list_id = ${listId}::int and coalesce(p.year, 0) <= ${day.getUTCFullYear()}
          and not exists (select from assignment s where s.village_code = m.village_code and s.role = 'LEAD'
            and ${inForce(sql`s`, day)})
          and not ${isDone(sql`m.village_code`, day)}`,
  );

const count = (db: Reader, actor: Actor, where: Sql): Promise<number> =>
  countSome(db, sql`${shownRows(actor)} where ${activityScope(actor)} and ${where}`);

/** Members of the list in force that wait for its decision. */
export const undecided = (db: Reader, listId: number | null, today: Date): Promise<number> =>
  countSome(
    db,
    sql`from lokus_member m where m.list_id = ${listId}::int and ${isUndecided(sql`m.village_code`, today)}`,
  );

/** What waits for a coordinator's review. */
export const reviewCount = (db: Reader, actor: Actor) => count(db, actor, reviewable(actor));

/** What waits at an officer's desk: returned activities. */
export const officerCount = (db: Reader, actor: Actor) => count(db, actor, sentBack(actor));

/** What a village has not said a word about. */
export const villageCount = (db: Reader, actor: Actor) =>
  count(db, actor, sql`${ofVillage(actor)} and ${unspoken}`);
