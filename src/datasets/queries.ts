import type { Reader } from '../database/client.js';
import { withFormerNames } from '../database/former-names.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { sees } from '../scope.js';
import { portalLimits } from '../sheets/table.js';
import { answersOf, type Staged } from '../uploads/staged.js';
import { checkFile, regionReference } from './check.js';
import { kindOf } from './kinds.js';

/** A waiting data file: its kind is one of ours, and it has a day. */
export type StagedData = Omit<Staged, 'kind' | 'asOf'> & { kind: DatasetKind; asOf: Date };

/** A waiting upload as it reads now, with the places it was read against. */
export async function readStaged(db: Reader, staged: StagedData) {
  const reference = await regionReference(db, staged);
  const checked = await checkFile(kindOf(staged.kind), staged.bytes, reference, {
    unit: staged.unit,
    answers: answersOf(staged),
    limits: portalLimits,
  });
  return { reference, checked };
}

/** A version of the actor's kabupaten, with who uploaded it. */
export async function findVersion(db: Reader, actor: Actor, id: number) {
  if (!(await sees({ db, actor }, 'dataset.list', id))) return null;
  return db.datasetVersion.findUnique({
    where: { id },
    include: { uploadedBy: withFormerNames },
  });
}
export type Version = NonNullable<Awaited<ReturnType<typeof findVersion>>>;
