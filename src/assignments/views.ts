import { loadSquares } from '../charts/squares.js';
import type { Kecamatan } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
} from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { isoDate, number } from '../web/format.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import type { AssignedVillage, AssignmentFilters, HistoryRow, Tab } from './listings.js';
import type { AgencyLoad } from './load.js';
import { assignmentPaths } from './paths.js';
import { historyTable, villageTable } from './tables.js';

declare module '../web/render.js' {
  interface Views {
    'penugasan/daftar': AssignmentsPage;
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
  tabs: { label: string; href: string; current: boolean }[];
  form: { fields: Field[]; hidden: { name: string; value: string }[]; open: boolean } | null;
  proposals: string;
  table: Table;
  loads: LoadView[];
  allLoads: string;
}

/** What the page needs besides its list. */
export interface AssignmentParts {
  /** The official list whose villages are assigned; null before the first. */
  list: { id: number; year: number } | null;
  counts: Record<Tab, number>;
  loads: AgencyLoad[];
  kecamatan: Kecamatan[];
  agencies: { id: number; shortName: string }[];
  today: Date;
}

type Typed = Record<string, unknown>;
const LOADS_SHOWN = 15;

export type Shown =
  | { tab: Tab; state: ListingPage<AssignmentFilters, AssignedVillage> }
  | { tab: 'riwayat'; state: ListingPage<AssignmentFilters, HistoryRow> };

/** Villages without a lead, with one, those that begin later, or the whole history; beside it the load of each OPD. */
export function assignmentsPage(
  actor: Actor,
  parts: AssignmentParts,
  shown: Shown,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const mayAssign = can(actor, 'assignment.create');
  const refused = Object.keys(errors).length > 0;
  const title = parts.list ? `Penugasan ${parts.list.year}` : 'Penugasan';
  const model: AssignmentsPage = {
    head: pageHead({ title, lead: lead(parts) }),
    summary: errorSummary(errors),
    tabs: tabLinks(parts, shown.tab),
    form:
      mayAssign && shown.tab !== 'riwayat' && shown.state.total > 0
        ? assignForm(parts, shown.tab, typed, errors)
        : null,
    proposals: mayAssign && shown.tab === 'belum' ? proposalWords(shown.state.rows) : '',
    table:
      shown.tab === 'riwayat'
        ? historyTable(parts, shown.state)
        : villageTable(parts, shown.tab, shown.state, mayAssign, typed),
    loads: parts.loads.slice(0, LOADS_SHOWN).map(loadView),
    allLoads: `Lihat semua ${number(parts.loads.length)} OPD`,
  };
  return page('penugasan/daftar', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/penugasan',
  });
}

function lead({ list, counts }: AssignmentParts): string {
  if (!list) return 'Belum ada daftar resmi. Penugasan dimulai setelah Bappeda menetapkan lokus.';
  const total = counts.sudah + counts.belum;
  const waiting = counts.belum === 0 ? 'Semua sudah ditugaskan.' : `${number(counts.belum)} lagi menunggu.`;
  const later = counts.nanti > 0 ? ` ${number(counts.nanti)} desa baru mulai tahun depan.` : '';
  return `${number(counts.sudah)} dari ${number(total)} desa dan kelurahan lokus ${list.year} sudah punya OPD utama. ${waiting}${later}`;
}

function tabLinks({ counts }: AssignmentParts, current: string) {
  const tabs: [string, string][] = [
    ['belum', `Belum ada OPD (${number(counts.belum)})`],
    ['sudah', `Sudah ditugaskan (${number(counts.sudah)})`],
  ];
  if (counts.nanti > 0 || current === 'nanti') tabs.push(['nanti', `Mulai nanti (${number(counts.nanti)})`]);
  tabs.push(['riwayat', 'Riwayat']);
  return tabs.map(([tab, label]) => ({ label, href: assignmentPaths.tab(tab), current: tab === current }));
}

function assignForm(parts: AssignmentParts, tab: Tab, typed: Typed, errors: Record<string, string>) {
  const value = (name: string) => typedText(typed, name);
  const support = tab === 'sudah';
  const agencies = parts.loads.map((one): [string, string] => [
    String(one.id),
    `${one.short_name}, ${one.capacity === null ? `${number(one.leads)} desa` : `${number(one.leads)} dari ${number(one.capacity)} terpakai`}`,
  ]);
  agencies.sort((one, other) => one[1].localeCompare(other[1], 'id'));
  const fields = [
    field({
      name: 'opd',
      label: support ? 'Tambah OPD pendukung' : 'OPD utama',
      type: 'select',
      error: errors.opd ?? '',
      options: options([['', 'Pilih OPD'], ...agencies], value('opd')),
    }),
    field({
      name: 'mulai',
      label: 'Mulai',
      type: 'date',
      error: errors.mulai ?? '',
      value: value('mulai') || isoDate(parts.today),
    }),
    field({
      name: 'alasan',
      label: 'Alasan',
      type: 'text',
      required: Boolean(errors.alasan),
      hint: errors.alasan ? '' : 'Diminta bila melebihi kapasitas.',
      error: errors.alasan ?? '',
      value: value('alasan'),
    }),
  ];
  const hidden = [
    { name: 'peran', value: support ? 'SUPPORT' : 'LEAD' },
    { name: 'bagian', value: tab },
  ];
  return { fields, hidden, open: true };
}

const proposalWords = (rows: AssignedVillage[]): string => {
  const count = rows.filter((row) => row.proposal !== null).length;
  return count > 0 ? `Tugaskan ${number(count)} desa menurut usulan SK` : '';
};

function loadView(load: AgencyLoad): LoadView {
  const over = load.capacity !== null && load.leads > load.capacity;
  return {
    name: load.short_name,
    href: `/opd/${load.id}`,
    squares: loadSquares(load.leads, load.capacity),
    words:
      load.capacity === null
        ? `${number(load.leads)} desa`
        : `${number(load.leads)} dari ${number(load.capacity)}`,
    over: over ? 'melebihi' : '',
  };
}
