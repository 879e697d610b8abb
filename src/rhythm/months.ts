import { z } from 'zod';
import { isoDate, monthOf, plusDays } from '../core/format.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, rowsOf, sql } from '../database/query.js';
import { type Here, inRegion, ofRegion } from '../scope.js';
import { settingInForce } from '../settings/settings.js';

/** A month for which leads owe a report. */
export interface ReportMonth {
  /** Its first day, by which it is known. */
  month: Date;
  /** Whoever leads a village on this day owes the report. */
  lastDay: Date;
  /** The last day on which a report is on time. */
  due: Date;
}

/** The month some months later, earlier where `count` is negative, of the first day of one. */
export const plusMonths = (month: Date, count: number): Date =>
  new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + count, 1));

export const lastDayOf = (month: Date): Date => plusDays(plusMonths(month, 1), -1);

/** The last month that was over before this day. */
export const monthBefore = (day: Date): Date => plusMonths(monthOf(day), -1);

/** Months from the first to the last, both inclusive. */
export function monthsFrom(first: Date, last: Date): Date[] {
  const months: Date[] = [];
  for (let month = first; month <= last; month = plusMonths(month, 1)) months.push(month);
  return months;
}

/** `2026-10`, as addresses say a month. */
export const monthTyped = (month: Date): string => isoDate(month).slice(0, 7);

/** A month of an address; '' for what is none. */
export const MonthTyped = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .catch('');
export const monthRead = (typed: string): Date => new Date(`${typed}-01T00:00:00Z`);

/** The first working day from this one on: Monday to Friday, and not among the days off (ISO 8601). */
export function workingDayFrom(day: Date, daysOff: ReadonlySet<string>): Date {
  let one = day;
  while (one.getUTCDay() % 6 === 0 || daysOff.has(isoDate(one))) one = plusDays(one, 1);
  return one;
}

const Deadline = z.object({ month: z.date(), day: z.number() });

/**
 * These months with the last day on which each is reported in time: that of the setting in force on the month's last
 * day, moved to a working day.
 */
export async function reportMonths(db: Reader | Writer, here: Here, months: Date[]): Promise<ReportMonth[]> {
  const given = months.map((month) => ({ month: isoDate(month), last: isoDate(lastDayOf(month)) }));
  const day = settingInForce('reportDeadline', inRegion(sql`y`, here), sql`given.last`);
  const [rows, off] = await Promise.all([
    queryRows(
      db,
      sql`select month, ${day} as day from ${rowsOf(given, sql`month date, last date`)}`,
      Deadline,
    ),
    (db as Reader).dayOff.findMany({ where: { ...ofRegion(here), day: { gt: months[0] ?? new Date(0) } } }),
  ]);
  const daysOff = new Set(off.map((one) => isoDate(one.day)));
  return rows.map(({ month, day }) => ({
    month,
    lastDay: lastDayOf(month),
    due: workingDayFrom(plusDays(plusMonths(month, 1), day - 1), daysOff),
  }));
}
