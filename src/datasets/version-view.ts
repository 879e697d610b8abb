import { date, moment, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Actor, can } from '../policy.js';
import {
  type Button,
  cell,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { figureText, kindOf, kinds, versionTitle } from './kinds.js';
import {
  type FigureFilters,
  type FigureListing,
  type FigureRow,
  type VersionFilters,
  type VersionRow,
  versionListing,
} from './listings.js';
import { dataPaths } from './paths.js';
import type { Version } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'datasets/daftar': { head: PageHead; table: Table };
    'datasets/versi': { head: PageHead; facts: Fact[]; notices: string[]; table: Table };
  }
}

export interface Fact {
  label: string;
  value: string;
}

const crumb = { label: 'Data', href: dataPaths.list };

export function versionsPage(actor: Actor, state: ListingPage<VersionFilters, VersionRow>): Reply {
  const mayImport = can(actor, 'dataset.import');
  const actions: Button[] = mayImport
    ? [{ label: 'Unggah data', href: dataPaths.upload, icon: 'upload', primary: true }]
    : [];
  const head = pageHead({
    title: 'Data',
    lead: 'Setiap unggahan yang disahkan menjadi satu versi yang utuh. Versi lama tetap ada dan tidak dapat diubah.',
    actions,
  });
  const choices = options(
    [['', 'Semua'], ...kinds.map((kind): [string, string] => [kind.slug, kind.label])],
    state.filters.jenis,
  );
  const table = listTable(versionListing, state, {
    title: `${number(state.total)} versi data`,
    columns: [
      { label: 'Data', phone: 'title' },
      { label: 'Data per', sort: 'per', numeric: true, phone: 'value' },
      { label: 'Baris', sort: 'baris', numeric: true },
      { label: 'Jumlah', numeric: true },
      { label: 'Disahkan', sort: 'disahkan' },
    ],
    row: versionRow,
    filter: filterBar(state.url, [
      field({ name: 'jenis', label: 'Jenis', type: 'select', options: choices }),
    ]),
    empty: {
      title: 'Belum ada data',
      text: 'Versi pertama muncul di sini setelah Bappeda mengunggah dan mengesahkan berkasnya.',
      action: mayImport ? { label: 'Unggah data', href: dataPaths.upload } : null,
    },
    note: 'SHA-256 tiap berkas ada di halaman versinya dan di unduhan.',
  });
  return page('datasets/daftar', { head, table }, { title: 'Data', section: '/data' });
}

function versionRow(row: VersionRow) {
  const unit = kindOf(row.kind).units.length > 1 ? ` (${row.unit})` : '';
  return tableRow([
    cell({
      text: `${versionTitle(row, ', ')}${unit}`,
      href: dataPaths.version(row.id),
      sub: row.file_name,
    }),
    cell({ text: date(row.as_of) }),
    cell({ text: number(row.row_count) }),
    cell({ text: number(row.total), sub: row.total === null ? '' : row.unit }),
    cell({ text: moment(row.confirmed_at), sub: row.uploader ?? 'baris perintah' }),
  ]);
}

type Figures = { listing: FigureListing; state: ListingPage<FigureFilters, FigureRow> };

export async function versionPage(
  db: Reader,
  actor: Actor,
  version: Version,
  figures: Figures,
): Promise<Reply> {
  const kecamatan = await db.kecamatan.findMany({
    where: { regionCode: version.regionCode },
    orderBy: { name: 'asc' },
  });
  const title = `${versionTitle(version)} per ${date(version.asOf)}`;
  const head = pageHead({
    crumbs: [crumb],
    title,
    lead: `${number(version.rowCount)} baris, satuan ${version.unit}. Versi ini beku: tidak dapat diubah atau dihapus.`,
    statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
    actions: can(actor, 'ranking.read') ? [rankButton] : [],
  });
  const facts = [
    { label: 'Berkas', value: version.fileName },
    { label: 'SHA-256', value: version.sha256 },
    {
      label: 'Disahkan',
      value: `${moment(version.confirmedAt)} oleh ${version.uploadedBy?.name ?? 'baris perintah'}`,
    },
    { label: 'Tanggal data', value: date(version.asOf) },
  ];
  const table = figureTable(version, figures, kecamatan);
  return page(
    'datasets/versi',
    { head, facts, notices: version.notices, table },
    { title, section: '/data' },
  );
}

const rankButton: Button = {
  label: 'Hitung prioritas',
  href: '/prioritas/baru',
  icon: 'bar-chart',
  primary: false,
};

function figureTable(
  version: Version,
  { listing, state }: Figures,
  kecamatan: { code: string; name: string }[],
): Table {
  const kind = kindOf(version.kind);
  const [main, ...others] = kind.figures.map((figure) => {
    const unit = figure.unit ?? (kind.units.length > 1 ? version.unit : '');
    return { label: unit ? `${figure.label} (${unit})` : figure.label, numeric: true };
  });
  const entries = kecamatan.map((one): [string, string] => [one.code, one.name]);
  return listTable(listing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: [
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: 'Kode', sort: 'kode' },
      { label: main?.label ?? '', sort: 'angka', numeric: true, phone: 'value' },
      ...others,
    ],
    row: (row) =>
      tableRow([
        cell({ text: row.name, sub: row.kecamatan, href: `/desa/${row.code}` }),
        cell({ text: row.code }),
        ...kind.figures.map((figure, at) => cell({ text: figureText(figure, row.figures[at] ?? null) })),
      ]),
    filter: filterBar(state.url, [
      field({
        name: 'cari',
        label: 'Cari nama atau kode',
        type: 'text',
        value: state.filters.cari,
        required: false,
      }),
      field({
        name: 'kecamatan',
        label: 'Kecamatan',
        type: 'select',
        required: false,
        options: options([['', 'Semua'], ...entries], state.filters.kecamatan),
      }),
    ]),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: state.url.pathname },
    },
  });
}
