import { change, type Fact } from '../audit/change.js';
import { date, isoDate, moment } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { type Assigner, lockVillages, refuseOverCapacity } from './assign.js';
import { lockedLoads } from './load.js';
import { roleWords } from './taken.js';

const include = { agency: true, village: true, endedBy: true } satisfies Prisma.AssignmentInclude;
export type AssignmentFacts = Prisma.AssignmentGetPayload<{ include: typeof include }>;

export interface Ending {
  endsOn: Date;
  reason: string;
}

/** Ends an assignment; its past stays. @throws Problem `conflict` when it has ended meanwhile. */
export function endAssignment(
  database: Database,
  by: Assigner,
  id: number,
  ending: Ending,
  at: { now: Date; today: Date },
): Promise<void> {
  return change(database, by, 'assignment.end', async (tx) => {
    const open = await close(tx, by, id, ending, at);
    const summary = `${open.agency.shortName} selesai sebagai ${roleWords[open.role]} ${open.village.name} per ${date(ending.endsOn)}: ${ending.reason}`;
    return { result: undefined, fact: factOf(open, ending, summary) };
  });
}

const factOf = (open: AssignmentFacts, ending: Ending, summary: string, after: object = {}): Fact => ({
  subjectType: 'penugasan',
  subjectId: open.villageCode,
  summary,
  before: {
    opd: open.agency.shortName,
    peran: roleWords[open.role],
    mulai: isoDate(open.startsOn),
    sampai: null,
  },
  after: {
    opd: open.agency.shortName,
    peran: roleWords[open.role],
    mulai: isoDate(open.startsOn),
    sampai: isoDate(ending.endsOn),
    alasan: ending.reason,
    ...after,
  },
});

/**
 * Hands a village over in one step: the old assignment ends and its successor begins on the same day, which both may
 * log for.
 */
export function handOver(
  database: Database,
  by: Assigner,
  id: number,
  ending: Ending & { successorId: number; capacityReason: string | null },
  at: { now: Date; today: Date },
): Promise<void> {
  return change(database, by, 'assignment.handover', async (tx) => {
    const open = await close(tx, by, id, ending, at);
    const loads = await lockedLoads(tx, by.regionCode, at.today, [ending.successorId]);
    const successor = loads.get(ending.successorId);
    if (!successor || successor.id === open.agencyId)
      throw invalid({ opd: 'Pilih OPD pengganti yang lain.' });
    const added = open.role === 'LEAD' ? 1 : 0;
    refuseOverCapacity([{ load: successor, added }], ending.capacityReason, 'kapasitas');
    await endSupport(tx, by, open, successor.id, ending, at.now);
    await tx.assignment.create({
      data: {
        regionCode: by.regionCode,
        villageCode: open.villageCode,
        agencyId: successor.id,
        role: open.role,
        startsOn: ending.endsOn,
        reason: ending.capacityReason ?? ending.reason,
        assignedById: by.id,
      },
    });
    const summary = `${open.village.name} dialihkan dari ${open.agency.shortName} ke ${successor.short_name} per ${date(ending.endsOn)}: ${ending.reason}`;
    const after = { penerus: successor.short_name, alasanKapasitas: ending.capacityReason };
    return { result: undefined, fact: factOf(open, ending, summary, after) };
  });
}

/** A supporter that becomes the lead stops supporting. */
async function endSupport(
  tx: Writer,
  by: Assigner,
  open: AssignmentFacts,
  successorId: number,
  { endsOn }: Ending,
  now: Date,
): Promise<void> {
  await execute(
    tx,
    sql`update assignment set ends_on = greatest(starts_on, ${endsOn}::date), ended_by_id = ${by.id},
          ended_at = ${now}::timestamptz, end_reason = ${`Menjadi ${roleWords[open.role]}`}
        where village_code = ${open.villageCode} and agency_id = ${successorId} and ends_on is null`,
  );
}

async function close(
  tx: Writer,
  by: Assigner,
  id: number,
  ending: Ending,
  at: { now: Date; today: Date },
): Promise<AssignmentFacts> {
  const found = await tx.assignment.findFirst({ where: { id, regionCode: by.regionCode } });
  if (!found) throw conflict('Penugasan itu tidak ada.');
  // As in `assign`: whoever changes who works in a village waits for the others there.
  await lockVillages(tx, [found.villageCode]);
  await execute(tx, sql`select id from assignment where id = ${id} for update`);
  const open = (await tx.assignment.findUniqueOrThrow({ where: { id }, include })) as AssignmentFacts;
  if (open.endsOn !== null) {
    const when = open.endedAt ? ` pada ${moment(open.endedAt)}` : '';
    throw conflict(
      `Penugasan ${open.agency.shortName} di ${open.village.name} sudah diakhiri ${open.endedBy?.name ?? ''}${when}.`,
    );
  }
  if (ending.endsOn > at.today)
    throw invalid({ tanggal: 'Tanggal itu belum terjadi. Pilih hari ini atau sebelumnya.' });
  if (ending.endsOn < open.startsOn)
    throw invalid({
      tanggal: `Penugasan ini baru mulai ${date(open.startsOn)}. Pilih tanggal itu atau sesudahnya.`,
    });
  await tx.assignment.update({
    where: { id },
    data: { endsOn: ending.endsOn, endReason: ending.reason, endedById: by.id, endedAt: at.now },
  });
  return open;
}
