import { z } from 'zod';
import { calendarDay } from '../core/format.js';
import { join, type Sql, sql } from '../database/query.js';
import { Role } from '../generated/prisma/enums.js';
import { type Actor, roleLabels } from '../policy.js';
import type { Listing } from '../web/listing.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  peran: z.enum(['', ...Object.values(Role)]).catch(''),
  keadaan: z.enum(['', 'aktif', 'nonaktif', 'terkunci', 'sandi', 'bergabung']).catch(''),
});
export type AccountFilters = z.output<typeof Filters>;

const Row = z.object({
  id: z.number(),
  username: z.string(),
  name: z.string(),
  role: z.enum(Role),
  place: z.string().nullable(),
  disabled_at: z.date().nullable(),
  locked: z.boolean(),
  must_change_password: z.boolean(),
  last_sign_in_at: z.date().nullable(),
});
export type AccountRow = z.output<typeof Row>;

export const accountState = (
  row: Pick<AccountRow, 'disabled_at' | 'locked' | 'must_change_password'>,
): string => {
  if (row.disabled_at) return 'nonaktif';
  if (row.locked) return 'terkunci';
  return row.must_change_password ? 'sandi sekali pakai' : 'aktif';
};

/** All accounts of the kabupaten, as they stand at `now`. */
export const accountListing = (now: Date): Listing<AccountFilters, AccountRow> => ({
  name: 'pengguna',
  filters: Filters,
  sorts: {
    nama: { label: 'Nama', by: sql`c.name` },
    username: { label: 'Nama pengguna', by: sql`c.username` },
    peran: { label: 'Peran', by: sql`c.role` },
    masuk: { label: 'Terakhir masuk', by: sql`c.last_sign_in_at`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'nama',
  key: sql`c.id`,
  select: sql`select c.id, c.username, c.name, c.role::text, coalesce(g.short_name, v.name) as place, c.disabled_at,
    coalesce(c.locked_until > ${now}, false) as locked, c.must_change_password, c.last_sign_in_at`,
  row: Row,
  columns: [
    { key: 'username', value: (row) => row.username },
    { key: 'nama', value: (row) => row.name },
    { key: 'peran', value: (row) => roleLabels[row.role] },
    { key: 'tempat', value: (row) => row.place },
    { key: 'keadaan', value: accountState },
    { key: 'terakhir_masuk', value: (row) => row.last_sign_in_at?.toISOString() ?? null },
  ],
});

/** An account is in one state: the first that holds, as `accountState` tells it. */
const states = (now: Date) => {
  const open = sql`c.disabled_at is null`;
  const locked = sql`coalesce(c.locked_until > ${now}, false)`;
  return {
    aktif: sql`${open} and not ${locked} and not c.must_change_password`,
    nonaktif: sql`c.disabled_at is not null`,
    terkunci: sql`${open} and ${locked}`,
    sandi: sql`${open} and not ${locked} and c.must_change_password`,
    /** Besides its state: its OPD has merged into another. */
    bergabung: sql`${open} and g.valid_to < ${calendarDay(now)}`,
  };
};

export function accountsFrom(actor: Actor, filters: AccountFilters, now: Date): Sql {
  const pattern = `%${filters.cari}%`;
  const where = [
    sql`c.region_code = ${actor.regionCode}`,
    ...(filters.cari
      ? [
          sql`(c.name ilike ${pattern} or c.username ilike ${pattern} or coalesce(g.short_name, v.name) ilike ${pattern})`,
        ]
      : []),
    ...(filters.peran ? [sql`c.role::text = ${filters.peran}`] : []),
    ...(filters.keadaan ? [states(now)[filters.keadaan]] : []),
  ];
  return sql`from account c left join agency g on g.id = c.agency_id left join village v on v.code = c.village_code
    where ${join(where, ' and ')}`;
}
