import { EMPTY, number } from '../core/format.js';
import { potentialOf } from '../needs/standing.js';
import { potentialWords } from '../needs/words.js';
import { villagePath } from '../villages/paths.js';
import { hrefWith } from '../web/list-state.js';
import type { CellRow } from './cells.js';
import { type Mark, marks, markViews } from './marks.js';
import { matrixPaths } from './paths.js';

/** By what the rows of the matrix are told. */
export type By = 'desa' | 'kecamatan' | 'opd';

/** One or many cells of a kind of help, added up; of villages that nobody assessed the need is unknown and in no sum. */
export interface Sum {
  baseline: number | null;
  planned: number;
  funded: number;
  delivered: number;
  left: number | null;
  over: number | null;
  /** Potensi; null where nothing is referred, 0 where without a quantity. */
  potential: number | null;
  marks: Mark[];
}

const plus = (one: number | null, other: number | null) =>
  one === null ? other : other === null ? one : one + other;

const addUp = (rows: CellRow[]): Sum =>
  rows.reduce<Sum>(
    (sum, row) => ({
      baseline: plus(sum.baseline, row.baseline),
      planned: sum.planned + row.planned,
      funded: sum.funded + row.funded,
      delivered: sum.delivered + row.delivered,
      // What one village has too much another lacks all the same.
      left: plus(sum.left, row.left),
      over: plus(sum.over, row.over),
      potential: plus(sum.potential, potentialWords(row) === '' ? null : potentialOf(row)),
      marks: marks.filter((mark) => sum.marks.includes(mark) || row[mark]),
    }),
    {
      baseline: null,
      planned: 0,
      funded: 0,
      delivered: 0,
      left: null,
      over: null,
      potential: null,
      marks: [],
    },
  );

/** A cell as it is shown; '' says nothing, as there is neither a need nor work. */
export interface CrossCell {
  category: string;
  text: string;
  sub: string;
  /** Everything about it in words. */
  title: string;
  href: string;
  marks: { icon: string; label: string }[];
}

export interface CrossRow {
  name: string;
  href: string;
  sub: string;
  cells: CrossCell[];
}

export interface Cross {
  categories: { code: string; name: string; unit: string }[];
  rows: CrossRow[];
}

/** How rows of each kind are told apart, called, and where they and their cells lead. */
interface Grouping {
  key: (row: CellRow) => string;
  name: (row: CellRow) => string;
  href: (row: CellRow) => string;
  sub: (rows: CellRow[]) => string;
  cellHref: (row: CellRow) => string;
}

const villagesIn = (rows: CellRow[]): string => {
  const villages = [...new Map(rows.map((row) => [row.village_code, row])).values()];
  const unknown = villages.filter(({ assessed }) => !assessed).length;
  return `${number(villages.length)} desa${unknown > 0 ? `, ${number(unknown)} belum diasesmen` : ''}`;
};

/** Sums lead to the villages that are in them, under the same filters as at `url`. */
export const groupings = (url: URL): Record<By, Grouping> => ({
  desa: {
    key: (row) => row.village_code,
    name: (row) => row.village,
    href: (row) => villagePath(row.village_code),
    sub: ([row]) => (row ? row.kecamatan + (row.assessed ? '' : ', belum diasesmen') : ''),
    cellHref: (row) => matrixPaths.cell(row.village_code, row.category_code),
  },
  kecamatan: {
    key: (row) => row.kecamatan_code,
    name: (row) => row.kecamatan,
    href: (row) => hrefWith(url, { menurut: null, kecamatan: row.kecamatan_code }),
    sub: villagesIn,
    cellHref: (row) =>
      hrefWith(url, { menurut: null, kecamatan: row.kecamatan_code, jenis: row.category_code }),
  },
  opd: {
    key: (row) => String(row.lead_id),
    name: (row) => row.lead ?? 'Belum ada OPD utama',
    href: (row) => (row.lead_id === null ? '' : hrefWith(url, { menurut: null, opd: row.lead_id })),
    sub: villagesIn,
    cellHref: (row) =>
      row.lead_id === null
        ? ''
        : hrefWith(url, { menurut: null, opd: row.lead_id, jenis: row.category_code }),
  },
});

/** Rows with the same key together, in the order in which they come. */
function grouped(rows: CellRow[], key: (row: CellRow) => string): CellRow[][] {
  const found = new Map<string, CellRow[]>();
  for (const row of rows) {
    const same = found.get(key(row));
    if (same) same.push(row);
    else found.set(key(row), [row]);
  }
  return [...found.values()];
}

/** Sets cells beside each other: rows in the order in which they come, columns in that of the kinds of help. */
export function crossOf(cells: CellRow[], { key, name, href, sub, cellHref }: Grouping): Cross {
  const kinds = new Map(
    cells.map((one) => [
      one.category_code,
      { code: one.category_code, name: one.category, unit: one.unit, position: one.position },
    ]),
  );
  const categories = [...kinds.values()].sort((one, other) => one.position - other.position);
  const rows = grouped(cells, key).map((group): CrossRow => {
    const byKind = new Map(
      grouped(group, ({ category_code }) => category_code).map((same) => [same[0]?.category_code, same]),
    );
    const first = group[0] as CellRow;
    return {
      name: name(first),
      href: href(first),
      sub: sub(group),
      cells: categories.map(({ code, name, unit }) => {
        const there = byKind.get(code);
        const at = there?.[0];
        return at
          ? shownCell({ category: name, unit, href: cellHref(at) }, addUp(there))
          : { ...SILENT, category: name };
      }),
    };
  });
  return { categories, rows };
}

const SILENT: CrossCell = { category: '', text: '', sub: '', title: '', href: '', marks: [] };

const saysNothing = ({ baseline, planned, delivered, funded, potential, marks }: Sum) =>
  baseline === null && potential === null && planned + delivered + funded === 0 && marks.length === 0;

/** What is left stands large; below it what came of what is needed, and what other OPD were asked for. */
function shownCell(
  { category, unit, href }: { category: string; unit: string; href: string },
  sum: Sum,
): CrossCell {
  if (saysNothing(sum)) return { ...SILENT, category };
  const { baseline, left } = sum;
  const shown = sum.marks.map((mark) => ({ icon: markViews[mark].icon, label: markViews[mark].label }));
  return {
    category,
    text: left === null ? EMPTY : number(left),
    sub: `${number(sum.delivered)}/${baseline === null ? EMPTY : number(baseline)}${sum.potential === null ? '' : ` +${sum.potential > 0 ? number(sum.potential) : '?'}`}`,
    title: `${category} (${unit}): ${sumWords(sum)}${shown.map(({ label }) => `. ${label}`).join('')}.`,
    href,
    marks: shown,
  };
}

/** The figures of a cell in words. */
export const sumWords = ({ baseline, planned, funded, delivered, left, over, potential }: Sum): string =>
  [
    baseline === null ? 'belum diasesmen' : `butuh ${number(baseline)}`,
    `direncanakan ${number(planned)}`,
    ...(potential === null ? [] : [`potensi ${potential > 0 ? number(potential) : 'tanpa jumlah'}`]),
    `didanai ${number(funded)}`,
    `terealisasi ${number(delivered)}`,
    ...(left === null ? [] : [`sisa ${number(left)}`]),
    ...(over ? [`lebih ${number(over)}`] : []),
  ].join(', ');
