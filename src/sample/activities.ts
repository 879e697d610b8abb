import { keepSubmission } from '../activities/submission.js';
import type { Writer } from '../database/client.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import type { SamplePhoto } from './photos.js';
import { DAY, type Draft, type Posting, plan, plans, waiting } from './plan.js';
import { PromiseWriter } from './promises.js';
import { Chance } from './random.js';
import { disputeReasons, nextSteps, obstacles, returnNotes, stories } from './texts.js';

export interface Staff {
  coordinatorId: number;
  officerOf: (agencyId: number) => number;
  villageAccountOf: (villageCode: string) => number | null;
}

const at = (day: Date, days: number, hour = 3) => new Date(day.getTime() + days * DAY + hour * 3_600_000);

/**
 * Writes about `target` activities from 2021 up to yesterday, in every state of work and paper, with photos, returns,
 * disputes and revisions.
 */
export async function loadActivities(
  tx: Writer,
  context: {
    regionCode: string;
    postings: Posting[];
    staff: Staff;
    photos: SamplePhoto[];
    yesterday: Date;
    target: number;
    /** The OPD and the village of the demo accounts, for which something waits. */
    demo: { agencyId: number; villageCode: string };
  },
): Promise<number> {
  const chance = new Chance(77);
  const drafts = [
    ...plan(chance, context.postings, context.yesterday, context.target),
    ...waiting(chance, context.postings, context.yesterday, context.demo),
    ...plans(context.postings, context.yesterday, context.demo),
  ];
  const writer = new ActivityWriter(tx, chance, context);
  for (const [index, draft] of drafts.entries()) await writer.write(draft, index);
  return drafts.length;
}

/** Where a revision stands, and what somebody promised in its activity. */
interface Place {
  activityId: number;
  authorId: number;
  number: number;
  promise: ReturnType<PromiseWriter['promise']>;
}

class ActivityWriter {
  private readonly promises: PromiseWriter;

  constructor(
    private readonly tx: Writer,
    private readonly chance: Chance,
    private readonly context: {
      regionCode: string;
      staff: Staff;
      photos: SamplePhoto[];
      yesterday: Date;
      demo: { villageCode: string };
    },
  ) {
    this.promises = new PromiseWriter(tx, context);
  }

  async write(draft: Draft, index: number): Promise<void> {
    const { posting } = draft;
    const authorId = this.context.staff.officerOf(posting.agencyId);
    const activity = await this.tx.activity.create({
      data: {
        regionCode: this.context.regionCode,
        villageCode: posting.villageCode,
        agencyId: posting.agencyId,
        createdById: authorId,
        createdAt: at(draft.toldOn ?? draft.startsOn, 0, 8),
      },
    });
    const stages = draft.stages ?? (index % 29 === 7 ? this.correction(draft) : []);
    const promise =
      draft.quantity === undefined ? this.promises.promise(draft.startsOn, posting.villageCode) : null;
    const written: Awaited<ReturnType<typeof this.writeRevision>>[] = [];
    for (const [before, stage] of [draft, ...stages].entries()) {
      const stated = before === 0 ? promise : this.promises.restated(promise);
      const place = { activityId: activity.id, authorId, number: before + 1, promise: stated };
      written.push(await this.writeRevision(stage, place));
    }
    const newest = written.at(-1) as (typeof written)[number];
    const verified = written.findLast((revision) => revision.review === 'DIVERIFIKASI');
    await this.tx.activity.update({
      where: { id: activity.id },
      data: { currentRevisionId: newest.id, verifiedRevisionId: verified?.id ?? null },
    });
    const counted = written.flatMap(({ id, review, reviewedAt }) =>
      review === 'DIVERIFIKASI' && reviewedAt ? [{ id, reviewedAt }] : [],
    );
    if (promise) await this.promises.follow(activity.id, posting, counted);
  }

  /** Some of what was verified was counted anew later. */
  private correction(draft: Draft): Draft[] {
    if (draft.review !== 'DIVERIFIKASI') return [];
    const review = this.daysAgo(draft.startsOn) < 50 ? 'DIAJUKAN' : 'DIVERIFIKASI';
    const reason = 'Jumlah diperbaiki setelah dihitung ulang bersama desa.';
    return [{ ...draft, toldOn: at(draft.startsOn, 20, 0), review, reason }];
  }

  private async writeRevision(draft: Draft, place: Place) {
    const { chance } = this;
    const { activityId, authorId, number, promise } = place;
    const { story, startsOn, work, review } = draft;
    const created = at(draft.toldOn ?? startsOn, 0, 8);
    const submitted = review === 'DRAF' ? null : this.notAhead(at(created, chance.between(0, 3), 1));
    const reviewed = submitted && (review === 'DIVERIFIKASI' || review === 'DIKEMBALIKAN');
    const reviewedAt = reviewed ? this.notAhead(at(submitted, chance.between(1, 6), 2)) : null;
    const lasts = chance.happens(0.3) ? chance.between(1, 20) : 0;
    const ends = at(startsOn, lasts, 0);
    const revision = await this.tx.activityRevision.create({
      data: {
        activityId,
        number,
        startsOn,
        endsOn: ends > this.context.yesterday ? startsOn : ends,
        title: story.title,
        description: story.text,
        workStatus: work,
        cancelReason: work === 'BATAL' ? (draft.reason ?? 'Lahan belum siap; direncanakan ulang.') : null,
        reviewStatus: 'DRAF',
        ...this.attendance(),
        obstacles: chance.happens(0.3) ? chance.pick(obstacles) : null,
        nextStep: chance.happens(0.4) ? chance.pick(nextSteps) : null,
        changeReason: number > 1 && work !== 'BATAL' ? (draft.reason ?? null) : null,
        authorId,
        createdAt: created,
        updatedAt: submitted ?? created,
        lines: { create: this.lines(draft, number) },
        commitments: { create: promise ? [promise] : [] },
        evidence: { create: this.evidence(work) },
      },
    });
    await this.writeSteps(revision.id, authorId, { review, submitted, reviewedAt });
    // The village is asked about what is said to have happened.
    const happened = work === 'SELESAI' || work === 'BERJALAN';
    if (submitted && happened)
      await this.writeResponse(revision.id, draft.posting.villageCode, review, submitted);
    await this.close(revision.id, { review, submitted, reviewedAt });
    return { id: revision.id, review, reviewedAt };
  }

  /** Verified revisions are frozen, so the state is set last. */
  private async close(
    id: number,
    step: { review: ReviewStatus; submitted: Date | null; reviewedAt: Date | null },
  ) {
    await this.tx.activityRevision.update({
      where: { id },
      data: {
        reviewStatus: step.review,
        submittedAt: step.submitted,
        reviewedAt: step.reviewedAt,
        reviewerId: step.reviewedAt ? this.context.staff.coordinatorId : null,
        reviewNote: step.review === 'DIKEMBALIKAN' ? this.chance.pick(returnNotes) : null,
      },
    });
  }

  /** Nothing was submitted or reviewed after yesterday's office hours. */
  private notAhead(moment: Date): Date {
    return new Date(Math.min(moment.getTime(), at(this.context.yesterday, 0, 9).getTime()));
  }

  private daysAgo(day: Date): number {
    return (this.context.yesterday.getTime() - day.getTime()) / DAY;
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

  private lines(draft: Draft, number: number): Prisma.ActivityLineUncheckedCreateWithoutRevisionInput[] {
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

  private evidence(work: WorkStatus): Prisma.EvidenceUncheckedCreateWithoutRevisionInput[] {
    if (work === 'RENCANA' || this.chance.happens(0.35)) return [];
    const photo = this.chance.pick(this.context.photos);
    return [{ position: 0, sha256: photo.sha256, fileName: 'gambar-contoh.jpg' }];
  }

  private async writeSteps(
    revisionId: number,
    authorId: number,
    {
      review,
      submitted,
      reviewedAt,
    }: { review: ReviewStatus; submitted: Date | null; reviewedAt: Date | null },
  ): Promise<void> {
    if (!submitted) return;
    const actorId = this.context.staff.coordinatorId;
    const step = await this.tx.reviewStep.create({
      data: { revisionId, kind: 'AJUKAN', actorId: authorId, at: submitted },
    });
    await keepSubmission(this.tx, step);
    if (!reviewedAt) return;
    const kind = review === 'DIVERIFIKASI' ? 'VERIFIKASI' : 'KEMBALIKAN';
    await this.tx.reviewStep.create({ data: { revisionId, kind, actorId, at: reviewedAt } });
  }

  private async writeResponse(
    revisionId: number,
    villageCode: string,
    review: ReviewStatus,
    submitted: Date,
  ): Promise<void> {
    const accountId = this.context.staff.villageAccountOf(villageCode);
    if (accountId === null || review !== 'DIVERIFIKASI' || this.chance.happens(0.3)) return;
    const disputed = this.chance.happens(0.12);
    const createdAt = this.notAhead(at(submitted, 2, 4));
    // What is old was talked over long ago; what is new still waits for a word.
    const answered = disputed && this.daysAgo(submitted) > 35;
    await this.tx.villageResponse.create({
      data: {
        revisionId,
        kind: disputed ? 'SANGGAHAN' : 'KONFIRMASI',
        reason: disputed ? this.chance.pick(disputeReasons) : null,
        createdById: accountId,
        createdAt,
        answer: answered ? 'Sudah dicek bersama OPD dan desa; jumlahnya sesuai berita acara.' : null,
        answeredById: answered ? this.context.staff.coordinatorId : null,
        answeredAt: answered ? this.notAhead(at(createdAt, 5, 4)) : null,
      },
    });
  }
}
