import { type Sql, sql } from './database/query.js';
import type { DeliveryState, ReviewStatus, Role, WorkStatus } from './generated/prisma/enums.js';

/** The signed-in person, as much of them as a rule may look at. */
export interface Actor {
  id: number;
  role: Role;
  name: string;
  username: string;
  regionCode: string;
  agencyId: number | null;
  /** The actor's agency and those it succeeded, whose open work it goes on with; empty for other roles. */
  agencyIds: number[];
  villageCode: string | null;
  /** The agency's or village's name, or the office. */
  place: string;
}

/** What a role is called on screen. */
export const roleLabels: Record<Role, string> = {
  BAPPEDA: 'Bappeda',
  KOORDINATOR: 'Koordinator',
  OPD: 'Petugas OPD',
  DESA: 'Desa',
  ADMIN: 'Admin',
};

/** What a rule about an activity needs to know of it. */
export interface ActivityRef {
  agencyId: number;
  villageCode: string;
  /** State of the newest revision's paper. */
  reviewStatus: ReviewStatus;
  /** How far the work is that it tells of. */
  workStatus: WorkStatus;
  authorId: number;
  /** An earlier revision was verified and counts. */
  hasVerified: boolean;
}

/** What a rule about a share of an activity's line needs to know of it. */
export interface ShareRef {
  /** The OPD that states it. */
  sharerId: number;
  shareStatus: ReviewStatus;
  statedById: number;
}

/** What a rule about an undertaking needs to know of it. */
export interface UndertakingRef {
  /** The agency whose activity it was promised in. */
  loggedBy: number;
  /** The agency that promised it; null where another party did. */
  owedBy: number | null;
  villageCode: string;
  /** It still stands and is not kept. */
  isOpen: boolean;
}

/** What a rule about a delivery of an undertaking needs to know of it. */
export interface DeliveryRef {
  villageCode: string;
  markedById: number;
  state: DeliveryState;
}

/** What a rule about an official list needs to know of it. */
export interface ListRef {
  status: 'DRAFT' | 'FIXED';
}

type Rule<S> = (actor: Actor, subject: S) => boolean;

/** Some rows only: the rule about one of them, the same as a condition for all of them, and its words for the docs. */
export interface Which<S> {
  words: string;
  one: Rule<S>;
  rows: (actor: Actor) => Sql;
}
/** Yes, yes under a rule about the row, or which rows; a missing cell means no. */
export type Cell<S> = true | Rule<S> | Which<S>;
type Cells<S> = Partial<Record<Role, Cell<S>>>;

const everyone: Cells<void> = { BAPPEDA: true, KOORDINATOR: true, OPD: true, DESA: true, ADMIN: true };
const readers: Cells<void> = { BAPPEDA: true, KOORDINATOR: true, OPD: true };
const about = <S>(cells: Cells<S>): Cells<S> => cells;

const ownAgency = (actor: Actor, activity: ActivityRef) => actor.agencyIds.includes(activity.agencyId);
const ownVillage = (actor: Actor, activity: ActivityRef) => activity.villageCode === actor.villageCode;
const published = (activity: ActivityRef) => activity.reviewStatus !== 'DRAF' || activity.hasVerified;
const inHand = (activity: ActivityRef) =>
  activity.reviewStatus === 'DRAF' || activity.reviewStatus === 'DIKEMBALIKAN';
const open = (actor: Actor, activity: ActivityRef) =>
  ownAgency(actor, activity) &&
  activity.reviewStatus === 'DIVERIFIKASI' &&
  (activity.workStatus === 'RENCANA' || activity.workStatus === 'BERJALAN');
const planned = (actor: Actor, activity: ActivityRef) =>
  open(actor, activity) && activity.workStatus === 'RENCANA';
const saidToHaveHappened = ({ workStatus }: ActivityRef) =>
  workStatus === 'BERJALAN' || workStatus === 'SELESAI';
const told = (actor: Actor, activity: ActivityRef) =>
  ownVillage(actor, activity) && activity.reviewStatus !== 'DRAF';
const verifiedByAnother = (actor: Actor, activity: ActivityRef) =>
  activity.reviewStatus === 'DIVERIFIKASI' && activity.authorId !== actor.id;
const submittedByAnother = (actor: Actor, activity: ActivityRef) =>
  activity.reviewStatus === 'DIAJUKAN' && activity.authorId !== actor.id;

/** Conditions stand on `a` (activity) and `r` (its current revision). */
const isPublished = sql`(r.review_status <> 'DRAF' or a.verified_revision_id is not null)`;
const readActivities: Cells<ActivityRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: {
    words: 'own OPD; others once submitted',
    one: (actor, activity) => ownAgency(actor, activity) || published(activity),
    rows: (actor) => sql`(a.agency_id = any(${actor.agencyIds}::int[]) or ${isPublished})`,
  },
  DESA: {
    words: 'own village, once submitted',
    one: (actor, activity) => ownVillage(actor, activity) && published(activity),
    rows: (actor) => sql`a.village_code = ${actor.villageCode} and ${isPublished}`,
  },
};

/** On `l` (lokus_list). */
const fixedLists: Which<ListRef> = {
  words: 'fixed lists',
  one: (_actor, list) => list.status === 'FIXED',
  rows: () => sql`l.status = 'FIXED'`,
};
const readLists: Cells<ListRef> = { BAPPEDA: true, KOORDINATOR: true, OPD: fixedLists, DESA: fixedLists };

const owes = (actor: Actor, { loggedBy, owedBy }: UndertakingRef) =>
  actor.agencyIds.includes(loggedBy) || (owedBy !== null && actor.agencyIds.includes(owedBy));
const waits = (actor: Actor, { state, markedById }: DeliveryRef) =>
  state === 'DILAPORKAN' && markedById !== actor.id;
/** The village of a promise, or a coordinator other than the one who marked it, decides whether it came. */
const deciders = about<DeliveryRef>({
  KOORDINATOR: waits,
  DESA: (actor, delivery) => waits(actor, delivery) && delivery.villageCode === actor.villageCode,
});

/** On `a` (the activity that an undertaking was promised in). */
const readUndertakings: Cells<UndertakingRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: true,
  DESA: {
    words: 'own village',
    one: (actor, undertaking) => undertaking.villageCode === actor.villageCode,
    rows: (actor) => sql`a.village_code = ${actor.villageCode}`,
  },
};

/**
 * Who may do what. A missing cell means no. Rules are pure and look only at the actor and a small reference; a cell that
 * says which rows says it twice, as a rule and as SQL, and a test holds the two against each other. `scope.ts` turns a
 * cell into the condition of a query.
 */
export const policy = {
  'home.read': everyone,
  'village.list': everyone,
  'village.read': everyone,
  /** Poverty figures, ranks and scores of single villages. */
  'poverty.read': readers,
  'village.decide': about<void>({ BAPPEDA: true }),
  'agency.list': everyone,
  'agency.edit': about<void>({ ADMIN: true }),
  'category.edit': about<void>({ ADMIN: true }),

  'dataset.list': readers,
  'dataset.import': about<void>({ BAPPEDA: true }),

  'ranking.read': readers,
  'ranking.save': about<void>({ BAPPEDA: true }),

  'lokus.list': readLists as Cells<void>,
  'lokus.read': readLists,
  'lokus.draft': about<void>({ BAPPEDA: true }),
  'lokus.fix': about<void>({ BAPPEDA: true }),

  'assignment.list': readers,
  'assignment.create': about<void>({ KOORDINATOR: true }),
  'assignment.end': about<void>({ KOORDINATOR: true }),
  'assignment.handover': about<void>({ KOORDINATOR: true }),
  'assignment.withdraw': about<void>({ KOORDINATOR: true }),

  'activity.list': readActivities as Cells<void>,
  'activity.read': readActivities,
  'activity.create': about<void>({ OPD: true }),
  'activity.edit': about<ActivityRef>({
    OPD: (actor, activity) => ownAgency(actor, activity) && inHand(activity),
  }),
  'activity.delete': about<ActivityRef>({
    OPD: (actor, activity) => ownAgency(actor, activity) && activity.reviewStatus === 'DRAF',
  }),
  'activity.submit': about<ActivityRef>({
    OPD: (actor, activity) => ownAgency(actor, activity) && inHand(activity),
  }),
  'activity.withdraw': about<ActivityRef>({
    OPD: (actor, activity) => ownAgency(actor, activity) && activity.reviewStatus === 'DIAJUKAN',
  }),
  'activity.revise': about<ActivityRef>({
    OPD: (actor, activity) => ownAgency(actor, activity) && activity.reviewStatus === 'DIVERIFIKASI',
  }),
  'activity.verify': about<ActivityRef>({ KOORDINATOR: submittedByAnother }),
  'activity.return': about<ActivityRef>({ KOORDINATOR: submittedByAnother }),
  /** What was verified goes back to its OPD as a correction, and counts until that is verified. */
  'activity.recall': about<ActivityRef>({ KOORDINATOR: verifiedByAnother }),
  /** What becomes of a plan, or of work that is running, once it was verified. */
  'activity.finish': about<ActivityRef>({ OPD: open }),
  'activity.start': about<ActivityRef>({ OPD: planned }),
  'activity.postpone': about<ActivityRef>({ OPD: planned }),
  'activity.cancel': about<ActivityRef>({ OPD: open }),
  'activity.confirm': about<ActivityRef>({
    DESA: (actor, activity) => told(actor, activity) && saidToHaveHappened(activity),
  }),
  'activity.dispute': about<ActivityRef>({ DESA: told }),
  'activity.answer': about<ActivityRef>({ KOORDINATOR: true }),
  /** Another OPD of the village joins what was verified; whether it works there is asked under the lock. */
  'share.create': about<ActivityRef>({
    OPD: (actor, activity) =>
      !ownAgency(actor, activity) &&
      activity.reviewStatus === 'DIVERIFIKASI' &&
      activity.workStatus !== 'BATAL',
  }),
  'share.withdraw': about<ShareRef>({
    OPD: (actor, share) => actor.agencyIds.includes(share.sharerId) && share.shareStatus !== 'DIVERIFIKASI',
  }),
  'share.verify': about<ShareRef>({
    KOORDINATOR: (actor, share) => share.shareStatus === 'DIAJUKAN' && share.statedById !== actor.id,
  }),
  'share.return': about<ShareRef>({
    KOORDINATOR: (actor, share) => share.shareStatus !== 'DIKEMBALIKAN' && share.statedById !== actor.id,
  }),

  'undertaking.list': readUndertakings as Cells<void>,
  'undertaking.read': readUndertakings,
  'undertaking.mark': about<UndertakingRef>({
    KOORDINATOR: (_actor, undertaking) => undertaking.isOpen,
    OPD: (actor, undertaking) => undertaking.isOpen && owes(actor, undertaking),
  }),
  'undertaking.confirm': deciders,
  'undertaking.reject': deciders,
  'recap.read': readers,

  'account.manage': about<void>({ ADMIN: true }),
  'audit.read': about<void>({ ADMIN: true }),
  'system.read': about<void>({ ADMIN: true }),
};

export type Policy = typeof policy;
export type Action = keyof Policy;
/** What must be named beside the action: nothing (`void`) or a reference. */
export type SubjectOf<A extends Action> = Policy[A] extends Cells<infer S> ? S : never;
/** Actions that need no subject. */
export type PlainAction = { [A in Action]: SubjectOf<A> extends void ? A : never }[Action];

/** Whether `actor` may do `action` to `subject`. Unknown actions and missing subjects do not compile. */
export function can<A extends Action>(
  actor: Actor | null,
  action: A,
  ...[subject]: SubjectOf<A> extends void ? [] : [SubjectOf<A>]
): boolean {
  if (!actor) return false;
  const cell = cellOf(actor.role, action);
  if (cell === undefined) return false;
  if (typeof cell === 'function') return cell(actor, subject);
  // An action without a subject asks for rows: there are some, and `scope` says which.
  return cell === true || subject === undefined || cell.one(actor, subject);
}

/** What the table says about a role and an action. */
export const cellOf = (role: Role, action: Action): Cell<unknown> | undefined =>
  (policy[action] as Cells<unknown>)[role];

/** Whether a role may ever do `action`; asked before a subject is loaded. */
export function roleMay(role: Role, action: Action): boolean {
  return cellOf(role, action) !== undefined;
}

/** Whether this person may ever do `action`, to one row or another. */
export const mayEver = (actor: Actor, action: Action): boolean => roleMay(actor.role, action);
