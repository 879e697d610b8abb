import { moment } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { nameAt } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { type Flag, flagsFor, priceFlags } from '../flags/flags.js';
import { type Actor, can, mayEver } from '../policy.js';
import { whyClosed } from '../rhythm/closing.js';
import { givenTo } from '../undertakings/gotong-royong.js';
import { undertakingsWhere } from '../undertakings/standing.js';
import type { PromiseView } from '../undertakings/words.js';
import {
  type Button,
  type ErrorSummary,
  errorSummary,
  type Notice,
  type PageHead,
  pageHead,
  type Table,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { responseView, reviewStatusView, workStatusView } from '../web/statuses.js';
import {
  type ActivityFact,
  evidenceOf,
  factsOf,
  linesTable,
  notesOf,
  promisesOf,
  type ResponseView,
  type RevisionView,
  responseOf,
  revisionsOf,
  type StepView,
  stepOf,
} from './activity-parts.js';
import { changesOf, daysInWords, type RevisionComparison, stateOf } from './comparison.js';
import { closedFor, type Offer, offerOf } from './offered.js';
import { type Panel, panelsFor } from './panels.js';
import { activityPaths } from './paths.js';
import {
  activityRefOf,
  type Found,
  type Revision,
  readableRevisions,
  readRevision,
  standingOf,
} from './queries.js';
import { type ShareView, sharePanels, shareView } from './share-view.js';
import { type Share, sharesOf } from './shares.js';
import { stageVerbs } from './verbs.js';

declare module '../web/render.js' {
  interface Views {
    'activities/satu': ActivityPage;
  }
}

interface ActivityPage {
  head: PageHead;
  summary: ErrorSummary;
  notices: Notice[];
  /** Until it is verified: what changed since it was returned, and of the revision that counts. */
  changes: RevisionComparison[];
  paragraphs: string[];
  lines: Table;
  /** What a reviewer should look at; to others the price alone. */
  flags: Flag[];
  facts: ActivityFact[];
  notes: { title: string; text: string }[];
  promises: PromiseView[];
  photos: { href: string; src: string; alt: string }[];
  documents: { href: string; name: string; size: string }[];
  steps: StepView[];
  responses: ResponseView[];
  /** What other OPD state as their part. */
  shares: ShareView[];
  panels: Panel[];
  revisions: RevisionView[];
}

/** What a refused panel sends back to the page. */
export interface PanelRefusal {
  typed: Record<string, unknown>;
  errors: FieldErrors;
  /** Who was faster; '' when nobody was. */
  conflict: string;
}

const nothingRefused: PanelRefusal = { typed: {}, errors: {}, conflict: '' };

/** One activity: its content as this reader may see it, its path, and what they may do now. */
export async function activityPage(
  app: Services,
  actor: Actor,
  found: Found,
  { wanted = null, refusal = nothingRefused }: { wanted?: number | null; refusal?: PanelRefusal } = {},
): Promise<Reply | null> {
  const readable = await readableRevisions(app.db, found);
  const chosen = wanted === null ? null : readable.find((one) => one.number === wanted);
  if (chosen === undefined) return null;
  const shown = await readRevision(app.db, chosen?.id ?? found.shown_revision_id);
  const newest = shown.id === found.shown_revision_id;
  const shares = await sharesOf(app.db, found.id);
  const { offer, panels, shut } = await doableIn(app, actor, { found, shown, shares, newest }, refusal);
  const model: ActivityPage = {
    head: headOf(actor, found, shown, offer),
    summary: errorSummary(refusal.errors),
    notices: [...noticesOf(found, shown, newest, refusal), ...shutOf(shut), ...saidOf(actor, shown)],
    changes: newest ? await changesOf(app.db, shown, await countedBeside(app.db, found, shown)) : [],
    paragraphs: shown.description.split(/\n+/).filter((line) => line !== ''),
    lines: linesTable(shown),
    flags: await flagsOf(app, actor, shown),
    facts: factsOf(found, shown, await givenTo(app.db, shown)),
    notes: notesOf(shown),
    promises: promisesOf(
      shown,
      await undertakingsWhere(app.db, today(app.clock), sql`u.activity_id = ${found.id}::int`),
    ),
    ...evidenceOf(found, shown),
    steps: shown.steps.map(stepOf),
    responses: shown.responses.map((one) => responseOf(one, shown)).reverse(),
    shares: shares.map(shareView),
    panels,
    revisions: readable.length < 2 ? [] : revisionsOf(found, readable, shown),
  };
  const refused = refusal.conflict !== '' || Object.keys(refusal.errors).length > 0;
  return page('activities/satu', model, {
    title: refused ? `Galat: ${shown.title}` : shown.title,
    section: activityPaths.list,
  });
}

/** What this person may do now, and why not the rest where its month is closed; of an older revision nothing. */
async function doableIn(
  app: Services,
  actor: Actor,
  { newest, ...at }: { found: Found; shown: Revision; shares: Share[]; newest: boolean },
  refusal: PanelRefusal,
): Promise<{ offer: Offer | null; panels: Panel[]; shut: string }> {
  if (!newest) return { offer: null, panels: [], shut: '' };
  const closed = await closedFor(app.db, actor);
  const offer = offerOf(actor, closed, at.found, at.shown);
  const why = whyClosed(closed, at.shown);
  const joining = await sharePanels(app.db, actor, { ...at, closed: why }, refusal);
  const panels = [...panelsFor(actor, { ...at, offer }, refusal), ...joining.panels];
  return { offer, panels, shut: offer.why || (joining.refused ? why : '') };
}

/** The revision that counts, where another is shown. */
const countedBeside = async (db: Reader, found: Found, shown: Revision): Promise<Revision | null> =>
  found.verified_revision_id === null || found.verified_revision_id === shown.id
    ? null
    : readRevision(db, found.verified_revision_id);

const flagsOf = async (app: Services, actor: Actor, shown: Revision): Promise<Flag[]> =>
  mayEver(actor, 'activity.verify') && shown.reviewStatus === 'DIAJUKAN'
    ? (await flagsFor(app.db, actor, [shown]))(shown)
    : priceFlags(shown);

const stageIcons = {
  SELESAI: 'check-circle',
  BERJALAN: 'circle-half',
  RENCANA: 'calendar3',
  BATAL: 'slash-circle',
} as const;

function headOf(actor: Actor, found: Found, shown: Revision, offer: Offer | null): PageHead {
  const word = standingOf(shown);
  const said = word && responseView(word.kind, word.answeredAt !== null);
  const actions: Button[] = [{ label: 'Cetak', href: '', icon: 'printer', primary: false }];
  for (const verb of stageVerbs.filter((one) => offer?.offers(one))) {
    const href = activityPaths.act(found.id, verb);
    actions.push({ label: verb.label, href, icon: stageIcons[verb.to], primary: verb.look === 'primary' });
  }
  if (offer && can(actor, 'activity.edit', activityRefOf(found))) {
    actions.push({
      label: 'Ubah',
      href: activityPaths.edit(found.id),
      icon: 'pencil',
      primary: shown.reviewStatus === 'DIKEMBALIKAN',
    });
  }
  return pageHead({
    crumbs: [
      { label: 'Kegiatan', href: activityPaths.list },
      { label: found.village, href: `/desa/${found.village_code}` },
    ],
    title: shown.title,
    subtitle: `${found.agency_name}, ${daysInWords(shown)}`,
    statuses: [
      workStatusView[shown.workStatus],
      reviewStatusView[shown.reviewStatus],
      ...(said ? [said] : []),
    ],
    actions,
  });
}

/** What is not offered as its month is closed, in one line. */
const shutOf = (why: string): Notice[] =>
  why === '' ? [] : [{ tone: 'info', title: 'Bulannya sudah ditutup', text: why, links: [] }];

/** A village reads what it has said and when, so that nobody says it twice. */
function saidOf(actor: Actor, shown: Revision): Notice[] {
  const word = standingOf(shown);
  if (!mayEver(actor, 'activity.confirm') || !word) return [];
  const title = `Desa Anda sudah ${word.kind === 'KONFIRMASI' ? 'mengonfirmasi' : 'menyanggah'} kegiatan ini`;
  const text = `${nameAt(word.createdBy, word.createdAt)}, ${moment(word.createdAt)}.`;
  return [{ tone: 'info', title, text, links: [] }];
}

function noticesOf(found: Found, shown: Revision, newest: boolean, refusal: PanelRefusal): Notice[] {
  const notices: Notice[] = [];
  if (refusal.conflict) {
    notices.push({ tone: 'warn', title: 'Belum disimpan', text: refusal.conflict, links: [] });
  }
  if (!newest) {
    const links = [{ label: 'Buka yang terbaru', href: activityPaths.one(found.id) }];
    notices.push({
      tone: 'info',
      title: `Ini revisi ke-${shown.number}`,
      text: 'Ada revisi yang lebih baru.',
      links,
    });
  }
  if (shown.reviewStatus === 'DIKEMBALIKAN') {
    notices.push({
      tone: 'warn',
      title: 'Dikembalikan dengan catatan',
      text: shown.reviewNote ?? '',
      links: [],
    });
  }
  if (newest && found.review_status === 'DIKEMBALIKAN' && found.current_revision_id !== shown.id) {
    const text = `“${found.review_note ?? ''}” OPD memperbaikinya sebagai revisi ke-${found.number}. Yang di bawah ini tetap berlaku sampai perbaikannya diverifikasi.`;
    notices.push({ tone: 'warn', title: 'Perbaikan diminta', text, links: [] });
  }
  if (newest && found.verified_revision_id !== null && found.verified_revision_id !== shown.id) {
    const text = `Revisi ke-${shown.number} ${stateOf(shown)}. Angka di halaman lain masih memakai revisi yang sudah diverifikasi.`;
    notices.push({ tone: 'info', title: 'Sedang diperbaiki', text, links: [] });
  }
  return notices;
}
