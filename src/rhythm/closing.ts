import { z } from 'zod';
import { actOnOne, type Doing, lastChange, type Nothing, type Subject, type Target } from '../audit/act.js';
import { change } from '../audit/change.js';
import { calendarDay, date, month as inWords, list } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { accountNameAt, withFormerNames } from '../database/former-names.js';
import { execute, queryRows, type Sql, sql } from '../database/query.js';
import type { MonthClosing } from '../generated/prisma/client.js';
import { type Here, inRegion, ofRegion } from '../scope.js';
import type { Verb } from '../web/verb.js';
import { lastDayOf } from './months.js';

/** How the trail calls a month that is closed. */
const SUBJECT = 'penutupan bulan';

interface Days {
  startsOn: Date;
  endsOn: Date;
}

/** Days whose months have to be open, but for those that `before` had days in already. */
export interface Touched {
  days: Days;
  before: Days | null;
}

const Closed = z.object({ month: z.date(), by: z.string(), closed_at: z.date() });
export type Closed = z.output<typeof Closed>;

/** The months that are closed, with who closed them; oldest first. */
export const closedMonths = (db: Reader | Writer, here: Here): Promise<Closed[]> =>
  queryRows(
    db,
    sql`select z.month, ${accountNameAt(sql`c`, sql`z.closed_at`)} as by, z.closed_at
        from month_closing z join account c on c.id = z.closed_by_id
        where ${inRegion(sql`z`, here)} and z.reopened_at is null order by z.month`,
    Closed,
  );

const has = ({ startsOn, endsOn }: Days, month: Date) => startsOn <= lastDayOf(month) && month <= endsOn;

/** Why nothing is new or changed for these days, naming who closed their months; '' where it may be. */
export function whyClosed(closed: Closed[], days: Days, before: Days | null = null): string {
  const touched = closed.filter(({ month }) => has(days, month) && !(before && has(before, month)));
  const [first] = touched;
  if (!first) return '';
  const months = list(touched.map((one) => inWords(one.month)));
  return `${months} sudah ditutup oleh ${first.by} pada ${date(calendarDay(first.closed_at))}, jadi kegiatan pada bulan itu tidak dapat ditambah atau diubah. Bila memang perlu, minta koordinator membukanya kembali.`;
}

/**
 * Refuses what is new or changed for days of a closed month; a month that `before` had days in already is left out, as
 * where what was sent back is mended. Until the transaction ends nobody closes a month.
 * @throws Problem `conflict` naming who closed it.
 */
export async function refuseClosed(
  tx: Writer,
  here: Here,
  days: Days,
  before: Days | null = null,
): Promise<void> {
  await execute(tx, sql`select code from region r where r.code = ${here.regionCode} for share`);
  const why = whyClosed(await closedMonths(tx, here), days, before);
  if (why !== '') throw conflict(why);
}

/** Whether the month in this column is closed. */
export const isClosed = (here: Here, month: Sql): Sql => sql`exists (select from month_closing z
  where ${inRegion(sql`z`, here)} and z.month = ${month} and z.reopened_at is null)`;

/** Whether and by whom a month is closed, and when it was last opened again. */
export const closingOf = (db: Reader, here: Here, month: Date) =>
  db.monthClosing.findFirst({
    where: { ...ofRegion(here), month },
    orderBy: { id: 'desc' },
    include: { closedBy: withFormerNames, reopenedBy: withFormerNames },
  });

/**
 * Closes a month by hand and keeps what is verified of it by then.
 * @throws Problem `invalid` while it goes on, `conflict` where somebody closed it before.
 */
export function closeMonth({ database, actor, now }: Doing, month: Date): Promise<void> {
  return change(database, actor, 'rhythm.close', async (tx) => {
    if (calendarDay(now) <= lastDayOf(month)) throw invalid({ bulan: `${inWords(month)} belum berakhir.` });
    // Whoever is storing an activity is waited for; whoever comes after finds the month closed.
    await execute(tx, sql`select code from region r where r.code = ${actor.regionCode} for no key update`);
    const open = { ...ofRegion(actor), month, reopenedAt: null };
    const before = await tx.monthClosing.findFirst({ where: open, include: { closedBy: true } });
    if (before)
      throw conflict(
        `${inWords(month)} sudah ditutup oleh ${before.closedBy.name} pada ${date(calendarDay(before.closedAt))}.`,
      );
    const data = { ...ofRegion(actor), month, closedById: actor.id, closedAt: now };
    const { id } = await tx.monthClosing.create({ data });
    await execute(
      tx,
      sql`insert into closing_sum (closing_id, village_code, category_code, activities, realised, spent)
          select ${id}::int, c.village_code, c.code, sum(c.activities), sum(c.realised), sum(c.spent) ${countedIn(actor, month)}
          group by c.village_code, c.code having sum(c.activities) > 0`,
    );
    const fact = { subjectType: SUBJECT, subjectId: id, summary: `menutup ${inWords(month)}` };
    return { result: undefined, fact };
  });
}

/** What is verified of a month, as kept figures `c` by village and kind of help; an activity is of the month it began in. */
export const countedIn = (here: Here, month: Date) => sql`from counted_activity c
  where ${inRegion(sql`c`, here)} and c.cut = 'JENIS' and c.lines <> 'BAGIAN'
    and c.starts_on between ${month}::date and ${lastDayOf(month)}::date`;

type LockedClosing = MonthClosing & { ref?: undefined };

const closing: Subject<LockedClosing, Nothing> = {
  type: SUBJECT,
  gone: 'Penutupan ini tidak ada.',
  lock: async (tx, actor, ids) => {
    await execute(tx, sql`select code from region r where r.code = ${actor.regionCode} for no key update`);
    return tx.monthClosing.findMany({ where: { id: { in: ids }, ...ofRegion(actor) } });
  },
  stale: async (tx, { id, reopenedAt }) =>
    reopenedAt === null ? '' : lastChange(tx, 'Penutupan ini', { type: SUBJECT, id }),
};

export const reopen: Verb<LockedClosing, Nothing> = {
  on: closing,
  action: 'rhythm.reopen',
  address: 'buka',
  label: 'Buka kembali',
  look: '',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Mengapa dibuka kembali',
    hint: 'Misalnya: laporan Disperkim tertinggal karena akunnya terkunci.',
  },
  done: { title: 'Bulan dibuka kembali.', text: 'Kegiatan pada bulan itu dapat ditambah dan diubah lagi.' },
};

export function reopenMonth(doing: Doing, target: Target<Nothing>, reason: string): Promise<void> {
  return actOnOne(doing, reopen, target, async (tx, { id, month }) => {
    const data = { reopenedById: doing.actor.id, reopenedAt: doing.now, reopenReason: reason };
    await tx.monthClosing.update({ where: { id }, data });
    const summary = `membuka kembali ${inWords(month)}: ${reason}`;
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary } };
  });
}
