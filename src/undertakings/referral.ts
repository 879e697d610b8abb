import { z } from 'zod';
import { store } from '../assignments/assign.js';
import { readTaken } from '../assignments/taken.js';
import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { change, type Fact } from '../audit/change.js';
import { calendarDay, date, isoDate } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { needsWhere } from '../needs/standing.js';
import type { Actor } from '../policy.js';
import { inRegion, ofRegion } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';
import { type AsSeen, type Locked, SUBJECT } from './subject.js';
import { accept, decline, takeBack } from './verbs.js';
import { amountOf } from './words.js';

/** A need as it is referred. */
export interface NewReferral {
  villageCode: string;
  categoryCode: string;
  /** The OPD that is asked. */
  agencyId: number;
  what: string;
  /** In the unit of the category. */
  quantity: number | null;
  dueOn: Date;
}

/** What was referred as it stood on the day it was, with the names of that day; kept though everything goes on. */
export const Referred = z.object({
  tanggal: z.iso.date(),
  desa: z.string(),
  kecamatan: z.string(),
  jenis: z.string(),
  satuan: z.string(),
  peminta: z.string(),
  diminta: z.string(),
  /** What an assessment told was needed and what was left of it; null where none did. */
  kebutuhan: z.object({ awal: z.number(), sisa: z.number(), per: z.iso.date() }).nullable(),
});
export type Referred = z.output<typeof Referred>;

/** Who asks where no OPD does. */
const COORDINATOR = 'Koordinator';

const PlaceRow = z.object({ code: z.string(), name: z.string(), kecamatan: z.string() });
export type ReferralPlace = z.output<typeof PlaceRow>;

const ofAsker = (actor: Actor): Sql =>
  actor.agencyId === null ? sql`true` : sql`s.agency_id = any(${actor.agencyIds}::int[])`;

/** Where this person may refer a need from: where an OPD works today, their own one where they have one. */
export const referralPlaces = (db: Reader | Writer, actor: Actor, day: Date): Promise<ReferralPlace[]> =>
  queryRows(
    db,
    sql`select v.code, v.name, k.name as kecamatan from village v join kecamatan k on k.code = v.kecamatan_code
        where ${inRegion(sql`v`, actor)} and exists (select from assignment s where s.village_code = v.code
          and ${inForce(sql`s`, day)} and ${ofAsker(actor)})
        order by v.name, v.code`,
    PlaceRow,
  );

/** The OPD that may be asked on a day: those that exist, and not the own one. */
export const askable = (db: Reader | Writer, actor: Actor, day: Date) =>
  (db as Reader).agency.findMany({
    where: {
      ...ofRegion(actor),
      id: { notIn: actor.agencyIds },
      validFrom: { lte: day },
      OR: [{ validTo: null }, { validTo: { gte: day } }],
    },
    orderBy: { shortName: 'asc' },
  });

/**
 * Refers a need to another OPD, which then accepts or declines it.
 * @throws Problem `invalid` at the field of a village the asker does not work in, an OPD that cannot be asked, a kind of
 * help that is no more, or a day that has passed.
 */
export function refer({ database, actor, now }: Doing, wanted: NewReferral): Promise<number> {
  const day = calendarDay(now);
  return change(database, actor, 'undertaking.refer', async (tx) => {
    await lockVillages(tx, [wanted.villageCode]);
    const { referred, place, unit } = await asItStands(tx, actor, wanted, day);
    const { villageCode, categoryCode, agencyId, what, quantity, dueOn } = wanted;
    const data = { villageCode, categoryCode, agencyId, what, quantity, dueOn, unit, referred };
    const from = { regionCode: actor.regionCode, fromAgencyId: actor.agencyId, writtenById: actor.id };
    const { id } = await tx.undertaking.create({
      data: { kind: 'RUJUKAN', answer: 'DITAWARKAN', party: 'OPD', bornAt: now, ...data, ...from },
    });
    const how = amountOf(quantity, unit);
    const summary = `merujuk ${referred.jenis}${how && `, ${how},`} di ${place.name} ke ${referred.diminta}: ${what}`;
    const { desa, jenis, satuan, diminta } = referred;
    const told = { desa, jenis, satuan, opd: diminta, quantity, dueOn: isoDate(dueOn), what };
    const after = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
    return { result: id, fact: { subjectType: SUBJECT, subjectId: id, summary, after } };
  });
}

async function asItStands(tx: Writer, actor: Actor, wanted: NewReferral, day: Date) {
  const errors: FieldErrors = {};
  const place = (await referralPlaces(tx, actor, day)).find(({ code }) => code === wanted.villageCode);
  if (!place) errors.desa = 'Pilih desa yang hari ini didampingi.';
  const category = await tx.category.findFirst({ where: { code: wanted.categoryCode, active: true } });
  if (!category) errors.jenis = 'Pilih jenis bantuan dari daftar.';
  const asked = (await askable(tx, actor, day)).find(({ id }) => id === wanted.agencyId);
  if (!asked) errors.kepada = 'Pilih OPD lain yang masih berlaku hari ini.';
  if (wanted.dueOn < day) errors.batas = `${date(wanted.dueOn)} sudah lewat. Isi hari ini atau sesudahnya.`;
  if (!place || !category || !asked || errors.batas) throw invalid(errors);
  const asker =
    actor.agencyId === null ? null : await tx.agency.findUnique({ where: { id: actor.agencyId } });
  const referred: Referred = {
    tanggal: isoDate(day),
    desa: place.name,
    kecamatan: place.kecamatan,
    jenis: category.name,
    satuan: category.unit,
    peminta: asker?.shortName ?? COORDINATOR,
    diminta: asked.shortName,
    kebutuhan: await needOf(tx, wanted),
  };
  return { referred, place, unit: category.unit };
}

async function needOf(
  tx: Writer,
  { villageCode, categoryCode }: NewReferral,
): Promise<Referred['kebutuhan']> {
  const where = sql`n.village_code = ${villageCode} and n.category_code = ${categoryCode}`;
  const [need] = await needsWhere(tx, where);
  if (!need || need.baseline === null || need.left === null || !need.assessed_on) return null;
  return { awal: need.baseline, sisa: need.left, per: isoDate(need.assessed_on) };
}

const decided = ({ actor, now }: Doing, reason: string | null) => ({
  decidedById: actor.id,
  decidedAt: now,
  reason,
});

/** The asker and the coordinators are told what became of it. */
const answered = (one: Locked, summary: string, after: Fact['after']): Fact => ({
  ...{ subjectType: SUBJECT, subjectId: one.id, summary },
  ...(after && { after }),
  news: { topic: 'RUJUKAN', id: one.id },
});

/**
 * Accepts what was referred: the OPD owes it from now on and supports the village from today, where it does not work
 * there already.
 * @throws Problem as `act`; `conflict` when somebody answered first.
 */
export function acceptReferral(doing: Doing, target: Target<AsSeen>): Promise<void> {
  return actOnOne(doing, accept, target, async (tx, one) => {
    await tx.undertaking.update({
      where: { id: one.id },
      data: { answer: 'DITERIMA', ...decided(doing, null) },
    });
    const supports = await support(tx, doing, one);
    const also = supports.length > 0 ? ' dan menjadi OPD pendukung di sana' : '';
    const summary = `menerima rujukan "${one.what}"${also}`;
    return { result: undefined, fact: [...supports, answered(one, summary, { answer: 'Diterima' })] };
  });
}

/** Makes the officer's OPD a supporter of the village from today on; nothing where it works there already, or will. */
async function support(tx: Writer, doing: Doing, one: Locked): Promise<Fact[]> {
  const today = calendarDay(doing.now);
  const villageCode = one.village_code as string;
  const agencyId = doing.actor.agencyId as number;
  await lockVillages(tx, [villageCode]);
  const wanted = { villageCodes: [villageCode], agencyId, role: 'SUPPORT' as const, startsOn: today };
  if ((await readTaken(tx, wanted, today)).length > 0) return [];
  const { id, name, shortName } = await tx.agency.findUniqueOrThrow({ where: { id: agencyId } });
  const places = [{ villageCode, agency: { id, name, short_name: shortName }, role: wanted.role }];
  const reason = `Menerima rujukan nomor ${one.id}`;
  const { facts } = await store(tx, doing, places, { startsOn: today, reason });
  return facts.map((fact) => ({ ...fact, kind: 'assignment.create' }));
}

/** Declines what was referred, with a reason that the asker reads. @throws Problem as `acceptReferral`. */
export function declineReferral(doing: Doing, target: Target<AsSeen>, reason: string): Promise<void> {
  return actOnOne(doing, decline, target, async (tx, one) => {
    await tx.undertaking.update({
      where: { id: one.id },
      data: { answer: 'DITOLAK', ...decided(doing, reason) },
    });
    const summary = `menolak rujukan "${one.what}": ${reason}`;
    return { result: undefined, fact: answered(one, summary, { answer: 'Ditolak', alasan: reason }) };
  });
}

/** Takes back what nobody answered yet, with a reason. @throws Problem as `act`; `conflict` when somebody was faster. */
export function takeBackUndertaking(doing: Doing, target: Target<AsSeen>, reason: string): Promise<void> {
  return actOnOne(doing, takeBack, target, async (tx, one) => {
    await tx.undertaking.update({
      where: { id: one.id },
      data: { withdrawn: true, ...decided(doing, reason) },
    });
    const summary = `menarik "${one.what}": ${reason}`;
    return {
      result: undefined,
      fact: { subjectType: SUBJECT, subjectId: one.id, summary, after: { alasan: reason } },
    };
  });
}
