import { z } from 'zod';
import { moment, number } from '../core/format.js';
import { accountNameAt } from '../database/former-names.js';
import { join, type Sql, sql } from '../database/query.js';
import { can } from '../policy.js';
import { choiceFilter } from '../web/filters.js';
import { rowId } from '../web/form.js';
import { type Asked, type At, defineList, type ListColumn, under } from '../web/list.js';
import { villageColumn } from '../wilayah/columns.js';
import { kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import type { DataKind } from './kind.js';
import { byKind, figureText, kindCodes, kindOf, kinds, mainFigure, versionTitle } from './kinds.js';
import { dataPaths } from './paths.js';
import { findVersion, type Version } from './queries.js';
import { versionPage, versionWords } from './version-view.js';

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
type VersionRow = z.output<typeof VersionRow>;

/** The sum of a version's figures, of kinds whose figures are added. */
const totalSql = byKind(sql`d.kind`, (kind) =>
  kind.total === 'jumlah'
    ? sql`(select sum(f.${mainFigure(kind).stored.column}) from ${kind.table} f where f.version_id = d.id)`
    : sql`null`,
);

const mayImport = ({ actor }: Asked) => can(actor, 'dataset.import');
const uploadLink = { label: 'Unggah data', href: dataPaths.upload };
const unitBeside = (row: VersionRow) => (kindOf(row.kind).units.length > 1 ? ` (${row.unit})` : '');

/** All data versions of the kabupaten, newest first. */
export const versionList = defineList({
  path: dataPaths.list,
  access: 'dataset.list',
  name: 'versi-data',
  noun: 'versi data',
  row: VersionRow,
  select: sql`select d.id, d.kind::text, d.source, d.as_of, d.unit, d.row_count, d.file_name, d.sha256, d.confirmed_at,
    ${accountNameAt(sql`c`, sql`d.confirmed_at`)} as uploader, ${totalSql} as total`,
  from: sql`from dataset_version d left join account c on c.id = d.uploaded_by_id`,
  key: sql`d.id`,
  newestFirst: true,
  sorts: {
    per: { label: 'Data per', by: sql`d.as_of`, startsDescending: true },
    disahkan: { label: 'Disahkan', by: sql`d.confirmed_at`, startsDescending: true },
    sumber: { label: 'Sumber', by: sql`d.source` },
    baris: { label: 'Baris', by: sql`d.row_count`, startsDescending: true },
  },
  defaultSort: '-disahkan',
  filters: {
    jenis: choiceFilter(
      'Jenis',
      Object.fromEntries(
        kinds.map(({ slug, label, code }) => [slug, { label, where: sql`d.kind::text = ${code}` }]),
      ),
    ),
  },
  columns: [
    { key: 'id', label: 'Nomor versi', kind: 'order', value: (row) => row.id, only: 'file' },
    {
      key: 'jenis',
      label: 'Data',
      value: (row) => kindOf(row.kind).word,
      cell: (row) => ({
        text: `${versionTitle(row, ', ')}${unitBeside(row)}`,
        href: dataPaths.version(row.id),
        sub: row.file_name,
      }),
      phone: 'title',
    },
    { key: 'sumber', label: 'Sumber', value: (row) => row.source, only: 'file' },
    {
      key: 'per',
      label: 'Data per',
      kind: 'date',
      value: (row) => row.as_of,
      sort: 'per',
      numeric: true,
      phone: 'value',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, only: 'file' },
    { key: 'baris', label: 'Baris', kind: 'number', value: (row) => row.row_count, sort: 'baris' },
    {
      key: 'jumlah',
      label: 'Jumlah',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => row.total,
      cell: (row) => ({ text: number(row.total), sub: row.total === null ? '' : row.unit }),
    },
    { key: 'berkas', label: 'Berkas', value: (row) => row.file_name, only: 'file' },
    { key: 'sha256', label: 'SHA-256', value: (row) => row.sha256, only: 'file' },
    {
      key: 'disahkan',
      label: 'Disahkan',
      kind: 'moment',
      value: (row) => row.confirmed_at,
      cell: (row) => ({ text: moment(row.confirmed_at), sub: row.uploader ?? 'pengelola server' }),
      sort: 'disahkan',
    },
    { key: 'oleh', label: 'Oleh', value: (row) => row.uploader ?? 'pengelola server', only: 'file' },
  ],
  empty: (at) => ({
    title: 'Belum ada data',
    text: 'Versi pertama muncul di sini setelah Bappeda mengunggah dan mengesahkan berkasnya.',
    action: mayImport(at) ? uploadLink : null,
  }),
  note: 'SHA-256 tiap berkas ada di halaman versinya dan di unduhan.',
  title: 'Data',
  head: ({ at }) => ({
    lead: 'Setiap unggahan yang disahkan menjadi satu versi yang utuh. Versi lama tetap ada dan tidak dapat diubah.',
    actions: mayImport(at) ? [{ ...uploadLink, icon: 'upload', primary: true }] : [],
  }),
});

const FigureRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  /** In the order of the kind's figures. */
  figures: z.array(z.number().nullable()),
});
type FigureRow = z.output<typeof FigureRow>;
type Here = At<Version>;

/** The figures of each kind by village; `main` is what the kind is about. */
const figuresOf = (kind: DataKind): Sql => {
  const columns = kind.figures.map(({ stored }) => stored.column);
  return sql`select version_id, village_code, ${columns[0] as Sql}::float8 as main,
    json_build_array(${join(columns)}) as figures from ${kind.table}`;
};

/** The columns of a kind's figures; on screen they bear their unit. */
const figureColumns = (kind: DataKind): ListColumn<FigureRow, 'angka', Here>[] =>
  kind.figures.map((figure, place) => {
    const unit = (version: Version) => figure.unit ?? (kind.units.length > 1 ? version.unit : '');
    return {
      key: figure.name,
      label: ({ loaded }) => (unit(loaded) ? `${figure.label} (${unit(loaded)})` : figure.label),
      kind: figure.digits > 0 ? 'decimal' : 'number',
      value: (row) => row.figures[place] ?? null,
      cell: (row) => ({ text: figureText(figure, row.figures[place] ?? null) }),
      shown: ({ loaded }) => loaded.kind === kind.code,
      ...(place === 0 && { sort: 'angka' as const, phone: 'value' as const }),
    };
  });

/** The figures of one version, village by village. */
export const figureList = defineList({
  path: '/data/:id',
  access: 'dataset.list',
  within: under({
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findVersion(app.db, actor, params.id),
  }),
  name: ({ loaded }) => `angka-${kindOf(loaded.kind).slug}`,
  noun: 'desa dan kelurahan',
  row: FigureRow,
  select: sql`select v.code, v.name, k.name as kecamatan, f.figures`,
  from: ({ loaded }) => sql`from dataset_version d
    join (${figuresOf(kindOf(loaded.kind))}) f on f.version_id = d.id and d.id = ${loaded.id}
    join village v on v.code = f.village_code join kecamatan k on k.code = v.kecamatan_code`,
  key: sql`v.code`,
  sorts: {
    kode: { label: 'Kode', by: sql`v.code` },
    nama: { label: 'Nama', by: sql`v.name` },
    angka: { label: 'Angka', by: sql`f.main`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'kode',
  filters: { cari: placeFilter(sql`v.code`), kecamatan: kecamatanFilter(sql`v.kecamatan_code`) },
  columns: [
    { key: 'kode', label: 'Kode', value: (row) => row.code, sort: 'kode' },
    villageColumn((row: FigureRow) => row.kecamatan),
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
    ...kinds.flatMap(figureColumns),
    {
      key: 'satuan',
      label: 'Satuan',
      value: (_row, { loaded }) => loaded.unit,
      only: 'file',
      shown: ({ loaded }) => kindOf(loaded.kind).units.length > 1,
    },
  ],
  empty: { title: 'Versi ini tidak memuat desa', text: '', action: null },
  near: (at) => nearPlaces(at),
  title: ({ loaded }) => versionWords(loaded),
  page: ({ at, table }, { frame }) => versionPage(at, table, frame),
});
