import { scoreBar } from '../charts/bars.js';
import { sensitivityLine } from '../charts/sensitivity.js';
import type { Ranking } from '../ranking/ranking.js';
import type { Parameters, RankedKecamatan, RankedUnit } from '../ranking/types.js';
import { cell, column, type Link, type Status, type Table, tableRow } from '../web/components.js';
import { decimal, number } from '../web/format.js';
import { kuadranNames, whyWords } from './words.js';

const HEAD = 10;
const AROUND = 7;

/** The rank of the last selected unit when the selection is one block at the top of the order; else null. */
export function cutOf(rows: RankedUnit[]): number | null {
  const cut = rows.filter((row) => row.selected).length;
  return cut > 0 && cut < rows.length && rows.slice(0, cut).every((row) => row.selected) ? cut : null;
}

/** Which places of the order are shown while not all are asked for: the first and those around the cut. */
function shown(rows: RankedUnit[], all: boolean): number[] {
  const places = rows.map((_row, at) => at);
  if (all || rows.length <= 50) return places;
  const cut = cutOf(rows);
  return cut === null
    ? places.slice(0, 50)
    : places.filter((at) => at < HEAD || (at >= cut - AROUND && at < cut + AROUND));
}

/** The ranking of desa and kelurahan with each score explained in words. */
export function unitTable(
  ranking: Ranking,
  parts: { unit: string; all: boolean; exports: Link[]; official: Set<string> | null },
): Table {
  const rows = ranking.rows();
  const cut = cutOf(rows);
  const places = shown(rows, parts.all);
  return {
    id: 'peringkat',
    title: `Peringkat ${number(rows.length)} desa dan kelurahan`,
    exports: parts.exports,
    filter: null,
    columns: [
      column('No.', { numeric: true, phone: 'hide' }),
      column('Desa atau kelurahan dan alasannya', { phone: 'title' }),
      column(`Desil 1 (${parts.unit})`, { numeric: true }),
      column('IDM', { numeric: true }),
      column('Skor dan bagiannya', { phone: 'detail' }),
      column('Skor', { numeric: true, phone: 'value' }),
      column('Kepekaan'),
    ],
    rows: places.map((at, index) => ({
      ...unitRow(rows[at] as RankedUnit, ranking.parameters, parts, rows.length, cut),
      cutBefore: cutLine(at, places[index - 1], cut),
    })),
    total: [],
    pager: null,
    empty: {
      title: 'Tidak ada yang dapat diperingkat',
      text: 'Setiap desa belum lengkap datanya. Alasannya ada di bawah.',
      action: null,
    },
    note: '',
  };
}

function cutLine(at: number, before: number | undefined, cut: number | null): string {
  if (at === cut) return `Batas: ${number(cut)} terpilih di atas garis ini`;
  if (before !== undefined && at > before + 1)
    return `Peringkat urut ${number(before + 2)} sampai ${number(at)} tidak ditampilkan`;
  return '';
}

function unitRow(
  row: RankedUnit,
  parameters: Parameters,
  parts: { unit: string; official: Set<string> | null },
  count: number,
  quota: number | null,
) {
  const [desil1, idm] = shares(row, parameters.bobotIdm);
  return tableRow(
    [
      cell({ text: number(row.rank) }),
      cell({
        text: `${row.name}, ${row.kecamatanName}`,
        href: `/desa/${row.code}`,
        tags: tags(row, parts.official),
        sub: whyWords(row, parameters, parts.unit),
      }),
      cell({ text: number(row.p) }),
      cell({ text: decimal(row.i, 4) }),
      cell({ svg: scoreBar({ desil1, idm }) }),
      cell({
        text: decimal(row.score6 / 1e6, 4),
        sub: parameters.metode === 'kuadran' ? (kuadranNames[row.kuadran]?.split(',')[0] ?? '') : '',
      }),
      cell({
        svg: sensitivityLine({
          now: row.rank,
          best: row.bestRank,
          worst: row.worstRank,
          quota,
          count,
          frail: row.fragile,
        }),
        sub: `${number(row.bestRank)} sampai ${number(row.worstRank)}`,
      }),
    ],
    { tone: row.selected ? '' : 'quiet' },
  );
}

/** The two parts of a score: the share of decile 1 and that of IDM, 0..1. */
function shares(row: RankedUnit, weight: number): [number, number] {
  const score = row.score6 / 1e6;
  if (row.b === null) return [score, 0];
  const idm = weight * row.b;
  return [Math.max(0, score - idm), Math.min(idm, score)];
}

function tags(row: RankedUnit, official: Set<string> | null): Status[] {
  const found: Status[] = [];
  if (row.withoutIdm) found.push({ icon: 'dash-square-dotted', label: 'Tanpa IDM', tone: '' });
  if (official && row.selected && !official.has(row.code))
    found.push({ icon: 'plus-lg', label: 'Masuk', tone: 'good' });
  if (official && !row.selected && official.has(row.code))
    found.push({ icon: 'x-lg', label: 'Keluar', tone: '' });
  if (row.fragile) found.push({ icon: 'exclamation-triangle', label: 'Rapuh', tone: 'warn' });
  return found;
}

/** The same score one level up. */
export function kecamatanTable(rows: RankedKecamatan[], unit: string, exports: Link[]): Table {
  return {
    id: 'peringkat',
    title: `Peringkat ${number(rows.length)} kecamatan`,
    exports,
    filter: null,
    columns: [
      column('No.', { numeric: true, phone: 'hide' }),
      column('Kecamatan', { phone: 'title' }),
      column(`Desil 1 (${unit})`, { numeric: true }),
      column('Rata-rata IDM', { numeric: true }),
      column('Skor', { numeric: true, phone: 'value' }),
      column('Kuadran'),
      column('Desa diperingkat', { numeric: true }),
      column('Terpilih', { numeric: true }),
    ],
    rows: rows.map((row) =>
      tableRow([
        cell({ text: number(row.rank) }),
        cell({ text: row.name, href: `/kecamatan/${row.code}` }),
        cell({ text: number(row.p) }),
        cell({ text: decimal(row.i, 4) }),
        cell({ text: decimal(row.score6 / 1e6, 4) }),
        cell({ text: kuadranNames[row.kuadran] ?? '' }),
        cell({ text: number(row.units) }),
        cell({ text: number(row.selected) }),
      ]),
    ),
    total: [],
    pager: null,
    empty: { title: 'Tidak ada yang dapat diperingkat', text: '', action: null },
    note: 'Rata-rata IDM menghitung desa yang punya nilai saja.',
  };
}
