import { type Acted, act, type Doing, type Target } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import { conflict, forbidden, invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { dropNil } from '../rhythm/nil.js';
import { saidToHaveHappened } from '../rules.js';
import { bearUndertakings } from '../undertakings/birth.js';
import { requireAssigned } from './assigned.js';
import { missingForSubmission } from './content.js';
import { workBefore } from './queries.js';
import { carryShares } from './share-carry.js';
import { type Seen, SUBJECT } from './subject.js';
import { keepSubmissions } from './submission.js';
import { type PaperVerb, submit, verify } from './verbs.js';

/**
 * Moves the paper of activities' newest revisions: submits, withdraws, returns with a note or verifies. A verified
 * revision counts in every figure from the moment of its commit, and its predecessor no longer.
 * @throws Problem as `act`; `invalid` with gaps or outside the agency's assignments.
 */
export function review(
  doing: Doing,
  verb: PaperVerb,
  targets: Target<Seen>[],
  note: string,
): Promise<Acted<undefined>> {
  return act(
    doing,
    verb,
    targets,
    async (tx, { id, revision, agency_id, village_code, verified_revision_id }) => {
      if (isDecision(verb)) await refuseOwnWork(tx, doing.actor, revision);
      // The assignment may have been ended with an earlier day since the draft was saved.
      if (verb === submit) await requireAssigned(tx, agency_id, village_code, revision);
      const steps = await takeStep(tx, doing, revision, { verb, note });
      if (verb !== verify) return { result: undefined, fact: steps };
      await tx.activity.update({ where: { id }, data: { verifiedRevisionId: revision.id } });
      await bearUndertakings(tx, { activityId: id, revisionId: revision.id, now: doing.now });
      const shares = await carryShares(tx, doing, verified_revision_id, revision);
      return { result: undefined, fact: [...steps, ...shares] };
    },
  );
}

const isDecision = ({ kind }: PaperVerb) => kind === 'KEMBALIKAN' || kind === 'VERIFIKASI';

/** Nobody reviews what they wrote or submitted, also when their account has changed its role since. */
async function refuseOwnWork(tx: Writer, actor: Actor, revision: ActivityRevision): Promise<void> {
  const own = await tx.reviewStep.count({
    where: { revisionId: revision.id, kind: 'AJUKAN', actorId: actor.id },
  });
  if (own > 0 || revision.authorId === actor.id) throw forbidden('Anda tidak memeriksa tulisan sendiri.');
}

/** One move of the paper within a transaction that holds the activity's lock, and what it ends. */
export async function takeStep(
  tx: Writer,
  { actor, now }: Doing,
  revision: ActivityRevision,
  { verb, note = '' }: { verb: PaperVerb; note?: string },
): Promise<Fact[]> {
  if (verb === submit) await requireComplete(tx, revision);
  const to = verb.to(revision.reviewNote !== null);
  if (to === revision.reviewStatus) throw conflict('Keadaan laporan ini sudah berubah.');
  const step = await tx.reviewStep.create({
    data: { revisionId: revision.id, kind: verb.kind, note: note || null, actorId: actor.id, at: now },
  });
  if (verb === submit) await keepSubmissions(tx, [step]);
  await tx.activityRevision.update({
    where: { id: revision.id },
    data: {
      reviewStatus: to,
      lockVersion: { increment: 1 },
      ...(verb === submit && { submittedAt: now }),
      ...(isDecision(verb) && { reviewerId: actor.id, reviewedAt: now }),
      ...(verb.kind === 'KEMBALIKAN' && { reviewNote: note }),
    },
  });
  const done: Fact = {
    kind: verb.action,
    subjectType: SUBJECT,
    subjectId: revision.activityId,
    summary: `${verb.told} "${revision.title}"${revision.number > 1 ? `, revisi ${revision.number}` : ''}`,
    before: { reviewStatus: revision.reviewStatus },
    after: { reviewStatus: to, ...(note && { note }) },
    ...(isDecision(verb) && { news: { topic: 'LAPORAN', id: revision.activityId } }),
  };
  const reports = verb === submit && saidToHaveHappened(revision);
  return [done, ...(reports ? await dropNil(tx, revision.activityId, revision) : [])];
}

async function requireComplete(tx: Writer, revision: ActivityRevision): Promise<void> {
  const lines = await tx.activityLine.findMany({
    where: { revisionId: revision.id },
    orderBy: { position: 'asc' },
  });
  const before = await workBefore(tx, revision);
  const errors = missingForSubmission({ ...revision, lines }, before);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
