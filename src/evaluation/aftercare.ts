import { z } from 'zod';
import { change, system } from '../audit/change.js';
import { date } from '../core/format.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { type Here, inRegion } from '../scope.js';

/** Of how many days past its anniversary a decision is still told; what is older was before there were reminders. */
const DAYS_KEPT = 90;

const SUBJECT = 'pascadampingan';
const Due = z.object({ id: z.number(), village_code: z.string(), village: z.string(), decided_on: z.date() });

/** Villages whose last word is tuntas, said a year ago, and of which nobody was reminded: the trail knows. */
const dueOn = (db: Reader | Writer, today: Date, only: Sql) =>
  queryRows(
    db,
    sql`select d.id, d.village_code, v.name as village, d.decided_on
        from village_decision d join village v on v.code = d.village_code
        where ${only} and d.outcome = 'TUNTAS'
          and d.decided_on + interval '1 year' between ${today}::date - ${DAYS_KEPT}::int and ${today}::date
          and not exists (select from village_decision o where o.village_code = d.village_code
            and (o.decided_on, o.id) > (d.decided_on, d.id))
          and not exists (select from audit_entry e where e.action = 'system.aftercare'
            and e.subject_type = ${SUBJECT} and e.subject_id = d.id::text)
        order by d.id`,
    Due,
  );

/** Reminds the last lead OPD of a village, a year after it was called tuntas, once, to look whether it holds. */
export async function remindOfAftercare(database: Database, here: Here, today: Date): Promise<void> {
  const by = system(here.regionCode, 'Pengingat pascadampingan');
  for (const one of await dueOn(database.reader, today, inRegion(sql`d`, here)))
    await change(database, by, 'system.aftercare', async (tx) => {
      await lockVillages(tx, [one.village_code]);
      const still = await dueOn(tx, today, sql`d.id = ${one.id}`);
      const facts = still.map(({ id, village, decided_on }) => ({
        ...{ subjectType: SUBJECT, subjectId: id, news: { topic: 'PASCA' as const, id } },
        summary: `${village} tuntas setahun lalu, ${date(decided_on)}; OPD utama terakhirnya diingatkan`,
      }));
      return { result: undefined, fact: facts };
    });
}
