import { change } from '../audit/change.js';
import { conflict, forbidden, invalid, notFound } from '../core/problem.js';
import type { Database } from '../database/client.js';
import type { ResponseKind } from '../generated/prisma/enums.js';
import { type Actor, can } from '../policy.js';
import { type Locked, lockActivity, SUBJECT } from './lock.js';
import { standingOf } from './queries.js';

/** What a village says about a revision. */
export interface Word {
  revisionId: number;
  /** Saves of the revision when the page was opened: the village speaks of what it read. */
  lockVersion: number;
  kind: ResponseKind;
  reason: string | null;
}

/**
 * The village confirms or disputes (with a reason) a revision that was submitted. It changes nothing of the paper;
 * the newest word counts, and the same word again changes nothing.
 * @throws Problem `conflict` when the revision is no longer the one that is shown, or was changed since it was read.
 */
export function respond(database: Database, actor: Actor, id: number, word: Word, now: Date): Promise<void> {
  return change(database, actor, 'activity.respond', async (tx) => {
    const locked = await lockActivity(tx, actor, id);
    const shownId = published(locked);
    if (shownId === null || shownId !== word.revisionId) {
      throw conflict('OPD sedang memperbaiki kegiatan ini. Baca lagi isinya, lalu beri tanggapan.');
    }
    const shown = await tx.activityRevision.findUniqueOrThrow({
      where: { id: shownId },
      include: { responses: { orderBy: { id: 'asc' } } },
    });
    if (!can(actor, 'activity.respond', { ...locked.ref, reviewStatus: shown.reviewStatus }))
      throw forbidden();
    if (shown.lockVersion !== word.lockVersion && shown.reviewStatus !== 'DIVERIFIKASI') {
      throw conflict('Isi kegiatan ini berubah sejak Anda membukanya. Baca lagi, lalu beri tanggapan.');
    }
    if (word.kind === 'SANGGAHAN' && !word.reason) {
      throw invalid({ alasan: 'Tulis apa yang tidak sesuai, supaya koordinator dapat memeriksanya.' });
    }
    const { kind, reason } = word;
    const standing = standingOf(shown);
    if (standing?.kind === kind && standing.reason === reason) return { result: undefined, fact: [] };
    await tx.villageResponse.create({
      data: { revisionId: shownId, kind, reason, createdById: actor.id, createdAt: now },
    });
    const summary = `${kind === 'KONFIRMASI' ? 'mengonfirmasi' : 'menyanggah'} "${shown.title}"`;
    return {
      result: undefined,
      fact: { subjectType: SUBJECT, subjectId: id, summary, after: { kind, reason } },
    };
  });
}

/** The revision that others than its author read; null when there is none. */
const published = ({ current, verified_revision_id }: Locked): number | null =>
  current.reviewStatus === 'DRAF' ? verified_revision_id : current.id;

/**
 * The coordinator answers a dispute; from then on it no longer waits.
 * @throws Problem `conflict` when somebody answered it first, the village has spoken again or the content was revised.
 */
export function answerDispute(
  database: Database,
  actor: Actor,
  id: number,
  responseId: number,
  answer: string,
  now: Date,
): Promise<void> {
  return change(database, actor, 'activity.answer', async (tx) => {
    const locked = await lockActivity(tx, actor, id);
    if (!can(actor, 'activity.answer', locked.ref)) throw forbidden();
    const dispute = await tx.villageResponse.findFirst({
      where: { id: responseId, kind: 'SANGGAHAN', revision: { activityId: id } },
      include: { answeredBy: true, revision: { select: { title: true, updatedAt: true } } },
    });
    if (!dispute) throw notFound();
    if (dispute.answeredBy) throw conflict(`Sanggahan ini sudah dijawab oleh ${dispute.answeredBy.name}.`);
    const later = await tx.villageResponse.count({
      where: { revisionId: dispute.revisionId, id: { gt: responseId } },
    });
    if (later > 0) throw conflict('Desa sudah memberi tanggapan baru. Baca dahulu, lalu jawab.');
    if (
      dispute.revisionId !== (published(locked) ?? locked.current.id) ||
      dispute.createdAt < dispute.revision.updatedAt
    ) {
      throw conflict('OPD sudah memperbaiki isinya, jadi sanggahan ini tidak lagi menunggu jawaban.');
    }
    await tx.villageResponse.update({
      where: { id: responseId },
      data: { answer, answeredById: actor.id, answeredAt: now },
    });
    const summary = `menjawab sanggahan atas "${dispute.revision.title}"`;
    const fact = {
      subjectType: SUBJECT,
      subjectId: id,
      summary,
      before: { reason: dispute.reason },
      after: { answer },
    };
    return { result: undefined, fact };
  });
}
