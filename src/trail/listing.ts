import { z } from 'zod';
import { join, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { optionalDate } from '../web/form.js';
import type { Listing } from '../web/listing.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  tindakan: z.string().max(60).catch(''),
  dari: optionalDate('Dari').catch(null),
  sampai: optionalDate('Sampai').catch(null),
});
export type AuditFilters = z.output<typeof Filters>;

const Row = z.object({
  id: z.number(),
  at: z.date(),
  actor_name: z.string(),
  actor_role: z.string(),
  action: z.string(),
  subject_type: z.string(),
  subject_id: z.string(),
  summary: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditRow = z.output<typeof Row>;

const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
/** The first moment of a day in Jakarta; a bound on the column itself, so that its index serves. */
const midnight = (day: Date) => sql`${day}::date::timestamp at time zone 'Asia/Jakarta'`;
const DAY = 86_400_000;

/** The trail, newest first. */
export const auditListing: Listing<AuditFilters, AuditRow> = {
  name: 'audit',
  filters: Filters as z.ZodType<AuditFilters>,
  sorts: { waktu: { label: 'Waktu', by: sql`e.at`, startsDescending: true } },
  defaultSort: '-waktu',
  key: sql`e.id`,
  newestFirst: true,
  select: sql`select e.id, e.at, e.actor_name, e.actor_role, e.action, e.subject_type, e.subject_id, e.summary, e.before, e.after`,
  row: Row,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'waktu', value: (row) => row.at.toISOString() },
    { key: 'oleh', value: (row) => row.actor_name },
    { key: 'peran', value: (row) => row.actor_role },
    { key: 'tindakan', value: (row) => row.action },
    { key: 'jenis', value: (row) => row.subject_type },
    { key: 'nomor', value: (row) => row.subject_id },
    { key: 'ringkasan', value: (row) => row.summary },
    { key: 'sebelum', value: (row) => json(row.before) },
    { key: 'sesudah', value: (row) => json(row.after) },
  ],
};

/** FROM and WHERE of the trail; days are those of Jakarta. */
export function auditFrom(actor: Actor, filters: AuditFilters): Sql {
  const pattern = `%${filters.cari}%`;
  const where = [
    sql`e.region_code = ${actor.regionCode}`,
    ...(filters.cari ? [sql`(e.summary ilike ${pattern} or e.actor_name ilike ${pattern})`] : []),
    ...(filters.tindakan ? [sql`e.action = ${filters.tindakan}`] : []),
    ...(filters.dari ? [sql`e.at >= ${midnight(filters.dari)}`] : []),
    ...(filters.sampai ? [sql`e.at < ${midnight(new Date(filters.sampai.getTime() + DAY))}`] : []),
  ];
  return sql`from audit_entry e where ${join(where, ' and ')}`;
}
