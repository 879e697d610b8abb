import { type Acted, act, actOnOne, type Doing, oneByOne, type Target } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import { calendarDay, date, isoDate, plusDays } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { notOver } from '../wilayah/in-force.js';
import { endBefore, refuseOverCapacity } from './assign.js';
import { lockedLoads } from './load.js';
import { type AssignmentFacts, endedWords, SUBJECT } from './subject.js';
import { nextLeads } from './succession.js';
import { roleWords } from './taken.js';
import { end, handOver } from './verbs.js';

/** An end with its reason; of a hand-over `on` is the first day of the successor. */
export interface Ending {
  on: Date;
  reason: string;
}

/** Ends assignments; their past stays. @throws Problem as `act`; `invalid` for a day before the start or after today. */
export function endAssignments(
  doing: Doing,
  targets: Target<Date>[],
  ending: Ending,
): Promise<Acted<undefined>> {
  const today = calendarDay(doing.now);
  return act(
    doing,
    end,
    targets,
    oneByOne(async (tx, open) => {
      // What ends today already has its end.
      const over = endedWords(open, plusDays(today, 1));
      if (over !== '') throw conflict(over);
      refuseDay(open, ending.on, today);
      await writeEnd(tx, doing, open, ending);
      const summary = `${open.agency.shortName} selesai sebagai ${roleWords[open.role]} ${open.village.name} per ${date(ending.on)}: ${ending.reason}`;
      return { result: undefined, fact: factOf(open, ending, summary) };
    }),
  );
}

/** What the trail says about an end. */
export const factOf = (open: AssignmentFacts, ending: Ending, summary: string, after: object = {}): Fact => {
  const told = {
    opd: open.agency.shortName,
    peran: roleWords[open.role],
    mulai: isoDate(open.startsOn),
  };
  return {
    subjectType: SUBJECT,
    subjectId: open.villageCode,
    summary,
    before: { ...told, sampai: isoDate(open.endsOn) || null },
    after: { ...told, sampai: isoDate(ending.on), alasan: ending.reason, ...after },
  };
};

/**
 * Hands a village over in one step: the successor begins on the day, the old assignment ends the day before. Where a
 * lead was assigned ahead already, the successor ends for it as the old one would have.
 * @throws Problem as `act`; `invalid` as `endAssignments`, and over the successor's capacity without a reason.
 */
export function handOverTo(
  doing: Doing,
  target: Target<Date>,
  ending: Ending & { successorId: number; capacityReason: string | null },
): Promise<void> {
  const { actor, now } = doing;
  const today = calendarDay(now);
  return actOnOne(doing, handOver, target, async (tx, open) => {
    refuseDay(open, ending.on, today);
    const last = { on: plusDays(ending.on, -1), reason: ending.reason };
    await writeEnd(tx, doing, open, last);
    const successor = await successorOf(tx, doing, open, ending);
    await endSupport(tx, doing, open, { successorId: successor.id, last: last.on });
    const next = open.role === 'LEAD' ? await nextLeads(tx, [open.villageCode], ending.on) : null;
    const { id: madeId } = await tx.assignment.create({
      data: {
        regionCode: actor.regionCode,
        villageCode: open.villageCode,
        agencyId: successor.id,
        role: open.role,
        startsOn: ending.on,
        reason: ending.capacityReason ?? ending.reason,
        assignedById: actor.id,
        createdAt: now,
        ...endBefore(next?.get(open.villageCode), doing),
      },
    });
    const summary = `${open.village.name} dialihkan dari ${open.agency.shortName} ke ${successor.short_name} mulai ${date(ending.on)}: ${ending.reason}`;
    const after = { penerus: successor.short_name, alasanKapasitas: ending.capacityReason };
    const news = { topic: 'PENUGASAN', id: madeId } as const;
    return { result: undefined, fact: { ...factOf(open, last, summary, after), news } };
  });
}

/** The OPD that goes on, with room for the village or a reason. */
async function successorOf(
  tx: Writer,
  { actor, now }: Doing,
  open: AssignmentFacts,
  { successorId, capacityReason }: { successorId: number; capacityReason: string | null },
) {
  const loads = await lockedLoads(tx, actor, calendarDay(now), [successorId]);
  const successor = loads.get(successorId);
  if (!successor || successor.id === open.agencyId) throw invalid({ opd: 'Pilih OPD pengganti yang lain.' });
  const added = open.role === 'LEAD' ? 1 : 0;
  refuseOverCapacity([{ load: successor, added }], capacityReason, 'kapasitas');
  return successor;
}

/** A supporter that becomes the lead stops supporting. */
async function endSupport(
  tx: Writer,
  { actor: by, now }: Doing,
  open: AssignmentFacts,
  { successorId, last }: { successorId: number; last: Date },
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
  if (on > today) throw invalid({ tanggal: 'Tanggal itu belum terjadi. Pilih hari ini atau sebelumnya.' });
  if (on < open.startsOn)
    throw invalid({
      tanggal: `Penugasan ini baru mulai ${date(open.startsOn)}. Pilih tanggal itu atau sesudahnya.`,
    });
}

/** Writes an end down. */
export async function writeEnd(
  tx: Writer,
  { actor, now }: Doing,
  open: AssignmentFacts,
  { on, reason }: Ending,
): Promise<void> {
  await tx.assignment.update({
    where: { id: open.id },
    data: { endsOn: on, endReason: reason, endedById: actor.id, endedAt: now },
  });
}
