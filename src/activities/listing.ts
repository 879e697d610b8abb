import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { agencyNameOn, verifiedOn } from '../database/former-names.js';
import { join, type Sql, sql } from '../database/query.js';
import { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { activityScope } from '../scope.js';
import { lateUndertakings } from '../undertakings/standing.js';
import { agencyChoice, readDate } from '../web/form.js';
import type { Listing } from '../web/listing.js';
import { responseStatus, reviewStatusView, workStatusView } from '../web/statuses.js';
import { countsAs } from './counting.js';
import { amountInWords, openDispute, shownActivities, unspoken } from './queries.js';
import { sharedBy, sharersInWords } from './shares.js';

const day = z
  .string()
  .transform((value) => isoDate(readDate(value)))
  .catch('');
const Filters = z.object({
  desa: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  opd: agencyChoice,
  jenis: z.string().max(10).catch(''),
  kerja: z.enum(['', ...Object.values(WorkStatus)]).catch(''),
  laporan: z.enum(['', ...Object.values(ReviewStatus)]).catch(''),
  tanggapan: z.enum(['', 'dikonfirmasi', 'disanggah', 'menunggu', 'belum']).catch(''),
  janji: z.enum(['', 'lewat']).catch(''),
  dari: day,
  sampai: day,
});
export type ActivityFilters = z.output<typeof Filters>;

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
  lines: z.array(z.string()),
  planned: z.number().nullable(),
  spent: z.number().nullable(),
  waiting_since: z.date().nullable(),
  said_at: z.date().nullable(),
});
export type ActivityRow = z.output<typeof Row>;

/** Lines of revision `s` in words: "Jamban sehat: 18 dari 24 unit". */
const linesInWords = sql`coalesce((select array_agg(c.name || ': ' || ${amountInWords} order by l.position)
  from activity_line l join category c on c.code = l.category_code where l.revision_id = s.id), '{}')`;

/** Since when the paper of revision `s` waits at the desk where it is; verified, it waits for nobody. */
const waitingSince = sql`case s.review_status when 'DIAJUKAN' then s.submitted_at
  when 'DIKEMBALIKAN' then s.reviewed_at when 'DRAF' then s.updated_at end`;

/** Activities as the reader sees them, newest first. */
export const activityListing: Listing<ActivityFilters, ActivityRow> = {
  name: 'kegiatan',
  filters: Filters,
  sorts: {
    tanggal: { label: 'Tanggal', by: sql`s.starts_on`, startsDescending: true },
    judul: { label: 'Kegiatan', by: sql`s.title` },
    desa: { label: 'Desa', by: sql`v.name` },
    opd: { label: 'OPD', by: sql`g.short_name` },
    diajukan: { label: 'Diajukan', by: sql`s.submitted_at`, nullsLast: true },
    menunggu: { label: 'Menunggu sejak', by: waitingSince, nullsLast: true },
    tanggapan: { label: 'Tanggapan desa', by: sql`p.created_at`, nullsLast: true },
    dana: {
      label: 'Dana terpakai',
      by: sql`(select sum(l.spent_rupiah) from activity_line l where l.revision_id = s.id)`,
      startsDescending: true,
      nullsLast: true,
    },
  },
  defaultSort: '-tanggal',
  key: sql`a.id`,
  newestFirst: true,
  select: sql`select a.id, s.number, s.title, s.starts_on, s.ends_on, a.village_code, v.name as village,
      k.name as kecamatan, ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency, ${sharersInWords} as sharers, s.work_status::text, s.review_status::text,
      coalesce(s.id = a.verified_revision_id and ${countsAs.delivered(sql`s`)}, false) as counts, p.kind as response, p.answered_at is not null as answered,
      ${waitingSince} as waiting_since, p.created_at as said_at, ${linesInWords} as lines,
      (select sum(l.planned_rupiah) from activity_line l where l.revision_id = s.id) as planned,
      (select sum(l.spent_rupiah) from activity_line l where l.revision_id = s.id) as spent`,
  row: Row,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'revisi', value: (row) => row.number },
    { key: 'judul', value: (row) => row.title },
    { key: 'mulai', value: (row) => isoDate(row.starts_on) },
    { key: 'selesai', value: (row) => isoDate(row.ends_on) },
    { key: 'kode_desa', value: (row) => row.village_code },
    { key: 'desa', value: (row) => row.village },
    { key: 'kecamatan', value: (row) => row.kecamatan },
    { key: 'opd', value: (row) => row.agency },
    { key: 'bersama', value: (row) => row.sharers },
    { key: 'status_kerja', value: (row) => workStatusView[row.work_status].label },
    { key: 'status_laporan', value: (row) => reviewStatusView[row.review_status].label },
    { key: 'tanggapan_desa', value: (row) => (row.response ? responseStatus[row.response].label : null) },
    { key: 'hasil', value: (row) => row.lines.join('; ') },
    { key: 'rupiah_rencana', value: (row) => row.planned },
    { key: 'rupiah_terpakai', value: (row) => row.spent },
    { key: 'dihitung', value: (row) => row.counts },
  ],
};

const responseFilters: Record<Exclude<ActivityFilters['tanggapan'], ''>, Sql> = {
  dikonfirmasi: sql`p.kind = 'KONFIRMASI'`,
  disanggah: sql`p.kind = 'SANGGAHAN'`,
  menunggu: openDispute,
  belum: unspoken,
};

const latePromise = (day: Date) => sql`a.id in (select u.activity_id ${lateUndertakings(day)})`;

/** FROM and WHERE of the list; `codes` are the villages a search found, null when nothing is searched. */
export function activitiesFrom(
  actor: Actor,
  filters: ActivityFilters,
  { codes, day }: { codes: string[] | null; day: Date },
): Sql {
  const agencies = filters.opd === 'saya' ? actor.agencyIds : [Number(filters.opd)];
  const conditions = [
    activityScope(actor),
    ...(codes ? [sql`a.village_code = any(${codes}::text[])`] : []),
    ...(filters.kecamatan ? [sql`v.kecamatan_code = ${filters.kecamatan}`] : []),
    ...(filters.opd ? [sql`(a.agency_id = any(${agencies}::int[]) or ${sharedBy(agencies)})`] : []),
    ...(filters.jenis
      ? [
          sql`exists (select from activity_line l where l.revision_id = s.id and l.category_code = ${filters.jenis})`,
        ]
      : []),
    ...(filters.kerja ? [sql`s.work_status::text = ${filters.kerja}`] : []),
    ...(filters.laporan ? [sql`s.review_status::text = ${filters.laporan}`] : []),
    ...(filters.tanggapan ? [responseFilters[filters.tanggapan]] : []),
    ...(filters.janji ? [latePromise(day)] : []),
    ...(filters.dari ? [sql`s.starts_on >= ${filters.dari}::date`] : []),
    ...(filters.sampai ? [sql`s.starts_on <= ${filters.sampai}::date`] : []),
  ];
  return sql`${shownActivities(actor)} where ${join(conditions, ' and ')}`;
}
