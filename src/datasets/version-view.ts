import { date, decimal, moment, number } from '../core/format.js';
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
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { type FigureRow, type VersionRow, versionListing } from './listings.js';
import { dataPaths } from './paths.js';
import type { Version } from './queries.js';
import { versionTitle } from './versions.js';

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

export function versionsPage(actor: Actor, state: ListingPage<{ jenis: string }, VersionRow>): Reply {
  const mayImport = can(actor, 'dataset.import');
  const actions: Button[] = mayImport
    ? [{ label: 'Unggah data', href: dataPaths.upload, icon: 'upload', primary: true }]
    : [];
  const head = pageHead({
    title: 'Data',
    lead: 'Setiap unggahan yang disahkan menjadi satu versi yang utuh. Versi lama tetap ada dan tidak dapat diubah.',
    actions,
  });
  const kinds = options(
    [
      ['', 'Semua'],
      ['desil1', 'Desil 1'],
      ['idm', 'IDM'],
    ],
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
    filter: filterBar(state.url, [field({ name: 'jenis', label: 'Jenis', type: 'select', options: kinds })]),
    empty: {
      title: 'Belum ada data',
      text: 'Versi pertama muncul di sini setelah Bappeda mengunggah dan mengesahkan berkas desil 1 atau IDM.',
      action: mayImport ? { label: 'Unggah data', href: dataPaths.upload } : null,
    },
    note: 'SHA-256 tiap berkas ada di halaman versinya dan di unduhan.',
  });
  return page('datasets/daftar', { head, table }, { title: 'Data', section: '/data' });
}

function versionRow(row: VersionRow) {
  return tableRow([
    cell({
      text: row.kind === 'IDM' ? 'IDM' : `${row.source}, desil 1 (${row.unit})`,
      href: dataPaths.version(row.id),
      sub: row.file_name,
    }),
    cell({ text: date(row.as_of) }),
    cell({ text: number(row.row_count) }),
    cell({ text: number(row.total), sub: row.total === null ? '' : row.unit }),
    cell({ text: moment(row.confirmed_at), sub: row.uploader ?? 'baris perintah' }),
  ]);
}

const figureText = (kind: 'DESIL1' | 'IDM', value: number | null) =>
  kind === 'IDM' ? decimal(value, 4) : number(value);

export async function versionPage(
  db: Reader,
  version: Version,
  listing: Listing<{ cari: string; kecamatan: string }, FigureRow>,
  state: ListingPage<{ cari: string; kecamatan: string }, FigureRow>,
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
  const table = figureTable(version, listing, state, kecamatan);
  return page(
    'datasets/versi',
    { head, facts, notices: version.notices, table },
    { title, section: '/data' },
  );
}

function figureTable(
  version: Version,
  listing: Listing<{ cari: string; kecamatan: string }, FigureRow>,
  state: ListingPage<{ cari: string; kecamatan: string }, FigureRow>,
  kecamatan: { code: string; name: string }[],
): Table {
  const idm = version.kind === 'IDM';
  const entries = kecamatan.map((one): [string, string] => [one.code, one.name]);
  return listTable(listing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: [
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: 'Kode', sort: 'kode' },
      { label: idm ? 'IDM' : `Desil 1 (${version.unit})`, sort: 'angka', numeric: true, phone: 'value' },
      ...(idm
        ? ['IKS', 'IKE', 'IKL'].map((label) => ({ label, numeric: true }))
        : [{ label: 'Penduduk (jiwa)', numeric: true }]),
    ],
    row: (row) =>
      tableRow([
        cell({ text: row.name, sub: row.kecamatan, href: `/desa/${row.code}` }),
        cell({ text: row.code }),
        cell({ text: figureText(version.kind, row.value) }),
        ...(idm
          ? [row.iks, row.ike, row.ikl].map((value) => cell({ text: decimal(value, 4) }))
          : [cell({ text: number(row.population) })]),
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
