import { z } from 'zod';
import { type By, change, type Fact } from '../audit/change.js';
import { date, isoDate, list } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { type AgencyLoad, lockedLoads, overCapacity, overWords } from './load.js';
import { placesBeside, readTaken, roleWords, takenWords, type Way } from './taken.js';

export type Assigner = By & { id: number };

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
 * Assigns one OPD to one or many villages of an official list, all or none.
 * @throws Problem `invalid` when the OPD would be over its capacity and no reason is given, `conflict` when a village
 * got its lead meanwhile: says by whom and when.
 */
export function assign(
  database: Database,
  by: Assigner,
  wanted: NewAssignment,
  today: Date,
): Promise<Assigned> {
  return change(database, by, 'assignment.create', async (tx) => {
    await lockVillages(tx, wanted.villageCodes);
    const taken = await readTaken(tx, wanted);
    if (taken.length > 0 && !wanted.way) throw conflict(takenWords(taken));
    const agency = (await lockedLoads(tx, by.regionCode, today, [wanted.agencyId])).get(wanted.agencyId);
    if (!agency) throw invalid({ kepada: 'Pilih OPD yang masih berlaku.' });
    if (wanted.startsOn > today)
      throw invalid({ mulai: 'Tanggal mulai belum terjadi. Pilih hari ini atau sebelumnya.' });
    const { LEAD = [], SUPPORT = [] } = placesBeside(taken, wanted, wanted.way ?? '');
    await refuseOverlap(tx, LEAD, wanted.startsOn);
    refuseOverCapacity([{ load: agency, added: LEAD.length }], wanted.reason);
    const place = (role: AssignmentRole) => (villageCode: string) => ({ villageCode, agency, role });
    const places: Place[] = [...LEAD.map(place('LEAD')), ...SUPPORT.map(place('SUPPORT'))];
    const { names, facts } = await store(tx, by, places, wanted);
    const named = (codes: string[]) => codes.map((code) => names.get(code) ?? code);
    return {
      result: { agency: agency.short_name, lead: named(LEAD), support: named(SUPPORT) },
      fact: facts,
    };
  });
}

/** Coordinators who want the same village wait for each other here. */
export async function lockVillages(tx: Writer, codes: string[]): Promise<void> {
  await execute(
    tx,
    sql`select code from village where code = any(${codes}::text[]) order by code for no key update`,
  );
}

/** Writes the assignments down, with the fact of each. */
export async function store(
  tx: Writer,
  by: Assigner,
  places: Place[],
  given: { startsOn: Date; reason: string | null },
): Promise<{ names: Map<string, string>; facts: Fact[] }> {
  const { startsOn, reason } = given;
  await tx.assignment.createMany({
    data: places.map(({ villageCode, agency, role }) => ({
      regionCode: by.regionCode,
      villageCode,
      agencyId: agency.id,
      role,
      startsOn,
      reason,
      assignedById: by.id,
    })),
  });
  const names = await namesOf(
    tx,
    places.map((one) => one.villageCode),
  );
  const facts = places.map(({ villageCode, agency, role }) => ({
    subjectType: 'penugasan',
    subjectId: villageCode,
    summary: `${agency.name} menjadi ${roleWords[role]} ${names.get(villageCode)} mulai ${date(startsOn)}${reason ? `: ${reason}` : ''}`,
    after: { opd: agency.short_name, peran: roleWords[role], mulai: isoDate(startsOn), alasan: reason },
  }));
  return { names, facts };
}

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
async function refuseOverlap(tx: Writer, codes: string[], startsOn: Date): Promise<void> {
  const late = await queryRows(
    tx,
    sql`select v.name, max(s.ends_on) as until from assignment s join village v on v.code = s.village_code
        where s.role = 'LEAD' and s.village_code = any(${codes}::text[])
        group by v.name having max(s.ends_on) > ${startsOn} order by v.name`,
    z.object({ name: z.string(), until: z.date() }),
  );
  if (late.length === 0) return;
  const told = late.map((one) => `${one.name} masih didampingi sampai ${date(one.until)}`);
  throw invalid({ mulai: `${list(told)}. Mulai paling awal tanggal itu.` });
}

async function namesOf(tx: Writer, codes: string[]): Promise<Map<string, string>> {
  const rows = await tx.village.findMany({
    where: { code: { in: codes } },
    select: { code: true, name: true },
  });
  return new Map(rows.map((row) => [row.code, row.name]));
}
