import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { conflict } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import { forTrail, lineIn } from './content.js';
import { readRevision } from './queries.js';
import { type Seen, SUBJECT } from './subject.js';
import { remove, revise } from './verbs.js';

/**
 * Begins a correction of a verified activity: a new draft with the same content, promises and evidence. The verified
 * revision goes on counting until the new one is verified.
 */
export function beginRevision(doing: Doing, target: Target<Seen>): Promise<void> {
  return actOnOne(doing, revise, target, async (tx, { id, revision }) => {
    const made = await copyRevision(tx, doing, revision.id);
    await tx.activity.update({ where: { id }, data: { currentRevisionId: made.id } });
    const summary = `mulai memperbaiki "${made.title}", revisi ${made.number}`;
    const before = { revision: revision.number, reviewStatus: revision.reviewStatus };
    const after = { revision: made.number, reviewStatus: made.reviewStatus };
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary, before, after } };
  });
}

/**
 * A revision with all its rows, as a draft of its own: everything but the keys and what was done to its paper; `told` is
 * what it says otherwise, of the head and line by line.
 */
export async function copyRevision(
  tx: Writer,
  { actor, now }: Doing,
  fromId: number,
  told: { head: Partial<ActivityRevision>; lines: object[] } = { head: {}, lines: [] },
) {
  const { lines, commitments, evidence, ...from } = await tx.activityRevision.findUniqueOrThrow({
    where: { id: fromId },
    include: { lines: { orderBy: { position: 'asc' } }, commitments: true, evidence: true },
  });
  const { id: _id, reviewStatus: _status, lockVersion: _version, submittedAt: _submitted, ...rest } = from;
  const {
    reviewerId: _reviewer,
    reviewedAt: _reviewed,
    reviewNote: _note,
    changeReason: _reason,
    ...content
  } = rest;
  return tx.activityRevision.create({
    data: {
      ...content,
      ...told.head,
      number: from.number + 1,
      authorId: actor.id,
      createdAt: now,
      updatedAt: now,
      // What was told of a plan before plans were kept apart is dropped, and the difference says so.
      lines: {
        create: withoutKeys(lines).map((line, index) =>
          lineIn({ ...line, ...told.lines[index] }, told.head.workStatus ?? from.workStatus),
        ),
      },
      commitments: { create: withoutKeys(commitments) },
      evidence: { create: withoutKeys(evidence) },
    },
  });
}

const withoutKeys = <T extends { id: number; revisionId: number }>(rows: T[]) =>
  rows.map(({ id: _id, revisionId: _revisionId, ...row }) => row);

/**
 * Deletes a draft: the whole activity, or only the correction when an earlier revision was verified. What it held
 * stays in the trail.
 * @returns whether the activity itself is gone.
 */
export function deleteDraft(doing: Doing, target: Target<Seen>): Promise<boolean> {
  return actOnOne(doing, remove, target, async (tx, { id, revision: { id: revisionId } }) => {
    const revision = await readRevision(tx, revisionId);
    if (revision.responses.length > 0) {
      throw conflict(
        'Desa sudah menanggapi kegiatan ini, jadi tidak dapat dihapus. Ubah status kerjanya menjadi Batal, lalu ajukan.',
      );
    }
    const before = await tx.activityRevision.findFirst({
      where: { activityId: id, number: { lt: revision.number } },
      orderBy: { number: 'desc' },
    });
    await tx.activity.update({ where: { id }, data: { currentRevisionId: before?.id ?? null } });
    await tx.activityRevision.delete({ where: { id: revision.id } });
    if (!before) await tx.activity.delete({ where: { id } });
    const fact = {
      subjectType: SUBJECT,
      subjectId: id,
      summary: `menghapus ${before ? `revisi ${revision.number}` : 'draf'} "${revision.title}"`,
      before: forTrail(revision),
    };
    return { result: before === null, fact };
  });
}
