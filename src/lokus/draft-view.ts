import { decimal, isoDate, number, list as words } from '../core/format.js';
import type { LokusList, LokusRemoval } from '../generated/prisma/client.js';
import {
  type Button,
  cell,
  column,
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { exportLinks } from '../web/list-page.js';
import { page, type Reply } from '../web/reply.js';
import { type CarryView, carryView } from './carry-view.js';
import type { Continuing } from './draft.js';
import { reignOf } from './in-force.js';
import { lokusPaths } from './paths.js';
import { type PhaseView, phaseViews } from './phase-view.js';
import type { PhaseRow } from './queries.js';
import { originWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'lokus/draf': DraftPage;
  }
}

export interface DraftMember {
  code: string;
  name: string;
  kecamatan: string;
  origin: keyof typeof originWords;
  reason: string | null;
  rank: number | null;
  score6: number | null;
  agency: string | null;
  /** Tuntas in the list before. */
  done: boolean;
}

export interface DraftParts {
  list: LokusList;
  members: DraftMember[];
  removals: LokusRemoval[];
  phases: PhaseRow[];
  missing: Continuing[];
  /** Units that may be added: code and words. */
  candidates: [code: string, words: string][];
  /** OPD of today that an SK may name: id and short name. */
  agencies: [id: string, name: string][];
  today: Date;
}

/** A form of the draft that was sent and came back. */
interface Refused {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
  /** Which one. */
  open: string;
}

interface DraftPage {
  head: PageHead;
  summary: ErrorSummary;
  phases: PhaseView[];
  phaseFields: Field[];
  carry: CarryView | null;
  table: Table;
  removals: { code: string; name: string; reason: string }[];
  addFields: Field[];
  removeFields: Field[];
  addHint: string;
  deleteField: Field;
  fixFields: Field[];
  fixQuestion: string;
  urls: Record<'tambah' | 'keluarkan' | 'kembalikan' | 'lanjutan' | 'tahapan' | 'tetapkan' | 'hapus', string>;
  /** Which folded form is open: the one that was refused. */
  open: string;
}

/** The draft of a list, editable for days, with its forms. After a refusal `typed` and `errors` come back. */
export function draftPage(
  parts: DraftParts,
  { typed, errors, open }: Refused = { typed: {}, errors: {}, open: '' },
): Reply {
  const { list, members } = parts;
  const name =
    list.edition > 1 ? `Draf lokus ${list.year}, edisi ${list.edition}` : `Draf lokus ${list.year}`;
  const value = (key: string) => typedText(typed, key);
  const model: DraftPage = {
    head: pageHead({
      crumbs: [{ label: 'Lokus', href: lokusPaths.index }],
      title: name,
      lead: lead(parts),
      statuses: [{ icon: 'pencil', label: 'Draf', tone: '' }],
      actions: runLink(list),
    }),
    summary: errorSummary(errors),
    phases: phaseViews(parts.phases, reignOf(parts.list.year, [], parts.today)),
    phaseFields: phaseFields(parts, value, errors),
    carry: carryView(parts.missing, errors),
    table: memberTable(parts),
    removals: parts.removals.map((one) => ({ code: one.villageCode, name: one.name, reason: one.reason })),
    addFields: addFields(parts, value, errors),
    removeFields: removeFields(members, value, errors),
    addHint:
      list.runId === null
        ? 'Menurut SK, dengan OPD yang disebut di sana'
        : 'Kembali dari yang dikeluarkan, atau di luar urutan dengan alasan tertulis',
    deleteField: field({ ...deleteField, error: errors.hapus ?? '' }),
    fixFields: fixFields(value, errors, parts.today),
    fixQuestion: `Tetapkan ${number(members.length)} desa dan kelurahan sebagai lokus ${list.year}? Setelah ditetapkan daftar ini tidak dapat diubah.`,
    urls: urlsOf(list.id),
    open,
  };
  const refused = Object.keys(errors).length > 0;
  return page('lokus/draf', model, { title: refused ? `Galat: ${name}` : name, section: '/lokus' });
}

const deleteField = {
  name: 'hapus',
  label: 'Ya, hapus draf ini dan semua suntingannya',
  type: 'checkbox' as const,
};

const runLink = ({ runId }: LokusList): Button[] =>
  runId === null
    ? []
    : [{ label: 'Lihat hitungan', href: `/prioritas/${runId}`, icon: 'bar-chart', primary: false }];

function urlsOf(id: number): DraftPage['urls'] {
  const action = (one: string) => lokusPaths.draftAction(id, one);
  return {
    tambah: action('tambah'),
    keluarkan: action('keluarkan'),
    kembalikan: action('kembalikan'),
    lanjutan: action('lanjutan'),
    tahapan: action('tahapan'),
    tetapkan: action('tetapkan'),
    hapus: action('hapus'),
  };
}

function lead({ list, members }: DraftParts): string {
  const by = (origin: string) => members.filter((one) => one.origin === origin).length;
  const counts = [
    [by('HITUNGAN'), 'dari hitungan'],
    [by('SK'), 'menurut SK'],
    [by('LANJUTAN'), 'lanjutan'],
    [by('TAMBAHAN'), 'tambahan'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`);
  const source = list.runId === null ? 'Daftar ini dimasukkan tanpa hitungan. ' : '';
  return `${source}${number(members.length)} desa dan kelurahan: ${words(said) || 'belum ada'}. Boleh diubah sampai ditetapkan.`;
}

function memberTable({ list, members }: DraftParts): Table {
  const exports = exportLinks(new URL(lokusPaths.draft(list.id), 'http://portal'));
  return {
    id: 'anggota',
    title: `${number(members.length)} desa dan kelurahan`,
    exports: [...exports, { label: 'Cetak', href: '' }],
    filter: null,
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Kecamatan'),
      column('Asal', { phone: 'value' }),
      column('Peringkat', { numeric: true }),
      column('Skor', { numeric: true }),
      column('Alasan'),
    ],
    rows: members.map(memberRow),
    total: [],
    pager: null,
    empty: { title: 'Draf ini kosong', text: 'Tambahkan desa di bawah.', action: null },
    note: '',
  };
}

function memberRow(member: DraftMember) {
  const tags: Status[] = member.done
    ? [{ icon: 'exclamation-triangle', label: 'Tuntas di daftar sebelumnya', tone: 'warn' }]
    : [];
  return tableRow([
    cell({ text: member.name, href: `/desa/${member.code}`, sub: member.code, tags }),
    cell({ text: member.kecamatan }),
    cell({ text: originWords[member.origin], sub: member.agency ? `usulan OPD: ${member.agency}` : '' }),
    cell({ text: number(member.rank) }),
    cell({ text: member.score6 === null ? '–' : decimal(member.score6 / 1e6, 4) }),
    cell({ text: member.reason ?? '' }),
  ]);
}

type Value = (key: string) => string;

function phaseFields({ phases, list }: DraftParts, value: Value, errors: Record<string, string>): Field[] {
  return phases.map((phase) => {
    const name = `tahun-${phase.code}`;
    const years = [-2, -1, 0, 1, 2, 3].map((shift) => list.year + shift);
    if (!years.includes(phase.year)) years.unshift(phase.year);
    return field({
      name,
      label: `${phase.name}, ${number(phase.members)} desa`,
      type: 'select',
      error: errors[name] ?? '',
      options: options(
        years.map((year): [string, string] => [String(year), String(year)]),
        value(name) || String(phase.year),
      ),
    });
  });
}

const reasonField = (name: string, hint: string, value: Value, errors: Record<string, string>): Field =>
  field({ name, label: 'Alasan', type: 'text', hint, value: value(name), error: errors[name] ?? '' });

function addFields(parts: DraftParts, value: Value, errors: Record<string, string>): Field[] {
  const village = field({
    name: 'desa',
    label: 'Desa yang ditambahkan',
    type: 'select',
    error: errors.desa ?? '',
    options: options([['', 'Pilih desa'], ...parts.candidates], value('desa')),
  });
  if (parts.list.runId !== null) {
    const hint =
      'Wajib bila desa di luar urutan hitungan, misalnya hasil rakor dan tanggalnya. Tertulis di daftar resmi.';
    return [village, { ...reasonField('alasan', hint, value, errors), required: false }];
  }
  const agency = field({
    name: 'opd',
    label: 'OPD menurut SK',
    type: 'select',
    required: false,
    error: errors.opd ?? '',
    options: options([['', 'Tidak disebut'], ...parts.agencies], value('opd')),
  });
  return [village, agency];
}

function removeFields(members: DraftMember[], value: Value, errors: Record<string, string>): Field[] {
  const entries = members.map((one): [string, string] => [one.code, `${one.name}, ${one.kecamatan}`]);
  return [
    field({
      name: 'keluar',
      label: 'Desa yang dikeluarkan',
      type: 'select',
      error: errors.keluar ?? '',
      options: options([['', 'Pilih desa'], ...entries], value('keluar')),
    }),
    reasonField('sebab', 'Tertulis di bawah daftar resmi.', value, errors),
  ];
}

function fixFields(value: Value, errors: Record<string, string>, today: Date): Field[] {
  return [
    field({
      name: 'sk',
      label: 'Nomor SK Bupati',
      type: 'text',
      hint: 'Misalnya 188.4/417/TAHUN 2022.',
      value: value('sk'),
      error: errors.sk ?? '',
    }),
    field({
      name: 'tanggal',
      label: 'Tanggal SK',
      type: 'date',
      value: value('tanggal') || isoDate(today),
      error: errors.tanggal ?? '',
    }),
    field({
      name: 'yakin',
      label: 'Daftar ini sudah sesuai dengan SK',
      type: 'checkbox',
      value: value('yakin'),
      error: errors.yakin ?? '',
    }),
  ];
}
