import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { unaudited } from '../audit/change.js';
import { invalid } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { type Here, ofRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { openWords, type Reading } from './reading.js';
import type { UploadVerbs } from './verbs.js';

/** A waiting upload of one of these kinds, of this person; nobody else's is found. */
export function findStaged(db: Reader, actor: Actor, id: string, kinds: readonly string[]) {
  return db.stagedUpload.findFirst({ where: { id, accountId: actor.id, kind: { in: [...kinds] } } });
}
export type Staged = NonNullable<Awaited<ReturnType<typeof findStaged>>>;

const StoredAnswers = z.object({
  columns: z.record(z.string(), z.string()).default({}),
  hidden: z.enum(['ikutkan', 'lewati']).optional(),
  meant: z.record(z.string(), z.string()).default({}),
});

/** What the owner of a waiting upload answered about it so far. */
export const answersOf = (staged: { answers: unknown }): z.output<typeof StoredAnswers> =>
  StoredAnswers.parse(staged.answers);

/** @throws Problem `invalid` where something of an upload is still open, or a cell is wrong. */
export function requireWhole(read: Reading, staged: Staged): void {
  const open = openWords(read, answersOf(staged));
  if (open !== '' || read.faults.length > 0) throw invalid({ form: open || 'Masih ada sel yang keliru.' });
}

/**
 * Keeps an upload until its owner confirms or cancels it. Nothing counts before.
 * @returns the id under which its preview stands.
 */
export async function stage(
  { database, actor }: Doing,
  upload: Omit<Prisma.StagedUploadUncheckedCreateInput, 'regionCode' | 'accountId' | 'answers'> & {
    answers: Answers;
  },
): Promise<string> {
  const owner = { ...ofRegion(actor), accountId: actor.id };
  const data = { ...upload, ...owner, answers: { ...upload.answers } };
  const { id } = await unaudited(database, (tx) => tx.stagedUpload.create({ data }));
  return id;
}

/** Keeps what its owner answered about a waiting upload, beside earlier answers. */
export function answerUpload(doing: Doing, verbs: UploadVerbs, id: string, answers: Answers): Promise<void> {
  return actOnOne(doing, verbs.answer, target(id), async (tx, upload) => {
    const known = answersOf(upload);
    const columns = { ...known.columns, ...answers.columns };
    const meant = { ...known.meant, ...answers.meant };
    await tx.stagedUpload.update({
      where: { id },
      data: { answers: { ...known, ...answers, columns, meant } },
    });
    return { result: undefined, fact: [] };
  });
}

/** Throws a waiting upload away; as nothing came of it, the trail does not tell. */
export function cancelUpload(doing: Doing, verbs: UploadVerbs, id: string): Promise<void> {
  return actOnOne(doing, verbs.cancel, target(id), async (tx) => {
    await tx.stagedUpload.delete({ where: { id } });
    return { result: undefined, fact: [] };
  });
}

/** Ends the waiting of an upload that was used, which the trail tells with what it was used for. */
export function endUpload(doing: Doing, verbs: UploadVerbs, id: string): Promise<void> {
  return actOnOne(doing, verbs.confirm, target(id), async (tx, upload) => {
    await useUpload(tx, upload);
    return { result: undefined, fact: [] };
  });
}

/** An upload waits no more; the next file of its source is read with the columns that were chosen for this one. */
export async function useUpload(tx: Writer, upload: Staged): Promise<void> {
  const { id, kind, source } = upload;
  await tx.stagedUpload.delete({ where: { id } });
  for (const [columnName, header] of Object.entries(answersOf(upload).columns)) {
    const key = { ...ofRegion(upload), kind, source, columnName };
    await tx.columnChoice.deleteMany({ where: key });
    await tx.columnChoice.create({ data: { ...key, header } });
  }
}

interface Source extends Here {
  kind: string;
  source: string;
}

/** Reads a file as it is; where columns are open, with those that were chosen for an earlier file of its source. */
export async function readRemembering<R extends Reading>(
  db: Reader,
  source: Source,
  read: (answers: Answers) => Promise<R>,
): Promise<{ checked: R; answers: Answers }> {
  const plain = { checked: await read({}), answers: {} };
  if (plain.checked.open.columns.length === 0 || plain.checked.hasNik) return plain;
  const choices = await db.columnChoice.findMany({ where: source });
  const answers = { columns: Object.fromEntries(choices.map((one) => [one.columnName, one.header])) };
  const checked = await read(answers);
  return checked.open.columns.length === 0 ? { checked, answers } : plain;
}
