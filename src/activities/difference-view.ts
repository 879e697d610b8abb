import { notFound } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { type PageHead, pageHead } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { correction, type RevisionComparison, sinceReturn } from './comparison.js';
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
  /** The two that were asked for; of what waits for a decision, also what changed since it was returned. */
  changes: RevisionComparison[];
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
  const newest = after.id === found.current_revision_id;
  const head = pageHead({
    crumbs: [
      { label: 'Kegiatan', href: activityPaths.list },
      { label: after.title, href: activityPaths.one(found.id) },
    ],
    title: `Perbedaan revisi ${before.number} dan ${after.number}`,
    subtitle: `${found.village}, Kecamatan ${found.kecamatan}, ${found.agency}`,
  });
  const model: DifferencePage = {
    head,
    changes: [correction(before, after), ...(newest ? await sinceReturn(db, after) : [])],
    backHref: activityPaths.one(found.id),
    panels: newest ? reviewPanels(actor, found, after, blank) : [],
  };
  return page('activities/perbedaan', model, {
    title: head.title,
    section: activityPaths.list,
  });
}
