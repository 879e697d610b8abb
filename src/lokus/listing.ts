import { z } from 'zod';
import { CountRow, joinedCounts, villageReports } from '../activities/counting.js';
import { join, type Sql, sql } from '../database/query.js';
import type { Listing } from '../web/listing.js';
import { isSilent } from './silence.js';
import { isDone, isUndecided, memberStatuses, statusConditions } from './standing.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  opd: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  status: z.enum(['', ...memberStatuses]).catch(''),
  keputusan: z.enum(['', 'belum']).catch(''),
});
export type MemberFilters = z.output<typeof Filters>;

const Row = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  origin: z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']),
  reason: z.string().nullable(),
  rank: z.number().nullable(),
  score6: z.number().nullable(),
  phase: z.number().nullable(),
  lead: z.string().nullable(),
  lead_id: z.number().nullable(),
  proposal: z.string().nullable(),
  supporters: z.string().nullable(),
  done: z.boolean(),
  ...CountRow.shape,
  newest: z.date().nullable(),
  silent: z.boolean(),
});
export type MemberRow = z.output<typeof Row>;

/** Rank and score of single villages are for those who may read poverty data. */
const openColumns = [
  { key: 'kode', value: (row: MemberRow) => row.code },
  { key: 'nama', value: (row: MemberRow) => row.name },
  { key: 'kecamatan', value: (row: MemberRow) => row.kecamatan },
  { key: 'asal', value: (row: MemberRow) => originWords[row.origin] },
  { key: 'alasan', value: (row: MemberRow) => row.reason },
  { key: 'mulai', value: (row: MemberRow) => row.phase },
  { key: 'opd_menurut_sk', value: (row: MemberRow) => row.proposal },
  { key: 'opd_utama', value: (row: MemberRow) => row.lead },
  { key: 'opd_pendukung', value: (row: MemberRow) => row.supporters },
  { key: 'tuntas', value: (row: MemberRow) => row.done },
];
const rankColumns = [
  { key: 'peringkat', value: (row: MemberRow) => row.rank },
  { key: 'skor', value: (row: MemberRow) => (row.score6 === null ? null : row.score6 / 1e6) },
  { key: 'kegiatan_terverifikasi', value: (row: MemberRow) => row.activities },
  { key: 'kegiatan_direncanakan', value: (row: MemberRow) => row.plans },
  { key: 'kegiatan_batal', value: (row: MemberRow) => row.cancelled },
  { key: 'laporan_terakhir', value: (row: MemberRow) => row.newest?.toISOString().slice(0, 10) ?? null },
];

export const originWords: Record<MemberRow['origin'], string> = {
  HITUNGAN: 'hasil hitungan',
  LANJUTAN: 'lanjutan',
  TAMBAHAN: 'tambahan',
  SK: 'menurut SK',
};

const listing: Omit<Listing<MemberFilters, MemberRow>, 'select'> = {
  name: 'lokus',
  filters: Filters,
  sorts: {
    kode: { label: 'Kode', by: sql`m.village_code` },
    nama: { label: 'Nama', by: sql`m.name` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    peringkat: { label: 'Peringkat', by: sql`m.rank`, nullsLast: true },
    opd: { label: 'OPD', by: sql`g.short_name`, nullsLast: true },
    kegiatan: { label: 'Kegiatan', by: sql`coalesce(f.activities, 0)`, startsDescending: true },
    terakhir: { label: 'Laporan terakhir', by: sql`f.newest`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'kode',
  key: sql`m.village_code`,
  row: Row,
  columns: openColumns,
};

const select = (
  today: Date,
): Sql => sql`select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6,
    p.year as phase, g.short_name as lead, g.id as lead_id, o.short_name as proposal,
    (select string_agg(o.short_name, ', ' order by o.short_name) from assignment x join agency o on o.id = x.agency_id
      where x.village_code = m.village_code and x.role = 'SUPPORT' and x.ends_on is null) as supporters,
    ${isDone(sql`m.village_code`)} as done, ${joinedCounts}, f.newest,
    ${isSilent(sql`m.village_code`, sql`s.starts_on`, sql`f.newest`, today)} as silent`;

/** The members of an official list; with rank, score and activities only for those who may see them. */
export const memberListing = (
  withRank: boolean,
  year: number,
  today: Date,
): Listing<MemberFilters, MemberRow> => ({
  ...listing,
  select: select(today),
  name: `lokus-${year}`,
  sorts: withRank ? listing.sorts : withoutRank(listing.sorts),
  columns: withRank ? [...openColumns, ...rankColumns] : openColumns,
});

function withoutRank(sorts: typeof listing.sorts): typeof listing.sorts {
  const { peringkat, kegiatan, terakhir, ...open } = sorts;
  return open;
}

/** FROM and WHERE of a list's members; `codes` are what a search found. */
export function membersFrom(
  listId: number,
  filters: MemberFilters,
  context: { codes: string[] | null; today: Date },
): Sql {
  const where = [sql`m.list_id = ${listId}`];
  if (context.codes) where.push(sql`m.village_code = any(${context.codes}::text[])`);
  if (filters.kecamatan) where.push(sql`m.kecamatan_code = ${filters.kecamatan}`);
  if (filters.opd) {
    where.push(sql`exists (select from assignment x where x.village_code = m.village_code and x.ends_on is null
      and x.agency_id = ${Number(filters.opd)})`);
  }
  if (filters.status) {
    const rules = statusConditions(context.today.getUTCFullYear());
    for (const status of memberStatuses) {
      if (status === filters.status) {
        where.push(rules[status]);
        break;
      }
      where.push(sql`(${rules[status]}) is not true`);
    }
  }
  if (filters.keputusan) where.push(isUndecided(sql`m.village_code`, context.today));
  return sql`from lokus_member m join kecamatan k on k.code = m.kecamatan_code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and s.ends_on is null
    left join agency g on g.id = s.agency_id left join agency o on o.id = m.agency_id
    left join ${villageReports(context.today)} f on f.village_code = m.village_code
    where ${join(where, ' and ')}`;
}
