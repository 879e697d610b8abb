import { z } from 'zod';
import { calendarDay, isoDate, moment, timeOfDay } from '../core/format.js';
import { Problem } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, rowsOf, type Sql, sql } from '../database/query.js';
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

const Twin = z.object({ place: z.number(), id: z.number(), at: z.date(), title: z.string() });
export type Twin = z.output<typeof Twin>;

/** Of each that is told the newest activity that looks the same, by its place; `whose` is a condition on `a`. */
export async function twinsOf(
  db: Reader | Writer,
  whose: Sql,
  told: { villageCode: string; content: Content }[],
): Promise<Map<number, Twin>> {
  const lines = told.flatMap(({ villageCode, content: { startsOn, lines } }, place) =>
    lines.map((line) => ({
      ...{ place, village: villageCode, day: isoDate(startsOn) },
      ...{ category: line.categoryCode, quantity: quantityOf(line) },
    })),
  );
  const given = rowsOf(lines, sql`place int, village text, day date, category text, quantity int`);
  const rows = await queryRows(
    db,
    sql`select distinct on (given.place) given.place, a.id, a.created_at as at, r.title from ${given}
      join activity a on a.village_code = given.village
      join activity_revision r on r.id = a.current_revision_id and r.starts_on = given.day
      join activity_line l on l.revision_id = r.id and l.category_code = given.category
        and coalesce(l.realised, l.target) is not distinct from given.quantity
      where ${whose} order by given.place, a.id desc`,
    Twin,
  );
  return new Map(rows.map((one) => [one.place, one]));
}

/** "pukul 09.41" of what was logged today, else with its day. */
export function loggedAt({ at }: Twin, now: Date): string {
  const sameDay = calendarDay(at).getTime() === calendarDay(now).getTime();
  return sameDay ? `pukul ${timeOfDay(at)}` : `pada ${moment(at)}`;
}

/** @throws LoggedBefore, naming when it was logged, when this account has such an activity already. */
export async function refuseTwin(
  tx: Writer,
  given: { accountId: number; villageCode: string; content: Content; now: Date },
): Promise<void> {
  const found = (await twinsOf(tx, sql`a.created_by_id = ${given.accountId}`, [given])).get(0);
  if (!found) return;
  throw new LoggedBefore(
    found.id,
    `Anda sudah mencatat ini ${loggedAt(found, given.now)}: "${found.title}".`,
  );
}
