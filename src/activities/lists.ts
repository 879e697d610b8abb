import { z } from 'zod';
import { calendarDay, dateMedium, daysBetween, number } from '../core/format.js';
import { agencyNameOn, namesNote, verifiedOn } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import { countsAs } from '../kept/counting.js';
import { type Actor, can, mayEver } from '../policy.js';
import { lateUndertakings } from '../undertakings/standing.js';
import { choiceFilter, dateFilter, valueFilter } from '../web/filters.js';
import { type Asked, type At, defineList, type Filter } from '../web/list.js';
import { responseStatus, responseView, reviewStatusView, workStatusView } from '../web/statuses.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, categoryFilter, nearPlaces } from '../wilayah/filters.js';
import { activityLines } from './list-lines.js';
import { activityPaths } from './paths.js';
import { isDue, linesInWords, openDispute, shownActivities, unspoken } from './queries.js';
import { sharedBy, sharersInWords } from './shares.js';

const Row = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  starts_on: z.date(),
  ends_on: z.date(),
  village_code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  agency: z.string(),
  sharers: z.string().nullable(),
  work_status: z.enum(WorkStatus),
  review_status: z.enum(ReviewStatus),
  counts: z.boolean(),
  response: z.enum(['KONFIRMASI', 'SANGGAHAN']).nullable(),
  answered: z.boolean(),
  lines: z.array(z.string()).default([]),
  waiting_since: z.date().nullable(),
  said_at: z.date().nullable(),
});
export type ActivityRow = z.output<typeof Row>;

const labels = (views: Record<string, { label: string }>) =>
  Object.fromEntries(Object.entries(views).map(([value, { label }]) => [value, label]));

/** Activities with a line of a kind of help. */
export const ofCategory = categoryFilter(
  (code) =>
    sql`exists (select from activity_line l where l.revision_id = s.id and l.category_code = ${code})`,
);

const filters = {
  ...placeFilters(sql`x.village_code`, sql`v.kecamatan_code`),
  opd: agencyFilter((ids) => sql`(x.agency_id = any(${ids}::int[]) or ${sharedBy(ids)})`, {
    ended: true,
    own: true,
  }),
  jenis: ofCategory,
  kerja: valueFilter('Pekerjaan', sql`x.work_status`, labels(workStatusView)),
  laporan: valueFilter('Laporan', sql`x.review_status`, labels(reviewStatusView)),
  tanggapan: choiceFilter('Tanggapan desa', {
    menunggu: { label: 'Disanggah, belum dijawab', where: openDispute },
    disanggah: { label: 'Disanggah', where: sql`p.kind = 'SANGGAHAN'` },
    dikonfirmasi: { label: 'Dikonfirmasi', where: sql`p.kind = 'KONFIRMASI'` },
    belum: { label: 'Belum ditanggapi', where: unspoken },
  }),
  janji: choiceFilter<Asked>('Janji', {
    lewat: {
      label: 'Lewat tanggal, belum dipenuhi',
      where: ({ day }) => sql`a.id in (select u.activity_id ${lateUndertakings(day)})`,
    },
  }),
  rencana: choiceFilter<Asked>('Rencana', {
    tiba: { label: 'Sudah tiba harinya', where: ({ day }) => isDue(day) },
  }),
  dari: dateFilter('Mulai dari', (day) => sql`x.starts_on >= ${day}::date`),
  sampai: dateFilter('Mulai sampai', (day) => sql`x.starts_on <= ${day}::date`),
} satisfies Record<string, Filter<Asked>>;

const sheetLink = { label: 'Impor dari Excel', href: activityPaths.sheet, icon: 'upload', primary: false };
const addLink = { label: 'Catat kegiatan', href: activityPaths.create };

/** Activities as the reader sees them, newest first; a file has one row for each kind of help. */
export const activityList = defineList({
  path: activityPaths.list,
  access: 'activity.list',
  name: 'kegiatan',
  noun: 'kegiatan',
  row: Row,
  select: sql`select a.id, s.number, s.title, s.starts_on, s.ends_on, a.village_code, v.name as village,
      k.name as kecamatan, ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency, ${sharersInWords} as sharers, s.work_status::text, s.review_status::text,
      coalesce(s.id = a.verified_revision_id and ${countsAs.delivered(sql`s`)}, false) as counts, p.kind::text as response, p.answered_at is not null as answered,
      x.waiting_since, p.created_at as said_at`,
  onScreen: sql`${linesInWords} as lines`,
  from: ({ actor }) => shownActivities(actor),
  key: sql`x.activity_id`,
  newestFirst: true,
  sorts: {
    tanggal: { label: 'Tanggal', by: sql`x.starts_on`, startsDescending: true },
    judul: { label: 'Kegiatan', by: sql`s.title` },
    desa: { label: 'Desa', by: sql`v.name` },
    opd: { label: 'OPD', by: sql`g.short_name` },
    diajukan: { label: 'Diajukan', by: sql`x.submitted_at`, nullsLast: true },
    menunggu: { label: 'Menunggu sejak', by: sql`x.waiting_since`, nullsLast: true },
    tanggapan: { label: 'Tanggapan desa', by: sql`p.created_at`, nullsLast: true },
    sanggahan: { label: 'Disanggah sejak', by: sql`x.disputed_since`, nullsLast: true },
    dana: {
      label: 'Dana terpakai',
      by: sql`(select sum(l.spent_rupiah) from activity_line l where l.revision_id = s.id)`,
      startsDescending: true,
      nullsLast: true,
    },
  },
  defaultSort: '-tanggal',
  filters,
  columns: [
    { key: 'id', label: 'Nomor kegiatan', kind: 'order', value: (row) => row.id, only: 'file' },
    { key: 'revisi', label: 'Revisi ke', kind: 'order', value: (row) => row.number, only: 'file' },
    {
      key: 'judul',
      label: 'Kegiatan',
      value: (row) => row.title,
      cell: (row) => ({ text: row.title, href: activityPaths.one(row.id), sub: row.lines.join('\n') }),
      sort: 'judul',
      phone: 'title',
    },
    {
      key: 'mulai',
      label: 'Tanggal',
      kind: 'date',
      value: (row) => row.starts_on,
      cell: (row) => ({
        text: dateMedium(row.starts_on),
        sub: row.ends_on > row.starts_on ? `sampai ${dateMedium(row.ends_on)}` : '',
      }),
      sort: 'tanggal',
      phone: 'value',
    },
    { key: 'selesai', label: 'Hari terakhir', kind: 'date', value: (row) => row.ends_on, only: 'file' },
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.village_code, only: 'file' },
    ...placeColumns,
    {
      key: 'opd',
      label: 'OPD',
      value: (row) => row.agency,
      cell: (row) => ({ text: row.agency, sub: row.sharers ? `bersama ${row.sharers}` : '' }),
      sort: 'opd',
    },
    { key: 'bersama', label: 'Bersama OPD', value: (row) => row.sharers, only: 'file' },
    {
      key: 'status_kerja',
      label: 'Pekerjaan',
      value: (row) => workStatusView[row.work_status].label,
      cell: (row) => ({ status: workStatusView[row.work_status] }),
    },
    {
      key: 'status_laporan',
      label: 'Laporan',
      value: (row) => reviewStatusView[row.review_status].label,
      cell: (row, { day }) => ({
        status: reviewStatusView[row.review_status],
        sub: [
          row.number > 1 ? `revisi ke-${row.number}` : '',
          row.waiting_since ? waitingFor(row.waiting_since, day) : '',
        ]
          .filter(Boolean)
          .join(', '),
      }),
      sort: 'menunggu',
    },
    {
      key: 'tanggapan_desa',
      label: 'Tanggapan desa',
      value: (row) => (row.response ? responseStatus[row.response].label : null),
      cell: responseCell,
      sort: 'tanggapan',
    },
    {
      key: 'dihitung',
      label: 'Masuk hitungan di halaman lain',
      value: (row) => row.counts,
      only: 'file',
    },
  ],
  lines: activityLines,
  empty: ({ actor }) => ({
    title: 'Belum ada kegiatan',
    text: 'Kegiatan pertama muncul di sini setelah OPD mencatatnya.',
    action: can(actor, 'activity.create') ? addLink : null,
  }),
  near: (at) => nearPlaces(at, 'desa'),
  note: `Angka di halaman lain hanya menghitung yang diverifikasi. ${namesNote}`,
  title: 'Kegiatan',
  head: ({ at: { actor } }) => ({
    lead: leadFor(actor),
    actions: [
      ...(can(actor, 'recap.read')
        ? [{ label: 'Rekap', href: activityPaths.recap, icon: 'bar-chart', primary: false }]
        : []),
      ...(can(actor, 'activity.create') ? [sheetLink, { ...addLink, icon: 'plus-lg', primary: true }] : []),
    ],
  }),
});

function leadFor(actor: Actor): string {
  if (can(actor, 'activity.create')) return 'Kegiatan OPD Anda, dan kegiatan OPD lain yang sudah diajukan.';
  if (mayEver(actor, 'activity.confirm'))
    return 'Kegiatan yang dilaporkan OPD di desa Anda. Konfirmasi bila sesuai, sanggah bila tidak.';
  if (mayEver(actor, 'activity.verify'))
    return 'Semua kegiatan. Yang diajukan menunggu diperiksa, yang disanggah menunggu dijawab.';
  return 'Semua kegiatan pendampingan di kabupaten.';
}

const waitingFor = (since: Date, today: Date) =>
  `menunggu ${number(Math.max(0, daysBetween(calendarDay(since), today)))} hari`;

function responseCell(row: ActivityRow, { day }: At) {
  const said = responseView(row.response, row.answered);
  if (!said) return { text: '–' };
  const open = row.response === 'SANGGAHAN' && !row.answered && row.said_at;
  return { status: said, sub: open ? waitingFor(open, day) : '' };
}
