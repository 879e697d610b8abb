import { type Sql, sql } from '../database/query.js';
import { isDone } from './standing.js';

/** Days without a report after which a village counts as silent. */
export const DAYS_SILENT = 30;

/**
 * Whether a village is silent: its lead OPD began more than 30 days ago and nothing was reported since; one that is
 * tuntas is left in peace. The columns are its code, the first day of its open lead and its laporan terakhir.
 */
export const isSilent = (villageCode: Sql, leadSince: Sql, lastReport: Sql, today: Date): Sql =>
  sql`coalesce(${leadSince} is not null and greatest(${leadSince}, ${lastReport}) < ${today}::date - ${DAYS_SILENT}::int
    and not ${isDone(villageCode, today)}, false)`;
