import { plusDays } from '../core/format.js';
import type { Span } from '../generated/prisma/enums.js';

/** Days from `since` to `until`, told by the sums of whole months or years, or by each activity (no span). */
export interface Piece {
  span: Span | null;
  since: Date;
  until: Date;
}

/** Before and after every day an activity may have: PostgreSQL's date and ours both know them. */
export const ALWAYS = { since: new Date('0001-01-01'), until: new Date('9999-12-31') };

const starts: Record<Span, (day: Date, further: number) => Date> = {
  TAHUN: (day, further) => utc(day.getUTCFullYear() + further, 0),
  BULAN: (day, further) => utc(day.getUTCFullYear(), day.getUTCMonth() + further),
};

function utc(year: number, month: number): Date {
  const day = new Date(0);
  day.setUTCFullYear(year, month, 1);
  return day;
}

/** The days of a period in as few pieces as there are: what holds whole spans of a kind by these, the rest by finer ones. */
export function piecesOf({ since, until }: Omit<Piece, 'span'>, [span, ...finer]: Span[]): Piece[] {
  if (since > until) return [];
  if (span === undefined) return [{ span: null, since, until }];
  const start = starts[span];
  const first = start(plusDays(since, -1), 1);
  const last = plusDays(start(plusDays(until, 1), 0), -1);
  if (first > last) return piecesOf({ since, until }, finer);
  return [
    ...piecesOf({ since, until: plusDays(first, -1) }, finer),
    { span, since: first, until: last },
    ...piecesOf({ since: plusDays(last, 1), until }, finer),
  ];
}
