import type { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import type { Chance } from './random.js';
import { type Story, stories } from './texts.js';

/** Who may have worked where and when. */
export interface Posting {
  villageCode: string;
  agencyId: number;
  startsOn: Date;
  endsOn: Date | null;
  /** Years in which more is remembered; a lead works more than a supporter. */
  lead: boolean;
}

export interface PlannedActivity {
  posting: Posting;
  story: Story;
  startsOn: Date;
  review: ReviewStatus;
  work: WorkStatus;
  /** When it was written, where that was not on its day. */
  toldOn?: Date;
  /** How much it is about, where its stages must agree. */
  quantity?: number;
  /** Why it was postponed or cancelled. */
  reason?: string;
  /** What became of it, revision after revision. */
  stages?: PlannedActivity[];
}

export const DAY = 86_400_000;

/** About `target` activities, more where a lead worked longer, oldest first. */
export function plan(
  chance: Chance,
  postings: Posting[],
  yesterday: Date,
  target: number,
): PlannedActivity[] {
  const weights = postings.map((posting) => (posting.lead ? 3 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drafts = postings.flatMap((posting, index) => {
    const wanted = Math.max(1, Math.round((target * (weights[index] as number)) / total));
    return Array.from({ length: wanted }, () => draftOf(chance, posting, yesterday));
  });
  return drafts.sort((one, other) => one.startsOn.getTime() - other.startsOn.getTime());
}

/**
 * Plans and what became of them, in villages of the demo agency: ahead, come and waiting for word, postponed, cancelled
 * after money was spent, marked done and waiting for review.
 */
export function plans(postings: Posting[], yesterday: Date, demo: { agencyId: number }): PlannedActivity[] {
  const own = postings.filter((one) => one.agencyId === demo.agencyId && one.endsOn === null && one.lead);
  const day = (days: number) => new Date(yesterday.getTime() + days * DAY);
  const draft = (
    index: number,
    given: Pick<PlannedActivity, 'startsOn' | 'toldOn'> & Partial<PlannedActivity>,
  ): PlannedActivity => ({
    posting: own[index % own.length] as Posting,
    story: stories[index % stories.length] as Story,
    review: 'DIVERIFIKASI',
    work: 'RENCANA',
    quantity: 6,
    ...given,
  });
  const plan = (index: number, startsOn: Date, ...stages: Partial<PlannedActivity>[]): PlannedActivity => {
    const first = { startsOn, toldOn: day(-40) };
    return draft(index, {
      ...first,
      stages: stages.map((stage, later) => draft(index, { ...first, toldOn: day(-8 + 2 * later), ...stage })),
    });
  };
  if (own.length === 0) return [];
  return [
    ...twice(own, postings).flatMap(([index, posting]) => [
      plan(index, day(45)),
      { ...plan(index, day(50)), posting },
    ]),
    ...[25, 60, 140].map((ahead, index) => plan(index, day(ahead))),
    ...[-3, -12].map((come, index) => plan(index + 3, day(come))),
    plan(1, day(-20), { startsOn: day(35), reason: 'Menunggu bahan dari provinsi.' }),
    plan(0, day(-15), { work: 'BATAL', reason: 'Lahan belum siap; uang muka bahan sudah dibayar.' }),
    plan(2, day(-9), { startsOn: day(-7), toldOn: day(-6), work: 'SELESAI', review: 'DIAJUKAN' }),
    plan(3, day(-30), { startsOn: day(-28), work: 'SELESAI', toldOn: day(-27) }),
  ].filter(({ startsOn, posting }) => startsOn >= posting.startsOn);
}

/** A village of the demo agency in which another OPD works too, and that one: both plan the same there. */
function twice(own: Posting[], postings: Posting[]): [index: number, other: Posting][] {
  const found = own.flatMap(({ villageCode, agencyId }, index) =>
    postings
      .filter((one) => one.villageCode === villageCode && one.agencyId !== agencyId && one.endsOn === null)
      .map((other): [number, Posting] => [index, other]),
  );
  return found.slice(0, 1);
}

/** What waits for the demo accounts: a returned activity, a draft, two to be confirmed by the village. */
export function waiting(
  chance: Chance,
  postings: Posting[],
  yesterday: Date,
  demo: { agencyId: number; villageCode: string },
): PlannedActivity[] {
  const posting = postings.find(
    (one) => one.agencyId === demo.agencyId && one.villageCode === demo.villageCode && one.endsOn === null,
  );
  if (!posting) return [];
  const reviews: [ReviewStatus, number][] = [
    ['DIKEMBALIKAN', 9],
    ['DRAF', 2],
    ['DIAJUKAN', 4],
    ['DIAJUKAN', 1],
  ];
  return reviews.map(([review, days]) => ({
    posting,
    story: chance.pick(stories),
    startsOn: new Date(yesterday.getTime() - days * DAY),
    review,
    work: 'SELESAI',
  }));
}

function draftOf(chance: Chance, posting: Posting, yesterday: Date): PlannedActivity {
  const end = Math.min((posting.endsOn ?? yesterday).getTime(), yesterday.getTime());
  const days = Math.max(0, Math.floor((end - posting.startsOn.getTime()) / DAY));
  // Half of what is open happened in the last half year, so that there is work on every desk.
  const recent = posting.endsOn === null && chance.happens(0.5);
  const reach = recent ? Math.min(days, chance.happens(0.3) ? 21 : 170) : days;
  const back = chance.between(0, reach);
  const startsOn = new Date(Math.floor((end - back * DAY) / DAY) * DAY);
  const age = (yesterday.getTime() - startsOn.getTime()) / DAY;
  return {
    posting,
    story: chance.pick(stories),
    startsOn,
    review: reviewFor(chance, age),
    work: workFor(chance, age),
  };
}

function reviewFor(chance: Chance, age: number): ReviewStatus {
  if (age > 60) return 'DIVERIFIKASI';
  const roll = chance.next();
  if (age < 12)
    return roll < 0.45 ? 'DIAJUKAN' : roll < 0.65 ? 'DRAF' : roll < 0.8 ? 'DIKEMBALIKAN' : 'DIVERIFIKASI';
  return roll < 0.08 ? 'DIKEMBALIKAN' : roll < 0.16 ? 'DRAF' : roll < 0.26 ? 'DIAJUKAN' : 'DIVERIFIKASI';
}

function workFor(chance: Chance, age: number): WorkStatus {
  const roll = chance.next();
  if (roll < 0.03) return 'BATAL';
  if (age < 40) return roll < 0.2 ? 'BERJALAN' : roll < 0.32 ? 'RENCANA' : 'SELESAI';
  return 'SELESAI';
}
