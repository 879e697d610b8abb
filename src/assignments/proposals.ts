import { z } from 'zod';
import type { Doing } from '../audit/act.js';
import { change } from '../audit/change.js';
import { date } from '../core/format.js';
import { conflict } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { inForce } from '../wilayah/in-force.js';
import { refuseOverCapacity, store } from './assign.js';
import { type AgencyLoad, lockedLoads } from './load.js';
import { membersOf, waiting } from './members.js';

const Row = z.object({
  code: z.string(),
  name: z.string(),
  agency_id: z.number(),
  agency: z.string(),
  valid_to: z.date().nullable(),
  valid: z.boolean(),
  supports: z.boolean(),
});
/** A waiting village with the OPD that the SK names for it. */
export type Proposal = z.output<typeof Row>;

/** Every waiting village for which the SK names an OPD, also one that can no longer be assigned. */
export function readProposals(db: Reader | Writer, listId: number, day: Date): Promise<Proposal[]> {
  return queryRows(
    db,
    sql`select m.village_code as code, m.name, o.id as agency_id, o.short_name as agency, o.valid_to,
          o.valid_from <= ${day} and coalesce(o.valid_to >= ${day}, true) as valid,
          exists (select from assignment x where x.village_code = m.village_code and x.agency_id = o.id
            and ${inForce(sql`x`, day)}) as supports
        ${membersOf(listId, day)} where ${waiting(day).belum} and o.id is not null order by o.short_name, m.village_code`,
    Row,
  );
}

/** Why a proposal is left out; null when it can be followed. */
export function skipped(one: Proposal): string | null {
  if (!one.valid) {
    const since = one.valid_to ? `sudah berakhir ${date(one.valid_to)}` : 'belum berlaku';
    return `${one.name}: ${one.agency} ${since}`;
  }
  return one.supports ? `${one.name}: ${one.agency} sudah menjadi OPD pendukung di sana` : null;
}

/** How many villages each OPD would get, with its load of the first day. */
export function byAgency(proposals: Proposal[], loads: Map<number, AgencyLoad>) {
  const groups = new Map<number, { load: AgencyLoad; villages: string[]; added: number }>();
  for (const one of proposals) {
    const load = loads.get(one.agency_id);
    if (!load || skipped(one)) continue;
    const group = groups.get(load.id) ?? { load, villages: [], added: 0 };
    groups.set(load.id, { load, villages: [...group.villages, one.name], added: group.added + 1 });
  }
  return [...groups.values()];
}

/**
 * Assigns every waiting village for which the SK names an OPD of the first day, all or none.
 * @returns how many were assigned, and what was left out and why.
 * @throws Problem `invalid` when OPD would be over their capacity and no reason is given; one is asked for all.
 */
export function assignProposals(
  doing: Doing,
  official: { id: number; year: number },
  given: { reason: string | null; startsOn: Date },
): Promise<{ assigned: number; skipped: string[] }> {
  const { database, actor } = doing;
  const day = given.startsOn;
  return change(database, actor, 'assignment.create', async (tx) => {
    const seen = (await readProposals(tx, official.id, day)).map((one) => one.code);
    await lockVillages(tx, seen);
    // Read again behind the lock: what somebody else assigned meanwhile no longer waits.
    const waiting = (await readProposals(tx, official.id, day)).filter((one) => seen.includes(one.code));
    const wanted = waiting.filter((one) => skipped(one) === null);
    if (wanted.length === 0) throw conflict('Tidak ada lagi desa yang dapat ditugaskan menurut usulan SK.');
    const ids = [...new Set(wanted.map((one) => one.agency_id))];
    const loads = await lockedLoads(tx, actor, day, ids);
    refuseOverCapacity(byAgency(wanted, loads), given.reason);
    const places = wanted.flatMap((one) => {
      const agency = loads.get(one.agency_id);
      return agency ? [{ villageCode: one.code, agency, role: 'LEAD' as const }] : [];
    });
    const reason = `Menurut SK lokus ${official.year}${given.reason ? `. ${given.reason}` : ''}`;
    const { facts } = await store(tx, doing, places, { ...given, reason });
    const left = waiting.flatMap((one) => skipped(one) ?? []);
    return { result: { assigned: places.length, skipped: left }, fact: facts };
  });
}
