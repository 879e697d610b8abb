import type { ReviewStatus, ReviewStepKind } from '../generated/prisma/enums.js';
import type { ActivityAction } from './lock.js';

interface Step {
  action: ActivityAction;
  kind: ReviewStepKind;
  from: readonly ReviewStatus[];
  /** `returnedBefore` says whether a coordinator had sent this revision back already. */
  to: (returnedBefore: boolean) => ReviewStatus;
  /** What the trail says. */
  word: string;
}

/**
 * How the paper of a revision moves: draf → diajukan → diverifikasi, or dikembalikan with a note → diajukan again.
 * A submission taken back becomes what it was before. Nothing leads out of diverifikasi but a new revision.
 */
export const steps = {
  submit: {
    action: 'activity.submit',
    kind: 'AJUKAN',
    from: ['DRAF', 'DIKEMBALIKAN'],
    to: () => 'DIAJUKAN',
    word: 'mengajukan',
  },
  withdraw: {
    action: 'activity.withdraw',
    kind: 'TARIK',
    from: ['DIAJUKAN'],
    to: (returnedBefore) => (returnedBefore ? 'DIKEMBALIKAN' : 'DRAF'),
    word: 'menarik kembali',
  },
  return: {
    action: 'activity.return',
    kind: 'KEMBALIKAN',
    from: ['DIAJUKAN'],
    to: () => 'DIKEMBALIKAN',
    word: 'mengembalikan',
  },
  verify: {
    action: 'activity.verify',
    kind: 'VERIFIKASI',
    from: ['DIAJUKAN'],
    to: () => 'DIVERIFIKASI',
    word: 'memverifikasi',
  },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;
