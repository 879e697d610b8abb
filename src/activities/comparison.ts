import { date, moment } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Comparable, type RevisionDifference, revisionDifferences } from './difference.js';
import type { Revision } from './queries.js';
import { readSubmission } from './submission.js';

/** Old beside new in words. */
export interface RevisionComparison {
  /** '' where the page itself is called so. */
  title: string;
  text: string;
  /** Why it was changed; '' where nobody said. */
  reason: string;
  oldTitle: string;
  nowTitle: string;
  parts: { title: string; rows: RevisionDifference[] }[];
}

type Titled = Pick<RevisionComparison, 'title' | 'oldTitle' | 'nowTitle'>;

/** What differs from `old` to `now`, part by part. */
function comparison(old: Comparable, now: Comparable, titled: Titled, reason = ''): RevisionComparison {
  const changed = revisionDifferences(old, now);
  const parts = (['Isian', 'Hasil dan dana', 'Janji', 'Bukti'] as const)
    .map((title) => ({ title, rows: changed.filter((one) => one.part === title) }))
    .filter((part) => part.rows.length > 0);
  const text = changed.length === 0 ? 'Tidak ada yang berubah.' : `${changed.length} hal berubah.`;
  return { ...titled, text, reason, parts };
}

/**
 * What whoever decides about a revision looks at first: what changed since it was returned, and what a correction
 * changes of the revision that counts, `verified`.
 */
export const changesOf = async (
  db: Reader,
  shown: Revision,
  verified: Revision | null,
): Promise<RevisionComparison[]> => [
  ...(await sinceReturn(db, shown)),
  ...(verified && verified.id !== shown.id
    ? [correction(verified, shown, `Yang berubah dari revisi ke-${verified.number} yang dihitung`)]
    : []),
];

/** What changed since the last return; nothing where it was never returned, or is verified since. */
export async function sinceReturn(db: Reader, shown: Revision): Promise<RevisionComparison[]> {
  if (shown.reviewStatus === 'DIVERIFIKASI') return [];
  const back = shown.steps.findLast((step) => step.kind === 'KEMBALIKAN');
  const sent = back && shown.steps.findLast((step) => step.kind === 'AJUKAN' && step.id < back.id);
  if (!sent) return [];
  const titled = {
    title: 'Yang berubah sejak dikembalikan',
    oldTitle: `Diajukan ${moment(sent.at)}`,
    nowTitle:
      shown.reviewStatus === 'DIAJUKAN' && shown.submittedAt
        ? `Diajukan ${moment(shown.submittedAt)}`
        : 'Sekarang',
  };
  const before = await readSubmission(db, sent.id);
  if (before) return [comparison(before, shown, titled)];
  const text = `Isi yang diajukan ${moment(sent.at)} tidak tersimpan, karena waktu itu portal belum menyimpannya.`;
  return [{ ...titled, text, reason: '', parts: [] }];
}

/** What a correction changes of an earlier revision, with its reason. */
export const correction = (old: Revision, now: Revision, title = ''): RevisionComparison =>
  comparison(old, now, { title, oldTitle: titleOf(old), nowTitle: titleOf(now) }, now.changeReason ?? '');

const titleOf = (revision: Revision) => `Revisi ${revision.number}, ${stateOf(revision)}`;

/** Where the paper of a revision stands, with the day. */
export function stateOf(revision: {
  reviewStatus: string;
  reviewedAt: Date | null;
  submittedAt: Date | null;
}): string {
  if (revision.reviewStatus === 'DIVERIFIKASI' && revision.reviewedAt)
    return `diverifikasi ${moment(revision.reviewedAt)}`;
  if (revision.reviewStatus === 'DIAJUKAN' && revision.submittedAt)
    return `diajukan ${moment(revision.submittedAt)}`;
  return revision.reviewStatus === 'DIKEMBALIKAN' ? 'dikembalikan' : 'masih draf';
}

/** `14 Oktober 2022`, or both ends of a longer activity. */
export const daysInWords = (one: { startsOn: Date; endsOn: Date }) =>
  one.endsOn.getTime() === one.startsOn.getTime()
    ? date(one.startsOn)
    : `${date(one.startsOn)} sampai ${date(one.endsOn)}`;
