import { z } from 'zod';
import { type By, change } from '../audit/change.js';
import type { Database, Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { date, list, moment, number } from '../web/format.js';
import { conflict, invalid } from '../web/problem.js';
import { agencyLoads, overCapacity } from './load.js';

export type Assigner = By & { id: number };
export const roleWords: Record<AssignmentRole, string> = { LEAD: 'OPD utama', SUPPORT: 'OPD pendukung' };

export interface NewAssignment {
  villageCodes: string[];
  agencyId: number;
  role: AssignmentRole;
  startsOn: Date;
  reason: string | null;
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
): Promise<number> {
  return change(database, by, 'assignment.create', async (tx) => {
    await lockVillages(tx, wanted.villageCodes);
    await refuseTaken(tx, wanted);
    const agency = await checkedAgency(tx, by.regionCode, wanted, today);
    await tx.assignment.createMany({
      data: wanted.villageCodes.map((villageCode) => ({
        regionCode: by.regionCode,
        villageCode,
        agencyId: wanted.agencyId,
        role: wanted.role,
        startsOn: wanted.startsOn,
        reason: wanted.reason,
        assignedById: by.id,
      })),
    });
    const names = await namesOf(tx, wanted.villageCodes);
    const facts = wanted.villageCodes.map((code) => ({
      subjectType: 'penugasan',
      subjectId: code,
      summary: `${agency.name} menjadi ${roleWords[wanted.role]} ${names.get(code)} mulai ${date(wanted.startsOn)}${wanted.reason ? `: ${wanted.reason}` : ''}`,
    }));
    return { result: wanted.villageCodes.length, fact: facts };
  });
}

/** Coordinators who want the same village wait for each other here. */
async function lockVillages(tx: Writer, codes: string[]): Promise<void> {
  await execute(
    tx,
    sql`select code from village where code = any(${codes}::text[]) order by code for no key update`,
  );
}

const TakenRow = z.object({
  name: z.string(),
  agency: z.string(),
  agency_id: z.number(),
  role: z.enum(['LEAD', 'SUPPORT']),
  by: z.string(),
  created_at: z.date(),
});

async function refuseTaken(tx: Writer, wanted: NewAssignment): Promise<void> {
  const open = await queryRows(
    tx,
    sql`select v.name, g.short_name as agency, g.id as agency_id, s.role::text, c.name as by, s.created_at
        from assignment s join village v on v.code = s.village_code join agency g on g.id = s.agency_id
        join account c on c.id = s.assigned_by_id
        where s.ends_on is null and s.village_code = any(${wanted.villageCodes}::text[]) order by v.code`,
    TakenRow,
  );
  const taken = open.filter(
    (one) => one.agency_id === wanted.agencyId || (wanted.role === 'LEAD' && one.role === 'LEAD'),
  );
  if (taken.length === 0) return;
  const told = taken.map(
    (one) =>
      `${one.name} sudah punya ${roleWords[one.role]} ${one.agency}, ditugaskan ${one.by} pada ${moment(one.created_at)}`,
  );
  throw conflict(`${list(told)}. Pilihan Anda belum disimpan; lepaskan centang desa itu lalu tugaskan lagi.`);
}

async function checkedAgency(tx: Writer, regionCode: string, wanted: NewAssignment, today: Date) {
  const agency = (await agencyLoads(tx, regionCode, today)).find((one) => one.id === wanted.agencyId);
  if (!agency) throw invalid({ opd: 'Pilih OPD yang masih berlaku.' });
  if (wanted.startsOn > today)
    throw invalid({ mulai: 'Tanggal mulai belum terjadi. Pilih hari ini atau sebelumnya.' });
  await refuseOverlap(tx, wanted);
  const added = wanted.role === 'LEAD' ? wanted.villageCodes.length : 0;
  if (added > 0 && overCapacity(agency, added) && wanted.reason === null) {
    throw invalid({
      alasan: `${agency.short_name} akan mendampingi ${number(agency.leads + added)} desa, kapasitasnya ${number(agency.capacity)}. Penugasan tetap bisa; tulis alasannya.`,
    });
  }
  return agency;
}

/** A new lead cannot begin before the one before it ended: no day of the past gets two leads. */
async function refuseOverlap(tx: Writer, wanted: NewAssignment): Promise<void> {
  if (wanted.role !== 'LEAD') return;
  const [late] = await queryRows(
    tx,
    sql`select v.name, max(s.ends_on) as until from assignment s join village v on v.code = s.village_code
        where s.role = 'LEAD' and s.village_code = any(${wanted.villageCodes}::text[])
        group by v.name having max(s.ends_on) > ${wanted.startsOn} limit 1`,
    z.object({ name: z.string(), until: z.date() }),
  );
  if (late)
    throw invalid({
      mulai: `${late.name} masih didampingi sampai ${date(late.until)}. Mulai paling awal tanggal itu.`,
    });
}

async function namesOf(tx: Writer, codes: string[]): Promise<Map<string, string>> {
  const rows = await tx.village.findMany({
    where: { code: { in: codes } },
    select: { code: true, name: true },
  });
  return new Map(rows.map((row) => [row.code, row.name]));
}
