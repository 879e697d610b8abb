import { z } from 'zod';
import { CountRow, countColumns, joinedCounts, verifiedActivities } from '../activities/counting.js';
import { agencyLines, countsFor } from '../activities/shares.js';
import { join, type Sql, sql } from '../database/query.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import type { Listing } from '../web/listing.js';
import { inForce } from '../wilayah/in-force.js';

const Filters = z.object({
  cari: z.string().max(100).catch(''),
  jenis: z.enum(['', ...Object.values(AgencyKind)]).catch(''),
  berlaku: z.enum(['', 'semua']).catch(''),
});
export type AgencyFilters = z.output<typeof Filters>;

const Row = z.object({
  id: z.number(),
  name: z.string(),
  short_name: z.string(),
  kind: z.enum(AgencyKind),
  capacity: z.number().nullable(),
  valid_to: z.date().nullable(),
  successor: z.string().nullable(),
  leads: z.number(),
  supports: z.number(),
  ...CountRow.shape,
});
export type AgencyRow = z.output<typeof Row>;

export const kindWords: Record<AgencyKind, string> = {
  SEKRETARIAT: 'sekretariat',
  INSPEKTORAT: 'inspektorat',
  DINAS: 'dinas',
  BADAN: 'badan',
  SATPOL: 'satpol PP',
  RSUD: 'rumah sakit',
  KECAMATAN: 'kecamatan',
  LAINNYA: 'lainnya',
};

const columns = [
  { key: 'nama', value: (row: AgencyRow) => row.name },
  { key: 'singkatan', value: (row: AgencyRow) => row.short_name },
  { key: 'jenis', value: (row: AgencyRow) => kindWords[row.kind] },
  { key: 'kapasitas', value: (row: AgencyRow) => row.capacity },
  { key: 'desa_utama', value: (row: AgencyRow) => row.leads },
  { key: 'desa_pendukung', value: (row: AgencyRow) => row.supports },
];

/** OPD with their load of today; verified activities only for who may see activities of all villages. */
export const agencyListing = (withActivities: boolean, day: Date): Listing<AgencyFilters, AgencyRow> => ({
  name: 'opd',
  filters: Filters,
  sorts: {
    nama: { label: 'Nama', by: sql`g.short_name` },
    jenis: { label: 'Jenis', by: sql`g.kind` },
    desa: { label: 'Desa', by: sql`leads`, startsDescending: true },
    ...(withActivities
      ? { kegiatan: { label: 'Kegiatan', by: sql`activities`, startsDescending: true } }
      : {}),
  },
  defaultSort: 'nama',
  key: sql`g.id`,
  select: sql`select g.id, g.name, g.short_name, g.kind::text, g.capacity, g.valid_to, n.short_name as successor,
    (select count(*) from assignment s where s.agency_id = g.id and s.role = 'LEAD' and ${inForce(sql`s`, day)}) as leads,
    (select count(*) from assignment s where s.agency_id = g.id and s.role = 'SUPPORT' and ${inForce(sql`s`, day)}) as supports,
    ${joinedCounts}`,
  row: Row,
  columns: withActivities
    ? [
        ...columns,
        { key: 'kegiatan_terverifikasi', value: (row: AgencyRow) => row.activities },
        { key: 'kegiatan_direncanakan', value: (row: AgencyRow) => row.plans },
        { key: 'kegiatan_batal', value: (row: AgencyRow) => row.cancelled },
      ]
    : columns,
});

export function agenciesFrom(actor: Actor, filters: AgencyFilters, day: Date): Sql {
  const pattern = `%${filters.cari}%`;
  const where = [sql`g.region_code = ${actor.regionCode}`];
  if (filters.cari) where.push(sql`(g.name ilike ${pattern} or g.short_name ilike ${pattern})`);
  if (filters.jenis) where.push(sql`g.kind::text = ${filters.jenis}`);
  if (filters.berlaku === '')
    where.push(sql`g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})`);
  return sql`from agency g left join agency n on n.id = g.successor_id
    left join (select ${countsFor} as agency_id, ${countColumns()}
      ${verifiedActivities} left join ${agencyLines} l on l.revision_id = w.id group by 1) f on f.agency_id = g.id
    where ${join(where, ' and ')}`;
}
