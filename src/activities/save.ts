import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { change, type Fact } from '../audit/change.js';
import { conflict } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { attach, type NewFile } from '../evidence/evidence.js';
import { refuseClosed } from '../rhythm/closing.js';
import { requireAssigned } from './assigned.js';
import { type Content, forTrail, inOrder, revisionColumns } from './content.js';
import { takeStep } from './review.js';
import { type Locked, type Seen, SUBJECT, sentBack } from './subject.js';
import { refuseTwin } from './twin.js';
import { edit, submit } from './verbs.js';

/** What a filled form asks to be stored. */
export interface Draft {
  villageCode: string;
  content: Content;
  /** Already in the evidence folder; see `keepFiles`. */
  files: NewFile[];
  /** Ids of evidence to leave out from now on. */
  removeEvidence: number[];
  /** Submit in the same transaction. */
  submit: boolean;
  /** It was asked about, and is another one than what looks the same. */
  another: boolean;
}

/**
 * Logs an activity of the actor's agency, as a draft or submitted at once.
 * @throws Problem `invalid` when the agency had no assignment there on those days, `LoggedBefore` when this account
 * logged the same already.
 */
export const createActivity = async (doing: Doing, draft: Draft): Promise<number> =>
  (await createActivities(doing, [draft]))[0] as number;

/** The same of many: all of them or, where one is refused, none. */
export function createActivities(doing: Doing, drafts: Draft[]): Promise<number[]> {
  return change(doing.database, doing.actor, 'activity.create', async (tx) => {
    const facts: Fact[] = [];
    const result: number[] = [];
    for (const draft of drafts) {
      const made = await log(tx, doing, draft);
      result.push(made.id);
      facts.push(...made.facts);
    }
    return { result, fact: facts };
  });
}

async function log(tx: Writer, doing: Doing, draft: Draft): Promise<{ id: number; facts: Fact[] }> {
  const { actor, now } = doing;
  await refuseClosed(tx, actor, draft.content);
  await requireAssigned(tx, actor.agencyId, draft.villageCode, draft.content);
  if (!draft.another) await refuseTwin(tx, { accountId: actor.id, now, ...draft });
  const revision = await insert(tx, doing, draft);
  const fact: Fact = {
    subjectType: SUBJECT,
    subjectId: revision.activityId,
    summary: `mencatat "${draft.content.title}"`,
    after: forTrail({
      villageCode: draft.villageCode,
      ...draft.content,
      evidence: await evidenceNames(tx, revision.id),
    }),
  };
  const submitted = draft.submit ? await takeStep(tx, doing, revision, { verb: submit }) : [];
  return { id: revision.activityId, facts: [fact, ...submitted] };
}

/** An activity with its first revision. */
async function insert(tx: Writer, { actor, now }: Doing, draft: Draft) {
  const activity = await tx.activity.create({
    data: {
      regionCode: actor.regionCode,
      villageCode: draft.villageCode,
      agencyId: actor.agencyId as number,
      createdById: actor.id,
      createdAt: now,
    },
  });
  const revision = await tx.activityRevision.create({
    data: {
      ...revisionColumns(draft.content),
      activityId: activity.id,
      number: 1,
      authorId: actor.id,
      createdAt: now,
      updatedAt: now,
      lines: { create: inOrder(draft.content.lines) },
      commitments: { create: inOrder(draft.content.commitments) },
    },
  });
  await attach(tx, revision.id, draft.files, now);
  await tx.activity.update({ where: { id: activity.id }, data: { currentRevisionId: revision.id } });
  return revision;
}

/**
 * Replaces the content of a draft or returned revision by what the form holds.
 * @throws Problem `conflict` when somebody else saved, submitted or took it away since the form was opened.
 */
export function updateActivity(doing: Doing, target: Target<Seen>, draft: Draft): Promise<void> {
  return actOnOne(doing, edit, target, async (tx, locked) => {
    const { id } = locked;
    await refuseClosed(tx, doing.actor, draft.content, sentBack(locked.revision));
    await requireAssigned(tx, locked.agency_id, draft.villageCode, draft.content);
    await moveTo(tx, locked, draft.villageCode);
    const before = await tx.activityRevision.findUniqueOrThrow({
      where: { id: locked.revision.id },
      include: { lines: true, commitments: true },
    });
    const evidence = await evidenceNames(tx, before.id);
    const saved = await rewrite(tx, locked, draft, doing.now);
    const facts: Fact[] = [
      {
        subjectType: SUBJECT,
        subjectId: id,
        summary: `mengubah "${draft.content.title}"`,
        before: forTrail({ villageCode: locked.village_code, ...before, evidence }),
        after: forTrail({
          villageCode: draft.villageCode,
          ...saved,
          ...draft.content,
          evidence: await evidenceNames(tx, before.id),
        }),
      },
    ];
    if (draft.submit) facts.push(...(await takeStep(tx, doing, saved, { verb: submit })));
    return { result: undefined, fact: facts };
  });
}

/** What a revision has as evidence, for the trail. */
const evidenceNames = async (tx: Writer, revisionId: number): Promise<string[]> =>
  (await tx.evidence.findMany({ where: { revisionId }, orderBy: { position: 'asc' } })).map(
    (one) => one.fileName,
  );

/** Only a first draft that no village has spoken about may still turn out to have been elsewhere. */
async function moveTo(tx: Writer, locked: Locked, villageCode: string): Promise<void> {
  if (villageCode === locked.village_code) return;
  const spoken = await tx.villageResponse.count({ where: { revisionId: locked.revision.id } });
  if (locked.revision.number > 1 || spoken > 0) {
    throw conflict('Desanya tidak dapat diganti lagi. Catat kegiatan baru untuk desa yang lain.');
  }
  await tx.activity.update({ where: { id: locked.id }, data: { villageCode } });
}

async function rewrite(tx: Writer, locked: Locked, draft: Draft, now: Date) {
  const revisionId = locked.revision.id;
  await tx.activityLine.deleteMany({ where: { revisionId } });
  await tx.commitment.deleteMany({ where: { revisionId } });
  await tx.evidence.deleteMany({ where: { revisionId, id: { in: draft.removeEvidence } } });
  await attach(tx, revisionId, draft.files, now);
  return tx.activityRevision.update({
    where: { id: revisionId },
    data: {
      ...revisionColumns(draft.content),
      updatedAt: now,
      lockVersion: { increment: 1 },
      lines: { create: inOrder(draft.content.lines) },
      commitments: { create: inOrder(draft.content.commitments) },
    },
  });
}
