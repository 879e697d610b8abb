import { z } from 'zod';
import { type By, change, type Fact } from '../audit/change.js';
import { date, isoDate, list, plusDays } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { withdrawn } from '../wilayah/in-force.js';
import { type AgencyLoad, lockedLoads, overCapacity, overWords } from './load.js';
import { endForNext, lockVillages, nextLeads } from './succession.js';
import { countingDay, placesBeside, readTaken, roleWords, takenWords, type Way } from './taken.js';

export type Assigner = By & { id: number };
/** The moment of a change and its calendar day. */
export interface At {
  now: Date;
  today: Date;
}

export interface NewAssignment {
  villageCodes: string[];
  agencyId: number;
  role: AssignmentRole;
  startsOn: Date;
  reason: string | null;
  /** Chosen after a conflict; otherwise a village that is taken refuses all. */
  way?: Way;
}

/** One OPD in one village. */
export interface Place {
  villageCode: string;
  agency: Pick<AgencyLoad, 'id' | 'short_name' | 'name'>;
  role: AssignmentRole;
}

/** Who was assigned, and in which villages, by name. */
export interface Assigned {
  agency: string;
  lead: string[];
  support: string[];
}

/**
 * Assigns one OPD to one or many villages of an official list, all or none. Assigned ahead, a lead ends the one before
 * it on its eve; assigned before a lead that is coming, it ends on that one's eve.
 * @throws Problem `invalid` when the OPD would be over its capacity on the first day and no reason is given, `conflict`
 * when a village got its lead meanwhile: says by whom and when.
 */
export function assign(database: Database, by: Assigner, wanted: NewAssignment, at: At): Promise<Assigned> {
  return change(database, by, 'assignment.create', async (tx) => {
    await lockVillages(tx, wanted.villageCodes);
    const taken = await readTaken(tx, wanted, at.today);
    if (taken.length > 0 && !wanted.way) throw conflict(takenWords(taken, at.today));
    const day = countingDay(wanted.startsOn, at.today);
    const agency = (await lockedLoads(tx, by.regionCode, day, [wanted.agencyId])).get(wanted.agencyId);
    if (!agency) throw invalid({ kepada: `Pilih OPD yang berlaku pada ${date(day)}.` });
    const { LEAD = [], SUPPORT = [] } = placesBeside(taken, wanted, wanted.way ?? '');
    await refuseOverlap(tx, LEAD, wanted.startsOn, at.today);
    refuseOverCapacity([{ load: agency, added: LEAD.length }], wanted.reason);
    const place = (role: AssignmentRole) => (villageCode: string) => ({ villageCode, agency, role });
    const places: Place[] = [...LEAD.map(place('LEAD')), ...SUPPORT.map(place('SUPPORT'))];
    const { names, facts } = await store(tx, by, places, { ...wanted, at });
    const named = (codes: string[]) => codes.map((code) => names.get(code) ?? code);
    return {
      result: { agency: agency.short_name, lead: named(LEAD), support: named(SUPPORT) },
      fact: facts,
    };
  });
}

interface Given {
  startsOn: Date;
  reason: string | null;
  at: At;
}

/** Writes the assignments down and makes room for them, with the fact of each. */
export async function store(
  tx: Writer,
  by: Assigner,
  places: Place[],
  { startsOn, reason, at }: Given,
): Promise<{ names: Map<string, string>; facts: Fact[] }> {
  const facts = startsOn > at.today ? await makeRoom(tx, by, places, { startsOn, now: at.now }) : [];
  const next = await nextLeads(tx, leadsOf(places), startsOn);
  await tx.assignment.createMany({
    data: places.map((place) => ({
      regionCode: by.regionCode,
      villageCode: place.villageCode,
      agencyId: place.agency.id,
      role: place.role,
      startsOn,
      reason,
      assignedById: by.id,
      createdAt: at.now,
      ...endBefore(place.role === 'LEAD' ? next.get(place.villageCode) : undefined, by, at.now),
    })),
  });
  const names = await namesOf(
    tx,
    places.map((one) => one.villageCode),
  );
  const made = places.map(({ villageCode, agency, role }) => ({
    subjectType: 'penugasan',
    subjectId: villageCode,
    summary: `${agency.name} menjadi ${roleWords[role]} ${names.get(villageCode)} mulai ${date(startsOn)}${reason ? `: ${reason}` : ''}`,
    after: { opd: agency.short_name, peran: roleWords[role], mulai: isoDate(startsOn), alasan: reason },
  }));
  return { names, facts: [...facts, ...made] };
}

const leadsOf = (places: Place[]) =>
  places.filter((one) => one.role === 'LEAD').map((one) => one.villageCode);

async function makeRoom(
  tx: Writer,
  by: Assigner,
  places: Place[],
  { startsOn, now }: { startsOn: Date; now: Date },
): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const agency of new Set(places.map((one) => one.agency))) {
    const codes = leadsOf(places.filter((one) => one.agency === agency));
    facts.push(...(await endForNext(tx, { codes, agency, startsOn, byId: by.id, now })));
  }
  return facts;
}

/** The end of a lead before which another one is coming already. */
export const endBefore = (next: { starts_on: Date; agency: string } | undefined, by: Assigner, now: Date) =>
  next && {
    endsOn: plusDays(next.starts_on, -1),
    endReason: `Dilanjutkan ${next.agency}`,
    endedById: by.id,
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
  const told = over.map(({ load, added }) => overWords(load, added)).join(' ');
  throw invalid({ [field]: `${told} Penugasan tetap bisa; tulis alasannya.` });
}

/** A new lead cannot begin before the one before it ended: no day of the past gets two leads. */
async function refuseOverlap(tx: Writer, codes: string[], startsOn: Date, today: Date): Promise<void> {
  if (startsOn > today) return;
  const late = await queryRows(
    tx,
    sql`select v.name, max(s.ends_on) as until from assignment s join village v on v.code = s.village_code
        where s.role = 'LEAD' and s.village_code = any(${codes}::text[]) and s.starts_on <= ${today}::date
          and not ${withdrawn(sql`s`)}
        group by v.name having max(s.ends_on) >= ${startsOn}::date order by v.name`,
    z.object({ name: z.string(), until: z.date() }),
  );
  if (late.length === 0) return;
  const told = late.map((one) => `${one.name} masih didampingi sampai ${date(one.until)}`);
  throw invalid({ mulai: `${list(told)}. Mulai paling awal hari sesudahnya.` });
}

async function namesOf(tx: Writer, codes: string[]): Promise<Map<string, string>> {
  const rows = await tx.village.findMany({
    where: { code: { in: codes } },
    select: { code: true, name: true },
  });
  return new Map(rows.map((row) => [row.code, row.name]));
}
