import { ofCategory } from '../activities/lists.js';
import { activityPaths } from '../activities/paths.js';
import { linesInWords, reviewable, shownActivities } from '../activities/queries.js';
import { type Sql, sql } from '../database/query.js';
import { choiceFilter } from '../web/filters.js';
import { defineList } from '../web/list.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, nearPlaces } from '../wilayah/filters.js';
import { reviewPage } from './page.js';
import { reviewPaths } from './paths.js';
import { pickOf, ReviewRow, reportColumns } from './row.js';

const sum = (column: Sql) => sql`(select sum(${column}) from activity_line l where l.revision_id = s.id)`;

/** What waits for this coordinator's review, the oldest first: many on one page, to be decided together. */
export const reviewList = defineList({
  path: reviewPaths.list,
  access: 'review.list',
  name: 'periksa',
  noun: 'laporan menunggu diperiksa',
  row: ReviewRow,
  select: sql`select a.id, s.id as revision_id, s.lock_version, a.verified_revision_id, s.title, s.starts_on,
    s.number, x.ends_on, s.created_at, x.village_code, x.agency_id, v.name as village, k.name as kecamatan, g.short_name as agency, ${linesInWords} as lines,
    ${sum(sql`l.planned_rupiah`)} as planned, ${sum(sql`l.spent_rupiah`)} as spent, x.waiting_since,
    p.kind::text as word, p.reason, p.answered_at is not null as answered`,
  onScreen: reportColumns,
  from: ({ actor }) => shownActivities(actor),
  where: ({ actor }) => reviewable(actor),
  key: sql`x.activity_id`,
  sorts: {
    menunggu: { label: 'Menunggu sejak', by: sql`x.waiting_since` },
    desa: { label: 'Desa', by: sql`v.name` },
    opd: { label: 'OPD', by: sql`g.short_name` },
    tanggal: { label: 'Tanggal kegiatan', by: sql`x.starts_on` },
  },
  defaultSort: 'menunggu',
  pageSize: 40,
  filters: {
    ...placeFilters(sql`x.village_code`, sql`v.kecamatan_code`),
    opd: agencyFilter((ids) => sql`x.agency_id = any(${ids}::int[])`),
    jenis: ofCategory,
    tanggapan: choiceFilter('Kata desa', {
      dikonfirmasi: { label: 'Dikonfirmasi desa', where: sql`p.kind = 'KONFIRMASI'` },
      disanggah: { label: 'Disanggah desa', where: sql`p.kind = 'SANGGAHAN'` },
      belum: { label: 'Belum ditanggapi', where: sql`x.response_id is null` },
    }),
  },
  columns: [
    { key: 'id', label: 'Nomor kegiatan', kind: 'order', value: (row) => row.id, only: 'file' },
    {
      key: 'judul',
      label: 'Kegiatan',
      value: (row) => row.title,
      cell: (row) => ({ text: row.title, href: activityPaths.one(row.id), sub: row.lines.join('\n') }),
      phone: 'title',
    },
    { key: 'tanggal', label: 'Tanggal', kind: 'date', value: (row) => row.starts_on, sort: 'tanggal' },
    ...placeColumns,
    { key: 'opd', label: 'OPD', value: (row) => row.agency, sort: 'opd' },
    { key: 'anggaran', label: 'Anggaran', kind: 'rupiah', value: (row) => row.planned },
    { key: 'terpakai', label: 'Terpakai', kind: 'rupiah', value: (row) => row.spent },
    {
      key: 'menunggu',
      label: 'Menunggu sejak',
      kind: 'moment',
      value: (row) => row.waiting_since,
      sort: 'menunggu',
    },
  ],
  line: (row) => ({ select: pickOf(row) }),
  empty: {
    title: 'Tidak ada yang menunggu diperiksa',
    text: 'Laporan muncul di sini setelah OPD mengajukannya.',
    action: { label: 'Lihat semua kegiatan', href: activityPaths.list },
  },
  near: (at) => nearPlaces(at),
  note: 'Tanda menjelaskan dirinya dan tidak menghalangi keputusan. Laporan yang Anda tulis sendiri tidak ada di sini.',
  title: 'Periksa bersama',
  page: (shown, { head, frame }) => reviewPage(shown, { head, frame }),
});
