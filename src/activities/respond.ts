import { type Acted, act, actOnOne, type Doing, oneByOne, type Target } from '../audit/act.js';
import { conflict, notFound } from '../core/problem.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import { standingOf } from './queries.js';
import { type Seen, SUBJECT } from './subject.js';
import { answer, type confirm, dispute } from './verbs.js';

/**
 * The village confirms, or disputes with a reason, what it was told. It changes nothing of the paper; the newest word
 * counts, and the same word again changes nothing.
 * @throws Problem as `act`; `conflict` when what it read is no longer shown, or was changed since.
 */
export function respond(
  doing: Doing,
  verb: typeof confirm | typeof dispute,
  targets: Target<Seen>[],
  note: string,
): Promise<Acted<undefined>> {
  const word = { kind: verb === dispute ? 'SANGGAHAN' : 'KONFIRMASI', reason: note || null } as const;
  return act(
    doing,
    verb,
    targets,
    oneByOne(async (tx, { id, revision }) => {
      const responses = await tx.villageResponse.findMany({
        where: { revisionId: revision.id },
        orderBy: { id: 'asc' },
      });
      const standing = standingOf({ ...revision, responses });
      if (standing?.kind === word.kind && standing.reason === word.reason)
        return { result: undefined, fact: [] };
      const by = { createdById: doing.actor.id, createdAt: doing.now };
      await tx.villageResponse.create({ data: { revisionId: revision.id, ...word, ...by } });
      const summary = `${verb === dispute ? 'menyanggah' : 'mengonfirmasi'} "${revision.title}"`;
      return {
        result: undefined,
        fact: { subjectType: SUBJECT, subjectId: id, summary, after: word },
      };
    }),
  );
}

/**
 * The coordinator answers a dispute; from then on it no longer waits.
 * @throws Problem `conflict` when somebody answered it first, the village has spoken again or the content was revised.
 */
export function answerDispute(doing: Doing, id: number, responseId: number, words: string): Promise<void> {
  return actOnOne(doing, answer, { id, seen: null }, async (tx, { revision }) => {
    const said = await tx.villageResponse.findFirst({
      where: { id: responseId, kind: 'SANGGAHAN', revision: { activityId: id } },
      include: { answeredBy: withFormerNames, revision: { select: { title: true, updatedAt: true } } },
    });
    if (!said) throw notFound();
    if (said.answeredBy && said.answeredAt)
      throw conflict(`Sanggahan ini sudah dijawab oleh ${nameAt(said.answeredBy, said.answeredAt)}.`);
    const later = await tx.villageResponse.count({
      where: { revisionId: said.revisionId, id: { gt: responseId } },
    });
    if (later > 0) throw conflict('Desa sudah memberi tanggapan baru. Baca dahulu, lalu jawab.');
    if (said.revisionId !== revision.id || said.createdAt < said.revision.updatedAt) {
      throw conflict('OPD sudah memperbaiki isinya, jadi sanggahan ini tidak lagi menunggu jawaban.');
    }
    await tx.villageResponse.update({
      where: { id: responseId },
      data: { answer: words, answeredById: doing.actor.id, answeredAt: doing.now },
    });
    const summary = `menjawab sanggahan atas "${said.revision.title}"`;
    const told = { subjectType: SUBJECT, subjectId: id, summary };
    const news = { topic: 'SANGGAHAN', id } as const;
    return {
      result: undefined,
      fact: { ...told, before: { reason: said.reason }, after: { answer: words }, news },
    };
  });
}
