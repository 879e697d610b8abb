import { decimal, number } from '../core/format.js';
import type { Ranking } from '../ranking/ranking.js';
import type { Parameters, RankedKecamatan, RankedUnit } from '../ranking/types.js';
import {
  cell,
  column,
  type Empty,
  type FilterBar,
  type Link,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import { told } from '../web/list.js';
import { type Around, unitColumns, unitLine } from './rank-columns.js';
import { kuadranNames, whyKecamatan } from './words.js';

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

/** The ranking of desa and kelurahan with each score explained in words. */
export function unitTable(ranking: Ranking, parts: UnitTableParts): Table {
  const rows = ranking.rows();
  const cut = cutOf(rows);
  const { parameters, count: ranked } = ranking;
  const around = { parameters, count: ranked, unit: parts.unit, official: parts.official, cut };
  const places = shown(rows, parts);
  const count = parts.found ? `${number(places.length)} dari ${number(rows.length)}` : number(rows.length);
  return {
    id: 'peringkat',
    title: `Peringkat ${count} desa dan kelurahan`,
    exports: parts.exports,
    filter: parts.filter,
    columns: unitColumns.map(({ label, numeric = false, phone = 'detail' }) =>
      column(told(label, parts.unit), { numeric, phone }),
    ),
    rows: places.map((at, index) => ({
      ...unitRow(rows[at] as RankedUnit, around),
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

const unitRow = (row: RankedUnit, around: Around): TableRow =>
  tableRow(
    unitColumns.map((one) => cell(one.cell(row, around))),
    unitLine(row),
  );

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
