import { doingAs } from '../audit/act.js';
import { change, system } from '../audit/change.js';
import { plusDays } from '../core/format.js';
import type { Database } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { closeMonth } from '../rhythm/closing.js';
import { monthBefore, monthsFrom, plusMonths, reportMonths } from '../rhythm/months.js';
import { usualReasons } from '../rhythm/nil.js';
import { owedReports } from '../rhythm/states.js';
import type { SampleAccounts } from './accounts.js';

/** Of ten villages that did not report a month, so many said nihil. */
const SAID = 6;
const MONTHS = 8;

/** Months before the last two were closed by the coordinator. */
const OPEN = 2;

/** What leads said of months in which nothing was done; the demo agency has not yet told of the last one. */
export async function tellMonths(
  database: Database,
  { coordinator, officers }: SampleAccounts,
  { day, demoAgencyId }: { day: Date; demoAgencyId: number },
): Promise<void> {
  const last = monthBefore(day);
  await change(database, system(coordinator.regionCode, 'Data contoh'), 'rhythm.nil', async (tx) => {
    const months = await reportMonths(tx, coordinator, monthsFrom(plusMonths(last, 1 - MONTHS), last));
    const chance = sql`(right(s.village_code, 4)::int * 7 + extract(month from m.month)::int * 3)`;
    const said = await execute(
      tx,
      sql`insert into nil_report (region_code, village_code, month, agency_id, reason, author_id, created_at)
          select s.region_code, s.village_code, m.month, s.agency_id,
            (${[...usualReasons]}::text[])[1 + ${chance} % ${usualReasons.length}::int], c.author_id,
            m.last_day + interval '1 day' * (1 + ${chance} % 6) + interval '3 hours'
          ${owedReports(months)}
          join unnest(${[...officers.keys()]}::int[], ${[...officers.values()]}::int[]) as c (agency_id, author_id)
            on c.agency_id = s.agency_id
          where x.since is null and ${chance} % 10 < ${SAID}::int
            and m.last_day + 7 <= ${day}::date and (s.agency_id <> ${demoAgencyId}::int or m.month < ${last}::date)`,
    );
    const summary = `${said} laporan nihil contoh dibuat`;
    return {
      result: undefined,
      fact: { subjectType: 'wilayah', subjectId: coordinator.regionCode, summary },
    };
  });
  for (const month of monthsFrom(plusMonths(last, 1 - MONTHS), plusMonths(last, -OPEN)))
    await closeMonth(doingAs(database, coordinator, plusDays(plusMonths(month, 1), 19)), month);
}
