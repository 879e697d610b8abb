import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { empty, join, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { scope } from '../scope.js';
import type { Listing } from '../web/listing.js';
import { byKind, kindCodes, kindNamed, kindOf, kindSlugs, mainFigure } from './kinds.js';

const VersionFilters = z.object({
  jenis: z.enum(['', ...kindSlugs]).catch(''),
});
export type VersionFilters = z.output<typeof VersionFilters>;

const VersionRow = z.object({
  id: z.number(),
  kind: z.enum(kindCodes),
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

/** The sum of a version's figures, of kinds whose figures are added. */
const totalSql = byKind(sql`d.kind`, (kind) =>
  kind.total === 'jumlah'
    ? sql`(select sum(f.${mainFigure(kind).stored.column}) from ${kind.table} f where f.version_id = d.id)`
    : sql`null`,
);

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
                     c.name as uploader, ${totalSql} as total`,
  row: VersionRow,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'jenis', value: (row) => kindOf(row.kind).word },
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
  const wanted = kindNamed(filters.jenis);
  const kind = wanted ? sql`and d.kind::text = ${wanted.code}` : empty;
  return sql`from dataset_version d left join account c on c.id = d.uploaded_by_id
             where ${scope(actor, 'dataset.list')} ${kind}`;
}

const FigureFilters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
});
export type FigureFilters = z.output<typeof FigureFilters>;

const FigureRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  /** In the order of the kind's figures. */
  figures: z.array(z.number().nullable()),
});
export type FigureRow = z.output<typeof FigureRow>;
export type FigureListing = Listing<FigureFilters, FigureRow>;

type Figured = Pick<VersionRow, 'kind' | 'unit'>;

/** The figures of one version, village by village. */
export function figureListing(version: Figured): FigureListing {
  const kind = kindOf(version.kind);
  const columns = kind.figures.map(({ stored }) => sql`f.${stored.column}`);
  return {
    name: `angka-${kind.slug}`,
    filters: FigureFilters,
    sorts: {
      kode: { label: 'Kode', by: sql`v.code` },
      nama: { label: 'Nama', by: sql`v.name` },
      angka: { label: 'Angka', by: columns[0] as Sql, startsDescending: true, nullsLast: true },
    },
    defaultSort: 'kode',
    key: sql`v.code`,
    select: sql`select v.code, v.name, k.name as kecamatan, json_build_array(${join(columns)}) as figures`,
    row: FigureRow,
    columns: [
      { key: 'kode', value: (row) => row.code },
      { key: 'nama', value: (row) => row.name },
      { key: 'kecamatan', value: (row) => row.kecamatan },
      ...kind.figures.map(({ name }, at) => ({
        key: name,
        value: (row: FigureRow) => row.figures[at] ?? null,
      })),
      ...(kind.units.length > 1 ? [{ key: 'satuan', value: () => version.unit }] : []),
    ],
  };
}

/** FROM and WHERE of a version's figures; `codes` are what a search found, null when nothing is searched. */
export function figuresFrom(
  version: { id: number; kind: VersionRow['kind'] },
  filters: FigureFilters,
  codes: string[] | null,
): Sql {
  const wanted = codes ? sql`and v.code = any(${codes}::text[])` : empty;
  const kecamatan = filters.kecamatan === '' ? empty : sql`and v.kecamatan_code = ${filters.kecamatan}`;
  return sql`from ${kindOf(version.kind).table} f join village v on v.code = f.village_code
             join kecamatan k on k.code = v.kecamatan_code
             where f.version_id = ${version.id} ${wanted} ${kecamatan}`;
}
