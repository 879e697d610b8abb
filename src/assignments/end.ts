import { change } from '../audit/change.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { date, moment, number } from '../web/format.js';
import { conflict, invalid } from '../web/problem.js';
import { type Assigner, roleWords } from './assign.js';
import { agencyLoads, overCapacity } from './load.js';

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
    return { result: undefined, fact: { subjectType: 'penugasan', subjectId: open.villageCode, summary } };
  });
}

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
  return change(database, by, 'assignment.end', async (tx) => {
    const open = await close(tx, by, id, ending, at);
    const successor = (await agencyLoads(tx, by.regionCode, at.today)).find(
      (one) => one.id === ending.successorId,
    );
    if (!successor || successor.id === open.agencyId)
      throw invalid({ opd: 'Pilih OPD pengganti yang lain.' });
    if (open.role === 'LEAD' && overCapacity(successor, 1) && ending.capacityReason === null) {
      throw invalid({
        kapasitas: `${successor.short_name} akan mendampingi ${number(successor.leads + 1)} desa, kapasitasnya ${number(successor.capacity)}. Tetap bisa; tulis alasannya.`,
      });
    }
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
    return { result: undefined, fact: { subjectType: 'penugasan', subjectId: open.villageCode, summary } };
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
  await execute(tx, sql`select id from assignment where id = ${id} for update`);
  const open = (await tx.assignment.findFirst({
    where: { id, regionCode: by.regionCode },
    include,
  })) as AssignmentFacts | null;
  if (!open) throw conflict('Penugasan itu tidak ada.');
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
