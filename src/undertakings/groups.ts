import { z } from 'zod';
import { calendarDay, dateMedium, daysBetween, number } from '../core/format.js';
import { type Sql, sql } from '../database/query.js';
import { CommitmentParty } from '../generated/prisma/enums.js';
import { undertakingScope } from '../scope.js';
import { textFilter } from '../web/filters.js';
import { type At, defineList, type ListColumn } from '../web/list.js';
import { villageColumn } from '../wilayah/columns.js';
import { kecamatanFilter } from '../wilayah/filters.js';
import { undertakingPaths } from './paths.js';
import { isLate, openUndertakings } from './standing.js';
import { ownerOf, partyNames } from './words.js';

const Counts = { open: z.number(), late: z.number(), oldest: z.date(), due: z.date().nullable() };
type Counted = z.output<z.ZodObject<typeof Counts>>;

/** What is told of the open undertakings of a group, on `u` and `d`. */
const counts = (day: Date): Sql => sql`count(*) as open, count(*) filter (where ${isLate(day)}) as late,
  min(u.born_at) as oldest, min(u.due_on) filter (where ${isLate(day)}) as due`;
const told = sql`u.open, u.late, u.oldest, u.due`;

const sorts = {
  terbuka: { label: 'Belum selesai', by: sql`u.open`, startsDescending: true },
  terlambat: { label: 'Terlambat', by: sql`u.late`, startsDescending: true },
  tertua: { label: 'Tertua', by: sql`u.oldest` },
};

const columns: ListColumn<Counted & { href: string }, keyof typeof sorts, At>[] = [
  {
    key: 'terbuka',
    label: 'Belum selesai',
    kind: 'number',
    value: (row) => row.open,
    cell: (row) => ({ text: number(row.open), href: `${row.href}&status=terbuka` }),
    sort: 'terbuka',
    phone: 'value',
  },
  {
    key: 'terlambat',
    label: 'Terlambat',
    kind: 'number',
    value: (row) => row.late,
    cell: (row, { day }) => ({
      text: number(row.late),
      href: row.late > 0 ? `${row.href}&status=terlambat` : '',
      sub: row.due ? `terlama ${number(daysBetween(row.due, day))} hari` : '',
      ...(row.late > 0 && { tone: 'warn' as const }),
    }),
    sort: 'terlambat',
  },
  {
    key: 'tertua',
    label: 'Tertua',
    kind: 'date',
    value: (row) => calendarDay(row.oldest),
    cell: (row, { day }) => ({
      text: `${number(daysBetween(calendarDay(row.oldest), day))} hari`,
      sub: `sejak ${dateMedium(calendarDay(row.oldest))}`,
    }),
    sort: 'tertua',
    numeric: true,
  },
];

const empty = {
  title: 'Tidak ada yang belum selesai',
  text: 'Semua komitmen sudah dipenuhi, ditarik, atau belum ada.',
  action: null,
};
const note = 'Yang dihitung hanya komitmen yang belum selesai; terlambat berarti lewat batas waktunya.';

const VillageGroup = z
  .object({ code: z.string(), name: z.string(), kecamatan: z.string(), ...Counts })
  .transform((row) => ({ ...row, href: `${undertakingPaths.list}?desa=${row.code}` }));

/** Open undertakings by village. What a person sees is a condition on columns that the groups still have. */
export const byVillage = defineList({
  path: undertakingPaths.list,
  access: 'undertaking.list',
  name: 'komitmen-desa',
  noun: 'desa dan kelurahan',
  row: VillageGroup,
  select: sql`select v.code, v.name, k.name as kecamatan, ${told}`,
  from: ({ day }) => sql`from (select u.region_code, u.village_code, ${counts(day)} ${openUndertakings}
      and u.village_code is not null group by 1, 2) u
    join village v on v.code = u.village_code join kecamatan k on k.code = v.kecamatan_code`,
  key: sql`v.code`,
  sorts: { nama: { label: 'Desa', by: sql`v.name` }, ...sorts },
  defaultSort: '-terlambat',
  filters: { kecamatan: kecamatanFilter(sql`v.kecamatan_code`) },
  columns: [
    { key: 'kode', label: 'Kode desa', value: (row) => row.code, only: 'file' },
    villageColumn<z.output<typeof VillageGroup>>((row) => row.kecamatan),
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
    ...columns,
  ],
  empty,
  note,
  title: 'Komitmen menurut desa',
  head: () => ({ lead: 'Di desa mana masih ada yang ditunggu, dan sejak kapan.' }),
});

const OwnerGroup = z
  .object({
    key: z.string(),
    party: z.enum(CommitmentParty),
    party_name: z.string().nullable(),
    owed_by: z.number().nullable(),
    owner: z.string().nullable(),
    ...Counts,
  })
  .transform((row) => ({ ...row, href: `${undertakingPaths.list}?${ownerQuery(row)}` }));

/** The undertakings of one who owes: an agency by its number, others by their kind and name. */
const ownerQuery = (row: { owed_by: number | null; party: string; party_name: string | null }) =>
  row.owed_by === null
    ? new URLSearchParams({ pihak: row.party, ...(row.party_name && { cari: row.party_name }) })
    : `penanggung=${row.owed_by}`;

const ownerKey = sql`coalesce('opd ' || u.agency_id, u.party || ' ' || lower(coalesce(u.party_name, '')))`;

/** Open undertakings by who owes them, of those that a person sees. */
export const byOwner = defineList({
  path: undertakingPaths.list,
  access: 'undertaking.list',
  name: 'komitmen-penanggung-jawab',
  noun: 'penanggung jawab',
  row: OwnerGroup,
  select: sql`select u.key, u.party::text, u.party_name, u.owed_by, g.short_name as owner, ${told}`,
  from: ({
    day,
    actor,
  }) => sql`from (select ${ownerKey} as key, u.region_code, min(u.village_code) as village_code,
      u.party, min(u.party_name) as party_name, u.agency_id as owed_by, ${counts(day)} ${openUndertakings}
      and ${undertakingScope(actor)} group by 1, u.region_code, u.party, u.agency_id) u
    left join agency g on g.id = u.owed_by`,
  key: sql`u.key`,
  sorts: {
    nama: { label: 'Penanggung jawab', by: sql`coalesce(g.short_name, u.party_name, u.party::text)` },
    ...sorts,
  },
  defaultSort: '-terlambat',
  filters: { nama: textFilter('Cari nama', [sql`g.short_name`, sql`g.name`, sql`u.party_name`]) },
  columns: [
    {
      key: 'penanggung_jawab',
      label: 'Penanggung jawab',
      value: (row) => ownerOf(row),
      cell: (row) => ({ text: ownerOf(row), href: row.href, sub: row.owner ? partyNames[row.party] : '' }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'pihak', label: 'Pihak', value: (row) => partyNames[row.party], only: 'file' },
    ...columns,
  ],
  empty,
  note,
  title: 'Komitmen menurut penanggung jawab',
  head: () => ({ lead: 'Siapa yang masih ditunggu, dan sejak kapan.' }),
});
