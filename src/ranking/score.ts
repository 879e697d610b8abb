import { countBelow, countUpTo, median, roundTo, roundWhole } from './round.js';
import type { Parameters } from './types.js';

/** Ranked units (or kecamatan) as columns, in code order. Absent IDM is NaN. */
export interface Columns {
  p: Float64Array;
  x: Float64Array;
  i: Float64Array;
  /** Number of the kecamatan of each unit. */
  kecamatan: Int32Array;
}

export interface Components {
  a: Float64Array;
  /** NaN where IDM does not enter the score. */
  b: Float64Array;
  kuadran: Uint8Array;
  cuts: { x: number; i: number };
  sortedX: Float64Array;
  /** Measured IDM values, ascending. */
  sortedI: Float64Array;
}

/** The two normalised components of every unit and its kuadran; nothing here depends on the weight. */
export function components(columns: Columns, parameters: Parameters): Components {
  const sortedX = Float64Array.from(columns.x).sort();
  const sortedI = columns.i.filter((value) => !Number.isNaN(value)).sort();
  const percentile = parameters.normalisasi === 'persentil';
  const a = percentile ? percentileX(columns.x, sortedX) : minmaxX(columns.x, sortedX);
  const b = componentB(columns, parameters, sortedI);
  const cuts = { x: median(sortedX), i: median(sortedI) };
  return { a, b, kuadran: kuadran(columns, cuts), cuts, sortedX, sortedI };
}

function minmaxX(x: Float64Array, sorted: Float64Array): Float64Array {
  const low = sorted[0] as number;
  const range = (sorted[sorted.length - 1] as number) - low;
  return x.map((value) => (range === 0 ? 0 : (value - low) / range));
}

function percentileX(x: Float64Array, sorted: Float64Array): Float64Array {
  const others = x.length - 1;
  if (others === 0) return x.map(() => 0);
  return x.map((value) => {
    const below = countBelow(sorted, value);
    const equal = countUpTo(sorted, value) - below - 1;
    return (below + 0.5 * equal) / others;
  });
}

function componentB(columns: Columns, parameters: Parameters, sorted: Float64Array): Float64Array {
  const { i } = columns;
  const low = sorted[0] as number;
  const high = sorted[sorted.length - 1] as number;
  // With fewer than two different values IDM tells nothing.
  if (sorted.length === 0 || low === high) return i.map(() => Number.NaN);
  const entered = parameters.tanpaIdm === 'rata-kecamatan' ? withKecamatanMeans(columns) : i;
  if (parameters.normalisasi === 'minmax') return entered.map((value) => (high - value) / (high - low));
  return entered.map((value, unit) => {
    if (Number.isNaN(value)) return Number.NaN;
    const upTo = countUpTo(sorted, value);
    const measured = !Number.isNaN(i[unit] as number);
    const equal = upTo - countBelow(sorted, value) - (measured ? 1 : 0);
    return (sorted.length - upTo + 0.5 * equal) / (measured ? sorted.length - 1 : sorted.length);
  });
}

/** A unit without IDM borrows the mean of the measured ones of its kecamatan, rounded to 6 decimals. */
function withKecamatanMeans({ i, kecamatan }: Columns): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let unit = 0; unit < i.length; unit++) {
    const value = i[unit] as number;
    if (Number.isNaN(value)) continue;
    const entry = sums.get(kecamatan[unit] as number) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count += 1;
    sums.set(kecamatan[unit] as number, entry);
  }
  return i.map((value, unit) => {
    if (!Number.isNaN(value)) return value;
    const entry = sums.get(kecamatan[unit] as number);
    return entry ? roundTo(entry.sum / entry.count, 6) : Number.NaN;
  });
}

function kuadran({ x, i }: Columns, cuts: { x: number; i: number }): Uint8Array {
  const result = new Uint8Array(x.length);
  for (let unit = 0; unit < x.length; unit++) {
    const poor = (x[unit] as number) >= cuts.x;
    const idm = i[unit] as number;
    if (Number.isNaN(idm)) result[unit] = poor ? 1 : 4;
    else if (idm <= cuts.i) result[unit] = poor ? 1 : 3;
    else result[unit] = poor ? 2 : 4;
  }
  return result;
}

/** Scores in whole millionths at one weight. */
export function scores({ a, b }: Components, weight: number, into: Uint32Array): Uint32Array {
  for (let unit = 0; unit < a.length; unit++) {
    const lack = b[unit] as number;
    const poor = a[unit] as number;
    into[unit] = roundWhole(Number.isNaN(lack) ? poor : (1 - weight) * poor + weight * lack, 6);
  }
  return into;
}
