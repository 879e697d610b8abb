import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { empty, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import type { Listing } from '../web/listing.js';

const VersionFilters = z.object({
  jenis: z.enum(['', 'desil1', 'idm']).catch(''),
});
type VersionFilters = z.output<typeof VersionFilters>;

const VersionRow = z.object({
  id: z.number(),
  kind: z.enum(['DESIL1', 'IDM']),
  source: z.string(),
  as_of: z.date(),
  unit: z.string(),
  row_count: z.number(),
  total: z.number().nullable(),
  file_name: z.string(),
  sha256: z.string(),
  uploader: z.string().nullable(),
  confirmed_at: z.date(),
});
export type VersionRow = z.output<typeof VersionRow>;

/** All data versions of the kabupaten, newest first. */
export const versionListing: Listing<VersionFilters, VersionRow> = {
  name: 'versi-data',
  filters: VersionFilters,
  sorts: {
    per: { label: 'Data per', by: sql`d.as_of`, startsDescending: true },
    disahkan: { label: 'Disahkan', by: sql`d.confirmed_at`, startsDescending: true },
    sumber: { label: 'Sumber', by: sql`d.source` },
    baris: { label: 'Baris', by: sql`d.row_count`, startsDescending: true },
  },
  defaultSort: '-disahkan',
  key: sql`d.id`,
  newestFirst: true,
  select: sql`select d.id, d.kind::text, d.source, d.as_of, d.unit, d.row_count, d.file_name, d.sha256, d.confirmed_at,
                     c.name as uploader,
                     (select sum(f.desil1) from desil1_figure f where f.version_id = d.id) as total`,
  row: VersionRow,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'jenis', value: (row) => (row.kind === 'IDM' ? 'IDM' : 'desil 1') },
    { key: 'sumber', value: (row) => row.source },
    { key: 'per', value: (row) => isoDate(row.as_of) },
    { key: 'satuan', value: (row) => row.unit },
    { key: 'baris', value: (row) => row.row_count },
    { key: 'jumlah', value: (row) => row.total },
    { key: 'berkas', value: (row) => row.file_name },
    { key: 'sha256', value: (row) => row.sha256 },
    { key: 'disahkan', value: (row) => row.confirmed_at.toISOString() },
  ],
};

export function versionsFrom(actor: Actor, filters: VersionFilters): Sql {
  const kind = filters.jenis === '' ? empty : sql`and d.kind::text = ${filters.jenis.toUpperCase()}`;
  return sql`from dataset_version d left join account c on c.id = d.uploaded_by_id
             where d.region_code = ${actor.regionCode} ${kind}`;
}

const FigureFilters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
});
type FigureFilters = z.output<typeof FigureFilters>;

const FigureRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  value: z.number().nullable(),
  population: z.number().nullable(),
  iks: z.number().nullable(),
  ike: z.number().nullable(),
  ikl: z.number().nullable(),
});
export type FigureRow = z.output<typeof FigureRow>;

/** The figures of one version, village by village. */
export function figureListing(version: {
  kind: 'DESIL1' | 'IDM';
  unit: string;
}): Listing<FigureFilters, FigureRow> {
  const idm = version.kind === 'IDM';
  return {
    name: idm ? 'angka-idm' : 'angka-desil1',
    filters: FigureFilters,
    sorts: {
      kode: { label: 'Kode', by: sql`v.code` },
      nama: { label: 'Nama', by: sql`v.name` },
      angka: {
        label: 'Angka',
        by: idm ? sql`f.idm` : sql`f.desil1`,
        startsDescending: true,
        nullsLast: true,
      },
    },
    defaultSort: 'kode',
    key: sql`v.code`,
    select: idm
      ? sql`select v.code, v.name, k.name as kecamatan, f.idm as value, null::int as population, f.iks, f.ike, f.ikl`
      : sql`select v.code, v.name, k.name as kecamatan, f.desil1 as value, f.population,
                   null::float8 as iks, null::float8 as ike, null::float8 as ikl`,
    row: FigureRow,
    columns: [
      { key: 'kode', value: (row) => row.code },
      { key: 'nama', value: (row) => row.name },
      { key: 'kecamatan', value: (row) => row.kecamatan },
      { key: idm ? 'idm' : 'desil1', value: (row) => row.value },
      ...(idm
        ? (['iks', 'ike', 'ikl'] as const).map((key) => ({ key, value: (row: FigureRow) => row[key] }))
        : [
            { key: 'jumlah_penduduk', value: (row: FigureRow) => row.population },
            { key: 'satuan', value: () => version.unit },
          ]),
    ],
  };
}

/** FROM and WHERE of a version's figures; `codes` are what a search found, null when nothing is searched. */
export function figuresFrom(
  version: { id: number; kind: 'DESIL1' | 'IDM' },
  filters: FigureFilters,
  codes: string[] | null,
): Sql {
  const table = version.kind === 'IDM' ? sql`idm_figure` : sql`desil1_figure`;
  const wanted = codes ? sql`and v.code = any(${codes}::text[])` : empty;
  const kecamatan = filters.kecamatan === '' ? empty : sql`and v.kecamatan_code = ${filters.kecamatan}`;
  return sql`from ${table} f join village v on v.code = f.village_code
             join kecamatan k on k.code = v.kecamatan_code
             where f.version_id = ${version.id} ${wanted} ${kecamatan}`;
}
