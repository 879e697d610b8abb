import type { Role } from './generated/prisma/enums.js';
import {
  type ActivityRef,
  type Actor,
  about,
  asked,
  type Cell,
  type Cells,
  deciders,
  everyone,
  fixedLists,
  inHand,
  type ListRef,
  leads,
  looksAt,
  type NeedRef,
  type NilRef,
  open,
  owes,
  ownAgency,
  planned,
  readActivities,
  readCases,
  readers,
  readFrames,
  readLists,
  readNeeds,
  readUndertakings,
  type ShareRef,
  type SpotCaseRef,
  saidToHaveHappened,
  stands,
  submittedByAnother,
  takenBack,
  told,
  type UndertakingRef,
  verifiedByAnother,
} from './rules.js';

export type {
  ActivityRef,
  Actor,
  DeliveryRef,
  NeedRef,
  NilRef,
  ShareRef,
  SpotCaseRef,
  UndertakingRef,
} from './rules.js';

/** What a role is called on screen. */
export const roleLabels: Record<Role, string> = {
  BAPPEDA: 'Bappeda',
  KOORDINATOR: 'Koordinator',
  OPD: 'Petugas OPD',
  DESA: 'Desa',
  ADMIN: 'Admin',
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
  /** Facts and figures of every village of an official list beside each other. */
  'evaluation.read': about<ListRef>({ BAPPEDA: true, KOORDINATOR: true, OPD: fixedLists }),
  'agency.list': everyone,
  'agency.edit': about<void>({ ADMIN: true }),
  'category.edit': about<void>({ ADMIN: true }),

  'setting.edit': about<void>({ ADMIN: true }),

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
  /** Many submitted reports beside each other, to be verified or returned together. */
  'review.list': about<void>({ KOORDINATOR: true }),
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
    KOORDINATOR: (_actor, undertaking) => stands(undertaking),
    OPD: owes,
  }),
  /** A need is referred to another OPD; whether one's own works in the village is asked under the lock. */
  'undertaking.refer': about<void>({ KOORDINATOR: true, OPD: true }),
  /** What was agreed to be done next; in a meeting or by hand. */
  'undertaking.write': about<void>({ BAPPEDA: true, KOORDINATOR: true }),
  'undertaking.accept': asked,
  'undertaking.decline': asked,
  'undertaking.withdraw': takenBack,
  'undertaking.confirm': deciders,
  'undertaking.reject': deciders,
  'recap.read': readers,
  /** What a rakor speaks about; an OPD reads its own. */
  'rakor.read': readers,
  'rakor.write': about<void>({ BAPPEDA: true, KOORDINATOR: true }),

  /** Activities that are drawn and looked at on the spot. */
  'spotcheck.list': readers,
  'spotcheck.draw': about<void>({ BAPPEDA: true }),
  'spotframe.read': readFrames,
  'spotcase.read': readCases,
  'spotcase.find': about<SpotCaseRef>({ BAPPEDA: looksAt, KOORDINATOR: looksAt }),

  'need.list': readNeeds as Cells<void>,
  'need.read': readNeeds,
  /** What a village needs is told by those who look after it. */
  'need.write': about<NeedRef>({ BAPPEDA: true, KOORDINATOR: true, OPD: leads }),
  /** What leads owe every month, and what came of it. */
  'rhythm.list': readers,
  'rhythm.nil': about<void>({ OPD: true }),
  'rhythm.retract': about<NilRef>({ OPD: (actor, nil) => actor.agencyIds.includes(nil.agencyId) }),
  /** A closed month takes nothing new; what is in is reviewed on. */
  'rhythm.close': about<void>({ KOORDINATOR: true }),
  'rhythm.reopen': about<void>({ KOORDINATOR: true }),
  /** Reminds silent OPD, and notes that they were spoken to. */
  'rhythm.remind': about<void>({ KOORDINATOR: true }),
  'dayoff.edit': about<void>({ ADMIN: true }),
  /** Of each village that a sheet names `need.write` is asked. */
  'need.import': about<void>({ BAPPEDA: true, KOORDINATOR: true, OPD: true }),

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
