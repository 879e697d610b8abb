import { calendarDay, dateMedium, daysBetween, EMPTY, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { isKept, isOpen } from '../kept/undertakings.js';
import { can } from '../policy.js';
import { choiceFilter, textFilter, valueFilter } from '../web/filters.js';
import { type Asked, type At, defineList, type Filter } from '../web/list.js';
import type { Tabbed } from '../web/list-row.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, nearPlaces } from '../wilayah/filters.js';
import { byOwner, byVillage } from './groups.js';
import { undertakingPaths } from './paths.js';
import {
  isDeclined,
  isLate,
  isOffered,
  isPartly,
  isUntouched,
  isWaiting,
  ofAgencies,
  UndertakingRow,
  undertakingColumns,
  undertakings,
} from './standing.js';
import { kindNames, ownerOf, partyNames, progressOf, stateViews } from './words.js';

/** What may be written down by hand, by the action that it asks for. */
const byHand = [
  ['undertaking.refer', { label: 'Rujuk kebutuhan', href: undertakingPaths.refer, icon: 'arrow-repeat' }],
  ['undertaking.write', { label: 'Catat tindak lanjut', href: undertakingPaths.points, icon: 'plus-lg' }],
] as const;

const filters = {
  jenis: valueFilter('Jenis', sql`u.kind`, kindNames),
  status: choiceFilter<Asked>('Keadaan', {
    terbuka: { label: 'Belum selesai', where: isOpen },
    belum: { label: 'Belum dipenuhi', where: isUntouched },
    sebagian: { label: 'Dipenuhi sebagian', where: isPartly },
    dipenuhi: { label: 'Dipenuhi', where: sql`(not u.withdrawn and ${isKept})` },
    terlambat: { label: 'Terlambat', where: ({ day }) => isLate(day) },
    menunggu: { label: 'Menunggu konfirmasi', where: isWaiting },
    ditawarkan: { label: 'Menunggu jawaban OPD', where: isOffered },
    ditolak: { label: 'Ditolak', where: isDeclined },
    ditarik: { label: 'Ditarik', where: sql`u.withdrawn` },
  }),
  ...placeFilters(sql`u.village_code`, sql`v.kecamatan_code`),
  penanggung: {
    ...agencyFilter((ids) => sql`u.agency_id = any(${ids}::int[])`, { ended: true, own: true }),
    label: 'OPD penanggung jawab',
  },
  pihak: valueFilter('Pihak', sql`u.party`, partyNames),
  cari: textFilter('Cari isi atau lembaga', [sql`u.what`, sql`u.party_name`]),
  opd: {
    ...agencyFilter((ids) => ofAgencies(ids), { ended: true, own: true }),
    label: 'OPD pencatat atau penanggung jawab',
  },
} satisfies Record<string, Filter<Asked>>;

/** A quantity that was not promised cannot be reached in part. */
const ofPromised = (row: UndertakingRow, quantity: number) => (row.quantity === null ? null : quantity);

/** The ledger, what is due first on top. */
const undertakingList = defineList({
  path: undertakingPaths.list,
  access: 'undertaking.list',
  name: 'komitmen',
  noun: 'komitmen',
  row: UndertakingRow,
  select: ({ day }) => sql`select ${undertakingColumns(day)}`,
  from: undertakings,
  key: sql`u.id`,
  sorts: {
    batas: { label: 'Batas waktu', by: sql`u.due_on`, nullsLast: true },
    komitmen: { label: 'Komitmen', by: sql`u.what` },
    sejak: { label: 'Sejak', by: sql`u.born_at` },
    desa: { label: 'Desa', by: sql`v.name` },
    pihak: { label: 'Pihak', by: sql`u.party` },
    menunggu: { label: 'Menunggu sejak', by: sql`d.waiting_since`, nullsLast: true },
  },
  defaultSort: 'batas',
  filters,
  columns: [
    { key: 'id', label: 'Nomor komitmen', kind: 'order', value: (row) => row.id, only: 'file' },
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.village_code, only: 'file' },
    { key: 'jenis', label: 'Jenis', value: (row) => kindNames[row.kind], only: 'file' },
    {
      key: 'komitmen',
      label: 'Komitmen',
      value: (row) => row.what,
      cell: (row) => ({
        text: row.what,
        href: undertakingPaths.one(row.id),
        sub: `${kindNames[row.kind]}. ${ownerOf(row)}`,
      }),
      sort: 'komitmen',
      phone: 'title',
    },
    ...placeColumns,
    { key: 'pihak', label: 'Pihak', value: (row) => partyNames[row.party], only: 'file' },
    { key: 'penanggung_jawab', label: 'Penanggung jawab', value: (row) => ownerOf(row), only: 'file' },
    { key: 'lembaga', label: 'Nama lembaga', value: (row) => row.party_name, only: 'file' },
    {
      key: 'jumlah',
      label: 'Jumlah',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => row.quantity,
      only: 'file',
    },
    {
      key: 'dipenuhi',
      label: 'Terpenuhi',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => ofPromised(row, row.confirmed),
      cell: (row) => ({
        text: progressOf(row),
        sub: row.reported > 0 ? `${number(row.reported)} dilaporkan` : '',
      }),
      numeric: false,
    },
    {
      key: 'dilaporkan',
      label: 'Dilaporkan, belum dikonfirmasi',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => ofPromised(row, row.reported),
      only: 'file',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, only: 'file' },
    {
      key: 'batas',
      label: 'Batas waktu',
      kind: 'date',
      value: (row) => row.due_on,
      cell: dueCell,
      sort: 'batas',
    },
    {
      key: 'sejak',
      label: 'Umur',
      kind: 'date',
      value: (row) => calendarDay(row.born_at),
      cell: (row, { day }) => ({
        text: `${number(daysBetween(calendarDay(row.born_at), day))} hari`,
        sub: `sejak ${dateMedium(calendarDay(row.born_at))}`,
      }),
      sort: 'sejak',
      numeric: true,
    },
    {
      key: 'status',
      label: 'Keadaan',
      value: (row) => stateViews[row.state].label,
      cell: (row) => ({ status: stateViews[row.state] }),
      sort: 'menunggu',
      phone: 'value',
    },
    { key: 'terlambat', label: 'Terlambat', value: (row) => row.late, only: 'file' },
    { key: 'opd_pencatat', label: 'OPD pencatat', value: (row) => row.agency, only: 'file' },
    {
      key: 'kegiatan',
      label: 'Nomor kegiatan',
      kind: 'order',
      value: (row) => row.activity_id,
      only: 'file',
    },
  ],
  empty: {
    title: 'Belum ada komitmen',
    text: 'Janji muncul di sini setelah kegiatan yang memuatnya diverifikasi.',
    action: null,
  },
  near: (at) => nearPlaces(at, 'desa'),
  note: 'Yang dihitung terpenuhi hanya yang sudah dikonfirmasi desa atau koordinator.',
  title: 'Komitmen',
  head: ({ at: { actor } }) => ({
    lead: 'Buku komitmen bersama: siapa menanggung apa, sampai kapan, dan yang sudah datang.',
    actions: byHand
      .filter(([action]) => can(actor, action))
      .map(([, button]) => ({ ...button, primary: false })),
  }),
});

/** The ledger and its views by place and by who owes. */
export const ledger: Tabbed = {
  path: undertakingPaths.list,
  access: 'undertaking.list',
  tabs: {
    semua: { label: 'Semua', list: undertakingList },
    desa: { label: 'Menurut desa', list: byVillage },
    penanggung: { label: 'Menurut penanggung jawab', list: byOwner },
  },
};

function dueCell(row: UndertakingRow, { day }: At) {
  const late = row.late && row.due_on ? `lewat ${number(daysBetween(row.due_on, day))} hari` : '';
  return {
    text: row.due_on ? dateMedium(row.due_on) : EMPTY,
    sub: late,
    ...(late && { tone: 'warn' as const }),
  };
}
