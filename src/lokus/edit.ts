import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { date, number } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { MemberOrigin } from '../generated/prisma/enums.js';
import { ofRegion } from '../scope.js';
import { continuing, missingContinuing, subjectOf, syncPhases } from './draft.js';
import * as verbs from './verbs.js';
import { originWords } from './words.js';

/** A unit to add: in a list behind a run with its reason, in one typed from an SK with the OPD that the SK names. */
interface Addition {
  code: string;
  reason: string | null;
  agencyId: number | null;
}

/** Adds a unit: against the order of the run, or as the SK has it. */
export function addMember(doing: Doing, id: number, { code, reason, agencyId }: Addition): Promise<string> {
  return actOnOne(doing, verbs.add, target(id), async (tx, list) => {
    const village = await tx.village.findFirst({
      where: { ...ofRegion(list), code, validTo: null },
    });
    if (!village) throw invalid({ desa: 'Desa itu tidak ada di daftar wilayah yang berlaku.' });
    if (await tx.lokusMember.findFirst({ where: { listId: id, villageCode: code } }))
      throw invalid({ desa: `${village.name} sudah ada di draf ini.` });
    const result = list.runId
      ? await tx.rankingResult.findFirst({ where: { runId: list.runId, villageCode: code } })
      : null;
    const origin = await originOf(tx, list, code, result?.selected ?? false);
    if (origin === 'TAMBAHAN' && reason === null)
      throw invalid({ alasan: 'Isi alasan: desa ini di luar urutan hitungan.' });
    await tx.lokusRemoval.deleteMany({ where: { listId: id, villageCode: code } });
    await tx.lokusMember.create({
      data: {
        listId: id,
        villageCode: code,
        name: village.name,
        kecamatanCode: village.kecamatanCode,
        origin,
        rank: result?.rank ?? null,
        score6: result?.score6 ?? null,
        reason,
        agencyId,
      },
    });
    await syncPhases(tx, list);
    const summary = `${village.name} (${code}) ditambahkan ke draf lokus ${list.year}: ${reason ?? originWords[origin]}`;
    return { result: village.name, fact: { ...subjectOf(list), summary } };
  });
}

const Member = z.object({ village_code: z.string() });

/** How a unit comes into a draft: it goes on, the run selected it, the SK names it, or it is added against the order. */
async function originOf(tx: Writer, list: LokusList, code: string, selected: boolean): Promise<MemberOrigin> {
  const [before] = await queryRows(
    tx,
    sql`select c.village_code from (${continuing(list, list.year)}) c where c.village_code = ${code}`,
    Member,
  );
  if (before) return 'LANJUTAN';
  if (list.runId === null) return 'SK';
  return selected ? 'HITUNGAN' : 'TAMBAHAN';
}

/** Which units of the list before go on: all, or those of a kecamatan and single ones. */
export type Carried = 'all' | { kecamatan: string[]; villages: string[] };

/**
 * Adds units that go on from the list before and are not in the draft.
 * @returns how many.
 * @throws Problem `invalid` when none of those was chosen.
 */
export function addContinuing(doing: Doing, id: number, carried: Carried): Promise<number> {
  return actOnOne(doing, verbs.carry, target(id), async (tx, list) => {
    const missing = (await missingContinuing(tx, list)).filter(
      ({ code }) =>
        carried === 'all' || carried.villages.includes(code) || carried.kecamatan.includes(code.slice(0, 8)),
    );
    if (carried !== 'all' && missing.length === 0)
      throw invalid({ lanjutan: 'Centang desa yang dilanjutkan, atau semuanya.' });
    await execute(
      tx,
      sql`insert into lokus_member (list_id, village_code, name, kecamatan_code, origin, rank, score6, reason)
          select ${id}::int, v.code, v.name, v.kecamatan_code, 'LANJUTAN', x.rank, x.score6,
                 ${`Lanjutan dari lokus ${missing[0]?.year ?? ''}: belum tuntas.`}
          from village v left join ranking_result x on x.run_id = ${list.runId}::int and x.village_code = v.code
          where v.code = any(${missing.map((one) => one.code)}::text[])`,
    );
    await syncPhases(tx, list);
    const summary = `${number(missing.length)} desa lanjutan ditambahkan ke draf lokus ${list.year}`;
    const after = missing.map((one) => one.code);
    return { result: missing.length, fact: { ...subjectOf(list), summary, after } };
  });
}

/**
 * Leaves a unit out. What run, SK or the edition before held stays visible as left out, with its reason; an addition of
 * this very draft is only taken back.
 */
export function removeMember(doing: Doing, id: number, code: string, reason: string): Promise<string> {
  return actOnOne(doing, verbs.remove, target(id), async (tx, list) => {
    const member = await tx.lokusMember.findFirst({ where: { listId: id, villageCode: code } });
    if (!member) throw conflict('Desa itu sudah tidak ada di draf.');
    await tx.lokusMember.delete({ where: { listId_villageCode: { listId: id, villageCode: code } } });
    if (member.origin !== 'TAMBAHAN' || (await stoodBefore(tx, list, code))) {
      const { name, rank, score6, origin, reason: memberReason, agencyId } = member;
      const stood = { name, rank, score6, origin, memberReason, agencyId };
      await tx.lokusRemoval.create({ data: { listId: id, villageCode: code, ...stood, reason } });
    }
    await syncPhases(tx, list);
    const summary = `${member.name} (${code}) dikeluarkan dari draf lokus ${list.year}: ${reason}`;
    return { result: member.name, fact: { ...subjectOf(list), summary } };
  });
}

/** Whether the unit stands in the edition that this draft amends. */
async function stoodBefore(tx: Writer, list: LokusList, villageCode: string): Promise<boolean> {
  const before = { ...ofRegion(list), year: list.year, edition: list.edition - 1 };
  return (await tx.lokusMember.count({ where: { villageCode, list: before } })) > 0;
}

/** Takes back that a unit was left out: it stands in the draft as before. */
export function restoreMember(doing: Doing, id: number, code: string): Promise<string> {
  return actOnOne(doing, verbs.restore, target(id), async (tx, list) => {
    const removal = await tx.lokusRemoval.findFirst({ where: { listId: id, villageCode: code } });
    if (!removal) throw conflict('Desa itu sudah tidak ada di daftar yang dikeluarkan.');
    const { kecamatanCode } = await tx.village.findUniqueOrThrow({ where: { code } });
    const { name, rank, score6, origin, memberReason, agencyId } = removal;
    await tx.lokusRemoval.delete({ where: { listId_villageCode: { listId: id, villageCode: code } } });
    await tx.lokusMember.create({
      data: {
        listId: id,
        villageCode: code,
        name,
        kecamatanCode,
        origin,
        rank,
        score6,
        reason: memberReason,
        agencyId,
      },
    });
    await syncPhases(tx, list);
    const summary = `${removal.name} (${code}) dikembalikan ke draf lokus ${list.year}`;
    return { result: removal.name, fact: { ...subjectOf(list), summary } };
  });
}

/** Sets the year in which each kecamatan begins. */
export function setPhases(doing: Doing, id: number, years: Map<string, number>): Promise<void> {
  return actOnOne(doing, verbs.setYears, target(id), async (tx, list) => {
    const before = await tx.lokusPhase.findMany({ where: { listId: id }, orderBy: { kecamatanCode: 'asc' } });
    const known = new Set(before.map((row) => row.kecamatanCode));
    const after = [...years].filter(([kecamatanCode]) => known.has(kecamatanCode));
    for (const [kecamatanCode, year] of after) {
      await tx.lokusPhase.updateMany({ where: { listId: id, kecamatanCode }, data: { year } });
    }
    const told = (rows: { kecamatanCode: string; year: number }[]) =>
      Object.fromEntries(rows.map((row) => [row.kecamatanCode, row.year]));
    const summary = `Tahapan draf lokus ${list.year} diubah`;
    const fact = { ...subjectOf(list), summary, before: told(before), after: Object.fromEntries(after) };
    return { result: undefined, fact };
  });
}

/** Throws a draft away; official lists stay. */
export function deleteDraftList(doing: Doing, id: number): Promise<number> {
  return actOnOne(doing, verbs.discard, target(id), async (tx, list) => {
    await tx.lokusList.delete({ where: { id } });
    return { result: list.year, fact: { ...subjectOf(list), summary: `Draf lokus ${list.year} dihapus` } };
  });
}

/** Penetapan: from now on list, members, phases and the run behind it are frozen. */
export function fixList(doing: Doing, id: number, sk: { number: string; date: Date }): Promise<LokusList> {
  return actOnOne(doing, verbs.fix, target(id), async (tx, list) => {
    const members = await tx.lokusMember.count({ where: { listId: id } });
    if (members === 0) throw invalid({ form: 'Draf ini belum punya desa. Tambahkan dahulu.' });
    await syncPhases(tx, list);
    const fixed = await tx.lokusList.update({
      where: { id },
      data: {
        status: 'FIXED',
        skNumber: sk.number,
        skDate: sk.date,
        fixedById: doing.actor.id,
        fixedAt: doing.now,
      },
    });
    const summary = `Lokus ${list.year}${list.edition > 1 ? ` edisi ${list.edition}` : ''} ditetapkan dengan SK ${sk.number} tanggal ${date(sk.date)}, ${number(members)} desa dan kelurahan`;
    const after = { sk: sk.number, members };
    return { result: fixed, fact: { ...subjectOf(list), summary, after } };
  });
}
