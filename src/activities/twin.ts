import { z } from 'zod';
import { calendarDay, moment, timeOfDay } from '../core/format.js';
import { Problem } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Content } from './content.js';

/** What one account logs with the same village, day, kind of help and quantity may be the same thing told twice. */
export class LoggedBefore extends Problem {
  constructor(
    readonly activityId: number,
    message: string,
  ) {
    super('conflict', message);
  }
}

/** How much a line is about: what was reached, else what is aimed at. */
const quantityOf = (line: Content['lines'][number]) => line.realised ?? line.target;

const Twin = z.object({ id: z.number(), at: z.date(), title: z.string() });

/** @throws LoggedBefore, naming when it was logged, when this account has such an activity already. */
export async function refuseTwin(
  tx: Writer,
  given: { accountId: number; villageCode: string; content: Content; now: Date },
): Promise<void> {
  const { lines, startsOn } = given.content;
  const [found] = await queryRows(
    tx,
    sql`select a.id, a.created_at as at, r.title from activity a
      join activity_revision r on r.id = a.current_revision_id
      where a.created_by_id = ${given.accountId} and a.village_code = ${given.villageCode}
        and r.starts_on = ${startsOn}::date
        and exists (select from activity_line l
          join unnest(${lines.map((one) => one.categoryCode)}::text[], ${lines.map(quantityOf)}::int[])
            as given(category, quantity) on given.category = l.category_code
          where l.revision_id = r.id and coalesce(l.realised, l.target) is not distinct from given.quantity)
      order by a.id desc limit 1`,
    Twin,
  );
  if (!found) return;
  const sameDay = calendarDay(found.at).getTime() === calendarDay(given.now).getTime();
  const when = sameDay ? `pukul ${timeOfDay(found.at)}` : `pada ${moment(found.at)}`;
  throw new LoggedBefore(found.id, `Anda sudah mencatat ini ${when}: "${found.title}".`);
}
