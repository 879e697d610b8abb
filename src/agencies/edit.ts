import { actOnOne, type Doing, target } from '../audit/act.js';
import { type By, change } from '../audit/change.js';
import { calendarDay, date, isoDate, number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { keepFormerName } from '../database/former-names.js';
import type { Agency } from '../generated/prisma/client.js';
import type { AgencyKind } from '../generated/prisma/enums.js';
import { type Here, ofRegion } from '../scope.js';
import { merges } from './merge.js';
import { agency, editAgency, servesOf } from './subject.js';
import { merger, succeed } from './succeed.js';

/** What stands with an OPD. */
export interface AgencyForm {
  name: string;
  shortName: string;
  kind: AgencyKind;
  capacity: number | null;
  validFrom: Date;
  validTo: Date | null;
  successorId: number | null;
  /** It delivers help by itself. */
  technical: boolean;
  /** Codes of the kinds of help it serves. */
  serves: string[];
}

/** The rows of what it serves, for Prisma. */
const served = (serves: string[]) => serves.map((categoryCode) => ({ categoryCode }));

const told = (form: AgencyForm) => ({
  nama: form.name,
  singkatan: form.shortName,
  kapasitas: form.capacity,
  mulai: isoDate(form.validFrom),
  sampai: isoDate(form.validTo) || null,
  penerus: form.successorId,
  teknis: form.technical,
  melayani: [...form.serves].sort(),
});

export function createAgency(database: Database, by: By, form: AgencyForm): Promise<number> {
  return change(database, by, 'agency.edit', async (tx) => {
    await refuseAgency(tx, by, null, form);
    const { serves, ...row } = form;
    const data = { ...row, regionCode: by.regionCode, fields: { create: served(serves) } };
    const made = await tx.agency.create({ data });
    const summary = `OPD ${form.shortName} ditambahkan`;
    return {
      result: made.id,
      fact: { subjectType: agency.type, subjectId: made.id, summary, after: told(form) },
    };
  });
}

/**
 * Changes an OPD. One that ends with a successor hands its open assignments over: each ends with it, and the
 * successor's begins the day after. Its past stays its own.
 * @returns how many assignments moved.
 */
export function updateAgency(
  doing: Doing,
  id: number,
  given: { form: AgencyForm; since: Date | null },
): Promise<number> {
  const { form } = given;
  const { actor, now } = doing;
  const at = { now, today: calendarDay(now) };
  return actOnOne(doing, editAgency, target(id), async (tx, before) => {
    await refuseAgency(tx, actor, id, form);
    await keepName(tx, before, given, at.today);
    const { serves, ...row } = form;
    const fields = { deleteMany: {}, create: served(serves) };
    await tx.agency.update({ where: { id }, data: { ...row, fields } });
    const moved = await succeed(tx, actor, { ...before, ...form }, at);
    const summary = `OPD ${form.shortName} diubah${moved > 0 ? `, ${number(moved)} penugasan diteruskan` : ''}`;
    const subject = merges(before, form) ? merger(id) : { subjectType: agency.type, subjectId: id };
    return {
      result: moved,
      fact: { ...subject, summary, before: told({ ...before, serves: servesOf(before) }), after: told(form) },
    };
  });
}

/** A new name since a day leaves the old one to what is older; without a day it only mends how the name is written. */
async function keepName(
  tx: Writer,
  { id, name, shortName }: Agency,
  { form, since }: { form: AgencyForm; since: Date | null },
  today: Date,
): Promise<void> {
  if (since && (form.name !== name || form.shortName !== shortName))
    await keepFormerName(tx, { agencyId: id }, { name, shortName }, { since, today });
}

/** @throws Problem `invalid` for what cannot stand with an OPD. */
export async function refuseAgency(
  db: Reader | Writer,
  here: Here,
  id: number | null,
  form: AgencyForm,
): Promise<void> {
  const same = await db.agency.findFirst({ where: { ...ofRegion(here), shortName: form.shortName } });
  if (same && same.id !== id)
    throw invalid({ singkatan: `Singkatan ${form.shortName} sudah dipakai ${same.name}.` });
  if (form.validTo && form.validTo < form.validFrom)
    throw invalid({ sampai: 'Tanggal berakhir tidak boleh sebelum tanggal mulai.' });
  if (form.successorId !== null && form.successorId === id)
    throw invalid({ penerus: 'OPD tidak dapat meneruskan dirinya sendiri.' });
  if (form.successorId !== null && form.validTo === null)
    throw invalid({ sampai: 'Isi tanggal berakhir; baru sesudah itu penerusnya mulai.' });
  if ((await db.category.count({ where: { code: { in: form.serves } } })) < form.serves.length)
    throw invalid({ melayani: 'Ada jenis bantuan yang tidak dikenal. Muat ulang halaman ini.' });
  await refuseSuccessor(db, here, id, form);
}

/** A successor goes on after the end, and no chain of successors leads back. */
async function refuseSuccessor(
  db: Reader | Writer,
  here: Here,
  id: number | null,
  form: AgencyForm,
): Promise<void> {
  const { successorId, validTo } = form;
  if (successorId === null || validTo === null) return;
  const find = (wanted: number) =>
    db.agency.findFirst({ where: { ...ofRegion(here), id: wanted } }) as Promise<Agency | null>;
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
