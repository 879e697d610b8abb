import { z } from 'zod';
import { CountRow, joinedCounts, villageReports } from '../activities/counting.js';
import { isoDate } from '../core/format.js';
import { join, type Sql, sql } from '../database/query.js';
import { isSilent } from '../lokus/silence.js';
import { isDone } from '../lokus/standing.js';
import { type Actor, can } from '../policy.js';
import { agencyChoice } from '../web/form.js';
import type { Listing } from '../web/listing.js';
import { inForce } from '../wilayah/in-force.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  jenis: z.enum(['', 'DESA', 'KELURAHAN', 'DESA_ADAT']).catch(''),
  opd: agencyChoice,
  lokus: z.enum(['', 'ya', 'tidak']).catch(''),
  diam: z.enum(['', 'ya']).catch(''),
});
export type VillageFilters = z.output<typeof Filters>;

const Row = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.enum(['DESA', 'KELURAHAN', 'DESA_ADAT']),
  kecamatan: z.string(),
  origin: z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']).nullable(),
  phase: z.number().nullable(),
  done: z.boolean(),
  lead: z.string().nullable(),
  lead_id: z.number().nullable(),
  supporters: z.string().nullable(),
  ...CountRow.shape,
  newest: z.date().nullable(),
});
export type VillageRow = z.output<typeof Row>;

/** What of the list this person may see beside names, codes and OPD. */
export interface Sight {
  /** Whether it stands in the official list. */
  lokus: boolean;
  /** How many activities were verified. */
  activities: boolean;
}

export const sightOf = (actor: Actor): Sight => ({
  lokus: can(actor, 'lokus.list'),
  activities: can(actor, 'recap.read'),
});

const listing: Omit<Listing<VillageFilters, VillageRow>, 'select'> = {
  name: 'desa',
  filters: Filters,
  sorts: {
    nama: { label: 'Nama', by: sql`v.name` },
    kode: { label: 'Kode', by: sql`v.code` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    opd: { label: 'OPD utama', by: sql`g.short_name`, nullsLast: true },
    kegiatan: {
      label: 'Kegiatan',
      by: sql`coalesce(f.activities, 0)`,
      startsDescending: true,
    },
    terakhir: { label: 'Laporan terakhir', by: sql`greatest(s.starts_on, f.newest)`, nullsLast: true },
  },
  defaultSort: 'kode',
  key: sql`v.code`,
  row: Row,
  columns: [
    { key: 'kode', value: (row) => row.code },
    { key: 'nama', value: (row) => row.name },
    { key: 'jenis', value: (row) => kindWord[row.kind] },
    { key: 'kecamatan', value: (row) => row.kecamatan },
    { key: 'lokus', value: (row) => row.origin !== null },
    { key: 'opd_utama', value: (row) => row.lead },
    { key: 'opd_pendukung', value: (row) => row.supporters },
    { key: 'kegiatan_terverifikasi', value: (row) => row.activities },
    { key: 'kegiatan_direncanakan', value: (row) => row.plans },
    { key: 'kegiatan_batal', value: (row) => row.cancelled },
    { key: 'laporan_terakhir', value: (row) => (row.newest ? isoDate(row.newest) : null) },
  ],
};

const select = (
  day: Date,
): Sql => sql`select v.code, v.name, v.kind::text, k.name as kecamatan, m.origin::text, p.year as phase,
      ${isDone(sql`v.code`, day)} as done, g.short_name as lead, g.id as lead_id,
      (select string_agg(o.short_name, ', ' order by o.short_name) from assignment s join agency o on o.id = s.agency_id
        where s.village_code = v.code and s.role = 'SUPPORT' and ${inForce(sql`s`, day)}) as supporters,
      ${joinedCounts}, f.newest`;

/** All desa and kelurahan that exist today, with the columns that `sight` allows. */
export function villageListing(sight: Sight, day: Date): Listing<VillageFilters, VillageRow> {
  const { kegiatan, terakhir, ...sorts } = listing.sorts;
  const hidden = new Set([
    ...(sight.lokus ? [] : ['lokus']),
    ...(sight.activities
      ? []
      : ['kegiatan_terverifikasi', 'kegiatan_direncanakan', 'kegiatan_batal', 'laporan_terakhir']),
  ]);
  return {
    ...listing,
    select: select(day),
    sorts: sight.activities ? listing.sorts : sorts,
    columns: listing.columns.filter((column) => !hidden.has(column.key)),
  };
}

export const kindWord = { DESA: 'desa', KELURAHAN: 'kelurahan', DESA_ADAT: 'desa adat' } as const;

/** FROM and WHERE of the village list; `codes` are what a search found, null when nothing is searched. */
export function villagesFrom(
  actor: Actor,
  filters: VillageFilters,
  context: { codes: string[] | null; listId: number | null; day: Date },
): Sql {
  const agencies = filters.opd === 'saya' ? actor.agencyIds : [Number(filters.opd)];
  const conditions = [
    sql`v.region_code = ${actor.regionCode}`,
    sql`v.valid_from <= ${context.day} and (v.valid_to is null or v.valid_to >= ${context.day})`,
    ...(context.codes ? [sql`v.code = any(${context.codes}::text[])`] : []),
    ...(filters.kecamatan ? [sql`v.kecamatan_code = ${filters.kecamatan}`] : []),
    ...(filters.jenis ? [sql`v.kind::text = ${filters.jenis}`] : []),
    ...(filters.lokus && context.listId !== null
      ? [sql`(m.village_code is not null) = ${filters.lokus === 'ya'}`]
      : []),
    ...(filters.diam && can(actor, 'recap.read')
      ? [isSilent(sql`v.code`, sql`s.starts_on`, sql`f.newest`, context.day)]
      : []),
    ...(filters.opd
      ? [
          sql`exists (select from assignment x where x.village_code = v.code and ${inForce(sql`x`, context.day)}
                      and x.agency_id = any(${agencies}::int[]))`,
        ]
      : []),
  ];
  return sql`from village v join kecamatan k on k.code = v.kecamatan_code
    left join lokus_member m on m.list_id = ${context.listId}::int and m.village_code = v.code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, context.day)}
    left join agency g on g.id = s.agency_id
    left join ${villageReports(context.day)} f on f.village_code = v.code
    where ${join(conditions, ' and ')}`;
}
