import { date, isoDate } from '../core/format.js';
import type { FileColumn, Value } from '../sheets/write.js';
import type { Link } from '../web/components.js';
import { aboutTable, exportTable, type TableFormat } from '../web/export.js';
import { exportLinks } from '../web/list-page.js';
import type { Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import { type Overview, type Place, places, sumsOf } from './overview.js';
import type { PublicSum } from './published.js';

/** A column that says what it means and in which unit (Perpres 39/2019). */
interface PublishedColumn<Row> extends FileColumn<Row> {
  value: (row: Row) => Exclude<Value, Date>;
  meaning: string;
  unit: string | null;
}

interface PublishedTable<Row> {
  /** With the kabupaten's code the code of the table; also the name of its files. */
  name: string;
  address: string;
  title: string;
  definition: string;
  columns: PublishedColumn<Row>[];
  rows: (data: Overview) => Row[];
}

const DELIVERED = 'kegiatan berjalan atau selesai yang sudah diverifikasi';

const IN_STEPS = 'dibulatkan ke bawah ke 100 juta; kosong bila potretnya belum mencatat';

/** Of a place: its code, or the codes of those that are read together. */
const codesOf = ({ kecamatan }: Place) => kecamatan.map((one) => one.code).join(' ');
const namesOf = (place: Place) =>
  place.kecamatan.length > 1
    ? `${place.name}: ${place.kecamatan.map((one) => one.name).join(', ')}`
    : place.name;

export const progressTable: PublishedTable<Place> = {
  name: 'kemajuan-kecamatan',
  address: '/kecamatan',
  title: 'Kemajuan desa dampingan per kecamatan',
  definition: `Desa dampingan hari ini; pendamping, ${DELIVERED}, dan dananya menurut potret bulanan, tanpa yang disembunyikan`,
  rows: places,
  columns: [
    {
      key: 'kode',
      value: codesOf,
      meaning: 'Kode kecamatan menurut Kemendagri; beberapa bila digabung',
      unit: null,
    },
    {
      key: 'kecamatan',
      value: namesOf,
      meaning: 'Nama kecamatan; yang punya kurang dari tiga desa didampingi digabung',
      unit: null,
    },
    {
      key: 'tahap',
      value: (one) => one.phase,
      meaning: 'Tahun kecamatan mulai didampingi menurut daftar resmi terbaru',
      unit: 'tahun',
    },
    {
      key: 'jumlah_desa_kelurahan',
      value: (one) => one.units,
      meaning: 'Desa dan kelurahan yang berlaku hari ini',
      unit: 'unit',
    },
    {
      key: 'desa_dampingan',
      value: (one) => one.members,
      meaning: 'Anggota daftar resmi terbaru',
      unit: 'unit',
    },
    {
      key: 'sudah_ada_pendamping',
      value: (one) => one.accompanied,
      meaning: 'Anggota daftar yang punya OPD utama pada hari potret; kosong bila potretnya belum mencatat',
      unit: 'unit',
    },
    {
      key: 'kegiatan_terverifikasi',
      value: (one) => one.activities,
      meaning: `Jumlah ${DELIVERED}, masing-masing sekali`,
      unit: 'kegiatan',
    },
    {
      key: 'dana_rencana_rupiah',
      value: (one) => one.planned,
      meaning: 'Anggaran kegiatan itu',
      unit: 'rupiah',
    },
    {
      key: 'dana_terealisasi_rupiah',
      value: (one) => one.spent,
      meaning: 'Dana terpakai pada kegiatan itu',
      unit: 'rupiah',
    },
    {
      key: 'kegiatan_direncanakan',
      value: (one) => one.plans,
      meaning: 'Rencana yang sudah diverifikasi, di luar kegiatan terverifikasi',
      unit: 'kegiatan',
    },
    {
      key: 'kegiatan_batal',
      value: (one) => one.cancelled,
      meaning: 'Kegiatan batal yang sudah diverifikasi, di luar kegiatan terverifikasi',
      unit: 'kegiatan',
    },
    {
      key: 'dana_direncanakan_rupiah',
      value: (one) => one.plans_planned,
      meaning: `Anggaran kegiatan yang direncanakan, ${IN_STEPS}`,
      unit: 'rupiah',
    },
    {
      key: 'dana_batal_rupiah',
      value: (one) => one.cancelled_spent,
      meaning: `Dana terpakai pada kegiatan batal, ${IN_STEPS}`,
      unit: 'rupiah',
    },
  ],
};

type Result = PublicSum & { place: Place };
/** Nothing at all of a hidden cell, neither its quantity nor its money. */
const shown = (pick: (one: Result) => number) => (one: Result) => (one.hidden ? null : pick(one));

export const resultTable: PublishedTable<Result> = {
  name: 'hasil-jenis-bantuan',
  address: '/kecamatan/hasil',
  title: 'Hasil menurut jenis bantuan dan kecamatan',
  definition: `Yang didanai dan yang terealisasi dari ${DELIVERED}, menurut potret bulanan`,
  rows: (data) => places(data).flatMap((place) => resultsOf(data, place)),
  columns: [
    ...progressTable.columns
      .slice(0, 2)
      .map(({ value, ...column }) => ({ ...column, value: (one: Result) => value(one.place) })),
    { key: 'kode_jenis', value: (one) => one.code, meaning: 'Kode jenis bantuan', unit: null },
    { key: 'jenis', value: (one) => one.name, meaning: 'Jenis bantuan', unit: null },
    { key: 'satuan', value: (one) => one.unit, meaning: 'Satuan didanai dan terealisasi', unit: null },
    {
      key: 'disembunyikan',
      value: (one) => one.hidden,
      meaning:
        'Jumlah orang atau keluarga di bawah lima, juga nol, tidak ditampilkan dan tidak ikut dalam jumlah',
      unit: null,
    },
    {
      key: 'kegiatan',
      value: shown((one) => one.activities),
      meaning: `Jumlah ${DELIVERED} dengan jenis ini sebagai baris pertamanya`,
      unit: 'kegiatan',
    },
    { key: 'didanai', value: shown((one) => one.funded), meaning: 'Yang didanai', unit: 'menurut satuan' },
    {
      key: 'terealisasi',
      value: shown((one) => one.realised),
      meaning: 'Yang sudah tercapai',
      unit: 'menurut satuan',
    },
    {
      key: 'dana_rencana_rupiah',
      value: shown((one) => one.planned),
      meaning: 'Anggaran jenis ini',
      unit: 'rupiah',
    },
    {
      key: 'dana_terealisasi_rupiah',
      value: shown((one) => one.spent),
      meaning: 'Dana terpakai untuk jenis ini',
      unit: 'rupiah',
    },
  ],
};

/** Every kind of help in one place, hidden or not. */
export const resultsOf = (data: Overview, place: Place): Result[] =>
  sumsOf(data.published, place).map((sum) => ({ ...sum, place }));

/** What is published, for the list of tables and its metadata. */
const published = [progressTable, resultTable];

export function tableFile<Row>(
  app: Services,
  { name, title, definition, columns }: PublishedTable<Row>,
  format: TableFormat,
  rows: Row[],
): Reply {
  const about = aboutTable(app, { what: title, filter: 'Semua yang terbuka untuk umum.', rule: definition });
  const told = columns.map((one) => ({ ...one, label: one.meaning }));
  return exportTable({ name, format, about }, told, rows);
}

/** When the figures were counted, as public pages say it. */
export const asOf = ({ published: snapshot }: Overview): string =>
  snapshot
    ? `Angka per jenis bantuan dan per kecamatan per ${date(snapshot.takenOn)}, diperbarui tiap bulan.`
    : '';

export interface TableFacts {
  title: string;
  definition: string;
  code: string;
  downloads: Link[];
}

/** The tables anybody may take along, for the page. */
export const tableFacts = ({ region }: Services): TableFacts[] =>
  published.map(({ name, address, title, definition }) => ({
    title,
    definition,
    code: `${name}-${region.regionCode}`,
    downloads: exportLinks(new URL(address, 'http://portal')),
  }));

/** The same for a program, with the meaning and unit of every column (Perpres 39/2019). */
export const metadata = ({ region }: Services, data: Overview) =>
  published.map(({ name, address, title, definition, columns }) => ({
    kode: `${name}-${region.regionCode}`,
    judul: title,
    definisi: definition,
    sumber: `Bappeda ${region.name}`,
    tanggal: data.published ? isoDate(data.published.takenOn) : null,
    unduh: [`${address}?format=csv`, `${address}?format=json`],
    kolom: Object.fromEntries(
      columns.map(({ key, meaning, unit }) => [key, { definisi: meaning, satuan: unit }]),
    ),
  }));
