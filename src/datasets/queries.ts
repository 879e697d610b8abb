import { z } from 'zod';
import type { Reader } from '../database/client.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { sees } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { portalLimits } from '../sheets/table.js';
import { checkFile, regionReference } from './check.js';
import { kindOf } from './kinds.js';

/** A waiting upload of this person; nobody else's is found. */
export function findStaged(db: Reader, actor: Actor, id: string) {
  return db.stagedUpload.findFirst({ where: { id, accountId: actor.id } });
}
export type Staged = NonNullable<Awaited<ReturnType<typeof findStaged>>>;

const StoredAnswers = z.object({
  columns: z.record(z.string(), z.string()).default({}),
  hidden: z.enum(['ikutkan', 'lewati']).optional(),
});

/** What the owner of a waiting upload answered about it so far. */
export const answersOf = (staged: { answers: unknown }): z.output<typeof StoredAnswers> =>
  StoredAnswers.parse(staged.answers);

/** A waiting upload as it reads now, with the places it was read against. */
export async function readStaged(db: Reader, staged: Staged) {
  const reference = await regionReference(db, staged.regionCode);
  const checked = await checkFile(kindOf(staged.kind), staged.bytes, reference, {
    unit: staged.unit,
    answers: answersOf(staged),
    limits: portalLimits,
  });
  return { reference, checked };
}

/** The columns that were chosen for an earlier file of this source. */
export async function rememberedAnswers(
  db: Reader,
  source: { regionCode: string; kind: DatasetKind; source: string },
): Promise<Answers> {
  const choices = await db.columnChoice.findMany({ where: source });
  return { columns: Object.fromEntries(choices.map((one) => [one.columnName, one.header])) };
}

/** A version of the actor's kabupaten, with who uploaded it. */
export async function findVersion(db: Reader, actor: Actor, id: number) {
  if (!(await sees({ db, actor }, 'dataset.list', id))) return null;
  return db.datasetVersion.findUnique({
    where: { id },
    include: { uploadedBy: { select: { name: true } } },
  });
}
export type Version = NonNullable<Awaited<ReturnType<typeof findVersion>>>;
