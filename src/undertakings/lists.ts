import { dateMedium, daysBetween, EMPTY, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { choiceFilter, valueFilter } from '../web/filters.js';
import { type Asked, type At, defineList, type Filter } from '../web/list.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, nearPlaces } from '../wilayah/filters.js';
import { undertakingPaths } from './paths.js';
import {
  isKept,
  isLate,
  isPartly,
  isUntouched,
  isWaiting,
  ofAgencies,
  UndertakingRow,
  undertakingColumns,
  undertakings,
} from './standing.js';
import { partyNames, progressOf, stateViews, whoOf } from './words.js';

const filters = {
  status: choiceFilter<Asked>('Keadaan', {
    belum: { label: 'Belum dipenuhi', where: isUntouched },
    sebagian: { label: 'Dipenuhi sebagian', where: isPartly },
    dipenuhi: { label: 'Dipenuhi', where: sql`(not u.withdrawn and ${isKept})` },
    terlambat: { label: 'Terlambat', where: ({ day }) => isLate(day) },
    menunggu: { label: 'Menunggu konfirmasi', where: isWaiting },
    ditarik: { label: 'Ditarik', where: sql`u.withdrawn` },
  }),
  ...placeFilters(sql`a.village_code`, sql`v.kecamatan_code`),
  pihak: valueFilter('Pihak', sql`u.party`, partyNames),
  opd: agencyFilter((ids) => ofAgencies(ids), { ended: true, own: true }),
} satisfies Record<string, Filter<Asked>>;

/** A quantity that was not promised cannot be reached in part. */
const ofPromised = (row: UndertakingRow, quantity: number) => (row.quantity === null ? null : quantity);

/** Promises of verified activities, those due first on top. */
export const undertakingList = defineList({
  path: undertakingPaths.list,
  section: '/kegiatan',
  access: 'undertaking.list',
  name: 'janji',
  noun: 'janji',
  row: UndertakingRow,
  select: ({ day }) => sql`select ${undertakingColumns(day)}`,
  from: undertakings,
  key: sql`u.id`,
  sorts: {
    batas: { label: 'Batas waktu', by: sql`u.due_on`, nullsLast: true },
    janji: { label: 'Janji', by: sql`u.what` },
    desa: { label: 'Desa', by: sql`v.name` },
    pihak: { label: 'Pihak', by: sql`u.party` },
    menunggu: { label: 'Menunggu sejak', by: sql`d.waiting_since`, nullsLast: true },
  },
  defaultSort: 'batas',
  filters,
  columns: [
    { key: 'id', label: 'Nomor janji', kind: 'order', value: (row) => row.id, only: 'file' },
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.village_code, only: 'file' },
    {
      key: 'janji',
      label: 'Janji',
      value: (row) => row.what,
      cell: (row) => ({
        text: row.what,
        href: undertakingPaths.one(row.id),
        sub: whoOf({ party: row.party, partyName: row.party_name }),
      }),
      sort: 'janji',
      phone: 'title',
    },
    ...placeColumns,
    { key: 'pihak', label: 'Pihak', value: (row) => partyNames[row.party], only: 'file' },
    { key: 'lembaga', label: 'Nama lembaga', value: (row) => row.party_name, only: 'file' },
    {
      key: 'jumlah',
      label: 'Dijanjikan',
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
    title: 'Belum ada janji',
    text: 'Janji muncul di sini setelah kegiatan yang memuatnya diverifikasi.',
    action: null,
  },
  near: (at) => nearPlaces(at, 'desa'),
  note: 'Yang dihitung terpenuhi hanya yang sudah dikonfirmasi desa atau koordinator.',
  title: 'Janji',
  head: () => ({ lead: 'Komitmen bersama: siapa berjanji apa, dan yang sudah datang.' }),
});

function dueCell(row: UndertakingRow, { day }: At) {
  const late = row.late && row.due_on ? `lewat ${number(daysBetween(row.due_on, day))} hari` : '';
  return {
    text: row.due_on ? dateMedium(row.due_on) : EMPTY,
    sub: late,
    ...(late && { tone: 'warn' as const }),
  };
}
