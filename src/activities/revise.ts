import { change } from '../audit/change.js';
import { conflict } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import type { Actor } from '../policy.js';
import { forTrail } from './content.js';
import { lockFor, type Seen, SUBJECT } from './lock.js';
import { readRevision } from './queries.js';

/**
 * Begins a correction of a verified activity: a new draft with the same content, promises and evidence. The verified
 * revision goes on counting until the new one is verified.
 */
export function revise(database: Database, actor: Actor, id: number, seen: Seen, now: Date): Promise<void> {
  return change(database, actor, 'activity.revise', async (tx) => {
    const locked = await lockFor(tx, actor, id, seen, 'activity.revise');
    const made = await copyRevision(tx, locked.current.id, actor.id, now);
    await tx.activity.update({ where: { id }, data: { currentRevisionId: made.id } });
    const summary = `mulai memperbaiki "${made.title}", revisi ${made.number}`;
    const before = { revision: locked.current.number, reviewStatus: locked.current.reviewStatus };
    const after = { revision: made.number, reviewStatus: made.reviewStatus };
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary, before, after } };
  });
}

async function copyRevision(tx: Writer, fromId: number, authorId: number, now: Date) {
  const from = await tx.activityRevision.findUniqueOrThrow({
    where: { id: fromId },
    include: { lines: true, commitments: true, evidence: true },
  });
  const without = <T extends { id: number; revisionId: number }>(rows: T[]) =>
    rows.map(({ id: _id, revisionId: _revisionId, ...row }) => row);
  const { activityId, startsOn, endsOn, title, description, workStatus, cancelReason } = from;
  const { pemdesCount, lkdCount, pendampingCount, residentCount, obstacles, nextStep } = from;
  return tx.activityRevision.create({
    data: {
      ...{ activityId, startsOn, endsOn, title, description, workStatus, cancelReason },
      ...{ pemdesCount, lkdCount, pendampingCount, residentCount, obstacles, nextStep },
      number: from.number + 1,
      authorId,
      createdAt: now,
      updatedAt: now,
      lines: { create: without(from.lines) },
      commitments: { create: without(from.commitments) },
      evidence: { create: without(from.evidence) },
    },
  });
}

/**
 * Deletes a draft: the whole activity, or only the correction when an earlier revision was verified. What it held
 * stays in the trail.
 * @returns whether the activity itself is gone.
 */
export function deleteDraft(database: Database, actor: Actor, id: number, seen: Seen): Promise<boolean> {
  return change(database, actor, 'activity.delete', async (tx) => {
    const locked = await lockFor(tx, actor, id, seen, 'activity.delete');
    const revision = await readRevision(tx, locked.current.id);
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
