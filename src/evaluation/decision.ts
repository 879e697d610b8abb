import { z } from 'zod';
import { type Acted, act, type Doing, oneByOne, target } from '../audit/act.js';
import { calendarDay, date, inSentence } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Outcome } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { sameRegion, sees } from '../scope.js';
import type { ExitFact } from './facts.js';
import { decide } from './verbs.js';

export const outcomeWords: Record<Outcome, string> = { TUNTAS: 'Tuntas', LANJUTAN: 'Lanjutan' };

/** So many villages are shown beside each other, and decided at once. */
export const MOST_DECIDED = 500;

export interface Decision {
  /** Year of the official list it is made for. */
  listYear: number;
  outcome: Outcome;
  decidedOn: Date;
  reason: string;
  skNumber: string | null;
}

/**
 * Bappeda's decision about villages for the list of a year, each with the facts that lay beside it; the newest holds,
 * none is overwritten. Of many, what cannot be decided is left and told.
 * @param facts of the members of that list, by village code; who is not among them is not decided
 * @returns the names of the villages.
 * @throws Problem `invalid` when the day lies before that list or after today; as `act`.
 */
export function decideVillages(
  doing: Doing,
  codes: string[],
  decision: Decision,
  facts: Map<string, ExitFact[]>,
): Promise<Acted<string, string>> {
  const { listYear, outcome, decidedOn, reason } = decision;
  if (decidedOn > calendarDay(doing.now)) throw invalid({ tanggal: 'Tanggal itu belum terjadi.' });
  if (decidedOn.getUTCFullYear() < listYear)
    throw invalid({
      tanggal: `Lokus ${listYear} baru berlaku 1 Januari ${listYear}. Isi tanggal sesudahnya.`,
    });
  return act(
    doing,
    decide,
    codes.map(target),
    oneByOne(async (tx, { code, regionCode, name }) => {
      const known = facts.get(code);
      if (!known) throw conflict(`${name} tidak ada dalam lokus ${listYear}.`);
      const last = await tx.villageDecision.findFirst({
        where: { villageCode: code, listYear },
        orderBy: { id: 'desc' },
        include: { decidedBy: true },
      });
      if (last?.outcome === outcome && last.reason === reason && +last.decidedOn === +decidedOn)
        throw conflict(
          `${name} sudah diputuskan begitu oleh ${last.decidedBy.name}. Keputusan yang sama tidak disimpan dua kali.`,
        );
      const beside = known.map(({ name: criterion, met, text }) => ({ name: criterion, met, text }));
      await tx.villageDecision.create({
        data: { regionCode, villageCode: code, decidedById: doing.actor.id, ...decision, facts: beside },
      });
      const summary = `${name}: ${inSentence(outcomeWords[outcome])} untuk lokus ${listYear}, per ${date(decidedOn)}. ${reason}`;
      return { result: name, fact: { subjectType: decide.on.type, subjectId: code, summary } };
    }),
  );
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
  const listYears = await listYearsOf(db, village.code, today);
  if (listYears.length === 0)
    throw conflict(`${village.name} belum pernah masuk daftar lokus, jadi belum ada yang diputuskan.`);
  return { ...village, id: code, listYears };
}

const Year = z.object({ year: z.number() });

/** The years whose list holds the village, in its newest edition, up to this year; the newest first. */
export async function listYearsOf(db: Reader, villageCode: string, today: Date): Promise<number[]> {
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
