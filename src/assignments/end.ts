import { change, type Fact } from '../audit/change.js';
import { date, isoDate, moment, plusDays } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { isComing, isOver, isWithdrawn, notOver } from '../wilayah/in-force.js';
import { type Assigner, type At, endBefore, refuseOverCapacity } from './assign.js';
import { lockedLoads } from './load.js';
import { lockVillages, nextLeads } from './succession.js';
import { roleWords } from './taken.js';

const include = { agency: true, village: true, endedBy: true } satisfies Prisma.AssignmentInclude;
export type AssignmentFacts = Prisma.AssignmentGetPayload<{ include: typeof include }>;

/** An end with its reason; of a hand-over `on` is the first day of the successor. */
export interface Ending {
  on: Date;
  reason: string;
}

/** Ends an assignment; its past stays. @throws Problem `conflict` when it has ended meanwhile. */
export function endAssignment(
  database: Database,
  by: Assigner,
  id: number,
  ending: Ending,
  at: At,
): Promise<void> {
  return change(database, by, 'assignment.end', async (tx) => {
    const open = await lockedAssignment(tx, by, id);
    // What ends today already has its end.
    refuseOver(open, plusDays(at.today, 1));
    refuseDay(open, ending.on, at.today);
    await writeEnd(tx, by, open, { ...ending, now: at.now });
    const summary = `${open.agency.shortName} selesai sebagai ${roleWords[open.role]} ${open.village.name} per ${date(ending.on)}: ${ending.reason}`;
    return { result: undefined, fact: factOf(open, ending, summary) };
  });
}

/** What the trail says about an end. */
export const factOf = (open: AssignmentFacts, ending: Ending, summary: string, after: object = {}): Fact => {
  const told = {
    opd: open.agency.shortName,
    peran: roleWords[open.role],
    mulai: isoDate(open.startsOn),
  };
  return {
    subjectType: 'penugasan',
    subjectId: open.villageCode,
    summary,
    before: { ...told, sampai: isoDate(open.endsOn) || null },
    after: { ...told, sampai: isoDate(ending.on), alasan: ending.reason, ...after },
  };
};

/**
 * Hands a village over in one step: the successor begins on the day, the old assignment ends the day before. Where a
 * lead was assigned ahead already, the successor ends for it as the old one would have.
 */
export function handOver(
  database: Database,
  by: Assigner,
  id: number,
  ending: Ending & { successorId: number; capacityReason: string | null },
  at: At,
): Promise<void> {
  return change(database, by, 'assignment.handover', async (tx) => {
    const open = await lockedAssignment(tx, by, id);
    refuseOver(open, at.today);
    refuseDay(open, ending.on, at.today);
    const last = { on: plusDays(ending.on, -1), reason: ending.reason };
    await writeEnd(tx, by, open, { ...last, now: at.now });
    const loads = await lockedLoads(tx, by.regionCode, at.today, [ending.successorId]);
    const successor = loads.get(ending.successorId);
    if (!successor || successor.id === open.agencyId)
      throw invalid({ opd: 'Pilih OPD pengganti yang lain.' });
    const added = open.role === 'LEAD' ? 1 : 0;
    refuseOverCapacity([{ load: successor, added }], ending.capacityReason, 'kapasitas');
    await endSupport(tx, by, open, { successorId: successor.id, last: last.on, now: at.now });
    const next = added > 0 ? await nextLeads(tx, [open.villageCode], ending.on) : null;
    await tx.assignment.create({
      data: {
        regionCode: by.regionCode,
        villageCode: open.villageCode,
        agencyId: successor.id,
        role: open.role,
        startsOn: ending.on,
        reason: ending.capacityReason ?? ending.reason,
        assignedById: by.id,
        createdAt: at.now,
        ...endBefore(next?.get(open.villageCode), by, at.now),
      },
    });
    const summary = `${open.village.name} dialihkan dari ${open.agency.shortName} ke ${successor.short_name} mulai ${date(ending.on)}: ${ending.reason}`;
    const after = { penerus: successor.short_name, alasanKapasitas: ending.capacityReason };
    return { result: undefined, fact: factOf(open, last, summary, after) };
  });
}

/** A supporter that becomes the lead stops supporting. */
async function endSupport(
  tx: Writer,
  by: Assigner,
  open: AssignmentFacts,
  { successorId, last, now }: { successorId: number; last: Date; now: Date },
): Promise<void> {
  await execute(
    tx,
    sql`update assignment s set ends_on = greatest(starts_on - 1, ${last}::date), ended_by_id = ${by.id},
          ended_at = ${now}::timestamptz, end_reason = ${`Menjadi ${roleWords[open.role]}`}
        where village_code = ${open.villageCode} and agency_id = ${successorId}
          and ${notOver(sql`s`, plusDays(last, 1))}`,
  );
}

/** An end lies between the start and today. */
function refuseDay(open: AssignmentFacts, on: Date, today: Date): void {
  if (isComing(open, today))
    throw conflict(
      `Penugasan ${open.agency.shortName} di ${open.village.name} baru mulai ${date(open.startsOn)}. Batalkan saja penugasan itu.`,
    );
  if (on > today) throw invalid({ tanggal: 'Tanggal itu belum terjadi. Pilih hari ini atau sebelumnya.' });
  if (on < open.startsOn)
    throw invalid({
      tanggal: `Penugasan ini baru mulai ${date(open.startsOn)}. Pilih tanggal itu atau sesudahnya.`,
    });
}

/** An assignment of today or of later, with its village locked: whoever changes who works there waits for the others. */
export async function lockedAssignment(tx: Writer, by: Assigner, id: number): Promise<AssignmentFacts> {
  const found = await tx.assignment.findFirst({ where: { id, regionCode: by.regionCode } });
  if (!found) throw conflict('Penugasan itu tidak ada.');
  await lockVillages(tx, [found.villageCode]);
  await execute(tx, sql`select id from assignment where id = ${id} for update`);
  return (await tx.assignment.findUniqueOrThrow({ where: { id }, include })) as AssignmentFacts;
}

/** @throws Problem `conflict` when it was withdrawn or was over before the day. */
export function refuseOver(open: AssignmentFacts, day: Date): void {
  if (!isOver(open, day)) return;
  const when = open.endedAt ? ` pada ${moment(open.endedAt)}` : '';
  const what = isWithdrawn(open) ? 'dibatalkan' : 'diakhiri';
  throw conflict(
    `Penugasan ${open.agency.shortName} di ${open.village.name} sudah ${what} ${open.endedBy?.name ?? ''}${when}.`,
  );
}

/** Writes an end down. */
export async function writeEnd(
  tx: Writer,
  by: Assigner,
  open: AssignmentFacts,
  { on, reason, now }: Ending & { now: Date },
): Promise<void> {
  await tx.assignment.update({
    where: { id: open.id },
    data: { endsOn: on, endReason: reason, endedById: by.id, endedAt: now },
  });
}
