import { loadSquares } from '../charts/squares.js';
import { date, number } from '../core/format.js';
import { can } from '../policy.js';
import { type ErrorSummary, errorSummary, type PageHead, pageHead, type Table } from '../web/components.js';
import type { At, Shown } from '../web/list.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import type { ConflictNotice } from './conflict-view.js';
import { type AssignForm, assignForm, type Typed } from './form-view.js';
import { type AgencyLoad, loadWords, overCapacity } from './load.js';
import type { MemberTab } from './members.js';
import { type AssignmentParts, isAhead, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'assignments/daftar': AssignmentsPage;
  }
}

interface LoadView {
  name: string;
  href: string;
  squares: string;
  words: string;
  over: string;
}

interface AssignmentsPage {
  head: PageHead;
  summary: ErrorSummary;
  conflict: ConflictNotice | null;
  /** The list in force and those of coming years; empty where there is no choice. */
  years: { label: string; href: string; current: boolean }[];
  tabs: { label: string; href: string; current: boolean }[];
  form: AssignForm | null;
  proposals: { label: string; href: string } | null;
  table: Table;
  loads: LoadView[];
  allLoads: string;
}

const LOADS_SHOWN = 15;

/** A list of the page as it is shown. */
export type AssignmentsShown = Shown<unknown, At<unknown, AssignmentParts>>;

/** A form that was sent and came back. */
export interface Refused {
  typed: Typed;
  errors: Record<string, string>;
  ticked: { code: string; name: string }[];
  conflict: ConflictNotice | null;
}

export const titleOf = ({ list }: AssignmentParts): string => (list ? `Penugasan ${list.year}` : 'Penugasan');

/** Villages without a lead, with one, those that begin later, or the whole history; beside it the load of each OPD. */
export async function assignmentsPage(
  shown: AssignmentsShown,
  tab: MemberTab | 'riwayat',
  frame: Frame,
  sent: Refused,
): Promise<Reply> {
  const { actor, known: parts, url } = shown.at;
  const mayAssign = can(actor, 'assignment.create');
  const refused = Object.keys(sent.errors).length > 0 || sent.conflict !== null;
  const model: AssignmentsPage = {
    head: pageHead({ title: titleOf(parts), lead: lead(parts) }),
    summary: errorSummary(sent.errors),
    conflict: sent.conflict,
    years: yearLinks(parts),
    tabs: tabLinks(parts, tab),
    form: mayAssign && tab !== 'riwayat' ? formOf(shown, tab, url, sent) : null,
    proposals:
      mayAssign && tab === 'belum' && parts.counts.belum > 0
        ? {
            label: `Lihat usulan untuk ${number(parts.counts.belum)} desa`,
            href: assignmentPaths.proposals(shownYear(parts)),
          }
        : null,
    table: withTicks(shown.table, sent),
    loads: parts.loads.slice(0, LOADS_SHOWN).map(loadView),
    allLoads: `Lihat semua ${number(parts.loads.length)} OPD`,
  };
  return page('assignments/daftar', model, {
    ...frame,
    title: refused ? `Galat: ${frame.title}` : frame.title,
  });
}

/** The table with what was ticked when the form was sent. */
function withTicks(table: Table, { typed }: Refused): Table {
  const ticked = new Set([typed.pilih].flat());
  return { ...table, rows: table.rows.map((row) => ({ ...row, picked: ticked.has(row.select) })) };
}

/** Over a list with villages, and over ticks of villages that are not in it any more. */
function formOf(
  { at, table, total }: AssignmentsShown,
  tab: MemberTab,
  url: URL,
  sent: Refused,
): AssignForm | null {
  const rows = new Set(table.rows.map((row) => row.select));
  const elsewhere = sent.ticked.filter((one) => !rows.has(one.code));
  if (total + elsewhere.length === 0) return null;
  const ticked = { ticked: elsewhere, picked: sent.ticked.length };
  return assignForm(at.known, { tab, url }, ticked, sent);
}

function lead(parts: AssignmentParts): string {
  const { list, counts, day } = parts;
  if (!list) return 'Belum ada daftar resmi. Penugasan dimulai setelah Bappeda menetapkan lokus.';
  const total = counts.sudah + counts.belum;
  const waiting = counts.belum === 0 ? 'Semua sudah ditugaskan.' : `${number(counts.belum)} lagi menunggu.`;
  const later =
    counts.nanti > 0 ? ` ${number(counts.nanti)} desa baru mulai sesudah ${day.getUTCFullYear()}.` : '';
  if (isAhead(parts))
    return `Penugasan mulai ${date(day)}. Sampai hari itu pendamping sekarang tetap. ${number(counts.sudah)} dari ${number(total)} desa dan kelurahan sudah punya OPD utama pada hari itu. ${waiting}${later}`;
  return `${number(counts.sudah)} dari ${number(total)} desa dan kelurahan lokus ${list.year} sudah punya OPD utama. ${waiting}${later}`;
}

function yearLinks(parts: AssignmentParts) {
  if (parts.lists.length < 2) return [];
  return parts.lists.map((one, at) => ({
    label: `Lokus ${one.year}`,
    href: assignmentPaths.year(at === 0 ? null : one.year),
    current: one.id === parts.list?.id,
  }));
}

function tabLinks(parts: AssignmentParts, current: string) {
  const { counts } = parts;
  const tabs: [string, string][] = [
    ['belum', `Belum ada OPD (${number(counts.belum)})`],
    ['sudah', `Sudah ditugaskan (${number(counts.sudah)})`],
  ];
  if (counts.nanti > 0 || current === 'nanti') tabs.push(['nanti', `Mulai nanti (${number(counts.nanti)})`]);
  tabs.push(['riwayat', 'Riwayat']);
  return tabs.map(([tab, label]) => ({
    label,
    href: assignmentPaths.tab(tab, shownYear(parts)),
    current: tab === current,
  }));
}

function loadView(load: AgencyLoad): LoadView {
  return {
    name: load.short_name,
    href: `/opd/${load.id}`,
    squares: loadSquares(load.leads, load.capacity),
    words: loadWords(load),
    over: overCapacity(load, 0) ? 'melebihi' : '',
  };
}
