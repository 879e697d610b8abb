import type { Response } from 'supertest';
import * as enums from '../../src/generated/prisma/enums.js';

/** The visible words of a page, spaces made one; for asking what a reader sees. */
export function words(response: Response): string {
  return response.text
    .replace(/<(script|style|template)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ');
}

/** Values of the database that are words of the field as they stand. */
const OFFICIAL = new Set(['A', 'B', 'C', 'OPD', 'IDM', 'SK', 'LKD', 'RSUD', 'BAZNAS', 'DTSEN']);
const values = Object.values(enums).flatMap((one) => Object.values(one as Record<string, string>));
const stored = values.filter((one) => !OFFICIAL.has(one)).join('|');

/** What only the code says: its values and names, a number that was not made one of the screen. */
const CODE = new RegExp(
  [
    `\\b(?:${stored})\\b`,
    '\\b(?:undefined|null|NaN|Infinity|true|false)\\b',
    '\\[object \\w+\\]',
    '\\bfunction\\b',
    // A name with underscores, but none of a setting or of an address.
    '(?<![\\w/.=-])[a-z]+(?:_[a-z]+)+\\b(?!\\.\\w)',
    // A number with a decimal point. A code, an hour and thousands have two digits before or three behind it.
    '(?<![\\d.]|WCAG )\\d\\.\\d(?:\\d|\\d{3,})?(?![\\d.])',
  ].join('|'),
  'g',
);

/** Words of the code on a page; what a person is to copy, an address and what was typed are none. */
export function wordsOfCode(html: string): string[] {
  const read = html
    .replace(/<(code|pre|textarea|script|style|template)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, '\n')
    .replace(/\S+\?\S+=\S*/g, ' ');
  return [...read.matchAll(CODE)].map(({ index, 0: found }) =>
    read.slice(Math.max(0, index - 30), index + found.length + 20).replace(/\s+/g, ' '),
  );
}
