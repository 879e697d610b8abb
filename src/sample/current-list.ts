import { change } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { draftFromRun } from '../lokus/draft.js';
import { addContinuing, removeMember, setPhases } from '../lokus/edit.js';
import type { SampleVersions } from './datasets.js';
import { fix, runOf } from './lists.js';
import { codesOf, coverEveryKecamatan, fillToQuota, shrinkToQuota } from './quota.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

interface Context {
  versions: SampleVersions;
  /** Members of the list before. */
  before: string[];
  year: number;
  /** The day in this year on which two villages are decided tuntas. */
  evaluatedOn: Date;
  /** Never tuntas: the demo accounts work there. */
  demoVillage: string;
}

/** Members of the list of this year. */
export interface CurrentList {
  current: string[];
  /** Those that begin next year. */
  later: Set<string>;
  /** The last day of every village that was decided tuntas. */
  done: Map<string, Date>;
}

/**
 * Decisions at the end of last year, then the list of this year. Two kecamatan are finished and begin again next year
 * with other villages; two villages are decided tuntas in the course of this year.
 */
export async function listNow(database: Database, by: Account, context: Context): Promise<CurrentList> {
  const { before, year, evaluatedOn } = context;
  const run = await runOf(database, by, context.versions, {
    desil1: 2025,
    idm: 2024,
    bobotIdm: 0.7,
    name: `Lokus ${year}, kuota 79`,
    on: `${year}-02-03`,
  });
  const results = await database.reader.rankingResult.findMany({ where: { runId: run, selected: true } });
  const selected = new Set(results.map((row) => row.villageCode));
  const resting = fewest(before, 2);
  const rests = (code: string) => resting.includes(code.slice(0, 8));
  // Three that fell out of the order are not done yet: they go on as additions below the cut.
  const fallen = before.filter((code) => !selected.has(code) && !rests(code)).slice(3);
  const done = [...fallen, ...before.filter(rests)].filter((code) => code !== context.demoVillage);
  await decide(database, by, done, day(`${year - 1}-12-19`));

  const id = await draftFromRun(database, by, year, run);
  await addContinuing(database, by, id);
  await leaveOut(database, by, id, new Set(done));
  await coverEveryKecamatan(database, by, id, run, new Set(done));
  await shrinkToQuota(database, by, id);
  await fillToQuota(database, by, id, run, (code) => done.includes(code) || rests(code));
  await setPhases(database, by, id, new Map(resting.map((code) => [code, year + 1])));
  await fix(database, by, id, year, `188.4/96/TAHUN ${year}`);

  const current = await codesOf(database, id);
  const early = current.filter((code) => before.includes(code) && code !== context.demoVillage).slice(0, 2);
  await decide(database, by, early, evaluatedOn);
  return {
    current,
    later: new Set(current.filter(rests)),
    done: new Map([
      ...done.map((code): [string, Date] => [code, day(`${year - 1}-12-31`)]),
      ...early.map((code): [string, Date] => [code, evaluatedOn]),
    ]),
  };
}

/** The `count` kecamatan with the fewest of these villages. */
function fewest(codes: string[], count: number): string[] {
  const members = new Map<string, number>();
  for (const code of codes) members.set(code.slice(0, 8), (members.get(code.slice(0, 8)) ?? 0) + 1);
  return [...members]
    .sort((one, other) => one[1] - other[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, count)
    .map(([code]) => code);
}

/** What the run selected although it is tuntas stays out, with its reason. */
async function leaveOut(database: Database, by: Account, id: number, done: Set<string>): Promise<void> {
  for (const code of await codesOf(database, id))
    if (done.has(code)) await removeMember(database, by, id, code, 'Sudah tuntas pada evaluasi tahun lalu.');
}

function decide(database: Database, by: Account, codes: string[], on: Date): Promise<void> {
  return change(database, by, 'village.decide', async (tx) => {
    await tx.villageDecision.createMany({
      data: codes.map((villageCode) => ({
        regionCode: by.regionCode,
        villageCode,
        outcome: 'TUNTAS' as const,
        decidedOn: on,
        reason: 'Evaluasi: sasaran layanan dasar tercapai.',
        decidedById: by.id,
      })),
    });
    const summary = `${codes.length} desa diputuskan tuntas pada evaluasi`;
    return {
      result: undefined,
      fact: { subjectType: 'desa', subjectId: by.regionCode, summary, after: codes },
    };
  });
}
