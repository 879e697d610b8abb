import { z } from 'zod';
import { type By, change, system } from '../audit/change.js';
import { date, list, number, plusDays } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { execute, queryRow, queryRows, sql } from '../database/query.js';
import type { Agency } from '../generated/prisma/client.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { AGENCY } from '../kept/keep.js';
import { type Here, ofRegion } from '../scope.js';
import { notOver } from '../wilayah/in-force.js';

/** What the trail, and those whom it concerns, are told about an OPD that is gone on with by another. */
export const merger = (id: number) => ({
  subjectType: AGENCY,
  subjectId: id,
  news: { topic: 'PENGGABUNGAN' as const, id },
});

export interface SuccessionTime {
  now: Date;
  today: Date;
}

const Counted = z.object({ count: z.number() });

/** How many assignments of an agency hold on a day or are coming. */
export async function openAssignments(db: Reader | Writer, agencyId: number, day: Date): Promise<number> {
  const query = sql`select count(*) as count from assignment s
    where s.agency_id = ${agencyId} and ${notOver(sql`s`, day)}`;
  return (await queryRow(db, query, Counted)).count;
}

const MovingRow = z.object({
  id: z.number(),
  village_code: z.string(),
  village: z.string(),
  role: z.string().transform((role) => role as AssignmentRole),
  starts_on: z.date(),
  ends_on: z.date().nullable(),
  end_reason: z.string().nullable(),
  assigned_by_id: z.number(),
});
type Moving = z.output<typeof MovingRow>;

const movingOf = (tx: Writer, agencyId: number, day: Date) =>
  queryRows(
    tx,
    sql`select s.id, s.village_code, v.name as village, s.role::text, s.starts_on, s.ends_on, s.end_reason,
          s.assigned_by_id
        from assignment s join village v on v.code = s.village_code
        where s.agency_id = ${agencyId} and ${notOver(sql`s`, day)} order by s.id`,
    MovingRow,
  );

/**
 * Moves what holds or is coming to the successor, once the last day is over: each assignment ends with the agency and
 * goes on with its successor the day after; one that is coming begins with the successor instead.
 */
export async function succeed(tx: Writer, by: By, agency: Agency, at: SuccessionTime): Promise<number> {
  const { validTo, successorId } = agency;
  if (validTo === null || successorId === null || validTo >= at.today) return 0;
  const first = plusDays(validTo, 1);
  const moving = await movingOf(tx, agency.id, at.today);
  const late = moving.filter((one) => one.starts_on > validTo && one.starts_on <= at.today);
  if (late.length > 0)
    throw invalid({
      sampai: `${list(late.map((one) => one.village))} baru ditugaskan sesudah ${date(validTo)}. Pilih tanggal berakhir yang lebih akhir.`,
    });
  for (const one of moving) await move(tx, by, { one, agency, successorId, first, at });
  return moving.length;
}

async function move(
  tx: Writer,
  by: By,
  {
    one,
    agency,
    successorId,
    first,
    at,
  }: { one: Moving; agency: Agency; successorId: number; first: Date; at: SuccessionTime },
): Promise<void> {
  const startsOn = one.starts_on > first ? one.starts_on : first;
  const ended = { endedById: by.id, endedAt: at.now };
  await tx.assignment.update({
    where: { id: one.id },
    data: { ...ended, endsOn: plusDays(startsOn, -1), endReason: 'Penggabungan perangkat daerah' },
  });
  if (await alreadyThere(tx, by, { one, successorId, startsOn, at })) return;
  await tx.assignment.create({
    data: {
      regionCode: agency.regionCode,
      villageCode: one.village_code,
      agencyId: successorId,
      role: one.role,
      startsOn,
      reason: `Meneruskan tugas ${agency.shortName}`,
      assignedById: by.id ?? one.assigned_by_id,
      createdAt: at.now,
      ...(one.ends_on && { ...ended, endsOn: one.ends_on, endReason: one.end_reason }),
    },
  });
}

/** Whether the successor works in the village already; its support ends where it becomes the lead. */
async function alreadyThere(
  tx: Writer,
  by: By,
  {
    one,
    successorId,
    startsOn,
    at,
  }: { one: Moving; successorId: number; startsOn: Date; at: SuccessionTime },
): Promise<boolean> {
  const there = (await movingOf(tx, successorId, at.today)).filter(
    (other) => other.village_code === one.village_code,
  );
  if (one.role === 'SUPPORT' || there.some((other) => other.role === 'LEAD')) return there.length > 0;
  for (const other of there)
    await execute(
      tx,
      sql`update assignment set ends_on = greatest(starts_on - 1, ${plusDays(startsOn, -1)}::date),
            end_reason = 'Menjadi OPD utama', ended_by_id = ${by.id}::int, ended_at = ${at.now}::timestamptz
          where id = ${other.id}`,
    );
  return false;
}

/** Hands over what is still open with agencies whose last day, set ahead, is over since. */
export async function succeedEnded(database: Database, here: Here, at: SuccessionTime): Promise<void> {
  const by = system(here.regionCode, 'Pergantian OPD');
  const ended = await database.reader.agency.findMany({
    where: { ...ofRegion(here), successorId: { not: null }, validTo: { lt: at.today } },
  });
  for (const agency of ended) {
    if ((await openAssignments(database.reader, agency.id, at.today)) === 0) continue;
    await change(database, by, 'system.succession', async (tx) => {
      await execute(tx, sql`select id from agency where id = ${agency.id} for update`);
      const moved = await succeed(tx, by, agency, at);
      const summary = `OPD ${agency.shortName} berakhir, ${number(moved)} penugasan diteruskan`;
      return { result: moved, fact: { ...merger(agency.id), summary } };
    });
  }
}
