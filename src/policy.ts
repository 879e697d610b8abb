import type { ReviewStatus, Role, WorkStatus } from './generated/prisma/enums.js';

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

/** What a rule about an official list needs to know of it. */
export interface ListRef {
  status: 'DRAFT' | 'FIXED';
}

type Rule<S> = (actor: Actor, subject: S) => boolean;
type Cells<S> = Partial<Record<Role, true | Rule<S>>>;

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
const submittedByAnother = (actor: Actor, activity: ActivityRef) =>
  activity.reviewStatus === 'DIAJUKAN' && activity.authorId !== actor.id;

/**
 * Who may do what. A missing cell means no. Rules are pure and look only at the actor and a small reference;
 * which rows a person sees at all stands in `scope.ts`.
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

  'lokus.list': about<void>({ BAPPEDA: true, KOORDINATOR: true, OPD: true, DESA: true }),
  'lokus.read': about<ListRef>({
    BAPPEDA: true,
    KOORDINATOR: true,
    OPD: (_actor, list) => list.status === 'FIXED',
    DESA: (_actor, list) => list.status === 'FIXED',
  }),
  'lokus.draft': about<void>({ BAPPEDA: true }),
  'lokus.fix': about<void>({ BAPPEDA: true }),

  'assignment.list': readers,
  'assignment.create': about<void>({ KOORDINATOR: true }),
  'assignment.end': about<void>({ KOORDINATOR: true }),
  'assignment.withdraw': about<void>({ KOORDINATOR: true }),

  'activity.list': about<void>({ BAPPEDA: true, KOORDINATOR: true, OPD: true, DESA: true }),
  'activity.read': about<ActivityRef>({
    BAPPEDA: true,
    KOORDINATOR: true,
    OPD: (actor, activity) => ownAgency(actor, activity) || published(activity),
    DESA: (actor, activity) => ownVillage(actor, activity) && published(activity),
  }),
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
  'recap.read': readers,

  'account.manage': about<void>({ ADMIN: true }),
  'audit.read': about<void>({ ADMIN: true }),
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
  const cell = (policy[action] as Cells<unknown>)[actor.role];
  if (cell === undefined) return false;
  return cell === true || cell(actor, subject);
}

/** Whether a role may ever do `action`; asked before a subject is loaded. */
export function roleMay(role: Role, action: Action): boolean {
  return (policy[action] as Cells<unknown>)[role] !== undefined;
}
