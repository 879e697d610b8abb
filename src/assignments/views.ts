import { loadSquares } from '../charts/squares.js';
import { date, number } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import { type ErrorSummary, errorSummary, type PageHead, pageHead, type Table } from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import type { ConflictNotice } from './conflict-view.js';
import { type AssignForm, assignForm, type Typed } from './form-view.js';
import type { AssignedVillage, AssignmentFilters, HistoryRow, Tab } from './listings.js';
import { type AgencyLoad, loadWords, overCapacity } from './load.js';
import { type AssignmentParts, isAhead, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';
import { skipped } from './proposals.js';
import { historyTable, villageTable } from './tables.js';

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

export type Shown =
  | { tab: Tab; state: ListingPage<AssignmentFilters, AssignedVillage> }
  | { tab: 'riwayat'; state: ListingPage<AssignmentFilters, HistoryRow> };

/** A form that was sent and came back. */
export interface Refused {
  typed: Typed;
  errors: Record<string, string>;
  ticked: { code: string; name: string }[];
  conflict: ConflictNotice | null;
}
export const unsent: Refused = { typed: {}, errors: {}, ticked: [], conflict: null };

/** Villages without a lead, with one, those that begin later, or the whole history; beside it the load of each OPD. */
export function assignmentsPage(
  actor: Actor,
  parts: AssignmentParts,
  shown: Shown,
  sent: Refused = unsent,
): Reply {
  const mayAssign = can(actor, 'assignment.create');
  const refused = Object.keys(sent.errors).length > 0 || sent.conflict !== null;
  const followed = parts.proposals.filter((one) => skipped(one) === null).length;
  const title = parts.list ? `Penugasan ${parts.list.year}` : 'Penugasan';
  const model: AssignmentsPage = {
    head: pageHead({ title, lead: lead(parts) }),
    summary: errorSummary(sent.errors),
    conflict: sent.conflict,
    years: yearLinks(parts),
    tabs: tabLinks(parts, shown.tab),
    form: mayAssign ? formOf(parts, shown, sent) : null,
    proposals:
      mayAssign && shown.tab === 'belum' && followed > 0
        ? {
            label: `Tugaskan ${number(followed)} desa menurut usulan SK`,
            href: assignmentPaths.proposals(shownYear(parts)),
          }
        : null,
    table:
      shown.tab === 'riwayat'
        ? historyTable(parts, shown.state, can(actor, 'assignment.end'))
        : villageTable(parts, shown.tab, shown.state, mayAssign, sent.typed),
    loads: parts.loads.slice(0, LOADS_SHOWN).map(loadView),
    allLoads: `Lihat semua ${number(parts.loads.length)} OPD`,
  };
  return page('assignments/daftar', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/penugasan',
  });
}

/** Over a list with villages, and over ticks of villages that are not in it any more. */
function formOf(parts: AssignmentParts, shown: Shown, sent: Refused): AssignForm | null {
  if (shown.tab === 'riwayat') return null;
  const rows = new Set(shown.state.rows.map((row) => row.code));
  const elsewhere = sent.ticked.filter((one) => !rows.has(one.code));
  if (shown.state.total + elsewhere.length === 0) return null;
  const ticked = { ticked: elsewhere, picked: sent.ticked.length };
  return assignForm(parts, shown.tab, shown.state.url, ticked, sent);
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
