import { date } from '../core/format.js';
import type { Status } from '../web/components.js';

/** The days on which a list is in force, as `listInForce` in SQL; without a last one no next list is fixed yet. */
export interface Reign {
  from: Date;
  until: Date | null;
  /** The day of which its page speaks: today while it is in force, else the day nearest to today. */
  day: Date;
  state: 'coming' | 'running' | 'ended';
}

/** When the list of a year is in force, given the years of all fixed lists. */
export function reignOf(year: number, fixedYears: number[], today: Date): Reign {
  const next = Math.min(...fixedYears.filter((one) => one > year));
  const from = new Date(Date.UTC(year, 0, 1));
  const until = Number.isFinite(next) ? lastDayBefore(next) : null;
  if (today < from) return { from, until, day: from, state: 'coming' };
  return until !== null && today > until
    ? { from, until, day: until, state: 'ended' }
    : { from, until, day: today, state: 'running' };
}

/** The last day of the year before. */
export const lastDayBefore = (year: number): Date => new Date(Date.UTC(year - 1, 11, 31));

/** How a list stands today, as icon and words. */
export function reignView({ from, until, state }: Reign): Status {
  if (state === 'coming') return { icon: 'calendar3', label: `Berlaku mulai ${date(from)}`, tone: '' };
  if (state === 'ended') return { icon: 'clock', label: `Berlaku sampai ${date(until)}`, tone: 'quiet' };
  return {
    icon: 'check-circle-fill',
    label: until === null ? 'Berlaku' : `Berlaku, sampai ${date(until)}`,
    tone: 'good',
  };
}
