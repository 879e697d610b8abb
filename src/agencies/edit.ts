import { type By, change } from '../audit/change.js';
import { date, isoDate, number } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Agency } from '../generated/prisma/client.js';
import type { AgencyKind } from '../generated/prisma/enums.js';
import { type At, succeed } from './succeed.js';

export interface AgencyForm {
  name: string;
  shortName: string;
  kind: AgencyKind;
  capacity: number | null;
  validFrom: Date;
  validTo: Date | null;
  successorId: number | null;
}

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
