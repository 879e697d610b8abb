import { loggedAt, type Twin, twinsOf } from '../activities/twin.js';
import type { Reader } from '../database/client.js';
import { sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { type Answers, askKey } from '../sheets/header.js';
import type { Fault } from '../sheets/table.js';
import { activitiesOf, type MonthSheet, type SheetActivity } from './sheet.js';

const WHOLE = '-';
const ALSO = 'juga';
const LEAVE = 'tinggalkan';

/** Asks about activities that the OPD seems to have logged already; until somebody says they are others they are left out. */
export async function withoutTwins(
  { db, actor, now }: { db: Reader; actor: Actor; now: Date },
  read: MonthSheet,
  answers: Answers,
): Promise<MonthSheet> {
  const twins = await twinsOf(db, sql`a.agency_id = any(${actor.agencyIds}::int[])`, read.activities);
  const found = new Map<number, Fault>();
  for (const [place, twin] of twins) {
    const activity = read.activities[place] as SheetActivity;
    const fault = twinFault(activity, twin, { answers, now });
    if (fault) for (const { line } of activity.rows) found.set(line, { ...fault, line });
  }
  if (found.size === 0) return read;
  const rows = read.rows.map((row) => {
    const fault = found.get(row.line);
    return fault ? { ...row, faults: [fault] } : row;
  });
  return { ...read, faults: [...read.faults, ...found.values()], rows, activities: activitiesOf(rows) };
}

/** One question for all rows of an activity; null where it was said to be another one. */
function twinFault(
  { rows, content: { title } }: SheetActivity,
  twin: Twin,
  { answers, now }: { answers: Answers; now: Date },
): Fault | null {
  const line = rows[0]?.line ?? 0;
  const typed = `baris ${line}`;
  const answer = answers.meant?.[askKey(WHOLE, typed)];
  if (answer === ALSO) return null;
  const words = `sudah dicatat ${loggedAt(twin, now)}: "${twin.title}"`;
  const fault = { line, column: WHOLE, message: `Mungkin ${words}.` };
  if (answer === LEAVE) return fault;
  const meant = [
    { value: LEAVE, label: 'Sama, tinggalkan' },
    { value: ALSO, label: 'Kegiatan lain, catat juga' },
  ];
  return { ...fault, ask: { typed, meant, question: `"${title}" mungkin ${words}. Samakah?` } };
}
