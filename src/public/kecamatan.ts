import { z } from 'zod';
import { besideWords } from '../activities/counting.js';
import { fundingBars } from '../activities/funding-view.js';
import { list, number, rupiah, shortAmount } from '../core/format.js';
import { can } from '../policy.js';
import { cell, column, type PageHead, pageHead, type Stat, type Table, tableRow } from '../web/components.js';
import { formatChoice } from '../web/export.js';
import { exportLinks } from '../web/list-page.js';
import { json, page } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { inForceOn } from '../wilayah/in-force.js';
import { HIDDEN, HIDDEN_NOTE, kecamatanTable, stat } from './landing.js';
import {
  asOf,
  metadata,
  progressTable,
  resultsOf,
  resultTable,
  type TableFacts,
  tableFacts,
  tableFile,
} from './open-data.js';
import { type KecamatanVillages, type Overview, overview, type Place, places } from './overview.js';
import { fundingIn, type PublicSum, publicMoneyBeside, standingIn } from './published.js';

declare module '../web/render.js' {
  interface Views {
    'public/daftar-kecamatan': { head: PageHead; table: Table; tables: TableFacts[]; source: string };
    'public/kecamatan': KecamatanPage;
  }
}

interface KecamatanPage {
  head: PageHead;
  /** Said where its figures are read together with those of others; may be ''. */
  joined: string;
  stats: Stat[];
  categories: Table;
  funding: string;
  villages: Table | null;
  source: string;
}

const Format = z.object({ format: formatChoice });

const sourceOf = (app: Services, data: Overview) =>
  `Sumber: laporan kegiatan terverifikasi, Bappeda ${app.region.name}. ${asOf(data)}`;

export const kecamatanRoutes: AnyRow[] = [
  row({
    method: 'get',
    path: '/kecamatan',
    allow: 'public',
    query: Format,
    handle: async ({ app, query, url }) => {
      const data = await overview(app);
      if (query.format !== 'html')
        return tableFile(app, progressTable, query.format, progressTable.rows(data));
      const head = pageHead({
        title: 'Kemajuan per kecamatan',
        lead: `${number(data.kecamatan.length)} kecamatan di ${app.region.name}. Semua angka dari kegiatan yang sudah diverifikasi.`,
      });
      const table = {
        ...kecamatanTable(data, app.region.name, url),
        title: `${number(data.kecamatan.length)} kecamatan`,
      };
      const model = { head, table, tables: tableFacts(app), source: sourceOf(app, data) };
      return page('public/daftar-kecamatan', model, {
        title: 'Kemajuan per kecamatan',
        section: '/kecamatan',
      });
    },
  }),
  row({
    method: 'get',
    path: '/kecamatan/metadata',
    allow: 'public',
    handle: async ({ app }) => json(metadata(app, await overview(app))),
  }),
  row({
    method: 'get',
    path: '/kecamatan/hasil',
    allow: 'public',
    query: Format,
    handle: async ({ app, query }) => {
      const format = query.format === 'html' ? 'csv' : query.format;
      return tableFile(app, resultTable, format, resultTable.rows(await overview(app)));
    },
  }),
  row({
    method: 'get',
    path: '/kecamatan/:kode',
    allow: 'public',
    params: z.object({ kode: z.string().regex(/^\d{2}\.\d{2}\.\d{2}$/) }),
    query: Format,
    load: async ({ app, params }) => {
      const data = await overview(app);
      const villages = data.kecamatan.find((one) => one.code === params.kode);
      const place = places(data).find((one) => one.kecamatan.some(({ code }) => code === params.kode));
      return villages && place ? { data, villages, place } : null;
    },
    handle: async ({ app, actor, loaded, query, url }) => {
      const { data, villages, place } = loaded;
      const results = resultsOf(data, place);
      const codes = new Set(place.kecamatan.map((one) => one.code));
      if (query.format !== 'html') return tableFile(app, resultTable, query.format, results);
      const model: KecamatanPage = {
        head: pageHead({
          crumbs: [{ label: 'Kecamatan', href: '/kecamatan' }],
          title: `Kecamatan ${villages.name}`,
          lead: `${number(villages.members)} dari ${number(villages.units)} desa dan kelurahan masuk daftar dampingan${villages.phase ? `, tahap ${villages.phase}` : ''}.`,
        }),
        joined: joinedWords(villages, place),
        stats: stats(data, villages, place),
        categories: categoryTable(results, url),
        funding: fundingBars(fundingIn(data.published, codes), `di ${place.name}`),
        villages: can(actor, 'village.list') ? await villageTable(app, villages.code) : null,
        source: sourceOf(app, data),
      };
      const frame = { title: `Kecamatan ${villages.name}`, section: '/kecamatan' };
      return page('public/kecamatan', model, frame);
    },
  }),
];

function joinedWords(villages: KecamatanVillages, { kecamatan }: Place): string {
  if (kecamatan.length < 2) return '';
  const others = kecamatan.filter((one) => one.code !== villages.code).map((one) => one.name);
  return `Supaya tidak menunjuk satu dua desa, kegiatan, hasil, dan dana di bawah dihitung bersama Kecamatan ${list(others)}.`;
}

function stats({ published }: Overview, villages: KecamatanVillages, place: Place): Stat[] {
  const together =
    place.kecamatan.length > 1 ? `bersama ${number(place.kecamatan.length - 1)} kecamatan lain` : '';
  const planned = [`dari Rp ${shortAmount(place.planned)} rencana`, publicMoneyBeside(place)];
  const { accompanied } = standingIn(published, new Set([villages.code]));
  return [
    stat(number(villages.members), 'desa dampingan', `dari ${number(villages.units)} desa dan kelurahan`),
    ...(accompanied === null ? [] : [stat(number(accompanied), 'sudah ada OPD utama', '')]),
    stat(
      number(place.activities),
      'kegiatan terverifikasi',
      [besideWords(place), together].filter(Boolean).join(', '),
    ),
    stat(
      `Rp ${shortAmount(place.spent)}`,
      'dana terealisasi',
      [...planned, together].filter(Boolean).join(', '),
    ),
  ];
}

function categoryTable(results: PublicSum[], url: URL): Table {
  const shown = results.filter((one) => !one.hidden && one.activities + one.funded + one.spent > 0);
  const hidden = results.filter((one) => one.hidden);
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
    rows: [
      ...shown.map((one) =>
        tableRow([
          cell({ text: one.name, sub: one.unit }),
          cell({ text: number(one.activities) }),
          cell({ text: number(one.funded) }),
          cell({ text: number(one.realised) }),
          cell({ text: rupiah(one.spent) }),
        ]),
      ),
      ...(hidden.length > 0 ? [hiddenRow(hidden)] : []),
    ],
    total: [],
    pager: null,
    empty: {
      title: 'Belum ada kegiatan terverifikasi',
      text: 'Hasil muncul di sini dalam potret bulanan sesudah kegiatan diverifikasi.',
      action: null,
    },
    note: HIDDEN_NOTE,
  };
}

/** All hidden kinds in one row: each may be nothing at all, and a row for each would be mostly that. */
function hiddenRow(hidden: PublicSum[]) {
  const word = () => cell({ text: HIDDEN });
  const name = cell({ text: 'Jenis lainnya', sub: list(hidden.map((one) => one.name)) });
  return tableRow([name, word(), word(), word(), word()]);
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
