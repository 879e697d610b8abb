import { z } from 'zod';
import { type Acted, act, type Doing, oneByOne, type Subject, target } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import { calendarDay, date, isoDate, list, plusDays } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { ofRegion } from '../scope.js';
import { withdrawn } from '../wilayah/in-force.js';
import { type AgencyLoad, lockedLoads, overCapacity, overCapacityWords } from './load.js';
import { SUBJECT } from './subject.js';
import { endForNext, nextLeads } from './succession.js';
import { countingDay, readTaken, roleWords, takenWords } from './taken.js';

export interface NewAssignment {
  villageCodes: string[];
  agencyId: number;
  role: AssignmentRole;
  startsOn: Date;
  reason: string | null;
}

/** One OPD in one village. */
export interface Place {
  villageCode: string;
  agency: Pick<AgencyLoad, 'id' | 'short_name' | 'name'>;
  role: AssignmentRole;
}

/** A village that is to be given an OPD, locked, with what is asked of all that are given it together. */
interface Wanting {
  id: string;
  name: string;
  /** Who works there already and stands in the way, in words. */
  taken: string;
  /** What is wrong with the form for all of them. */
  refuse: () => void;
  agency: AgencyLoad;
}

/** Villages as this OPD is wanted for them: what is taken, and its load with those that are free. */
const wanting = (wanted: NewAssignment, today: Date): Subject<Wanting, Record<string, never>> => ({
  type: SUBJECT,
  gone: 'Desa itu tidak ada.',
  lock: async (tx, actor, codes) => {
    await lockVillages(tx, codes);
    const taken = await readTaken(tx, wanted, today);
    const day = countingDay(wanted.startsOn, today);
    const agency = (await lockedLoads(tx, actor, day, [wanted.agencyId])).get(wanted.agencyId);
    if (!agency) throw invalid({ kepada: `Pilih OPD yang berlaku pada ${date(day)}.` });
    const free = codes.filter((code) => taken.every((one) => one.code !== code));
    const leads = wanted.role === 'LEAD' ? free : [];
    const late = await lateLeads(tx, leads, wanted.startsOn, today);
    const refuse = () => {
      if (late !== '') throw invalid({ mulai: late });
      refuseOverCapacity([{ load: agency, added: leads.length }], wanted.reason);
    };
    const villages = await tx.village.findMany({ where: { ...ofRegion(actor), code: { in: codes } } });
    return villages.map(({ code, name }) => {
      const there = taken.filter((one) => one.code === code);
      return { id: code, name, taken: takenWords(there, today), refuse, agency };
    });
  },
  stale: async (_tx, one) => one.taken,
});

/**
 * Assigns one OPD to villages of an official list; where somebody was faster the village is left and told, the others
 * are assigned. Assigned ahead, a lead ends the one before it on its eve; assigned before a lead that is coming, it ends
 * on that one's eve.
 * @returns the names of the villages, and what was left with the reason.
 * @throws Problem `invalid` when the OPD would be over its capacity on the first day and no reason is given; `conflict`
 * when all of them got their OPD meanwhile: says by whom and when.
 */
export function assign(doing: Doing, wanted: NewAssignment): Promise<Acted<string, string>> {
  const deed = { action: 'assignment.create', on: wanting(wanted, calendarDay(doing.now)) } as const;
  return act(
    doing,
    deed,
    wanted.villageCodes.map(target),
    oneByOne(async (tx, { id, name, agency, refuse }) => {
      refuse();
      const { facts } = await store(tx, doing, [{ villageCode: id, agency, role: wanted.role }], wanted);
      return { result: name, fact: facts };
    }),
  );
}

type Given = Pick<NewAssignment, 'startsOn' | 'reason'>;

/** Writes the assignments down and makes room for them, with the fact of each. */
export async function store(
  tx: Writer,
  doing: Doing,
  places: Place[],
  { startsOn, reason }: Given,
): Promise<{ facts: Fact[] }> {
  const { actor, now } = doing;
  const facts = startsOn > calendarDay(now) ? await makeRoom(tx, doing, places, startsOn) : [];
  const next = await nextLeads(tx, leadsOf(places), startsOn);
  const stored = await tx.assignment.createManyAndReturn({
    select: { id: true },
    data: places.map((place) => ({
      regionCode: actor.regionCode,
      villageCode: place.villageCode,
      agencyId: place.agency.id,
      role: place.role,
      startsOn,
      reason,
      assignedById: actor.id,
      createdAt: now,
      ...endBefore(place.role === 'LEAD' ? next.get(place.villageCode) : undefined, doing),
    })),
  });
  const names = await namesOf(
    tx,
    places.map((one) => one.villageCode),
  );
  const made = places.map(({ villageCode, agency, role }, index) => ({
    subjectType: SUBJECT,
    subjectId: villageCode,
    summary: `${agency.name} menjadi ${roleWords[role]} ${names.get(villageCode)} mulai ${date(startsOn)}${reason ? `: ${reason}` : ''}`,
    after: { opd: agency.short_name, peran: roleWords[role], mulai: isoDate(startsOn), alasan: reason },
    news: { topic: 'PENUGASAN' as const, id: (stored[index] as { id: number }).id },
  }));
  return { facts: [...facts, ...made] };
}

const leadsOf = (places: Place[]) =>
  places.filter((one) => one.role === 'LEAD').map((one) => one.villageCode);

async function makeRoom(tx: Writer, { actor, now }: Doing, places: Place[], startsOn: Date): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const agency of new Set(places.map((one) => one.agency))) {
    const codes = leadsOf(places.filter((one) => one.agency === agency));
    facts.push(...(await endForNext(tx, { codes, agency, startsOn, byId: actor.id, now })));
  }
  return facts;
}

/** The end of a lead before which another one is coming already. */
export const endBefore = (next: { starts_on: Date; agency: string } | undefined, { actor, now }: Doing) =>
  next && {
    endsOn: plusDays(next.starts_on, -1),
    endReason: `Dilanjutkan ${next.agency}`,
    endedById: actor.id,
    endedAt: now,
  };

/** Asks one reason for every OPD that would lead more than it can. */
export function refuseOverCapacity(
  wanted: { load: AgencyLoad; added: number }[],
  reason: string | null,
  field = 'alasan',
): void {
  const over = wanted.filter(({ load, added }) => added > 0 && overCapacity(load, added));
  if (over.length === 0 || reason !== null) return;
  const told = over.map(({ load, added }) => overCapacityWords(load, added)).join(' ');
  throw invalid({ [field]: `${told} Penugasan tetap bisa; tulis alasannya.` });
}

const Taken = z.object({ name: z.string(), until: z.date() });

/** A new lead cannot begin before the one before it ended: no day of the past gets two leads. '' where none does. */
async function lateLeads(tx: Writer, codes: string[], startsOn: Date, today: Date): Promise<string> {
  if (startsOn > today) return '';
  const late = await queryRows(
    tx,
    sql`select v.name, max(s.ends_on) as until from assignment s join village v on v.code = s.village_code
        where s.role = 'LEAD' and s.village_code = any(${codes}::text[]) and s.starts_on <= ${today}::date
          and not ${withdrawn(sql`s`)}
        group by v.name having max(s.ends_on) >= ${startsOn}::date order by v.name`,
    Taken,
  );
  const told = late.map((one) => `${one.name} masih didampingi sampai ${date(one.until)}`);
  return told.length === 0 ? '' : `${list(told)}. Mulai paling awal hari sesudahnya.`;
}

async function namesOf(tx: Writer, codes: string[]): Promise<Map<string, string>> {
  const rows = await tx.village.findMany({
    where: { code: { in: codes } },
    select: { code: true, name: true },
  });
  return new Map(rows.map((row) => [row.code, row.name]));
}
