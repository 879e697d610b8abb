import { z } from 'zod';
import { assignmentPaths } from '../assignments/paths.js';
import { type Sql, sql } from '../database/query.js';
import { valueFilter } from '../web/filters.js';
import { defineList, type Filter, type ListColumn } from '../web/list.js';
import type { Tabbed } from '../web/list-row.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, kecamatanFilter, nearPlaces } from '../wilayah/filters.js';
import { closedList } from './closed-list.js';
import { type AtMonth, Counts, monthFilter, monthShared, owed } from './month.js';
import { monthTyped } from './months.js';
import { rhythmPaths } from './paths.js';
import { type ReportCounts, reportCounts, reportStates, reportViews } from './states.js';

const empty = {
  title: 'Tidak ada laporan yang ditunggu',
  text: 'Laporan ditunggu dari OPD utama setiap desa pada hari terakhir bulan. Koordinator yang menugaskannya.',
  action: { label: 'Buka penugasan', href: assignmentPaths.list },
};

const villages = defineList({
  ...monthShared,
  name: ({ known }) => `laporan-${monthTyped(known.month.month)}-desa`,
  noun: 'desa wajib lapor',
  row: z.object({
    id: z.number(),
    code: z.string(),
    village: z.string(),
    kecamatan: z.string(),
    agency: z.string(),
    state: z.enum(reportStates),
    since: z.date().nullable(),
    activities: z.number(),
    reason: z.string().nullable(),
    nil_at: z.date().nullable(),
  }),
  select: sql`select q.id, q.code, q.village, q.kecamatan, q.agency, q.state, q.since, q.activities, q.reason, q.nil_at`,
  from: ({ known }) => sql`from ${owed(known.month)} q`,
  key: sql`q.id`,
  sorts: {
    desa: { label: 'Desa', by: sql`q.village` },
    opd: { label: 'OPD', by: sql`q.agency` },
    keadaan: { label: 'Keadaan', by: sql`q.state` },
    masuk: { label: 'Masuk', by: sql`coalesce(q.since, q.nil_at)`, nullsLast: true },
  },
  defaultSort: 'keadaan',
  filters: {
    bulan: monthFilter,
    keadaan: valueFilter<AtMonth>(
      'Keadaan',
      sql`q.state`,
      Object.fromEntries(reportStates.map((state) => [state, reportViews[state].label])),
    ),
    ...placeFilters(sql`q.code`, sql`q.kecamatan_code`),
    opd: agencyFilter((ids) => sql`q.agency_id = any(${ids}::int[])`, { ended: true, own: true }),
  },
  columns: [
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.code, only: 'file' },
    {
      ...(placeColumns[0] as (typeof placeColumns)[0]),
      cell: (row) => ({ text: row.village, href: `/desa/${row.code}`, sub: row.kecamatan }),
      phone: 'title',
    },
    ...placeColumns.slice(1),
    { key: 'opd', label: 'OPD utama', value: (row) => row.agency, sort: 'opd' },
    {
      key: 'keadaan',
      label: 'Keadaan',
      value: (row) => reportViews[row.state].label,
      cell: (row) => ({
        status: reportViews[row.state],
        sub: row.state === 'NIHIL' ? (row.reason ?? '') : '',
      }),
      sort: 'keadaan',
      phone: 'value',
    },
    { key: 'alasan_nihil', label: 'Alasan nihil', value: (row) => row.reason, only: 'file' },
    { key: 'masuk', label: 'Masuk', kind: 'moment', value: (row) => row.since ?? row.nil_at, sort: 'masuk' },
    { key: 'kegiatan', label: 'Kegiatan', kind: 'number', value: (row) => row.activities },
  ],
  empty,
  near: (at) => nearPlaces(at, 'desa'),
});

const count = (key: string, label: string, by: Sql, value: (row: ReportCounts) => number) =>
  ({ key, label, kind: 'number', value, sum: by }) satisfies ListColumn<ReportCounts, never, unknown>;

/** How many reports are owed and came, over rows that have been counted. */
const countColumns: ListColumn<ReportCounts, 'belum', unknown>[] = [
  count('ditunggu', 'Ditunggu', sql`q.expected`, (row) => row.expected),
  count('masuk', 'Masuk', sql`q.expected - q.missing`, (row) => row.expected - row.missing),
  count('tepat_waktu', 'Tepat waktu', sql`q.on_time`, (row) => row.on_time),
  count('terlambat', 'Terlambat', sql`q.late`, (row) => row.late),
  count('nihil', 'Nihil', sql`q.nil`, (row) => row.nil),
  { ...count('belum', 'Belum', sql`q.missing`, (row) => row.missing), sort: 'belum', phone: 'value' },
];

/** The same reports counted by OPD or kecamatan; `code` and `name` are columns of what is owed. */
const countedBy = (
  by: { name: string; noun: string; label: string; code: Sql; title: Sql; filter: Filter<AtMonth> },
  href: (code: string, month: string) => string,
) =>
  defineList({
    ...monthShared,
    name: ({ known }) => `laporan-${monthTyped(known.month.month)}-${by.name}`,
    noun: by.noun,
    row: Counts.extend({ code: z.string(), name: z.string() }),
    select: sql`select q.code, q.name, q.expected, q.on_time, q.late, q.nil, q.missing`,
    from: ({ known }) => sql`from (select o.region_code, ${by.code}::text as code, max(${by.title}) as name,
      ${reportCounts(sql`o.state`)} from ${owed(known.month)} o group by o.region_code, ${by.code}) q`,
    key: sql`q.code`,
    sorts: {
      nama: { label: by.label, by: sql`q.name` },
      belum: { label: 'Belum', by: sql`q.missing`, startsDescending: true },
    },
    defaultSort: '-belum',
    filters: { bulan: monthFilter, [by.name]: by.filter },
    columns: [
      { key: 'kode', label: 'Kode', value: (row) => row.code, only: 'file' },
      {
        key: by.name,
        label: by.label,
        value: (row) => row.name,
        cell: (row, { known }) => ({ text: row.name, href: href(row.code, monthTyped(known.month.month)) }),
        sort: 'nama',
        phone: 'title',
      },
      ...countColumns,
    ],
    empty,
  });

const agencies = countedBy(
  {
    name: 'opd',
    noun: 'OPD wajib lapor',
    label: 'OPD',
    code: sql`o.agency_id`,
    title: sql`o.agency`,
    filter: agencyFilter((ids) => sql`q.code = any(${ids.map(String)}::text[])`, { ended: true, own: true }),
  },
  rhythmPaths.ofAgency,
);

const kecamatan = countedBy(
  {
    name: 'kecamatan',
    noun: 'kecamatan',
    label: 'Kecamatan',
    code: sql`o.kecamatan_code`,
    title: sql`o.kecamatan`,
    filter: kecamatanFilter(sql`q.code`),
  },
  rhythmPaths.ofKecamatan,
);

/** The reports of a month, one way to look at them a tab. */
export const monthReports: Tabbed = {
  path: rhythmPaths.list,
  access: 'rhythm.list',
  keep: ['bulan'],
  tabs: {
    opd: { label: 'Per OPD', list: agencies },
    desa: { label: 'Per desa', list: villages },
    kecamatan: { label: 'Per kecamatan', list: kecamatan },
    penutupan: { label: 'Penutupan', list: closedList, offered: (count) => count > 0 },
  },
};
