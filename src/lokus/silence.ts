import { type Sql, sql } from '../database/query.js';
import { isDone } from './standing.js';

/** Days without a sign of life after which a village counts as silent. */
export const DAYS_SILENT = 30;

/**
 * Whether revision `r` of activity `a` is a sign of life: verified or submitted, and about work that has begun by
 * `today`. A plan for next year and a cancelled visit are none; a verified activity stays one while it is corrected.
 */
export const isSign = (today: Date): Sql =>
  sql`((r.id = a.verified_revision_id or r.review_status = 'DIAJUKAN') and r.starts_on <= ${today}::date
    and r.work_status in ('BERJALAN', 'SELESAI'))`;

/** The day of the newest sign of life in the village of this column, by whichever OPD; null when there was none. */
export const lastSign = (villageCode: Sql, today: Date): Sql =>
  sql`(select max(r.starts_on) from activity a join activity_revision r on r.activity_id = a.id
    where a.village_code = ${villageCode} and ${isSign(today)})`;

/**
 * Whether a village is silent: its lead OPD began more than 30 days ago and nothing was heard since; one that is
 * tuntas is left in peace. The columns are its code, the first day of its open lead and its last sign.
 */
export const isSilent = (villageCode: Sql, leadSince: Sql, sign: Sql, today: Date): Sql =>
  sql`coalesce(${leadSince} is not null and greatest(${leadSince}, ${sign}) < ${today}::date - ${DAYS_SILENT}::int
    and not ${isDone(villageCode)}, false)`;
