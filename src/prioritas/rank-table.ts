import { scoreBar } from '../charts/bars.js';
import { sensitivityLine } from '../charts/sensitivity.js';
import { decimal, number } from '../core/format.js';
import type { Ranking } from '../ranking/ranking.js';
import type { Parameters, RankedKecamatan, RankedUnit } from '../ranking/types.js';
import {
  cell,
  column,
  type Empty,
  type FilterBar,
  type Link,
  type Status,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import type { ListColumn } from '../web/table.js';
import { kuadranNames, whyKecamatan, whyWords } from './words.js';

const HEAD = 10;
const AROUND = 7;

/** The rank of the last selected unit when the selection is one block at the top of the order; else null. */
export function cutOf(rows: RankedUnit[]): number | null {
  const cut = rows.filter((row) => row.selected).length;
  return cut > 0 && cut < rows.length && rows.slice(0, cut).every((row) => row.selected) ? cut : null;
}

/** Which places of the order are shown while not all are asked for: the first and those around the cut. */
function shown(rows: RankedUnit[], { all, found }: UnitTableParts): number[] {
  const places = rows.map((_row, at) => at);
  if (found) return places.filter((at) => found.has(rows[at]?.code ?? ''));
  if (all || rows.length <= 50) return places;
  const cut = cutOf(rows);
  return cut === null
    ? places.slice(0, 50)
    : places.filter((at) => at < HEAD || (at >= cut - AROUND && at < cut + AROUND));
}

interface UnitTableParts {
  unit: string;
  all: boolean;
  /** Codes that a search found; null when nothing is searched. */
  found: Set<string> | null;
  /** Address that shows all places. */
  allHref: string;
  exports: Link[];
  filter: FilterBar;
  empty: Empty;
  official: Set<string> | null;
}

/** The columns of a ranking; the sorts are those of a saved run. On a phone the sentence tells both figures. */
export const unitColumns = (unit: string): ListColumn[] => [
  { label: 'No.', sort: 'urut', numeric: true, phone: 'rank' },
  { label: 'Desa atau kelurahan dan alasannya', sort: 'nama', phone: 'title' },
  { label: `Desil 1 (${unit})`, sort: 'desil1', numeric: true, phone: 'hide' },
  { label: 'IDM', sort: 'idm', numeric: true, phone: 'hide' },
  { label: 'Skor dan bagiannya' },
  { label: 'Skor', numeric: true, phone: 'value' },
  { label: 'Kepekaan', sort: 'stabilitas' },
];

/** The ranking of desa and kelurahan with each score explained in words. */
export function unitTable(ranking: Ranking, parts: UnitTableParts): Table {
  const rows = ranking.rows();
  const cut = cutOf(rows);
  const places = shown(rows, parts);
  const count = parts.found ? `${number(places.length)} dari ${number(rows.length)}` : number(rows.length);
  return {
    id: 'peringkat',
    title: `Peringkat ${count} desa dan kelurahan`,
    exports: parts.exports,
    filter: parts.filter,
    columns: unitColumns(parts.unit).map(({ label, sort: _sort, ...rest }) => column(label, rest)),
    rows: places.map((at, index) => ({
      ...unitRow(rows[at] as RankedUnit, ranking, parts, cut),
      ...(parts.found ? {} : lineBefore(at, places[index - 1], cut, parts.allHref)),
    })),
    total: [],
    pager: null,
    empty: parts.empty,
    note: '',
  };
}

/** The line at the cut, in words. */
export const cutWords = (cut: number): string => `Batas: ${number(cut)} terpilih di atas garis ini`;

function lineBefore(at: number, before: number | undefined, cut: number | null, allHref: string) {
  if (at === cut) return { cutBefore: cutWords(cut) };
  if (before !== undefined && at > before + 1) {
    return {
      cutBefore: `Tampilkan peringkat ${number(before + 2)} sampai ${number(at)}`,
      cutHref: allHref,
    };
  }
  return {};
}

/** One place of the order: who, why, and how sure. */
export function unitRow(
  row: RankedUnit,
  { parameters, count }: Pick<Ranking, 'parameters' | 'count'>,
  parts: { unit: string; official: Set<string> | null },
  quota: number | null,
): TableRow {
  const [desil1, idm] = shares(row, parameters.bobotIdm);
  return tableRow(
    [
      cell({ text: number(row.rank) }),
      cell({
        text: row.name,
        href: `/desa/${row.code}`,
        beside: row.kecamatanName,
        tags: tags(row, parts.official),
        sub: whyWords(row, parameters, parts.unit),
      }),
      cell({ text: number(row.p) }),
      cell({ text: decimal(row.i, 4) }),
      cell({ svg: scoreBar({ desil1, idm }) }),
      cell({
        text: decimal(row.score6 / 1e6, 4),
        sub: parameters.metode === 'kuadran' ? `kuadran ${kuadranNames[row.kuadran]?.split(',')[0]}` : '',
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
export function kecamatanTable(
  rows: RankedKecamatan[],
  parameters: Parameters,
  unit: string,
  exports: Link[],
): Table {
  return {
    id: 'peringkat',
    title: `Peringkat ${number(rows.length)} kecamatan`,
    exports,
    filter: null,
    columns: [
      column('No.', { numeric: true, phone: 'rank' }),
      column('Kecamatan dan alasannya', { phone: 'title' }),
      column(`Desil 1 (${unit})`, { numeric: true, phone: 'hide' }),
      column('Rata-rata IDM', { numeric: true, phone: 'hide' }),
      column('Kuadran'),
      column('Skor', { numeric: true, phone: 'value' }),
    ],
    rows: rows.map((row) =>
      tableRow([
        cell({ text: number(row.rank) }),
        cell({
          text: row.name,
          href: `/kecamatan/${row.code}`,
          sub: whyKecamatan(row, parameters, unit),
        }),
        cell({ text: number(row.p) }),
        cell({ text: decimal(row.i, 4) }),
        cell({ text: kuadranNames[row.kuadran] ?? '' }),
        cell({ text: decimal(row.score6 / 1e6, 4) }),
      ]),
    ),
    total: [],
    pager: null,
    empty: { title: 'Tidak ada yang dapat diperingkat', text: '', action: null },
    note: 'Rata-rata IDM menghitung desa yang punya nilai saja.',
  };
}
