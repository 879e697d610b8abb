import type { Doing } from '../audit/act.js';
import { change } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { draftFromRun } from '../lokus/draft.js';
import { addContinuing, removeMember, setPhases } from '../lokus/edit.js';
import type { SampleVersions } from './datasets.js';
import { fixInFebruary, fixing, runOf } from './lists.js';
import { codesOf, coverEveryKecamatan, fillToQuota, shrinkToQuota } from './quota.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

interface Context {
  versions: SampleVersions;
  /** The list before: its year and its members. */
  before: { year: number; members: string[] };
  year: number;
  /** The day in this year on which two villages are decided tuntas. */
  evaluatedOn: Date;
  /** The day, a little more than a year ago, on which one village was decided tuntas before the others. */
  firstDoneOn: Date;
  /** Never tuntas: the demo accounts work there. */
  demoVillage: string;
}

/** Members of the list of this year. */
export interface CurrentList {
  current: string[];
  /** Those that begin next year. */
  later: Set<string>;
  /** Tuntas in the list before and chosen again by the figures of this one. */
  anew: string[];
  /** Tuntas for a year: its last lead is reminded to look whether it holds. */
  firstDone: string;
  /** The last day of every village that was decided tuntas. */
  done: Map<string, Date>;
}

/**
 * Decisions at the end of last year for the list before, then the list of this year. Two kecamatan never had an OPD and
 * wait for next year; one village was tuntas before the others, one that was tuntas is chosen anew, two are decided tuntas in
 * the course of this year.
 */
export async function listNow(database: Database, by: Account, context: Context): Promise<CurrentList> {
  const { year, evaluatedOn } = context;
  const before = context.before.members;
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
  const { done, anew, leaving } = fates(context, selected, rests);
  const lastDays = await decideBefore(database, by, context, done);

  const id = await draftFromRun(database, by, year, run);
  const doing = fixing(database, by, year);
  await addContinuing(doing, id, 'all');
  await leaveOut(doing, id, new Set(leaving));
  await coverEveryKecamatan(doing, id, run, new Set(done));
  await shrinkToQuota(doing, id);
  await fillToQuota(doing, id, run, (code) => done.includes(code) || rests(code));
  await setPhases(doing, id, new Map(resting.map((code) => [code, year + 1])));
  await fixInFebruary(doing, id, year, `188.4/96/TAHUN ${year}`);

  const current = await codesOf(database, id);
  const settled = (code: string) => code === context.demoVillage || anew.includes(code) || rests(code);
  const early = current.filter((code) => before.includes(code) && !settled(code)).slice(0, 2);
  await decide(database, by, early, { on: evaluatedOn, listYear: year });
  return {
    current,
    anew,
    firstDone: done[0] as string,
    later: new Set(current.filter(rests)),
    done: new Map([...lastDays, ...early.map((code): [string, Date] => [code, evaluatedOn])]),
  };
}

/** Decides members of the list before tuntas, the first of them a year ago, the others in December; their last days. */
async function decideBefore(
  database: Database,
  by: Account,
  { before: { year: listYear }, year, firstDoneOn }: Context,
  done: string[],
): Promise<[code: string, lastDay: Date][]> {
  const [first, ...others] = done as [string, ...string[]];
  await decide(database, by, [first], { on: firstDoneOn, listYear });
  await decide(database, by, others, { on: day(`${year - 1}-12-19`), listYear });
  return [[first, firstDoneOn], ...others.map((code): [string, Date] => [code, day(`${year - 1}-12-31`)])];
}

/** Which members of the list before are done, and which of these are chosen anew or kept out although they rank. */
function fates({ before, demoVillage }: Context, selected: Set<string>, rests: (code: string) => boolean) {
  const going = before.members.filter((code) => !rests(code));
  // Three that fell out of the order are not done yet: they go on as additions below the cut.
  const fallen = going.filter((code) => !selected.has(code)).slice(3);
  const again = going.filter((code) => selected.has(code) && code !== demoVillage);
  const [anew, leaving] = [again.slice(0, 1), again.slice(1, 4)];
  const done = [...fallen, ...anew, ...leaving].filter((code) => code !== demoVillage);
  return { done, anew, leaving };
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
async function leaveOut(doing: Doing, id: number, done: Set<string>): Promise<void> {
  for (const code of await codesOf(doing.database, id))
    if (done.has(code)) await removeMember(doing, id, code, 'Sudah tuntas pada evaluasi tahun lalu.');
}

function decide(
  database: Database,
  by: Account,
  codes: string[],
  { on, listYear }: { on: Date; listYear: number },
): Promise<void> {
  return change(database, by, 'village.decide', async (tx) => {
    await tx.villageDecision.createMany({
      data: codes.map((villageCode) => ({
        regionCode: by.regionCode,
        villageCode,
        listYear,
        outcome: 'TUNTAS' as const,
        decidedOn: on,
        reason: 'Evaluasi: sasaran layanan dasar tercapai.',
        decidedById: by.id,
      })),
    });
    const summary = `${codes.length} desa diputuskan tuntas pada evaluasi lokus ${listYear}`;
    return {
      result: undefined,
      fact: { subjectType: 'desa', subjectId: by.regionCode, summary, after: codes },
    };
  });
}
