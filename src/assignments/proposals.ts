import { type Acted, act, type Doing, type Nothing, oneByOne, type Subject, target } from '../audit/act.js';
import { calendarDay } from '../core/format.js';
import type { Writer } from '../database/client.js';
import { lockVillages } from '../database/villages.js';
import { ofRegion } from '../scope.js';
import { type Place, store } from './assign.js';
import { type AgencyLoad, lockedLoads, overCapacity, overCapacityWords } from './load.js';
import { SUBJECT } from './subject.js';
import { countingDay, readTaken, takenWords } from './taken.js';

/** A proposal as it was seen: a village, its lead, and who supports a lead that does not deliver by itself. */
export interface Accepted {
  villageCode: string;
  leadId: number;
  supportId: number | null;
}

/** A village that is to be given the OPD proposed for it, locked. */
interface Proposed {
  id: string;
  name: string;
  /** What became otherwise since the proposal was made, in words. */
  late: string;
  places: Place[];
}

const proposed = (accepted: Accepted[], startsOn: Date, today: Date): Subject<Proposed, Nothing> => ({
  type: SUBJECT,
  gone: 'Desa itu tidak ada.',
  lock: async (tx, actor, codes) => {
    await lockVillages(tx, codes);
    const day = countingDay(startsOn, today);
    const ids = accepted.flatMap(({ leadId, supportId }) =>
      supportId === null ? [leadId] : [leadId, supportId],
    );
    const loads = await lockedLoads(tx, actor, day, [...new Set(ids)]);
    const taken = await takenBy(tx, accepted, startsOn, today);
    const villages = await tx.village.findMany({
      where: { ...ofRegion(actor), code: { in: codes } },
      orderBy: { code: 'asc' },
    });
    return withRoom(
      villages.map(({ code, name }) => ({ id: code, name, ...placesOf(code, accepted, loads, taken) })),
    );
  },
  stale: async (_tx, one) => one.late,
});

type TakenBy = Map<string, string>;
const keyOf = (code: string, agencyId: number, role: Place['role']) => `${code} ${agencyId} ${role}`;

/** What stands in the way of each, by village, OPD and role. */
async function takenBy(tx: Writer, accepted: Accepted[], startsOn: Date, today: Date): Promise<TakenBy> {
  const wanted = new Map<string, { agencyId: number; role: Place['role']; villageCodes: string[] }>();
  const want = (villageCode: string, agencyId: number, role: Place['role']) => {
    const key = `${agencyId} ${role}`;
    const before = wanted.get(key)?.villageCodes ?? [];
    wanted.set(key, { agencyId, role, villageCodes: [...before, villageCode] });
  };
  for (const { villageCode, leadId, supportId } of accepted) {
    want(villageCode, leadId, 'LEAD');
    if (supportId !== null) want(villageCode, supportId, 'SUPPORT');
  }
  const taken: TakenBy = new Map();
  for (const one of wanted.values()) {
    const rows = await readTaken(tx, { ...one, startsOn }, today);
    for (const code of one.villageCodes) {
      const words = takenWords(
        rows.filter((row) => row.code === code),
        today,
      );
      taken.set(keyOf(code, one.agencyId, one.role), words);
    }
  }
  return taken;
}

/** The OPD of a village; a supporter that works there by now is left out. */
function placesOf(
  villageCode: string,
  accepted: Accepted[],
  loads: Map<number, AgencyLoad>,
  taken: TakenBy,
): { late: string; places: Place[]; lead: AgencyLoad | undefined } {
  const { leadId, supportId } = accepted.find((one) => one.villageCode === villageCode) as Accepted;
  const lead = loads.get(leadId);
  const support = supportId === null ? undefined : loads.get(supportId);
  const isFree = supportId !== null && taken.get(keyOf(villageCode, supportId, 'SUPPORT')) === '';
  return {
    lead,
    late: lead
      ? (taken.get(keyOf(villageCode, leadId, 'LEAD')) ?? '')
      : 'OPD yang diusulkan tidak berlaku lagi.',
    places: [
      ...(lead ? [{ villageCode, agency: lead, role: 'LEAD' as const }] : []),
      ...(support && isFree ? [{ villageCode, agency: support, role: 'SUPPORT' as const }] : []),
    ],
  };
}

/** Whoever came meanwhile may have taken the room of an OPD: what no longer fits is left. */
function withRoom(wanted: (Proposed & { lead: AgencyLoad | undefined })[]): Proposed[] {
  const added = new Map<AgencyLoad, number>();
  return wanted.map(({ lead, ...one }) => {
    if (!lead || one.late !== '') return one;
    const more = (added.get(lead) ?? 0) + 1;
    if (overCapacity(lead, more))
      return { ...one, late: `${overCapacityWords(lead, more)} Hitung usulan lagi.` };
    added.set(lead, more);
    return one;
  });
}

/**
 * Assigns villages the OPD that were proposed for them, in one change. What somebody else assigned meanwhile, or for
 * which an OPD has no room left, is left and told.
 * @returns the names of the villages, and what was left with the reason.
 * @throws Problem `conflict` where nothing of it can be done any more.
 */
export function acceptProposals(
  doing: Doing,
  accepted: Accepted[],
  startsOn: Date,
): Promise<Acted<string, string>> {
  const deed = {
    action: 'assignment.create',
    on: proposed(accepted, startsOn, calendarDay(doing.now)),
  } as const;
  const targets = accepted.map(({ villageCode }) => target(villageCode));
  return act(
    doing,
    deed,
    targets,
    oneByOne(async (tx, { name, places }) => {
      const { facts } = await store(tx, doing, places, { startsOn, reason: 'Menurut usulan portal' });
      return { result: name, fact: facts };
    }),
  );
}
