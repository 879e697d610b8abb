import type { Belongs } from './belonging.js';
import { type Sql, sql } from './database/query.js';
import type {
  DeliveryState,
  ReferralAnswer,
  ReviewStatus,
  Role,
  UndertakingKind,
  WorkStatus,
} from './generated/prisma/enums.js';

/** The signed-in person, as much of them as a rule may look at. */
export interface Actor extends Belongs {
  id: number;
  role: Role;
  name: string;
  username: string;
  regionCode: string;
  /** The actor's agency and those it succeeded, whose open work it goes on with; empty for other roles. */
  agencyIds: number[];
  /** What the place is called in full, or the office. */
  place: string;
}

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
  kind: UndertakingKind;
  /** What the asked agency said to a referral; null for other kinds. */
  answer: ReferralAnswer | null;
  /** The agency it came from: whose activity it was promised in, or that asks; null where no agency's. */
  from: number | null;
  /** The agency that owes it; null where another party does. */
  owedBy: number | null;
  villageCode: string | null;
  /** It still stands, was not declined, and is not kept. */
  isOpen: boolean;
}

/** What a rule about a delivery of an undertaking needs to know of it. */
export interface DeliveryRef {
  kind: UndertakingKind;
  villageCode: string | null;
  markedById: number;
  state: DeliveryState;
}

/** What a rule about the needs of a village needs to know of it. */
export interface NeedRef {
  villageCode: string;
  /** Its lead OPD of today; null where it has none. */
  leadId: number | null;
}

/** What a rule about the nihil of a month needs to know of it. */
export interface NilRef {
  /** The lead that says so. */
  agencyId: number;
}

/** What a rule about an activity that was drawn for a spot check needs to know of it. */
export interface SpotCaseRef {
  agencyId: number;
  /** Who verified what is looked at. */
  reviewerId: number | null;
  isFound: boolean;
}

/** What a rule about an official list needs to know of it. */
export interface ListRef {
  status: 'DRAF' | 'FIXED';
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
export type Cells<S> = Partial<Record<Role, Cell<S>>>;

export const everyone: Cells<void> = { BAPPEDA: true, KOORDINATOR: true, OPD: true, DESA: true, ADMIN: true };
export const readers: Cells<void> = { BAPPEDA: true, KOORDINATOR: true, OPD: true };
export const about = <S>(cells: Cells<S>): Cells<S> => cells;

export const ownAgency = (actor: Actor, activity: ActivityRef) => actor.agencyIds.includes(activity.agencyId);
const ownVillage = (actor: Actor, activity: ActivityRef) => activity.villageCode === actor.villageCode;
const published = (activity: ActivityRef) => activity.reviewStatus !== 'DRAF' || activity.hasVerified;
export const inHand = (activity: ActivityRef) =>
  activity.reviewStatus === 'DRAF' || activity.reviewStatus === 'DIKEMBALIKAN';
export const open = (actor: Actor, activity: ActivityRef) =>
  ownAgency(actor, activity) &&
  activity.reviewStatus === 'DIVERIFIKASI' &&
  (activity.workStatus === 'RENCANA' || activity.workStatus === 'BERJALAN');
export const planned = (actor: Actor, activity: ActivityRef) =>
  open(actor, activity) && activity.workStatus === 'RENCANA';
export const saidToHaveHappened = ({ workStatus }: Pick<ActivityRef, 'workStatus'>) =>
  workStatus === 'BERJALAN' || workStatus === 'SELESAI';
export const told = (actor: Actor, activity: ActivityRef) =>
  ownVillage(actor, activity) && activity.reviewStatus !== 'DRAF';
export const verifiedByAnother = (actor: Actor, activity: ActivityRef) =>
  activity.reviewStatus === 'DIVERIFIKASI' && activity.authorId !== actor.id;
export const submittedByAnother = (actor: Actor, activity: ActivityRef) =>
  activity.reviewStatus === 'DIAJUKAN' && activity.authorId !== actor.id;

/** On `x`, the kept row that is read: a draft stands there for everybody only while nothing was verified before it. */
const isPublished = sql`x.review_status <> 'DRAF'`;
export const readActivities: Cells<ActivityRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: {
    words: 'own OPD; others once submitted',
    one: (actor, activity) => ownAgency(actor, activity) || published(activity),
    rows: (actor) => sql`(x.agency_id = any(${actor.agencyIds}::int[]) or ${isPublished})`,
  },
  DESA: {
    words: 'own village, once submitted',
    one: (actor, activity) => ownVillage(actor, activity) && published(activity),
    rows: (actor) => sql`x.village_code = ${actor.villageCode} and ${isPublished}`,
  },
};

/** On `l` (lokus_list). */
export const fixedLists: Which<ListRef> = {
  words: 'fixed lists',
  one: (_actor, list) => list.status === 'FIXED',
  rows: () => sql`l.status = 'FIXED'`,
};
export const readLists: Cells<ListRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: fixedLists,
  DESA: fixedLists,
};

const ofOwn = (actor: Actor, id: number | null) => id !== null && actor.agencyIds.includes(id);
/** It is to be done: a referral once it was accepted. */
export const stands = ({ isOpen, answer }: UndertakingRef) => isOpen && answer !== 'DITAWARKAN';
/** Of what was promised in their activities officers tell what came of it, too; who asks does not. */
export const owes = (actor: Actor, one: UndertakingRef) =>
  stands(one) && (ofOwn(actor, one.owedBy) || (one.kind === 'JANJI' && ofOwn(actor, one.from)));
const offered = ({ isOpen, answer }: UndertakingRef) => isOpen && answer === 'DITAWARKAN';
/** The agency that is asked answers. */
export const asked = about<UndertakingRef>({
  OPD: (actor, one) => offered(one) && ofOwn(actor, one.owedBy),
});
const agreed = ({ kind, isOpen }: UndertakingRef) => kind === 'TINDAK_LANJUT' && isOpen;
/** What nobody answered yet is taken back by who asked: an agency, or the coordinators; an action point by the office. */
export const takenBack = about<UndertakingRef>({
  BAPPEDA: (_actor, one) => agreed(one),
  KOORDINATOR: (_actor, one) => agreed(one) || (offered(one) && one.from === null),
  OPD: (actor, one) => offered(one) && ofOwn(actor, one.from),
});
const waits = (actor: Actor, { state, markedById }: DeliveryRef) =>
  state === 'DILAPORKAN' && markedById !== actor.id;
/** The village, or a coordinator other than the one who marked it, decides whether it came; of action points Bappeda, too. */
export const deciders = about<DeliveryRef>({
  BAPPEDA: (actor, delivery) => delivery.kind === 'TINDAK_LANJUT' && waits(actor, delivery),
  KOORDINATOR: waits,
  DESA: (actor, delivery) => waits(actor, delivery) && delivery.villageCode === actor.villageCode,
});

/** On `u` (undertaking). */
export const readUndertakings: Cells<UndertakingRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: true,
  DESA: {
    words: 'own village',
    one: (actor, undertaking) => undertaking.villageCode === actor.villageCode,
    rows: (actor) => sql`u.village_code = ${actor.villageCode}`,
  },
};

/** On `v` (village). */
export const readNeeds: Cells<NeedRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: true,
  DESA: {
    words: 'own village',
    one: (actor, village) => village.villageCode === actor.villageCode,
    rows: (actor) => sql`v.code = ${actor.villageCode}`,
  },
};
export const leads = (actor: Actor, { leadId }: NeedRef) =>
  leadId !== null && actor.agencyIds.includes(leadId);

/** Nobody looks at what they verified themselves. */
export const looksAt = (actor: Actor, { isFound, reviewerId }: SpotCaseRef) =>
  !isFound && reviewerId !== actor.id;

/** On `w` (spot_frame) and `q` (spot_case): an OPD learns of its cases with what was found. */
export const readCases: Cells<SpotCaseRef> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: {
    words: 'own OPD, once looked at',
    one: (actor, { agencyId, isFound }) => isFound && actor.agencyIds.includes(agencyId),
    rows: (actor) => sql`w.agency_id = any(${actor.agencyIds}::int[]) and q.finding is not null`,
  },
};
export const readFrames: Cells<void> = {
  BAPPEDA: true,
  KOORDINATOR: true,
  OPD: {
    words: 'own OPD',
    one: () => true,
    rows: (actor) => sql`w.agency_id = any(${actor.agencyIds}::int[])`,
  },
};
