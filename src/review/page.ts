import { evidenceOf } from '../activities/activity-parts.js';
import { changesOf, type RevisionComparison } from '../activities/comparison.js';
import { activityPaths } from '../activities/paths.js';
import { readRevisions } from '../activities/queries.js';
import { sendBack, verify } from '../activities/verbs.js';
import { calendarDay, dateMedium, daysBetween, number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Flag, flagsFor } from '../flags/flags.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type Notice,
  type PageHead,
  type Status,
  type Table,
} from '../web/components.js';
import { typedText } from '../web/form-page.js';
import type { At, Shown } from '../web/list.js';
import { hrefWith } from '../web/list-state.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import { responseView } from '../web/statuses.js';
import type { NoteField } from '../web/verb.js';
import { reviewPaths, TICK } from './paths.js';
import { flaggableOf, pickOf, type ReviewRow } from './row.js';

declare module '../web/render.js' {
  interface Views {
    'review/bersama': ReviewPage;
  }
}

interface ReportView {
  pick: string;
  picked: boolean;
  title: string;
  href: string;
  where: string;
  waiting: string;
  lines: string[];
  money: string;
  story: string;
  flags: Flag[];
  photos: { href: string; src: string; alt: string }[];
  documents: { href: string; name: string; size: string }[];
  changes: RevisionComparison[];
  word: { status: Status; reason: string } | null;
}

interface ReviewPage {
  head: PageHead;
  summary: ErrorSummary;
  notices: Notice[];
  table: Table;
  reports: ReportView[];
  /** Ticks all that have no flag and no open word against them. */
  clean: { label: string; href: string } | null;
  /** The list as it was filtered, to come back to. */
  back: string;
  verify: { action: string; label: string };
  sendBack: { action: string; label: string; note: Field; open: boolean };
}

/** What a refused form sends back. */
export interface Sent {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
  conflict: string;
}
const nothingSent: Sent = { typed: {}, errors: {}, conflict: '' };

const CLEAN = 'bersih';

type ReviewShown = Shown<ReviewRow, At>;

/** Reports beside each other with what tells of them: flags, evidence, what changed, the word of the village. */
export async function reviewPage(
  shown: ReviewShown,
  { head, frame }: { head: PageHead; frame: Frame },
  sent: Sent = nothingSent,
): Promise<Reply> {
  const { at, table } = shown;
  const reports = await reportsOf(shown, new Set([sent.typed.pilih ?? []].flat() as string[]));
  const clean = reports.filter(isClean);
  const refused = sent.conflict !== '' || Object.keys(sent.errors).length > 0;
  const model: ReviewPage = {
    head,
    summary: errorSummary(sent.errors),
    notices: sent.conflict
      ? [{ tone: 'warn', title: 'Belum diputuskan', text: sent.conflict, links: [] }]
      : [],
    table,
    reports,
    clean:
      clean.length > 0
        ? { label: `Centang ${clean.length} tanpa tanda`, href: hrefWith(at.url, { [TICK]: CLEAN }) }
        : null,
    back: at.url.search,
    verify: { action: reviewPaths.act(verify), label: 'Verifikasi yang dicentang' },
    sendBack: {
      action: reviewPaths.act(sendBack),
      label: sendBack.label,
      note: noteField(sent),
      open: sent.errors[sendBack.note?.name ?? ''] !== undefined,
    },
  };
  return page('review/bersama', model, { ...frame, title: refused ? `Galat: ${frame.title}` : frame.title });
}

/** The note of the verb, the same for every returned report. */
function noteField({ typed, errors }: Sent): Field {
  const { name, label, hint } = sendBack.note as NoteField;
  return field({
    name,
    label,
    hint: `Sama untuk semua yang dicentang. ${hint}`,
    type: 'textarea',
    value: typedText(typed, name),
    error: errors[name] ?? '',
  });
}

const isClean = ({ flags, word }: Pick<ReportView, 'flags' | 'word'>) =>
  flags.length === 0 && word?.status.tone !== 'stop';

async function reportsOf({ at, rows }: ReviewShown, ticked: Set<string>): Promise<ReportView[]> {
  const { app, actor, url } = at;
  const [flagsOf, changes] = await Promise.all([
    flagsFor(app.db, actor, rows.map(flaggableOf)),
    changesIn(app.db, rows),
  ]);
  return rows.map((row) => {
    const report = {
      ...viewOf(row, at.day),
      flags: flagsOf(flaggableOf(row)),
      changes: changes.get(row.revision_id) ?? [],
    };
    const picked = ticked.has(report.pick) || (url.searchParams.get(TICK) === CLEAN && isClean(report));
    return { ...report, picked };
  });
}

/** What changed in those that were returned or verified before, by revision. */
async function changesIn(db: Reader, rows: ReviewRow[]) {
  const before = rows.filter((row) => row.returned || row.verified_revision_id !== null);
  const ids = before.flatMap((row) => [row.revision_id, row.verified_revision_id ?? []].flat());
  const revisions = await readRevisions(db, ids);
  const changes = before.map(async ({ revision_id, verified_revision_id }) => {
    const shown = revisions.get(revision_id);
    const verified = revisions.get(verified_revision_id ?? 0) ?? null;
    return [revision_id, shown ? await changesOf(db, shown, verified) : []] as const;
  });
  return new Map(await Promise.all(changes));
}

const viewOf = (row: ReviewRow, day: Date) => ({
  pick: pickOf(row),
  title: row.title,
  href: activityPaths.one(row.id),
  where: `${row.village}, ${row.kecamatan}. ${row.agency}, ${dateMedium(row.starts_on)}.`,
  waiting: `${number(daysBetween(calendarDay(row.waiting_since), day))} hari`,
  lines: row.lines,
  money: [
    row.spent ? `${rupiah(row.spent)} terpakai` : '',
    row.planned ? `${rupiah(row.planned)} anggaran` : '',
  ]
    .filter(Boolean)
    .join(', '),
  story: row.description,
  ...evidenceOf(row, row),
  word: row.word && { status: responseView(row.word, row.answered) as Status, reason: row.reason ?? '' },
});
