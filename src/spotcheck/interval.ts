import jstat from 'jstat';

/** A rate, and between what it lies with 95 % confidence. */
export interface Interval {
  rate: number;
  low: number;
  high: number;
}

const HALF_OUTSIDE = 0.025;

/** Clopper and Pearson, 1934: exact for `fit` of `checked` alike ones. Neither needs to be whole. */
export function clopperPearson(fit: number, checked: number): Interval {
  const { inv } = jstat.beta;
  return {
    rate: fit / checked,
    low: fit <= 0 ? 0 : inv(HALF_OUTSIDE, fit, checked - fit + 1),
    high: fit >= checked ? 1 : inv(1 - HALF_OUTSIDE, fit + 1, checked - fit),
  };
}

/** Of one OPD: activities in the frame, those that were looked at, and those found as told. */
export interface Stratum {
  size: number;
  checked: number;
  fit: number;
}

/**
 * The rate of all OPD together, each as heavy as its activities in the frame; those of which nothing was looked at yet
 * are left out. The interval is Clopper and Pearson's at the effective size of the sample (Korn and Graubard, 1998), which
 * is its size where every OPD gave the same share. Null before the first finding.
 */
export function jointInterval(strata: Stratum[]): Interval | null {
  const known = strata.filter(({ checked }) => checked > 0);
  if (known.length === 0) return null;
  const all = known.reduce((sum, { size }) => sum + size, 0);
  const rate = known.reduce((sum, { size, checked, fit }) => sum + ((size / all) * fit) / checked, 0);
  const spread = known.reduce((sum, { size, checked }) => sum + (size / all) ** 2 / checked, 0);
  const looked = known.reduce((sum, { checked }) => sum + checked, 0);
  const effective = Math.min(looked, 1 / spread);
  return clopperPearson(rate * effective, effective);
}
