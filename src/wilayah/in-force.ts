import { type Sql, sql } from '../database/query.js';

/** Whether an assignment under this alias holds on a day: begun and not ended. */
export const inForce = (assignment: Sql, day: Date): Sql =>
  sql`(${assignment}.starts_on <= ${day}::date and (${assignment}.ends_on is null or ${assignment}.ends_on >= ${day}::date))`;
