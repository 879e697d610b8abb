import { type Sql, sql } from '../database/query.js';

/**
 * Whether a promise was kept. Where a quantity was promised, the quantity that came decides, whatever day is written
 * beside it: forty sacks are not kept by a date. Where none was, the day on which it was kept does.
 */
export const isKept = (one: {
  quantity: number | null;
  delivered: number | null;
  deliveredOn: Date | null;
}) => (one.quantity === null ? one.deliveredOn !== null : (one.delivered ?? 0) >= one.quantity);

/** The same of a commitment `c`. */
export const isKeptSql: Sql = sql`(case when c.quantity is null then c.delivered_on is not null
    else coalesce(c.delivered, 0) >= c.quantity end)`;

/** Whether commitment `c` is past its date and not kept. */
export const isLate = (day: Date): Sql => sql`(c.due_on < ${day}::date and not ${isKeptSql})`;
