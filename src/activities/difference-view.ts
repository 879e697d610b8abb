import { date, moment } from '../core/format.js';
import { notFound } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { type PageHead, pageHead } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { type Difference, differences } from './difference.js';
import { type Panel, type PanelState, reviewPanels } from './panels.js';
import { activityPaths } from './paths.js';
import { type Found, readableRevisions, readRevision } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'activities/perbedaan': DifferencePage;
  }
}

interface DifferencePage {
  head: PageHead;
  oldTitle: string;
  nowTitle: string;
  reason: string;
  parts: { title: string; rows: Difference[] }[];
  backHref: string;
  /** The decision, where the newer of the two waits for this reader's. */
  panels: Panel[];
}

const blank: PanelState = { typed: {}, errors: {} };

/** What a correction changed, old beside new in words. Without numbers the newest is held against the one before. */
export async function differencePage(
  db: Reader,
  actor: Actor,
  found: Found,
  wanted: { dari: number | null; ke: number | null },
): Promise<Reply> {
  const readable = await readableRevisions(db, found);
  const now = wanted.ke === null ? readable[0] : readable.find((one) => one.number === wanted.ke);
  const old =
    wanted.dari === null
      ? readable.find((one) => now && one.number < now.number)
      : readable.find((one) => one.number === wanted.dari);
  if (!old || !now) throw notFound('Revisi yang dibandingkan tidak ada.');
  const [before, after] = await Promise.all([readRevision(db, old.id), readRevision(db, now.id)]);
  const changed = differences(before, after);
  const parts = ['Isian', 'Hasil dan dana', 'Janji', 'Bukti']
    .map((title) => ({ title, rows: changed.filter((one) => one.part === title) }))
    .filter((part) => part.rows.length > 0);
  const head = pageHead({
    crumbs: [
      { label: 'Kegiatan', href: activityPaths.list },
      { label: after.title, href: activityPaths.one(found.id) },
    ],
    title: `Perbedaan revisi ${before.number} dan ${after.number}`,
    subtitle: `${found.village}, Kecamatan ${found.kecamatan}, ${found.agency}`,
    lead: changed.length === 0 ? 'Isi kedua revisi sama.' : `${changed.length} hal berubah.`,
  });
  const model: DifferencePage = {
    head,
    oldTitle: `Revisi ${before.number}, ${stateOf(before)}`,
    nowTitle: `Revisi ${after.number}, ${stateOf(after)}`,
    reason: after.changeReason ?? '',
    parts,
    backHref: activityPaths.one(found.id),
    panels: after.id === found.current_revision_id ? reviewPanels(actor, found, after, blank) : [],
  };
  return page('activities/perbedaan', model, {
    title: head.title,
    section: activityPaths.list,
  });
}

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
