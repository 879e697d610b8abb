import { z } from 'zod';
import { date, dateMedium } from '../core/format.js';
import { accountNameAt, agencyNameOn } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { can } from '../policy.js';
import { defineList } from '../web/list.js';
import { villageColumn } from '../wilayah/columns.js';
import { agencyFilter, kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import { isComing, isInForce, isWithdrawn } from '../wilayah/in-force.js';
import { partsFor } from './parts.js';
import { assignmentPaths } from './paths.js';
import { roleWords } from './taken.js';
import { chosen } from './ticked.js';
import { assignmentsPage, titleOf } from './views.js';

const Row = z.object({
  id: z.number(),
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  agency_id: z.number(),
  agency: z.string(),
  role: z.enum(['LEAD', 'SUPPORT']),
  starts_on: z.date(),
  ends_on: z.date().nullable(),
  reason: z.string().nullable(),
  end_reason: z.string().nullable(),
  by: z.string(),
  ended_by: z.string().nullable(),
});
type Row = z.output<typeof Row>;

/** Every assignment, open and past. */
export const historyList = defineList({
  path: assignmentPaths.list,
  access: 'assignment.list',
  name: 'riwayat-penugasan',
  noun: 'penugasan',
  known: partsFor,
  row: Row,
  select: sql`select s.id, v.code, v.name, k.name as kecamatan, g.id as agency_id,
    ${agencyNameOn(sql`g`, sql`s.starts_on`)} as agency, s.role::text, s.starts_on, s.ends_on, s.reason, s.end_reason,
    ${accountNameAt(sql`c`, sql`s.created_at`)} as by, ${accountNameAt(sql`e`, sql`s.ended_at`)} as ended_by`,
  from: sql`from assignment s join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
    join agency g on g.id = s.agency_id join account c on c.id = s.assigned_by_id
    left join account e on e.id = s.ended_by_id`,
  key: sql`s.id`,
  newestFirst: true,
  sorts: {
    mulai: { label: 'Mulai', by: sql`s.starts_on`, startsDescending: true },
    selesai: { label: 'Selesai', by: sql`s.ends_on`, startsDescending: true, nullsLast: true },
    nama: { label: 'Desa', by: sql`v.name` },
    opd: { label: 'OPD', by: sql`g.short_name` },
  },
  defaultSort: '-mulai',
  filters: {
    cari: placeFilter(sql`v.code`),
    kecamatan: kecamatanFilter(sql`v.kecamatan_code`),
    opd: agencyFilter((ids) => sql`s.agency_id = any(${ids}::int[])`, { ended: true }),
  },
  columns: [
    { key: 'kode', label: 'Kode', value: (row) => row.code, only: 'file' },
    villageColumn((row: Row) => row.kecamatan),
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
    {
      key: 'opd',
      label: 'OPD',
      value: (row) => row.agency,
      cell: (row) => ({ text: row.agency, href: `/opd/${row.agency_id}`, sub: roleWords[row.role] }),
      sort: 'opd',
      phone: 'value',
    },
    {
      key: 'peran',
      label: 'Peran',
      value: (row) => (row.role === 'LEAD' ? 'utama' : 'pendukung'),
      only: 'file',
    },
    {
      key: 'mulai',
      label: 'Mulai',
      kind: 'date',
      value: (row) => row.starts_on,
      cell: (row) => ({ text: dateMedium(row.starts_on), sub: row.by }),
      sort: 'mulai',
      numeric: true,
    },
    {
      key: 'selesai',
      label: 'Selesai',
      kind: 'date',
      value: (row) => row.ends_on,
      cell: (row, { day }) => ({ text: ending(row, day), sub: row.ended_by ?? '' }),
      sort: 'selesai',
      numeric: true,
    },
    {
      key: 'dibatalkan',
      label: 'Dibatalkan sebelum mulai',
      value: (row) => isWithdrawn(term(row)),
      only: 'file',
    },
    {
      key: 'alasan',
      label: 'Catatan',
      value: (row) => row.reason,
      cell: (row) => ({ text: [row.reason, row.end_reason].filter((one) => one !== null).join('. ') }),
    },
    { key: 'alasan_selesai', label: 'Alasan selesai', value: (row) => row.end_reason, only: 'file' },
    { key: 'ditugaskan_oleh', label: 'Ditugaskan oleh', value: (row) => row.by, only: 'file' },
    { key: 'diakhiri_oleh', label: 'Diakhiri oleh', value: (row) => row.ended_by, only: 'file' },
  ],
  line: (row, { actor, day }) => ({ actions: can(actor, 'assignment.end') ? actionsOf(row, day) : [] }),
  empty: { title: 'Belum ada penugasan', text: 'Riwayat muncul setelah penugasan pertama.', action: null },
  near: (at) => nearPlaces(at),
  note: ({ day }) => `Riwayat tidak pernah dihapus. Per ${date(day)}.`,
  title: ({ known }) => titleOf(known),
  page: async (shown, { frame }) => assignmentsPage(shown, 'riwayat', frame, await chosen(shown.at)),
});

const term = (row: Row) => ({ startsOn: row.starts_on, endsOn: row.ends_on });

function ending(row: Row, today: Date): string {
  if (isWithdrawn(term(row))) return 'dibatalkan';
  if (row.ends_on) return dateMedium(row.ends_on);
  return isComing(term(row), today) ? 'belum mulai' : 'masih berjalan';
}

/** What comes is withdrawn; a supporter of today may end here, a lead where its village stands. */
function actionsOf(row: Row, today: Date) {
  if (isComing(term(row), today)) return [{ label: 'Batalkan', href: assignmentPaths.withdraw(row.id) }];
  if (row.role !== 'SUPPORT' || !isInForce(term(row), today)) return [];
  return [{ label: 'Akhiri', href: assignmentPaths.end(row.id) }];
}
