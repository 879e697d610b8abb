import { change, type Fact } from '../audit/change.js';
import { conflict, forbidden, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { requireAssigned } from './assigned.js';
import { missingForSubmission } from './content.js';
import { lockFor, type Seen, SUBJECT } from './lock.js';
import { type StepName, steps } from './steps.js';

/**
 * Moves the paper of an activity's newest revision: `submit`, `withdraw`, `return` (with a note) or `verify`.
 * A verified revision counts in every figure from the moment of its commit, and its predecessor no longer.
 * @throws Problem `conflict` when it changed since the page was opened, `invalid` without the note, with gaps or outside
 * the agency's assignments.
 */
export function review(
  database: Database,
  actor: Actor,
  id: number,
  seen: Seen,
  step: StepName,
  note: string | null,
  now: Date,
): Promise<void> {
  const { action } = steps[step];
  return change(database, actor, action, async (tx) => {
    const locked = await lockFor(tx, actor, id, seen, action);
    if (step === 'verify' || step === 'return') await refuseOwnWork(tx, actor, locked.current);
    // The assignment may have been ended with an earlier day since the draft was saved.
    if (step === 'submit') await requireAssigned(tx, locked.agency_id, locked.village_code, locked.current);
    const fact = await takeStep(tx, actor, locked.current, step, note, now);
    if (step === 'verify') {
      await tx.activity.update({ where: { id }, data: { verifiedRevisionId: locked.current.id } });
    }
    return { result: undefined, fact };
  });
}

/** Nobody reviews what they wrote or submitted, also when their account has changed its role since. */
async function refuseOwnWork(tx: Writer, actor: Actor, revision: ActivityRevision): Promise<void> {
  const own = await tx.reviewStep.count({
    where: { revisionId: revision.id, kind: 'AJUKAN', actorId: actor.id },
  });
  if (own > 0 || revision.authorId === actor.id) throw forbidden('Anda tidak memeriksa tulisan sendiri.');
}

/** One move of the paper within a transaction that holds the activity's lock. */
export async function takeStep(
  tx: Writer,
  actor: Actor,
  revision: ActivityRevision,
  name: StepName,
  note: string | null,
  now: Date,
): Promise<Fact> {
  const step = steps[name];
  const from: readonly string[] = step.from;
  if (!from.includes(revision.reviewStatus)) throw conflict('Keadaan laporan ini sudah berubah.');
  if (name === 'submit') await requireComplete(tx, revision);
  if (name === 'return' && !note) throw invalid({ catatan: 'Tulis apa yang perlu diperbaiki.' });
  const to = step.to(revision.reviewNote !== null);
  await tx.reviewStep.create({
    data: { revisionId: revision.id, kind: step.kind, note, actorId: actor.id, at: now },
  });
  await tx.activityRevision.update({
    where: { id: revision.id },
    data: {
      reviewStatus: to,
      lockVersion: { increment: 1 },
      ...(name === 'submit' && { submittedAt: now }),
      ...((name === 'return' || name === 'verify') && { reviewerId: actor.id, reviewedAt: now }),
      ...(name === 'return' && { reviewNote: note }),
    },
  });
  return {
    kind: step.action,
    subjectType: SUBJECT,
    subjectId: revision.activityId,
    summary: `${step.word} "${revision.title}"${revision.number > 1 ? `, revisi ${revision.number}` : ''}`,
    before: { reviewStatus: revision.reviewStatus },
    after: { reviewStatus: to, ...(note && { note }) },
  };
}

async function requireComplete(tx: Writer, revision: ActivityRevision): Promise<void> {
  const lines = await tx.activityLine.findMany({
    where: { revisionId: revision.id },
    orderBy: { position: 'asc' },
  });
  const errors = missingForSubmission({ ...revision, lines }, revision.number);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
