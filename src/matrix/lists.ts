import { z } from 'zod';
import { number } from '../core/format.js';
import { sql } from '../database/query.js';
import { potentialOf } from '../needs/standing.js';
import type { PageHead, Table } from '../web/components.js';
import { choiceFilter } from '../web/filters.js';
import { type At, defineList, type Filter } from '../web/list.js';
import { page, type Reply } from '../web/reply.js';
import { placeFilters } from '../wilayah/columns.js';
import { agencyFilter, categoryFilter, nearPlaces } from '../wilayah/filters.js';
import { placesFirst } from '../wilayah/places-first.js';
import { CellRow, cellColumns, cellsFrom, isInMatrix, matrixKnown } from './cells.js';
import { type By, type Cross, crossOf, groupings } from './cross.js';
import { type Mark, markConditions, marks, markViews } from './marks.js';
import { matrixPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'matrix/matriks': {
      head: PageHead;
      table: Table;
      cross: Cross;
      by: string;
      legend: { icon: string; label: string }[];
    };
  }
}

interface Known {
  years: number[];
  /** Lists whose villages are shown. */
  listIds: number[];
  figuresId: number | null;
}
type Here = At<undefined, Known>;

const EVERY_YEAR = 'semua';

/** An official list by its year; the one of this year where none is chosen. */
const yearFilter: Filter<Here> = {
  label: 'Daftar lokus',
  type: 'select',
  read: z
    .string()
    .regex(/^(semua|20\d\d)$/)
    .catch(''),
  all: 'Yang berlaku',
  entries: ({ known }) => [
    ...known.years.map((year): [string, string] => [String(year), String(year)]),
    [EVERY_YEAR, 'Semua tahun'],
  ],
  where: () => null,
};

const filters = {
  menurut: choiceFilter<Here>(
    'Menurut',
    { kecamatan: { label: 'Kecamatan', where: sql`true` }, opd: { label: 'OPD utama', where: sql`true` } },
    { all: 'Desa', offered: ({ actor }) => actor.villageCode === null },
  ),
  ...placeFilters(sql`v.code`, sql`v.kecamatan_code`),
  tahun: yearFilter,
  jenis: categoryFilter((code) => sql`c.code = ${code}`),
  opd: { ...agencyFilter((ids) => sql`s.agency_id = any(${ids}::int[])`, { own: true }), label: 'OPD utama' },
  tanda: choiceFilter<Here>('Tanda', {
    ada: {
      label: 'Yang bertanda saja',
      where: sql`(${markConditions.tanpa} or ${markConditions.ganda} or ${markConditions.lebih} or ${markConditions.luar})`,
    },
    ...(Object.fromEntries(
      marks.map((mark) => [mark, { label: markViews[mark].label, where: markConditions[mark] }]),
    ) as Record<Mark, { label: string; where: (typeof markConditions)[Mark] }>),
  }),
} satisfies Record<string, Filter<Here>>;

const quantity = { kind: 'number', unit: 'kolom satuan', only: 'file' } as const;

/** The matrix of gaps and overlaps: a cell for each village and kind of help; files have a row for each. */
export const matrixList = defineList({
  path: matrixPaths.all,
  access: 'need.list',
  name: 'matriks-kebutuhan',
  noun: 'sel',
  known: async ({ app, actor, day, filters: { tahun } }): Promise<Known> => {
    const { lists, figuresId } = await matrixKnown(app.db, actor);
    const wanted = tahun ? Number(tahun) : day.getUTCFullYear();
    const chosen = tahun === EVERY_YEAR ? lists : lists.filter(({ year }) => year <= wanted).slice(0, 1);
    return { years: lists.map(({ year }) => year), listIds: chosen.map(({ id }) => id), figuresId };
  },
  row: CellRow,
  select: sql`select ${cellColumns}`,
  from: ({ known, day }: Here) => sql`from ${cellsFrom(known, day)}`,
  where: () => isInMatrix,
  key: sql`(v.code || ' ' || c.code)`,
  pageSize: 5000,
  sorts: {
    nama: { label: 'Desa', by: sql`v.name` },
    kode: { label: 'Kode', by: sql`v.code` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
  },
  defaultSort: 'nama',
  filters,
  columns: [
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.village_code, only: 'file' },
    { key: 'desa', label: 'Desa', value: (row) => row.village, only: 'file' },
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
    { key: 'opd_utama', label: 'OPD utama', value: (row) => row.lead, only: 'file' },
    { key: 'kode_jenis', label: 'Kode jenis bantuan', value: (row) => row.category_code, only: 'file' },
    { key: 'jenis', label: 'Jenis bantuan', value: (row) => row.category, only: 'file' },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, only: 'file' },
    { key: 'per', label: 'Asesmen per', kind: 'date', value: (row) => row.assessed_on, only: 'file' },
    { key: 'butuh', label: 'Butuh', ...quantity, value: (row) => row.baseline },
    { key: 'direncanakan', label: 'Direncanakan', ...quantity, value: (row) => row.planned },
    { key: 'potensi', label: 'Potensi', ...quantity, value: potentialOf },
    { key: 'diterima', label: 'Potensi yang diterima', ...quantity, value: (row) => row.accepted },
    { key: 'didanai', label: 'Didanai sejak asesmen', ...quantity, value: (row) => row.funded },
    { key: 'terealisasi', label: 'Terealisasi sejak asesmen', ...quantity, value: (row) => row.delivered },
    { key: 'sisa', label: 'Sisa', ...quantity, value: (row) => row.left },
    { key: 'lebih', label: 'Melebihi kebutuhan', ...quantity, value: (row) => row.over },
    {
      key: 'tanda',
      label: 'Tanda',
      value: (row) => marks.flatMap((mark) => (row[mark] ? markViews[mark].label : [])).join('; '),
      only: 'file',
    },
  ],
  empty: {
    title: 'Belum ada yang dapat dibandingkan',
    text: 'Matriks terisi setelah ada daftar lokus dan asesmen kebutuhan desanya.',
    action: { label: 'Buka kebutuhan', href: '/kebutuhan' },
  },
  places: (rows, { url, filters: { menurut } }) =>
    placesFirst(rows, {
      ...groupings(url)[menurut === 'opd' ? 'opd' : 'kecamatan'],
      village: (row) => row.village_code,
      words: unservedWords,
    }),
  near: (at) => nearPlaces(at, 'desa'),
  note: 'Sisa = butuh dikurangi yang terealisasi setelah tanggal asesmen. Potensi: dirujuk ke OPD lain, sudah diterima atau baru ditawarkan. Rencana dan potensi tidak mengurangi sisa. Satuan tiap jenis berbeda, jadi antarjenis tidak dijumlahkan. Desa yang belum diasesmen tidak ikut dalam jumlah butuh dan sisa.',
  title: 'Matriks kesenjangan',
  head: ({ rows }) => ({ lead: leadOf(rows) }),
  page: (shown, { head, frame }): Promise<Reply> => {
    const by = (shown.at.filters.menurut || 'desa') as By;
    const cross = crossOf(shown.rows, groupings(shown.at.url)[by]);
    const words = { desa: 'Desa', kecamatan: 'Kecamatan', opd: 'OPD utama' }[by];
    const table = {
      ...shown.table,
      title: `${number(cross.rows.length)} ${by === 'opd' ? 'OPD utama' : by}`,
    };
    const legend = marks.map((mark) => markViews[mark]);
    return Promise.resolve(page('matrix/matriks', { head, table, cross, by: words, legend }, frame));
  },
});

const unservedWords = (rows: CellRow[]): string =>
  `${number(rows.filter((row) => row.tanpa).length)} belum dilayani`;

/** How many cells bear each mark, in a sentence. */
function leadOf(rows: CellRow[]): string {
  const count = (mark: Mark) => number(rows.filter((row) => row[mark]).length);
  return `Kebutuhan tiap desa menurut jenis bantuan: ${count('tanpa')} belum dilayani siapa pun, ${count('ganda')} direncanakan dua OPD, ${count('lebih')} melebihi, ${count('luar')} di luar daftar.`;
}
