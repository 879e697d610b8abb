import { type ScatterPoint, scatter } from '../charts/scatter.js';
import { number } from '../core/format.js';
import { median } from '../ranking/round.js';
import type { RankedKecamatan, RankedUnit } from '../ranking/types.js';

/** Decile 1 against IDM as a picture, with what its reader needs beside it. */
export interface Picture {
  svg: string;
  hint: string;
  /** Whether the marks differ: of kecamatan every dot is alike. */
  legend: boolean;
}

const AXES = 'skala logaritma) terhadap IDM. Garis putus: median.';

type Dot = Pick<RankedUnit, 'x' | 'i' | 'kuadran' | 'name'>;

/** The desa and kelurahan of a ranking, measured in `unit`; a few that stand apart are named. */
export function unitPicture(rows: RankedUnit[], unit: string): Picture {
  const named = new Set(apart(rows));
  const svg = drawn(
    rows,
    (row) => ({
      selected: row.selected,
      frail: row.fragile,
      name: named.has(row) ? row.name : '',
    }),
    'desa',
  );
  return { svg, hint: `Warga desil 1 (${unit}, ${AXES}`, legend: true };
}

/** The kecamatan of a ranking, every one named. */
export function kecamatanPicture(rows: RankedKecamatan[], unit: string): Picture {
  const svg = drawn(rows, (row) => ({ selected: true, frail: false, name: row.name }), 'kecamatan');
  return { svg, hint: `Satu titik satu kecamatan. Warga desil 1 (${unit}, ${AXES}`, legend: false };
}

function drawn<Row extends Dot>(
  rows: Row[],
  look: (row: Row) => Pick<ScatterPoint, 'selected' | 'frail' | 'name'>,
  what: string,
): string {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const row of rows) counts[(row.kuadran - 1) as 0 | 1 | 2 | 3] += 1;
  const middle = (values: number[]) => median(Float64Array.from(values).sort());
  const measured = rows.flatMap((row) => (row.i === null ? [] : [row.i]));
  return scatter({
    points: rows.map((row) => ({ x: row.x, idm: row.i, ...look(row) })),
    cutDesil1: middle(rows.map((row) => row.x)),
    cutIdm: measured.length > 0 ? middle(measured) : null,
    counts,
    finding: `Desil 1 terhadap IDM: ${number(counts[0])} ${what} di kuadran prioritas utama`,
  });
}

const NAMED = 4;

/** The first of the order that stand far enough from each other for their names to be read. */
function apart(rows: RankedUnit[]): RankedUnit[] {
  const chosen: RankedUnit[] = [];
  for (const row of rows.slice(0, 40)) {
    if (row.i === null || chosen.length === NAMED) continue;
    const near = chosen.some(
      (one) => Math.abs((one.i ?? 0) - (row.i ?? 0)) < 0.06 && Math.abs(Math.log(one.x / row.x)) < 0.25,
    );
    if (!near) chosen.push(row);
  }
  return chosen;
}
