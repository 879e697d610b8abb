import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { agencyNameOn } from '../database/former-names.js';
import { join, type Sql, sql } from '../database/query.js';
import { isDone } from '../lokus/standing.js';
import type { Actor } from '../policy.js';
import { scope } from '../scope.js';
import type { Listing } from '../web/listing.js';
import { inForce, withdrawn } from '../wilayah/in-force.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  opd: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
});
export type AssignmentFilters = z.output<typeof Filters>;
export const noFilters: AssignmentFilters = { cari: '', kecamatan: '', opd: '' };

const VillageRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  phase: z.number().nullable(),
  lead_id: z.number().nullable(),
  lead: z.string().nullable(),
  since: z.date().nullable(),
  supporters: z.array(z.object({ id: z.number(), name: z.string() })),
  proposal: z.string().nullable(),
  before: z.string().nullable(),
  /** The lead that is coming after the one of the day: `DLH mulai 1 Jan 2027`. */
  next: z.object({ id: z.number(), agency: z.string(), starts_on: z.coerce.date() }).nullable(),
});
export type AssignedVillage = z.output<typeof VillageRow>;

/** Villages of an official list with who accompanies them today. */
export const assignedVillages = (day: Date): Listing<AssignmentFilters, AssignedVillage> => ({
  name: 'penugasan',
  filters: Filters,
  sorts: {
    kode: { label: 'Kode', by: sql`m.village_code` },
    nama: { label: 'Nama', by: sql`m.name` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    opd: { label: 'OPD utama', by: sql`g.short_name`, nullsLast: true },
    sejak: { label: 'Sejak', by: sql`s.starts_on`, nullsLast: true },
  },
  defaultSort: 'kode',
  key: sql`m.village_code`,
  select: sql`select m.village_code as code, m.name, k.name as kecamatan, p.year as phase, s.id as lead_id,
    g.short_name as lead, s.starts_on as since, o.short_name as proposal,
    coalesce((select json_agg(json_build_object('id', x.id, 'name', y.short_name) order by y.short_name)
      from assignment x join agency y on y.id = x.agency_id
      where x.village_code = m.village_code and x.role = 'SUPPORT' and ${inForce(sql`x`, day)}), '[]'::json) as supporters,
    (select y.short_name from assignment x join agency y on y.id = x.agency_id
      where x.village_code = m.village_code and x.role = 'LEAD' and x.ends_on < ${day} and not ${withdrawn(sql`x`)}
      order by x.ends_on desc, x.id desc limit 1) as before,
    (select json_build_object('id', x.id, 'agency', y.short_name, 'starts_on', x.starts_on)
      from assignment x join agency y on y.id = x.agency_id
      where x.village_code = m.village_code and x.role = 'LEAD' and x.starts_on > ${day} and not ${withdrawn(sql`x`)}
      order by x.starts_on limit 1) as next`,
  row: VillageRow,
  columns: [
    { key: 'kode', value: (row) => row.code },
    { key: 'nama', value: (row) => row.name },
    { key: 'kecamatan', value: (row) => row.kecamatan },
    { key: 'mulai', value: (row) => row.phase },
    { key: 'opd_utama', value: (row) => row.lead },
    { key: 'sejak', value: (row) => isoDate(row.since) || null },
    { key: 'opd_pendukung', value: (row) => row.supporters.map((one) => one.name).join(', ') },
    { key: 'usulan_sk', value: (row) => row.proposal },
    { key: 'opd_berikutnya', value: (row) => row.next?.agency ?? null },
    { key: 'opd_berikutnya_mulai', value: (row) => isoDate(row.next?.starts_on) || null },
  ],
});

export type Tab = 'belum' | 'sudah' | 'nanti';

/** Who waits for a lead: not done, begun by the year of the day, no lead on it. */
const tabs = (day: Date): Record<Tab, Sql> => ({
  belum: sql`s.id is null and coalesce(p.year, 0) <= ${day.getUTCFullYear()} and not ${isDone(sql`m.village_code`, day)}`,
  sudah: sql`s.id is not null`,
  nanti: sql`s.id is null and p.year > ${day.getUTCFullYear()} and not ${isDone(sql`m.village_code`, day)}`,
});

/** FROM and WHERE of the members of a list in one of the three states. */
export function villagesIn(
  listId: number,
  tab: Tab,
  filters: AssignmentFilters,
  context: { codes: string[] | null; day: Date },
): Sql {
  const where = [sql`m.list_id = ${listId}`, tabs(context.day)[tab]];
  if (context.codes) where.push(sql`m.village_code = any(${context.codes}::text[])`);
  if (filters.kecamatan) where.push(sql`m.kecamatan_code = ${filters.kecamatan}`);
  if (filters.opd) {
    where.push(sql`exists (select from assignment x where x.village_code = m.village_code and ${inForce(sql`x`, context.day)}
      and x.agency_id = ${Number(filters.opd)})`);
  }
  return sql`from lokus_member m join kecamatan k on k.code = m.kecamatan_code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, context.day)}
    left join agency g on g.id = s.agency_id left join agency o on o.id = m.agency_id
    where ${join(where, ' and ')}`;
}

const HistoryRow = z.object({
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
export type HistoryRow = z.output<typeof HistoryRow>;

/** Every assignment, open and past. */
export const assignmentHistory: Listing<AssignmentFilters, HistoryRow> = {
  name: 'riwayat-penugasan',
  filters: Filters,
  sorts: {
    mulai: { label: 'Mulai', by: sql`s.starts_on`, startsDescending: true },
    selesai: { label: 'Selesai', by: sql`s.ends_on`, startsDescending: true, nullsLast: true },
    nama: { label: 'Desa', by: sql`v.name` },
    opd: { label: 'OPD', by: sql`g.short_name` },
  },
  defaultSort: '-mulai',
  key: sql`s.id`,
  newestFirst: true,
  select: sql`select s.id, v.code, v.name, k.name as kecamatan, g.id as agency_id, ${agencyNameOn(sql`g`, sql`s.starts_on`)} as agency, s.role::text,
    s.starts_on, s.ends_on, s.reason, s.end_reason, c.name as by, e.name as ended_by`,
  row: HistoryRow,
  columns: [
    { key: 'kode', value: (row) => row.code },
    { key: 'nama', value: (row) => row.name },
    { key: 'kecamatan', value: (row) => row.kecamatan },
    { key: 'opd', value: (row) => row.agency },
    { key: 'peran', value: (row) => (row.role === 'LEAD' ? 'utama' : 'pendukung') },
    { key: 'mulai', value: (row) => row.starts_on.toISOString().slice(0, 10) },
    { key: 'selesai', value: (row) => row.ends_on?.toISOString().slice(0, 10) ?? null },
    { key: 'alasan', value: (row) => row.reason },
    { key: 'alasan_selesai', value: (row) => row.end_reason },
    { key: 'ditugaskan_oleh', value: (row) => row.by },
    { key: 'diakhiri_oleh', value: (row) => row.ended_by },
  ],
};

export function historyFrom(actor: Actor, filters: AssignmentFilters, codes: string[] | null): Sql {
  const where = [scope(actor, 'assignment.list')];
  if (codes) where.push(sql`v.code = any(${codes}::text[])`);
  if (filters.kecamatan) where.push(sql`v.kecamatan_code = ${filters.kecamatan}`);
  if (filters.opd) where.push(sql`s.agency_id = ${Number(filters.opd)}`);
  return sql`from assignment s join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
    join agency g on g.id = s.agency_id join account c on c.id = s.assigned_by_id
    left join account e on e.id = s.ended_by_id where ${join(where, ' and ')}`;
}
