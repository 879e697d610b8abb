import { type By, change, system } from '../audit/change.js';
import { date, isoDate, list, number } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Agency } from '../generated/prisma/client.js';
import type { AgencyKind } from '../generated/prisma/enums.js';

export interface AgencyForm {
  name: string;
  shortName: string;
  kind: AgencyKind;
  capacity: number | null;
  validFrom: Date;
  validTo: Date | null;
  successorId: number | null;
}

interface At {
  now: Date;
  today: Date;
}

const DAY = 86_400_000;
const told = (agency: AgencyForm) => ({
  nama: agency.name,
  singkatan: agency.shortName,
  kapasitas: agency.capacity,
  mulai: isoDate(agency.validFrom),
  sampai: isoDate(agency.validTo) || null,
  penerus: agency.successorId,
});

export function createAgency(database: Database, by: By, form: AgencyForm): Promise<number> {
  return change(database, by, 'agency.edit', async (tx) => {
    await refuse(tx, by, null, form);
    const agency = await tx.agency.create({ data: { ...form, regionCode: by.regionCode } });
    const summary = `OPD ${form.shortName} ditambahkan`;
    return {
      result: agency.id,
      fact: { subjectType: 'OPD', subjectId: agency.id, summary, after: told(form) },
    };
  });
}

/**
 * Changes an OPD. One that ends with a successor hands its open assignments over: each ends with it, and the
 * successor's begins the day after. Its past stays its own.
 * @returns how many assignments moved.
 */
export function updateAgency(
  database: Database,
  by: By & { id: number },
  id: number,
  form: AgencyForm,
  at: At,
): Promise<number> {
  return change(database, by, 'agency.edit', async (tx) => {
    await execute(tx, sql`select id from agency where id = ${id} for update`);
    const before = await tx.agency.findFirst({ where: { id, regionCode: by.regionCode } });
    if (!before) throw conflict('OPD itu tidak ada lagi.');
    await refuse(tx, by, id, form);
    await tx.agency.update({ where: { id }, data: form });
    const moved = await succeed(tx, by, { ...before, ...form }, at);
    const summary = `OPD ${form.shortName} diubah${moved > 0 ? `, ${number(moved)} penugasan diteruskan` : ''}`;
    const fact = { subjectType: 'OPD', subjectId: id, summary, before: told(before), after: told(form) };
    return { result: moved, fact };
  });
}

async function refuse(tx: Writer, by: By, id: number | null, form: AgencyForm): Promise<void> {
  const same = await tx.agency.findFirst({ where: { regionCode: by.regionCode, shortName: form.shortName } });
  if (same && same.id !== id)
    throw invalid({ singkatan: `Singkatan ${form.shortName} sudah dipakai ${same.name}.` });
  if (form.validTo && form.validTo < form.validFrom)
    throw invalid({ sampai: 'Tanggal berakhir tidak boleh sebelum tanggal mulai.' });
  if (form.successorId !== null && form.successorId === id)
    throw invalid({ penerus: 'OPD tidak dapat meneruskan dirinya sendiri.' });
  if (form.successorId !== null && form.validTo === null)
    throw invalid({ sampai: 'Isi tanggal berakhir; baru sesudah itu penerusnya mulai.' });
  await refuseSuccessor(tx, by, id, form);
}

/** A successor goes on after the end, and no chain of successors leads back. */
async function refuseSuccessor(tx: Writer, by: By, id: number | null, form: AgencyForm): Promise<void> {
  const { successorId, validTo } = form;
  if (successorId === null || validTo === null) return;
  const find = (wanted: number) => tx.agency.findFirst({ where: { id: wanted, regionCode: by.regionCode } });
  const successor = await find(successorId);
  if (!successor) throw invalid({ penerus: 'OPD penerus itu tidak ada lagi. Pilih yang lain.' });
  if (successor.validTo && successor.validTo <= validTo)
    throw invalid({
      penerus: `${successor.shortName} berakhir ${date(successor.validTo)}. Pilih OPD yang masih ada sesudah ${date(validTo)}.`,
    });
  const passed = new Set<number>();
  for (let next: Agency | null = successor; next?.successorId && !passed.has(next.id); ) {
    if (next.successorId === id)
      throw invalid({ penerus: `${successor.shortName} sendiri diteruskan OPD ini. Pilih OPD yang lain.` });
    passed.add(next.id);
    next = await find(next.successorId);
  }
}

/** Moves what is open to the successor, once the end has come. */
async function succeed(tx: Writer, by: By, agency: Agency, at: At): Promise<number> {
  const { validTo, successorId } = agency;
  if (validTo === null || successorId === null || validTo > at.today) return 0;
  const open = await tx.assignment.findMany({
    where: { agencyId: agency.id, endsOn: null },
    include: { village: true },
  });
  const late = open.filter((one) => one.startsOn > validTo);
  if (late.length > 0)
    throw invalid({
      sampai: `${list(late.map((one) => one.village.name))} baru ditugaskan sesudah ${date(validTo)}. Pilih tanggal berakhir yang lebih akhir.`,
    });
  const startsOn = new Date(Math.min(validTo.getTime() + DAY, at.today.getTime()));
  for (const one of open) {
    const end = {
      endsOn: validTo,
      endReason: 'Penggabungan perangkat daerah',
      endedById: by.id,
      endedAt: at.now,
    };
    await tx.assignment.update({ where: { id: one.id }, data: end });
    const there = await tx.assignment.findFirst({
      where: { villageCode: one.villageCode, agencyId: successorId, endsOn: null },
    });
    if (there?.role === 'LEAD' || (there && one.role === 'SUPPORT')) continue;
    if (there)
      await tx.assignment.update({
        where: { id: there.id },
        data: { ...end, endsOn: at.today, endReason: 'Menjadi OPD utama' },
      });
    const { villageCode, role, regionCode } = one;
    const reason = `Meneruskan tugas ${agency.shortName}`;
    await tx.assignment.create({
      data: {
        regionCode,
        villageCode,
        agencyId: successorId,
        role,
        startsOn,
        reason,
        assignedById: by.id ?? one.assignedById,
      },
    });
  }
  return open.length;
}

/** Hands over what is still open with agencies whose last day, set ahead, has come since. */
export async function succeedEnded(database: Database, regionCode: string, at: At): Promise<void> {
  const ended = await database.reader.agency.findMany({
    where: {
      regionCode,
      successorId: { not: null },
      validTo: { lte: at.today },
      assignments: { some: { endsOn: null } },
    },
  });
  for (const agency of ended) {
    await change(database, system(regionCode, 'Pergantian OPD'), 'system.succession', async (tx) => {
      await execute(tx, sql`select id from agency where id = ${agency.id} for update`);
      const moved = await succeed(tx, system(regionCode), agency, at);
      const summary = `OPD ${agency.shortName} berakhir, ${number(moved)} penugasan diteruskan`;
      return { result: moved, fact: { subjectType: 'OPD', subjectId: agency.id, summary } };
    });
  }
}
