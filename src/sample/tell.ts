import type { Prisma } from '../generated/prisma/client.js';
import type { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import type { SamplePhoto } from './photos.js';
import { DAY, type PlannedActivity, type Posting } from './plan.js';
import type { Promised, PromiseWriter } from './promises.js';
import type { Chance } from './random.js';
import { disputeReasons, nextSteps, obstacles, returnNotes, stories } from './texts.js';

/** Who has an account for what. */
export interface Staff {
  coordinatorId: number;
  officerOf: (agencyId: number) => number;
  villageAccountOf: (villageCode: string) => number | null;
}

/** One revision of an invented activity with all that belongs to it, not stored yet. */
export interface ToldRevision {
  row: Omit<Prisma.ActivityRevisionCreateManyInput, 'activityId'>;
  lines: Omit<Prisma.ActivityLineCreateManyInput, 'revisionId'>[];
  promise: Promised | null;
  evidence: Omit<Prisma.EvidenceCreateManyInput, 'revisionId'>[];
  response: Omit<Prisma.VillageResponseCreateManyInput, 'revisionId'> | null;
  /** Where its paper stands at last. */
  paper: { review: ReviewStatus; submitted: Date | null; reviewedAt: Date | null };
  /** Why it was returned. */
  note: string | null;
}

export interface ToldActivity {
  row: Prisma.ActivityCreateManyInput;
  posting: Posting;
  revisions: ToldRevision[];
}

/** Days after which some reports come, which is past the deadline of their month. */
const LATE = 45;

const at = (day: Date, days: number, hour = 3) => new Date(day.getTime() + days * DAY + hour * 3_600_000);

/** Invents activities in every state of work and paper, with photos, returns, disputes and revisions. */
export class Teller {
  private shown = 0;

  constructor(
    private readonly chance: Chance,
    private readonly context: {
      regionCode: string;
      staff: Staff;
      photos: SamplePhoto[];
      yesterday: Date;
      promises: Pick<PromiseWriter, 'promise' | 'restated'>;
    },
  ) {}

  activity(draft: PlannedActivity, index: number): ToldActivity {
    const { posting } = draft;
    const { regionCode, promises, staff } = this.context;
    const authorId = staff.officerOf(posting.agencyId);
    const stages = draft.stages ?? (index % 29 === 7 ? this.correction(draft) : []);
    const promise =
      draft.quantity === undefined ? promises.promise(draft.startsOn, posting.villageCode) : null;
    return {
      row: {
        regionCode,
        villageCode: posting.villageCode,
        agencyId: posting.agencyId,
        createdById: authorId,
        createdAt: at(draft.toldOn ?? draft.startsOn, 0, 8),
      },
      posting,
      revisions: [draft, ...stages].map((stage, before) =>
        this.revision(stage, {
          authorId,
          number: before + 1,
          promise: before === 0 ? promise : promises.restated(promise),
        }),
      ),
    };
  }

  /** Some of what was verified was counted anew later. */
  private correction(draft: PlannedActivity): PlannedActivity[] {
    if (draft.review !== 'DIVERIFIKASI') return [];
    const review = this.daysAgo(draft.startsOn) < 50 ? 'DIAJUKAN' : 'DIVERIFIKASI';
    const reason = 'Jumlah diperbaiki setelah dihitung ulang bersama desa.';
    return [{ ...draft, toldOn: at(draft.startsOn, 20, 0), review, reason }];
  }

  private revision(
    draft: PlannedActivity,
    { authorId, number, promise }: { authorId: number; number: number; promise: Promised | null },
  ): ToldRevision {
    const { chance } = this;
    const { story, startsOn, work } = draft;
    const created = at(draft.toldOn ?? startsOn, 0, 8);
    const paper = this.paper(draft, created);
    const lasts = chance.happens(0.3) ? chance.between(1, 20) : 0;
    const ends = at(startsOn, lasts, 0);
    return {
      row: {
        number,
        startsOn,
        endsOn: ends > this.context.yesterday ? startsOn : ends,
        title: story.title,
        description: story.text,
        workStatus: work,
        cancelReason: work === 'BATAL' ? (draft.reason ?? 'Lahan belum siap; direncanakan ulang.') : null,
        ...this.attendance(),
        ...this.given(draft),
        obstacles: chance.happens(0.3) ? chance.pick(obstacles) : null,
        nextStep: chance.happens(0.4) ? chance.pick(nextSteps) : null,
        changeReason: number > 1 && work !== 'BATAL' ? (draft.reason ?? null) : null,
        authorId,
        createdAt: created,
        updatedAt: paper.submitted ?? created,
      },
      lines: this.lines(draft, number),
      promise,
      evidence: this.evidence(work, startsOn),
      response: this.response(draft, paper.submitted),
      paper,
      note: paper.review === 'DIKEMBALIKAN' ? chance.pick(returnNotes) : null,
    };
  }

  private paper({ review, startsOn }: PlannedActivity, created: Date): ToldRevision['paper'] {
    const { chance } = this;
    const late = startsOn.getUTCDate() % 9 === 4 ? LATE : 0;
    const submitted = review === 'DRAF' ? null : this.notAhead(at(created, chance.between(0, 3) + late, 1));
    const reviewed = submitted && (review === 'DIVERIFIKASI' || review === 'DIKEMBALIKAN');
    const reviewedAt = reviewed ? this.notAhead(at(submitted, chance.between(1, 6), 2)) : null;
    return { review, submitted, reviewedAt };
  }

  /** Nothing was submitted or reviewed after yesterday's office hours. */
  private notAhead(moment: Date): Date {
    return new Date(Math.min(moment.getTime(), at(this.context.yesterday, 0, 9).getTime()));
  }

  private daysAgo(day: Date): number {
    return (this.context.yesterday.getTime() - day.getTime()) / DAY;
  }

  /** Where people build something, residents help. */
  private given({ startsOn, story, work }: PlannedActivity) {
    const done = work === 'BERJALAN' || work === 'SELESAI';
    const days =
      done && story.price > 0 && startsOn.getUTCDate() % 4 === 1
        ? 10 + (startsOn.getUTCDate() % 7) * 6
        : null;
    return { workDays: days, goodsRupiah: days && days % 4 === 0 ? days * 25_000 : null };
  }

  private attendance() {
    const { chance } = this;
    return {
      pemdesCount: chance.happens(0.7) ? chance.between(1, 5) : null,
      lkdCount: chance.happens(0.5) ? chance.between(1, 8) : null,
      pendampingCount: chance.happens(0.6) ? chance.between(1, 2) : null,
      residentCount: chance.happens(0.7) ? chance.between(5, 60) : null,
    };
  }

  private lines(draft: PlannedActivity, number: number): ToldRevision['lines'] {
    const { chance } = this;
    const more = draft.quantity === undefined && chance.happens(0.25);
    const told = more ? [draft.story, chance.pick(stories)] : [draft.story];
    return told.map((story, position) => {
      const target = draft.quantity ?? chance.between(...story.quantity);
      const share =
        draft.work === 'SELESAI' ? 0.8 + 0.3 * chance.next() : draft.work === 'BERJALAN' ? 0.5 : 0;
      const reached = Math.max(draft.work === 'SELESAI' ? 1 : 0, Math.round(target * share) + (number - 1));
      const open = draft.work === 'RENCANA' || draft.work === 'BATAL';
      const realised = open ? 0 : reached;
      // What was cancelled after it had begun has cost the first unit.
      const paid = draft.work === 'BATAL' && target % 2 === 0 ? 1 : realised;
      return {
        position,
        categoryCode: story.category,
        target,
        realised: open ? null : realised,
        beneficiaries: realised > 0 ? realised * story.reach : null,
        fundingCode: chance.pick(story.funding),
        plannedRupiah: story.price > 0 ? BigInt(target * story.price) : null,
        spentRupiah: story.price > 0 && paid > 0 ? BigInt(paid * story.price) : null,
      };
    });
  }

  /** A photo of its own, of the last year; what is older was logged without. */
  private evidence(work: WorkStatus, startsOn: Date): ToldRevision['evidence'] {
    if (work === 'RENCANA' || this.chance.happens(0.35) || this.daysAgo(startsOn) > 365) return [];
    const photo = this.context.photos[this.shown++];
    return photo ? [{ position: 0, sha256: photo.sha256, fileName: 'gambar-contoh.jpg' }] : [];
  }

  /** What the village said of it, which is asked about what is said to have happened. */
  private response(
    { posting, review, work }: PlannedActivity,
    submitted: Date | null,
  ): ToldRevision['response'] {
    const { coordinatorId, villageAccountOf } = this.context.staff;
    const accountId = villageAccountOf(posting.villageCode);
    const asked = submitted && review === 'DIVERIFIKASI' && (work === 'SELESAI' || work === 'BERJALAN');
    if (accountId === null || !asked || this.chance.happens(0.3)) return null;
    const disputed = this.chance.happens(0.12);
    const createdAt = this.notAhead(at(submitted, 2, 4));
    // What is old was talked over long ago; what is new still waits for a word.
    const answered = disputed && this.daysAgo(submitted) > 35;
    return {
      kind: disputed ? 'SANGGAHAN' : 'KONFIRMASI',
      reason: disputed ? this.chance.pick(disputeReasons) : null,
      createdById: accountId,
      createdAt,
      answer: answered ? 'Sudah dicek bersama OPD dan desa; jumlahnya sesuai berita acara.' : null,
      answeredById: answered ? coordinatorId : null,
      answeredAt: answered ? this.notAhead(at(createdAt, 5, 4)) : null,
    };
  }
}
