import { dateMedium } from '../core/format.js';
import { type Sql, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { inRegionOf } from '../scope.js';

/** The first and the last day of an assignment, both inclusive; without a last day it goes on. */
export interface Term {
  startsOn: Date;
  endsOn: Date | null;
}

/**
 * Whether an assignment holds on a day: begun and not ended. The one place that says so, as SQL over the alias of the
 * table, as a condition of Prisma and as a function over what was read. One that was withdrawn before it began ends
 * the day before its start, so that it holds on no day.
 */
export const inForce = (assignment: Sql, day: Date | Sql): Sql =>
  sql`(${assignment}.starts_on <= ${day}::date and ${notOver(assignment, day)})`;

export const inForceOn = (day: Date) =>
  ({
    startsOn: { lte: day },
    OR: [{ endsOn: null }, { endsOn: { gte: day } }],
  }) satisfies Prisma.AssignmentWhereInput;

export const isInForce = ({ startsOn, endsOn }: Term, day: Date): boolean =>
  startsOn <= day && (endsOn === null || endsOn >= day);

/** Whether it holds on the day or on a later one. */
export const notOver = (assignment: Sql, day: Date | Sql): Sql =>
  sql`(${assignment}.ends_on is null or (${assignment}.ends_on >= ${day}::date and not ${withdrawn(assignment)}))`;

/** One that was withdrawn before it began. */
export const withdrawn = (assignment: Sql): Sql =>
  sql`coalesce(${assignment}.ends_on < ${assignment}.starts_on, false)`;

export const isWithdrawn = ({ startsOn, endsOn }: Term): boolean => endsOn !== null && endsOn < startsOn;

export const termInWords = ({ startsOn, endsOn }: Term): string =>
  endsOn ? `${dateMedium(startsOn)} sampai ${dateMedium(endsOn)}` : `sejak ${dateMedium(startsOn)}`;

/** Whether it was over before the day. */
export const isOver = ({ startsOn, endsOn }: Term, day: Date): boolean =>
  endsOn !== null && (endsOn < day || endsOn < startsOn);

/** Whether it begins after the day. */
export const isComing = (term: Term, day: Date): boolean => term.startsOn > day && !isWithdrawn(term);

/**
 * The official list in force for the village in this column, as a query of one row or none. A list is in force from
 * 1 January of its year until the next fixed list's year begins; of its editions the newest.
 */
export const listInForce = (villageCode: Sql, year: Sql): Sql =>
  sql`(select held.id, held.year, held.sk_number from lokus_list held where ${inRegionOf(sql`held`, villageCode)}
    and held.status = 'FIXED' and held.year <= ${year} order by held.year desc, held.edition desc limit 1)`;
