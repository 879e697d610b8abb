import { keepSubmissions } from '../activities/submission.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { SamplePhoto } from './photos.js';
import { type Posting, plan, plans, waiting } from './plan.js';
import { PromiseWriter } from './promises.js';
import { Chance } from './random.js';
import { type Staff, Teller, type ToldActivity, type ToldRevision } from './tell.js';

/**
 * Writes about `target` activities from 2021 up to yesterday, in every state of work and paper, with photos, returns,
 * disputes and revisions; set by set, as one at a time takes a first start three times as long.
 */
export async function loadActivities(
  tx: Writer,
  context: {
    regionCode: string;
    postings: Posting[];
    staff: Staff;
    photos: SamplePhoto[];
    again: SamplePhoto;
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
  const promises = new PromiseWriter(tx, context);
  const teller = new Teller(chance, { ...context, promises });
  const told = drafts.map((draft, index) => teller.activity(draft, index));
  showTwice(told, context.again);
  const activities = await storeActivities(tx, told);
  const revisions = activities.flatMap((one) => one.revisions);
  await submit(tx, revisions);
  await review(tx, revisions, context.staff.coordinatorId);
  await pointToRevisions(tx);
  for (const one of activities) if (one.revisions[0]?.promise) await promises.follow(one);
  return told.length;
}

/** Two of the reports that wait show a photo that was sent before with another activity: the very file, and one changed. */
function showTwice(told: ToldActivity[], again: SamplePhoto): void {
  const shown = told.flatMap(({ revisions }) => revisions).filter(({ evidence }) => evidence.length > 0);
  const [same, changed] = shown.filter(({ paper }) => paper.review === 'DIAJUKAN').slice(-2);
  if (same) same.evidence = shown[0]?.evidence ?? [];
  if (changed) changed.evidence = changed.evidence.map((one) => ({ ...one, sha256: again.sha256 }));
}

type Stored = ToldRevision & { id: number };

/** Activities with their revisions as drafts and all that these hold. */
async function storeActivities(tx: Writer, told: ToldActivity[]) {
  const id = { select: { id: true } } as const;
  const activities = await tx.activity.createManyAndReturn({ data: told.map(({ row }) => row), ...id });
  const rows = told.flatMap(({ revisions }, index) =>
    revisions.map(({ row }) => ({ ...row, activityId: activities[index]?.id as number })),
  );
  const ids = (await tx.activityRevision.createManyAndReturn({ data: rows, ...id })).values();
  const stored = told.map((one, index) => ({
    ...one,
    id: activities[index]?.id as number,
    revisions: one.revisions.map((revision): Stored => ({ ...revision, ...(ids.next().value as Stored) })),
  }));
  const revisions = stored.flatMap((one) => one.revisions);
  const within = <T>(parts: (one: Stored) => T[]) =>
    revisions.flatMap((one) => parts(one).map((part) => ({ ...part, revisionId: one.id })));
  await tx.activityLine.createMany({ data: within(({ lines }) => lines) });
  await tx.commitment.createMany({ data: within(({ promise }) => (promise ? [promise] : [])) });
  await tx.evidence.createMany({ data: within(({ evidence }) => evidence) });
  return stored;
}

async function submit(tx: Writer, revisions: Stored[]): Promise<void> {
  const data = revisions.flatMap(({ id, row, paper }) =>
    paper.submitted
      ? [{ revisionId: id, kind: 'AJUKAN' as const, actorId: row.authorId, at: paper.submitted }]
      : [],
  );
  await keepSubmissions(tx, await tx.reviewStep.createManyAndReturn({ data }));
}

/** What the coordinator and the villages said. Verified revisions are frozen, so this comes after all they hold. */
async function review(tx: Writer, revisions: Stored[], coordinatorId: number): Promise<void> {
  const steps = revisions.flatMap(({ id, paper }) => {
    const kind = paper.review === 'DIVERIFIKASI' ? ('VERIFIKASI' as const) : ('KEMBALIKAN' as const);
    return paper.reviewedAt ? [{ revisionId: id, kind, actorId: coordinatorId, at: paper.reviewedAt }] : [];
  });
  await tx.reviewStep.createMany({ data: steps });
  await tx.villageResponse.createMany({
    data: revisions.flatMap(({ id, response }) => (response ? [{ ...response, revisionId: id }] : [])),
  });
  const papers = revisions.map(({ id, paper, note }) => ({ id, note, ...paper }));
  await execute(
    tx,
    sql`update activity_revision r
        set review_status = p.review::review_status, submitted_at = p.submitted, reviewed_at = p."reviewedAt",
          reviewer_id = case when p."reviewedAt" is not null then ${coordinatorId}::int end, review_note = p.note
        from jsonb_to_recordset(${JSON.stringify(papers)}::jsonb)
          as p(id int, review text, submitted timestamptz, "reviewedAt" timestamptz, note text)
        where r.id = p.id`,
  );
}

/** The newest revision of each activity is the current one, the newest verified one counts. */
const pointToRevisions = (tx: Writer) =>
  execute(
    tx,
    sql`update activity a set current_revision_id = r.newest, verified_revision_id = r.verified
        from (select activity_id, max(id) as newest, max(id) filter (where review_status = 'DIVERIFIKASI') as verified
              from activity_revision group by activity_id) r
        where r.activity_id = a.id`,
  );
