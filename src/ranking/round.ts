/**
 * Rounds to whole 10^-digits, half up, safe against float noise: floor(v·10^digits + 0.5 + 10^-6).
 * @returns the whole number of 10^-digits.
 */
export function roundWhole(value: number, digits: 4 | 6): number {
  return Math.floor(value * (digits === 4 ? 1e4 : 1e6) + 0.5 + 1e-6);
}

/** As `roundWhole`, as a decimal number. */
export function roundTo(value: number, digits: 4 | 6): number {
  return roundWhole(value, digits) / (digits === 4 ? 1e4 : 1e6);
}

/** Number of values below `value` in an ascending array. */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of values not above `value` in an ascending array. */
export function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The median of an ascending array, the mean of the two middle values when even; NaN when empty. */
export function median(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half] as number;
  return ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
