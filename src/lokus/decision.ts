import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { calendarDay, date, inSentence } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Outcome } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { sameRegion, sees } from '../scope.js';
import { decide } from './verbs.js';

export const outcomeWords: Record<Outcome, string> = { TUNTAS: 'Tuntas', LANJUTAN: 'Lanjutan' };

export interface Decision {
  /** Year of the official list it is made for. */
  listYear: number;
  outcome: Outcome;
  decidedOn: Date;
  reason: string;
}

/**
 * Bappeda's decision about a village for the list of a year; the newest holds, none is overwritten.
 * @throws Problem `invalid` when the day lies before that list or after today, `conflict` for what was decided last.
 */
export function decideVillage(doing: Doing, code: string, decision: Decision): Promise<void> {
  const { listYear, outcome, decidedOn, reason } = decision;
  if (decidedOn > calendarDay(doing.now)) throw invalid({ tanggal: 'Tanggal itu belum terjadi.' });
  if (decidedOn.getUTCFullYear() < listYear)
    throw invalid({
      tanggal: `Lokus ${listYear} baru berlaku 1 Januari ${listYear}. Isi tanggal sesudahnya.`,
    });
  return actOnOne(doing, decide, target(code), async (tx, { regionCode, name }) => {
    const last = await tx.villageDecision.findFirst({
      where: { villageCode: code, listYear },
      orderBy: { id: 'desc' },
    });
    if (last?.outcome === outcome && last.reason === reason && +last.decidedOn === +decidedOn)
      throw conflict(`${name} baru saja diputuskan begitu. Keputusan yang sama tidak disimpan dua kali.`);
    await tx.villageDecision.create({
      data: { regionCode, villageCode: code, decidedById: doing.actor.id, ...decision },
    });
    const summary = `${name}: ${inSentence(outcomeWords[outcome])} untuk lokus ${listYear}, per ${date(decidedOn)}. ${reason}`;
    return { result: undefined, fact: { subjectType: decide.on.type, subjectId: code, summary } };
  });
}

/** A village with the years of the lists it may be decided for, newest first. */
export interface DecisionVillage {
  id: string;
  code: string;
  name: string;
  kecamatan: { name: string };
  listYears: number[];
}

/** @throws Problem `conflict` when the village stands in no list that has begun. */
export async function findVillage(
  who: { db: Reader; actor: Actor },
  code: string,
  today: Date,
): Promise<DecisionVillage | null> {
  const { db } = who;
  if (!(await sees(who, 'village.decide', code))) return null;
  const village = await db.village.findUniqueOrThrow({ where: { code }, include: { kecamatan: true } });
  const listYears = await listsOf(db, village.code, today);
  if (listYears.length === 0)
    throw conflict(`${village.name} belum pernah masuk daftar lokus, jadi belum ada yang diputuskan.`);
  return { ...village, id: code, listYears };
}

const Year = z.object({ year: z.number() });

/** The years whose list holds the village, in its newest edition, up to this year. */
async function listsOf(db: Reader, villageCode: string, today: Date): Promise<number[]> {
  const rows = await queryRows(
    db,
    sql`select l.year from lokus_list l join lokus_member m on m.list_id = l.id
        where m.village_code = ${villageCode} and l.status = 'FIXED' and l.year <= ${today.getUTCFullYear()}
          and l.edition = (select max(o.edition) from lokus_list o
            where ${sameRegion(sql`o`, sql`l`)} and o.year = l.year and o.status = 'FIXED')
        order by l.year desc`,
    Year,
  );
  return rows.map((row) => row.year);
}
