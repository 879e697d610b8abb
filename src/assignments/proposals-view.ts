import { date, number } from '../core/format.js';
import {
  cell,
  column,
  type ErrorSummary,
  errorSummary,
  type Field,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import { type FieldGiven, typedFields } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import type { Typed } from './form-view.js';
import { loadWords, overCapacity, overCapacityWords } from './load.js';
import { type AssignmentParts, isAhead, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';
import { byAgency, skipped } from './proposals.js';

declare module '../web/render.js' {
  interface Views {
    'assignments/usulan': {
      head: PageHead;
      summary: ErrorSummary;
      table: Table;
      /** Proposals that are left out, each with its reason. */
      skipped: string[];
      over: string[];
      reason: Field | null;
      action: string;
      submit: string;
      cancelHref: string;
    };
  }
}

/** What will happen when the proposals of the SK are followed, before it happens. */
export function proposalsPage(
  parts: AssignmentParts,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const { proposals } = parts;
  const groups = byAgency(proposals, new Map(parts.loads.map((load) => [load.id, load])));
  const total = groups.reduce((sum, one) => sum + one.added, 0);
  const over = groups.filter(({ load, added }) => overCapacity(load, added));
  const title = 'Tugaskan menurut usulan SK';
  const model = {
    head: pageHead({
      crumbs: [{ label: 'Penugasan', href: assignmentPaths.list }],
      title,
      lead: `${number(total)} desa mendapat OPD utama yang disebut SK lokus ${parts.list?.year ?? ''}, mulai ${isAhead(parts) ? date(parts.day) : 'hari ini'}.`,
    }),
    summary: errorSummary(errors),
    table: groupTable(groups),
    skipped: proposals.flatMap((one) => skipped(one) ?? []),
    over: over.map(({ load, added }) => overCapacityWords(load, added)),
    reason: over.length > 0 ? typedFields(typed, errors)(reasonField) : null,
    action: assignmentPaths.proposals(shownYear(parts)),
    submit: total > 0 ? `Tugaskan ${number(total)} desa` : '',
    cancelHref: assignmentPaths.year(shownYear(parts)),
  };
  const refused = Object.keys(errors).length > 0;
  return page('assignments/usulan', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/penugasan',
    bodyClass: 'form-page',
  });
}

const reasonField = {
  name: 'alasan',
  label: 'Alasan melebihi kapasitas',
  type: 'text',
  hint: 'Satu alasan untuk semuanya.',
} satisfies FieldGiven;

const groupTable = (groups: ReturnType<typeof byAgency>): Table => ({
  id: 'usulan',
  title: `${number(groups.length)} OPD`,
  exports: [],
  filter: null,
  total: [],
  pager: null,
  note: '',
  columns: [
    column('OPD', { phone: 'title' }),
    column('Desa atau kelurahan'),
    column('Menjadi', { numeric: true, phone: 'value' }),
  ],
  rows: groups.map(({ load, villages, added }) => {
    const then = { ...load, leads: load.leads + added };
    return tableRow([
      cell({ text: load.short_name }),
      cell({ text: villages.join(', ') }),
      cell({ text: loadWords(then), tone: overCapacity(then, 0) ? 'warn' : '' }),
    ]);
  }),
  empty: { title: 'Tidak ada usulan', text: 'Semua desa yang diusulkan SK sudah punya OPD.', action: null },
});
