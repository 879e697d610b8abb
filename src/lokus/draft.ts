import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { type By, change } from '../audit/change.js';
import { number } from '../core/format.js';
import { conflict, notFound } from '../core/problem.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import { type Here, inRegion, ofRegion } from '../scope.js';
import { lastDayBefore } from './in-force.js';
import { isDone } from './standing.js';
import { amend } from './verbs.js';

/** Who makes a draft: an account, never the command line. */
export type Maker = By & { id: number };

/** A row of an SK list that was typed or uploaded. */
export interface SheetMember {
  code: string;
  agencyId: number | null;
}

/** How the trail calls a list. */
export const subjectOf = (list: { id: number }) => ({ subjectType: 'lokus', subjectId: list.id });

/**
 * Makes the draft of a year from a saved run: the selected, those of the list before that are not done yet as
 * lanjutan, and a phase for every kecamatan.
 * @throws Problem `conflict` when the year has a draft or an official list already.
 */
export function draftFromRun(database: Database, by: Maker, year: number, runId: number): Promise<number> {
  return change(database, by, 'lokus.draft', async (tx) => {
    const run = await tx.rankingRun.findFirst({ where: { ...ofRegion(by), id: runId } });
    if (!run) throw notFound('Hitungan yang dipilih tidak ada.');
    const list = await createDraft(tx, by, { year, runId });
    await execute(
      tx,
      sql`insert into lokus_member (list_id, village_code, name, kecamatan_code, origin, rank, score6)
          select ${list.id}::int, x.village_code, v.name, v.kecamatan_code,
                 (case when c.village_code is null then 'HITUNGAN' else 'LANJUTAN' end)::member_origin, x.rank, x.score6
          from ranking_result x join village v on v.code = x.village_code
          left join (${continuing(by, year)}) c on c.village_code = x.village_code
          where x.run_id = ${runId} and x.selected`,
    );
    await syncPhases(tx, list);
    const count = await tx.lokusMember.count({ where: { listId: list.id } });
    const summary = `Draf lokus ${year} dibuat dari hitungan "${run.name}", ${number(count)} desa dan kelurahan`;
    return { result: list.id, fact: { ...subjectOf(list), summary, after: { runId, members: count } } };
  });
}

/** Makes the draft of a year from the SK list that Bappeda already has, without a run. */
export function draftFromSheet(
  database: Database,
  by: Maker,
  year: number,
  members: SheetMember[],
): Promise<number> {
  return change(database, by, 'lokus.draft', async (tx) => {
    const list = await createDraft(tx, by, { year, runId: null });
    await execute(
      tx,
      sql`insert into lokus_member (list_id, village_code, name, kecamatan_code, origin, agency_id)
          select ${list.id}::int, v.code, v.name, v.kecamatan_code,
                 (case when c.village_code is null then 'SK' else 'LANJUTAN' end)::member_origin, s.agency_id
          from unnest(${members.map((one) => one.code)}::text[], ${members.map((one) => one.agencyId)}::int[])
            as s(code, agency_id)
          join village v on v.code = s.code and ${inRegion(sql`v`, by)}
          left join (${continuing(by, year)}) c on c.village_code = v.code`,
    );
    await syncPhases(tx, list);
    const summary = `Draf lokus ${year} dibuat dari daftar SK, ${number(members.length)} desa dan kelurahan`;
    return { result: list.id, fact: { ...subjectOf(list), summary, after: { members: members.length } } };
  });
}

/** Begins the amending edition of an official list: a copy to be mended, with the reason of the amendment. */
export function amendList(doing: Doing, fromId: number, reason: string): Promise<number> {
  return actOnOne(doing, amend, target(fromId), async (tx, from) => {
    const list = await createDraft(tx, doing.actor, from, { edition: from.edition + 1, reason });
    await execute(
      tx,
      sql`insert into lokus_member (list_id, village_code, name, kecamatan_code, origin, rank, score6, reason, agency_id)
          select ${list.id}::int, village_code, name, kecamatan_code, origin, rank, score6, reason, agency_id
          from lokus_member where list_id = ${from.id}`,
    );
    await execute(
      tx,
      sql`insert into lokus_removal (list_id, village_code, name, rank, score6, reason, origin, member_reason, agency_id)
          select ${list.id}::int, village_code, name, rank, score6, reason, origin, member_reason, agency_id
          from lokus_removal where list_id = ${from.id}`,
    );
    await execute(
      tx,
      sql`insert into lokus_phase (list_id, kecamatan_code, year)
          select ${list.id}::int, kecamatan_code, year from lokus_phase where list_id = ${from.id}`,
    );
    const summary = `Draf perubahan lokus ${from.year} edisi ${list.edition} dibuat: ${reason}`;
    return { result: list.id, fact: { ...subjectOf(list), summary } };
  });
}

async function createDraft(
  tx: Writer,
  by: Maker,
  { year, runId }: Pick<LokusList, 'year' | 'runId'>,
  amendment?: { edition: number; reason: string },
): Promise<LokusList> {
  await execute(tx, sql`select pg_advisory_xact_lock(hashtext(${`lokus ${by.regionCode} ${year}`}))`);
  const edition = amendment?.edition ?? 1;
  const there = await tx.lokusList.findFirst({
    where: { ...ofRegion(by), year, OR: [{ status: 'DRAF' }, { edition }] },
    include: { createdBy: withFormerNames },
  });
  if (there?.status === 'DRAF')
    throw conflict(
      `Lokus ${year} sudah punya draf, dibuat ${nameAt(there.createdBy, there.createdAt)}. Lanjutkan draf itu atau hapus dahulu.`,
    );
  if (there) throw conflict(`Lokus ${year} sudah ditetapkan. Buat perubahan SK dari halaman daftarnya.`);
  const data = { ...ofRegion(by), year, edition, runId, createdById: by.id };
  return tx.lokusList.create({ data: { ...data, amendReason: amendment?.reason ?? null } });
}

/** Members of the official list in force before `year` that are not tuntas in it. */
export function continuing(here: Here, year: number) {
  return sql`select m.village_code, m.name, m.kecamatan_code, p.year from lokus_member m
    join (select l.id, l.year from lokus_list l where ${inRegion(sql`l`, here)} and l.status = 'FIXED' and l.year < ${year}
          order by l.year desc, l.edition desc limit 1) p on p.id = m.list_id
    where not ${isDone(sql`m.village_code`, lastDayBefore(year))}`;
}

/**
 * Each kecamatan with members has exactly one year; one without members has none. A new one takes the year it had in
 * the list before, else the list's own.
 */
export async function syncPhases(tx: Writer, list: LokusList): Promise<void> {
  await execute(
    tx,
    sql`delete from lokus_phase p where p.list_id = ${list.id} and not exists (
          select from lokus_member m where m.list_id = p.list_id and m.kecamatan_code = p.kecamatan_code)`,
  );
  await execute(
    tx,
    sql`insert into lokus_phase (list_id, kecamatan_code, year)
        select distinct on (m.kecamatan_code) ${list.id}::int, m.kecamatan_code, coalesce(
          (select p.year from lokus_phase p join lokus_list l on l.id = p.list_id
            where ${inRegion(sql`l`, list)} and l.status = 'FIXED' and l.year < ${list.year}
              and p.kecamatan_code = m.kecamatan_code order by l.year desc, l.edition desc limit 1), ${list.year}::int)
        from lokus_member m where m.list_id = ${list.id}
        on conflict do nothing`,
  );
}

const ContinuingRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  year: z.number(),
});
/** A unit that goes on from the list of that year. */
export type Continuing = z.output<typeof ContinuingRow>;

/** Units of the list before that should go on and are not in the draft, left out ones excepted. */
export function missingContinuing(db: Reader | Writer, list: LokusList) {
  return queryRows(
    db,
    sql`select c.village_code as code, c.name, k.name as kecamatan, c.year from (${continuing(list, list.year)}) c
        join kecamatan k on k.code = c.kecamatan_code
        where not exists (select from lokus_member m where m.list_id = ${list.id} and m.village_code = c.village_code)
          and not exists (select from lokus_removal r where r.list_id = ${list.id} and r.village_code = c.village_code)
        order by c.village_code`,
    ContinuingRow,
  );
}
