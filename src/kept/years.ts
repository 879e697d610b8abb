import { plusDays } from '../core/format.js';

/** Days from `since` to `until`, both in it. */
export interface Days {
  since: Date;
  until: Date;
}

/** Before and after every day an activity may have. */
export const ALWAYS: Days = { since: new Date('0001-01-01'), until: new Date('9999-12-31') };

const startOf = (year: number): Date => {
  const day = new Date(0);
  day.setUTCFullYear(year);
  return day;
};

/** The whole years of a period, where there are any, and the days before and after them. */
export function yearsIn({ since, until }: Days): { years: Days | null; rest: Days[] } {
  const first = startOf(plusDays(since, -1).getUTCFullYear() + 1);
  const last = plusDays(startOf(plusDays(until, 1).getUTCFullYear()), -1);
  if (first > last) return { years: null, rest: [{ since, until }] };
  const rest = [
    { since, until: plusDays(first, -1) },
    { since: plusDays(last, 1), until },
  ];
  return { years: { since: first, until: last }, rest: rest.filter((one) => one.since <= one.until) };
}
