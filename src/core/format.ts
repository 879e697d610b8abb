const whole = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 0 });
const decimals = new Map<number, Intl.NumberFormat>();
const ZONE = 'Asia/Jakarta';
/** How far Jakarta is ahead of UTC, in every season. */
const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('id-ID', options);
const longDate = dates({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const mediumDate = dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const monthYear = dates({ month: 'long', year: 'numeric', timeZone: 'UTC' });
const weekday = dates({ weekday: 'long', timeZone: 'UTC' });
const clockTime = new Intl.DateTimeFormat('id-ID', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: ZONE,
});

/** What stands for an empty value on screen. */
export const EMPTY = '–';

/** `1.234`; an absent value is an en dash. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return EMPTY;
  // Most cells are small whole numbers, which need no formatter.
  return Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : whole.format(value);
}

/** `0,6012` with exactly `digits` decimals. */
export function decimal(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined) return EMPTY;
  let format = decimals.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('id-ID', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    decimals.set(digits, format);
  }
  return format.format(value);
}

/** `92,9 %` with exactly `digits` decimals, which no line breaks in two. */
export const inPercent = (value: number, digits = 0): string => `${decimal(value, digits)}\u00a0%`;

/** `Rp 1.234.567`, which no line breaks in two. */
export function rupiah(value: number | bigint | null | undefined): string {
  return value === null || value === undefined ? EMPTY : `Rp\u00a0${whole.format(value)}`;
}

/** `17,6 miliar`, `386,2 juta`: a large sum in words, without the currency. */
export function shortAmount(value: number): string {
  if (value >= 1e12) return `${decimal(value / 1e12, 1)} triliun`;
  if (value >= 1e9) return `${decimal(value / 1e9, 1)} miliar`;
  if (value >= 1e6) return `${decimal(value / 1e6, 1)} juta`;
  return whole.format(value);
}

/** Calendar dates come again and again; formatting one costs as much as a row of cells. */
function remembered(format: (value: Date) => string): (value: Date) => string {
  const known = new Map<number, string>();
  return (value) => {
    const time = value.getTime();
    let text = known.get(time);
    if (text === undefined) {
      text = format(value);
      if (known.size < 10_000) known.set(time, text);
    }
    return text;
  };
}
const longDates = remembered((value) => longDate.format(value));
const mediumDates = remembered((value) => mediumDate.format(value));
const isoDates = remembered((value) => value.toISOString().slice(0, 10));

/** `14 Oktober 2022` of a calendar date (midnight UTC). */
export const date = (value: Date | null | undefined): string => (value ? longDates(value) : EMPTY);
/** `14 Okt 2022` of a calendar date. */
export const dateMedium = (value: Date | null | undefined): string => (value ? mediumDates(value) : EMPTY);
/** `Oktober 2022`. */
export const month = (value: Date): string => monthYear.format(value);
/** `Jumat`. */
export const dayName = (value: Date): string => weekday.format(value);
/** `09.41` of a moment, in Jakarta. */
export const timeOfDay = (value: Date): string => clockTime.format(value).replace(':', '.');

/** `14 Oktober 2022 pukul 09.41` of a moment, in Jakarta. */
export const moment = (value: Date): string => `${date(calendarDay(value))} pukul ${timeOfDay(value)}`;

/** The calendar date of a moment in Jakarta, as midnight UTC. */
export function calendarDay(value: Date): Date {
  return new Date(Math.floor((value.getTime() + WIB_MS) / DAY_MS) * DAY_MS);
}

/** The first day of a calendar date's month. */
export const monthOf = (day: Date): Date => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1));

/** `2022-10-14` of a calendar date; what forms and CSV use. */
export const isoDate = (value: Date | null | undefined): string => (value ? isoDates(value) : '');

/** The calendar date some days later; earlier where `days` is negative. */
export const plusDays = (day: Date, days: number): Date => new Date(day.getTime() + days * DAY_MS);

/** `14/10/2022` of a calendar date; as spreadsheets in Indonesia read it. */
export const dateNumbers = (value: Date): string => isoDate(value).split('-').reverse().join('/');

/** `2022-10-14T09:41:05+07:00` of a moment: the clock in Jakarta, and that it is Jakarta's. */
export const isoMoment = (value: Date): string =>
  `${new Date(value.getTime() + WIB_MS).toISOString().slice(0, 19)}+07:00`;

/** Whole days from one calendar date to another. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / DAY_MS);
}

/** `hari ini`, `kemarin`, `12 hari lalu`. */
export function age(from: Date, today: Date): string {
  const days = daysBetween(from, today);
  if (days <= 0) return 'hari ini';
  return days === 1 ? 'kemarin' : `${number(days)} hari lalu`;
}

/** `Moga, Belik, dan Comal`. */
export function list(words: string[]): string {
  if (words.length < 2) return words.join('');
  const separator = words.length === 2 ? ' dan ' : ', dan ';
  return words.slice(0, -1).join(', ') + separator + words.at(-1);
}

/** A label as it stands within a sentence: it begins small, and abbreviations such as OPD and SK stay. */
export const inSentence = (label: string): string =>
  /^\p{Lu}(?!\p{Lu})/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** With its first letter large, as a heading begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
