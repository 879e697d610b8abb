import { z } from 'zod';
import { changeName, changeNames } from '../audit/words.js';
import { calendarDay, dateMedium, timeOfDay } from '../core/format.js';
import { sql } from '../database/query.js';
import { roleLabels } from '../policy.js';
import { dateFilter, textFilter, valueFilter } from '../web/filters.js';
import { defineList } from '../web/list.js';

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

/** Of a person, or of the portal itself. */
export const roleName = (role: string): string => roles.get(role) ?? role;
const roles = new Map<string, string>(Object.entries({ ...roleLabels, SISTEM: 'Sistem' }));
const asText = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
/** The first moment of a day in Jakarta; a bound on the column itself, so that its index serves. */
const midnight = (day: Date) => sql`${day}::date::timestamp at time zone 'Asia/Jakarta'`;
const DAY = 86_400_000;
/** Every kind of change there is, by its words. */
const kinds = Object.fromEntries(
  Object.entries(changeNames).sort(([, one], [, other]) => one.localeCompare(other, 'id')),
);

/** The trail, newest first. */
export const auditList = defineList({
  path: '/audit',
  access: 'audit.read',
  name: 'audit',
  noun: 'catatan',
  row: Row,
  select: sql`select e.id, e.at, e.actor_name, e.actor_role, e.action, e.subject_type, e.subject_id, e.summary, e.before, e.after`,
  from: sql`from audit_entry e`,
  key: sql`e.id`,
  newestFirst: true,
  sorts: { waktu: { label: 'Waktu', by: sql`e.at`, startsDescending: true } },
  defaultSort: '-waktu',
  filters: {
    cari: textFilter('Cari kata atau nama', [sql`e.summary`, sql`e.actor_name`]),
    tindakan: valueFilter('Tindakan', sql`e.action`, kinds),
    dari: dateFilter('Dari', (day) => sql`e.at >= ${midnight(day)}`),
    sampai: dateFilter('Sampai', (day) => sql`e.at < ${midnight(new Date(day.getTime() + DAY))}`),
  },
  columns: [
    { key: 'id', label: 'Nomor catatan', kind: 'order', value: (row) => row.id, only: 'file' },
    {
      key: 'ringkasan',
      label: 'Apa',
      value: (row) => row.summary,
      cell: (row) => ({
        text: row.summary,
        href: `/audit/${row.id}`,
        sub: `${row.subject_type} ${row.subject_id}`,
      }),
      phone: 'title',
    },
    {
      key: 'oleh',
      label: 'Oleh',
      value: (row) => row.actor_name,
      cell: (row) => ({ text: row.actor_name, sub: roleName(row.actor_role) }),
    },
    { key: 'peran', label: 'Peran', value: (row) => roleName(row.actor_role), only: 'file' },
    {
      key: 'tindakan',
      label: 'Tindakan',
      value: (row) => row.action,
      cell: (row) => ({ text: changeName(row.action) }),
    },
    {
      key: 'waktu',
      label: 'Waktu',
      kind: 'moment',
      value: (row) => row.at,
      cell: (row) => ({ text: dateMedium(calendarDay(row.at)), sub: timeOfDay(row.at) }),
      sort: 'waktu',
      phone: 'value',
      numeric: true,
    },
    { key: 'jenis', label: 'Mengenai', value: (row) => row.subject_type, only: 'file' },
    { key: 'nomor', label: 'Nomor atau kode', value: (row) => row.subject_id, only: 'file' },
    { key: 'sebelum', label: 'Sebelum', value: (row) => asText(row.before), only: 'file' },
    { key: 'sesudah', label: 'Sesudah', value: (row) => asText(row.after), only: 'file' },
  ],
  empty: { title: 'Belum ada catatan', text: 'Setiap perubahan tercatat di sini.', action: null },
  note: 'Catatan tidak dapat diubah atau dihapus, juga tidak lewat basis data.',
  title: 'Audit',
  head: () => ({ lead: 'Setiap perubahan: siapa, kapan, apa, sebelum dan sesudah.' }),
});
