import { z } from 'zod';
import { besideWords, moneyBesideWords } from '../activities/counting.js';
import { fundingBars } from '../activities/funding-view.js';
import { byFunding, within } from '../activities/sums.js';
import { isoDate, moment, number, rupiah, shortAmount } from '../core/format.js';
import { can } from '../policy.js';
import { cell, column, type PageHead, pageHead, type Stat, type Table, tableRow } from '../web/components.js';
import { exportRows } from '../web/export.js';
import type { ExportColumn } from '../web/listing.js';
import { json, page } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { exportLinks } from '../web/table.js';
import { inForceOn } from '../wilayah/in-force.js';
import { kecamatanTable } from './landing.js';
import { type KecamatanOverview, overview } from './overview.js';
import type { PublicSum } from './sums.js';
import { cellValue, cellWords } from './suppression.js';

declare module '../web/render.js' {
  interface Views {
    'public/daftar-kecamatan': { head: PageHead; table: Table; source: string };
    'public/kecamatan': KecamatanPage;
  }
}

interface KecamatanPage {
  head: PageHead;
  stats: Stat[];
  categories: Table;
  funding: string;
  villages: Table | null;
  source: string;
}

const Format = z.object({ format: z.enum(['html', 'csv', 'xlsx', 'json']).catch('html') });

/** Columns of the published table (Satu Data: every one has a meaning and a unit). */
const columns: ExportColumn<KecamatanOverview>[] = [
  { key: 'kode', value: (one) => one.code },
  { key: 'kecamatan', value: (one) => one.name },
  { key: 'tahap', value: (one) => one.phase },
  { key: 'jumlah_desa_kelurahan', value: (one) => one.units },
  { key: 'desa_dampingan', value: (one) => one.members },
  { key: 'sudah_ada_pendamping', value: (one) => one.accompanied },
  { key: 'kegiatan_terverifikasi', value: (one) => one.activities },
  { key: 'dana_rencana_rupiah', value: (one) => one.planned },
  { key: 'dana_terealisasi_rupiah', value: (one) => one.spent },
  { key: 'kegiatan_direncanakan', value: (one) => one.plans },
  { key: 'dana_direncanakan_rupiah', value: (one) => one.plans_planned },
  { key: 'kegiatan_batal', value: (one) => one.cancelled },
  { key: 'dana_batal_rupiah', value: (one) => one.cancelled_spent },
];

const sourceOf = (app: Services) =>
  `Sumber: laporan kegiatan terverifikasi, Bappeda ${app.region.name}, ${moment(app.clock.now())} WIB.`;

export const kecamatanRoutes: AnyRow[] = [
  row({
    method: 'get',
    path: '/kecamatan',
    allow: 'public',
    query: Format,
    handle: async ({ app, query, url }) => {
      const data = await overview(app);
      if (query.format !== 'html')
        return exportRows('kemajuan-kecamatan', query.format, columns, data.kecamatan);
      const head = pageHead({
        title: 'Kemajuan per kecamatan',
        lead: `${number(data.kecamatan.length)} kecamatan di ${app.region.name}. Semua angka dari kegiatan yang sudah diverifikasi.`,
      });
      const table = {
        ...kecamatanTable(data.kecamatan, app.region.name, url),
        title: `${number(data.kecamatan.length)} kecamatan`,
      };
      const frame = { title: 'Kemajuan per kecamatan', section: '/kecamatan' };
      return page('public/daftar-kecamatan', { head, table, source: sourceOf(app) }, frame);
    },
  }),
  row({
    method: 'get',
    path: '/kecamatan/metadata',
    allow: 'public',
    handle: async ({ app }) => json(metadata(app)),
  }),
  row({
    method: 'get',
    path: '/kecamatan/:kode',
    allow: 'public',
    params: z.object({ kode: z.string().regex(/^\d{2}\.\d{2}\.\d{2}$/) }),
    query: Format,
    load: async ({ app, params }) => {
      const { kecamatan, sums } = await overview(app);
      const found = kecamatan.find((one) => one.code === params.kode);
      return found ? { ...found, sums: sums.byKecamatan.get(found.code) ?? [] } : null;
    },
    handle: async ({ app, actor, loaded, query, url }) => {
      const { sums } = loaded;
      if (query.format !== 'html')
        return exportRows(`kecamatan-${loaded.code}`, query.format, sumColumns, sums);
      const funding = await byFunding(app.db, within.kecamatan(loaded.code));
      const villages = can(actor, 'village.list') ? await villageTable(app, loaded.code) : null;
      const model: KecamatanPage = {
        head: pageHead({
          crumbs: [{ label: 'Kecamatan', href: '/kecamatan' }],
          title: `Kecamatan ${loaded.name}`,
          lead: `${number(loaded.members)} dari ${number(loaded.units)} desa dan kelurahan masuk daftar dampingan${loaded.phase ? `, tahap ${loaded.phase}` : ''}.`,
        }),
        stats: stats(loaded),
        categories: categoryTable(sums, url),
        funding: fundingBars(funding, `di Kecamatan ${loaded.name}`),
        villages,
        source: sourceOf(app),
      };
      const frame = { title: `Kecamatan ${loaded.name}`, section: '/kecamatan' };
      return page('public/kecamatan', model, frame);
    },
  }),
];

function stats(loaded: KecamatanOverview): Stat[] {
  const stat = (value: string, label: string, note: string): Stat => ({
    value,
    label,
    note,
    href: '',
    tone: '',
  });
  return [
    stat(number(loaded.members), 'desa dampingan', `dari ${number(loaded.units)} desa dan kelurahan`),
    stat(number(loaded.accompanied), 'sudah ada OPD utama', ''),
    stat(number(loaded.activities), 'kegiatan terverifikasi', besideWords(loaded)),
    stat(
      `Rp ${shortAmount(loaded.spent)}`,
      'dana terealisasi',
      [`dari Rp ${shortAmount(loaded.planned)} rencana`, moneyBesideWords(loaded)].filter(Boolean).join(', '),
    ),
  ];
}

const sumColumns: ExportColumn<PublicSum>[] = [
  { key: 'kode', value: (one) => one.code },
  { key: 'jenis', value: (one) => one.name },
  { key: 'satuan', value: (one) => one.unit },
  { key: 'kegiatan', value: (one) => one.activities },
  { key: 'didanai', value: (one) => cellValue(one.funded) },
  { key: 'terealisasi', value: (one) => cellValue(one.realised) },
  { key: 'dana_terealisasi_rupiah', value: (one) => one.spent },
];

function categoryTable(sums: PublicSum[], url: URL): Table {
  return {
    id: 'hasil',
    title: 'Hasil menurut jenis bantuan',
    exports: exportLinks(url),
    filter: null,
    columns: [
      column('Jenis bantuan', { phone: 'title' }),
      column('Kegiatan', { numeric: true }),
      column('Didanai', { numeric: true }),
      column('Terealisasi', { numeric: true, phone: 'value' }),
      column('Dana terealisasi', { numeric: true }),
    ],
    rows: sums.map((one) =>
      tableRow([
        cell({ text: one.name, sub: one.unit }),
        cell({ text: number(one.activities) }),
        cell({ text: cellWords(one.funded, number) }),
        cell({ text: cellWords(one.realised, number) }),
        cell({ text: rupiah(one.spent) }),
      ]),
    ),
    total: [],
    pager: null,
    empty: {
      title: 'Belum ada kegiatan terverifikasi',
      text: 'Hasil muncul di sini setelah koordinator memverifikasi kegiatan di kecamatan ini.',
      action: null,
    },
    note: 'Jumlah orang atau keluarga di bawah 5 tidak ditampilkan, begitu pula angka yang dapat membukanya.',
  };
}

async function villageTable(app: Services, kecamatanCode: string): Promise<Table> {
  const day = today(app.clock);
  const villages = await app.db.village.findMany({
    where: { kecamatanCode, validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] },
    orderBy: { code: 'asc' },
    include: { assignments: { where: { role: 'LEAD', ...inForceOn(day) }, include: { agency: true } } },
  });
  return {
    id: 'desa',
    title: `${number(villages.length)} desa dan kelurahan`,
    exports: [],
    filter: null,
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Kode'),
      column('OPD utama', { phone: 'value' }),
    ],
    rows: villages.map((village) =>
      tableRow([
        cell({
          text: village.name,
          href: `/desa/${village.code}`,
          sub: village.kind === 'KELURAHAN' ? 'kelurahan' : '',
        }),
        cell({ text: village.code }),
        cell({ text: village.assignments[0]?.agency.shortName ?? '–' }),
      ]),
    ),
    total: [],
    pager: null,
    empty: { title: 'Belum ada desa', text: '', action: null },
    note: '',
  };
}

/** What each published column means (Perpres 39/2019). */
function metadata(app: Services) {
  return {
    kode: `kemajuan-kecamatan-${app.region.code}`,
    judul: 'Kemajuan desa dampingan per kecamatan',
    sumber: `Bappeda ${app.region.name}`,
    tanggal: isoDate(today(app.clock)),
    unduh: ['/kecamatan?format=csv', '/kecamatan?format=json'],
    kolom: {
      kode: { definisi: 'Kode kecamatan menurut Kemendagri', satuan: null },
      kecamatan: { definisi: 'Nama kecamatan', satuan: null },
      tahap: { definisi: 'Tahun kecamatan mulai didampingi menurut daftar resmi terbaru', satuan: 'tahun' },
      jumlah_desa_kelurahan: { definisi: 'Desa dan kelurahan yang berlaku hari ini', satuan: 'unit' },
      desa_dampingan: { definisi: 'Anggota daftar resmi terbaru', satuan: 'unit' },
      sudah_ada_pendamping: { definisi: 'Anggota daftar yang punya OPD utama hari ini', satuan: 'unit' },
      kegiatan_terverifikasi: {
        definisi: 'Kegiatan berjalan atau selesai yang sudah diverifikasi koordinator',
        satuan: 'kegiatan',
      },
      dana_rencana_rupiah: { definisi: 'Anggaran kegiatan terverifikasi itu', satuan: 'rupiah' },
      dana_terealisasi_rupiah: {
        definisi: 'Dana terpakai pada kegiatan terverifikasi itu',
        satuan: 'rupiah',
      },
      kegiatan_direncanakan: {
        definisi: 'Rencana yang sudah diverifikasi, di luar kegiatan terverifikasi',
        satuan: 'kegiatan',
      },
      dana_direncanakan_rupiah: { definisi: 'Anggaran rencana itu', satuan: 'rupiah' },
      kegiatan_batal: {
        definisi: 'Kegiatan batal yang sudah diverifikasi, di luar kegiatan terverifikasi',
        satuan: 'kegiatan',
      },
      dana_batal_rupiah: { definisi: 'Dana yang terpakai sebelum kegiatan batal', satuan: 'rupiah' },
    },
  };
}
