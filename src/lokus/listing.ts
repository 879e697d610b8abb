import { z } from 'zod';
import { CountRow, joinedCounts, villageReports } from '../activities/counting.js';
import { isoDate } from '../core/format.js';
import { agencyNameOn } from '../database/former-names.js';
import { join, type Sql, sql } from '../database/query.js';
import type { Listing } from '../web/listing.js';
import { inForce } from '../wilayah/in-force.js';
import { isSilent } from './silence.js';
import {
  isDone,
  isUndecided,
  memberStatuses,
  type Standing,
  standingView,
  statusConditions,
} from './standing.js';
import { originWords } from './words.js';

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
  now_origin: z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']).nullable(),
  now_phase: z.number().nullable(),
  now_done: z.boolean(),
  now_lead: z.string().nullable(),
});
export type MemberRow = z.output<typeof Row>;

/** The days a list is read for: the one its page speaks of, and today with the list that is in force today. */
export interface Days {
  day: Date;
  today: Date;
  current: { id: number; year: number } | null;
}

/** How the member stands today in the list that is in force today; null when it is not in that list. */
export const standsToday = (row: MemberRow): Standing | null =>
  row.now_origin && {
    origin: row.now_origin,
    phase: row.now_phase,
    done: row.now_done,
    lead: row.now_lead,
  };

/** How it stands today, in words. */
export function todayWords(row: MemberRow, { today, current }: Days): string {
  const now = standsToday(row);
  if (now) return standingView(now, today.getUTCFullYear()).label;
  return current ? `Tidak dalam lokus ${current.year}` : 'Tidak ada lokus yang berlaku';
}

/** Rank and score of single villages are for those who may read poverty data. */
const openColumns = (days: Days) => [
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
  { key: 'status', value: (row: MemberRow) => standingView(row, days.day.getUTCFullYear()).label },
  { key: 'per_tanggal', value: () => isoDate(days.day) },
  { key: 'status_hari_ini', value: (row: MemberRow) => todayWords(row, days) },
  { key: 'opd_utama_hari_ini', value: (row: MemberRow) => row.now_lead },
];
const rankColumns = [
  { key: 'peringkat', value: (row: MemberRow) => row.rank },
  { key: 'skor', value: (row: MemberRow) => (row.score6 === null ? null : row.score6 / 1e6) },
  { key: 'kegiatan_terverifikasi', value: (row: MemberRow) => row.activities },
  { key: 'kegiatan_direncanakan', value: (row: MemberRow) => row.plans },
  { key: 'kegiatan_batal', value: (row: MemberRow) => row.cancelled },
  { key: 'laporan_terakhir', value: (row: MemberRow) => row.newest?.toISOString().slice(0, 10) ?? null },
];

const listing: Omit<Listing<MemberFilters, MemberRow>, 'select' | 'columns'> = {
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
};

const select = ({
  day,
  today,
}: Days): Sql => sql`select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6,
    p.year as phase, g.short_name as lead, g.id as lead_id, ${agencyNameOn(sql`o`, sql`l.sk_date`)} as proposal,
    (select string_agg(o.short_name, ', ' order by o.short_name) from assignment x join agency o on o.id = x.agency_id
      where x.village_code = m.village_code and x.role = 'SUPPORT' and ${inForce(sql`x`, day)}) as supporters,
    ${isDone(sql`m.village_code`, day)} as done, ${joinedCounts}, f.newest,
    ${isSilent(sql`m.village_code`, sql`s.starts_on`, sql`f.newest`, day)} as silent,
    n.origin::text as now_origin, np.year as now_phase, ${isDone(sql`m.village_code`, today)} as now_done,
    ng.short_name as now_lead`;

/** The members of an official list; with rank, score and activities only for those who may see them. */
export const memberListing = (
  withRank: boolean,
  year: number,
  days: Days,
): Listing<MemberFilters, MemberRow> => ({
  ...listing,
  select: select(days),
  name: `lokus-${year}`,
  sorts: withRank ? listing.sorts : withoutRank(listing.sorts),
  columns: withRank ? [...openColumns(days), ...rankColumns] : openColumns(days),
});

function withoutRank(sorts: typeof listing.sorts): typeof listing.sorts {
  const { peringkat, kegiatan, terakhir, ...open } = sorts;
  return open;
}

/** FROM and WHERE of a list's members; `codes` are what a search found. */
export function membersFrom(
  listId: number,
  filters: MemberFilters,
  { codes, day, today, current }: Days & { codes: string[] | null },
): Sql {
  const where = [sql`m.list_id = ${listId}`];
  if (codes) where.push(sql`m.village_code = any(${codes}::text[])`);
  if (filters.kecamatan) where.push(sql`m.kecamatan_code = ${filters.kecamatan}`);
  if (filters.opd) {
    where.push(sql`exists (select from assignment x where x.village_code = m.village_code and ${inForce(sql`x`, day)}
      and x.agency_id = ${Number(filters.opd)})`);
  }
  if (filters.status) {
    const rules = statusConditions(day);
    for (const status of memberStatuses) {
      if (status === filters.status) {
        where.push(rules[status]);
        break;
      }
      where.push(sql`(${rules[status]}) is not true`);
    }
  }
  if (filters.keputusan) where.push(isUndecided(sql`m.village_code`, day));
  return sql`from lokus_member m join lokus_list l on l.id = m.list_id join kecamatan k on k.code = m.kecamatan_code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id left join agency o on o.id = m.agency_id
    left join lokus_member n on n.list_id = ${current?.id ?? null}::int and n.village_code = m.village_code
    left join lokus_phase np on np.list_id = n.list_id and np.kecamatan_code = n.kecamatan_code
    left join assignment ns on ns.village_code = m.village_code and ns.role = 'LEAD' and ${inForce(sql`ns`, today)}
    left join agency ng on ng.id = ns.agency_id
    left join ${villageReports(day, day < today ? day : null)} f on f.village_code = m.village_code
    where ${join(where, ' and ')}`;
}
