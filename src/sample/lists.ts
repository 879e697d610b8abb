import { change } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { draftFromRun, draftFromSheet } from '../lokus/draft.js';
import { addContinuing, addMember, fixList, removeMember, setPhases } from '../lokus/edit.js';
import { saveRun } from '../prioritas/runs.js';
import { defaults } from '../ranking/parameters.js';
import { rank } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import type { SampleVersions, Twins } from './datasets.js';
import { idmOf, poorOf, type SyntheticVillage } from './figures.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
export const QUOTA = 79;
/** Phases of the movement: the year in which each kecamatan begins. */
const FIRST = ['01', '03', '04', '06', '10'];
const SECOND = ['02', '07', '08', '09', '12'];
const THIRD = ['05', '11', '13', '14'];

/** The ranking of the sample's villages by the figures of two years, without the database. */
export function sampleRanking(
  villages: SyntheticVillage[],
  kecamatanNames: Map<string, string>,
  years: { desil1: number; idm: number },
): RankedUnit[] {
  const units = villages.map((village) => ({
    code: village.code,
    name: village.name,
    kecamatanCode: village.kecamatanCode,
    kecamatanName: kecamatanNames.get(village.kecamatanCode) ?? '',
    kelurahan: village.idm === null,
    p: poorOf(village, years.desil1),
    i: idmOf(village, years.idm),
    n: village.population,
  }));
  return rank(units, defaults).rows();
}

/** The last inside the quota of 2022 and the first desa outside it; they will share their figures. */
export function quotaTwins(rows: RankedUnit[]): Twins {
  const kept = rows.slice(0, QUOTA).findLast((row) => !row.kelurahan);
  const left = rows.slice(QUOTA).find((row) => !row.kelurahan);
  return kept && left ? [kept.code, left.code] : null;
}

export interface Lists {
  first: string[];
  second: string[];
  current: string[];
  /** Members of the current list that begin next year. */
  later: Set<string>;
  done: string[];
}

/** The official lists of 2021, 2022 and `year`: with and without a run, lanjutan, additions, removals, phases. */
export async function makeLists(
  database: Database,
  bappeda: Account,
  versions: SampleVersions,
  ranked: RankedUnit[],
  year: number,
): Promise<Lists> {
  const first = FIRST.flatMap((number) =>
    ranked
      .filter((row) => row.kecamatanCode === `${bappeda.regionCode}.${number}` && !row.kelurahan)
      .slice(0, 5)
      .map((row) => row.code),
  );
  const draft = await draftFromSheet(
    database,
    bappeda,
    2021,
    first.map((code) => ({ code, agencyId: null })),
  );
  await fix(database, bappeda, draft, 2021, '188.4/212/TAHUN 2021');
  const second = await list2022(database, bappeda, versions);
  const { current, done, later } = await listNow(database, bappeda, versions, second, year);
  return { first, second, current, later, done };
}

const fix = (database: Database, by: Account, id: number, year: number, number: string) =>
  fixList(database, by, id, { number, date: day(`${year}-02-14`) }, new Date(`${year}-02-14T03:00:00Z`));

async function runOf(
  database: Database,
  by: Account,
  versions: SampleVersions,
  years: { desil1: number; idm: number; name: string; on: string; bobotIdm: number },
) {
  const [desil1, idm] = await Promise.all(
    [versions.desil1.get(years.desil1), versions.idm.get(years.idm)].map((id) =>
      database.reader.datasetVersion.findUniqueOrThrow({ where: { id: id as number } }),
    ),
  );
  if (!desil1 || !idm) throw new Error('the sample has these versions');
  const parameters = { ...defaults, bobotIdm: years.bobotIdm };
  return saveRun(database, by, years.name, { desil1, idm }, parameters, new Date(`${years.on}T02:00:00Z`));
}

async function codesOf(database: Database, listId: number): Promise<string[]> {
  const members = await database.reader.lokusMember.findMany({
    where: { listId },
    orderBy: { villageCode: 'asc' },
  });
  return members.map((member) => member.villageCode);
}

/** 79 units in all 14 kecamatan, the 25 of 2021 as lanjutan, kelurahan among them. */
async function list2022(database: Database, by: Account, versions: SampleVersions): Promise<string[]> {
  const run = await runOf(database, by, versions, {
    desil1: 2022,
    idm: 2021,
    bobotIdm: 0.5,
    name: 'Lokus 2022, kuota 79',
    on: '2022-02-07',
  });
  const id = await draftFromRun(database, by, 2022, run);
  await addContinuing(database, by, id);
  await coverEveryKecamatan(database, by, id, run);
  await shrinkToQuota(database, by, id);
  const phases = new Map([
    ...FIRST.map((number): [string, number] => [`${by.regionCode}.${number}`, 2021]),
    ...SECOND.map((number): [string, number] => [`${by.regionCode}.${number}`, 2022]),
    ...THIRD.map((number): [string, number] => [`${by.regionCode}.${number}`, 2023]),
  ]);
  await setPhases(database, by, id, phases);
  await fix(database, by, id, 2022, '188.4/417/TAHUN 2022');
  return codesOf(database, id);
}

/** The best of a kecamatan that has none, and the best kelurahan, come in as additions with a reason. */
async function coverEveryKecamatan(
  database: Database,
  by: Account,
  id: number,
  runId: number,
): Promise<void> {
  const results = await database.reader.rankingResult.findMany({
    where: { runId },
    orderBy: { position: 'asc' },
  });
  const members = new Set(await codesOf(database, id));
  const kecamatan = new Set([...members].map((code) => code.slice(0, 8)));
  for (const { villageCode: code } of results) {
    const place = code.slice(0, 8);
    const wanted =
      !kecamatan.has(place) || (code[9] === '1' && ![...members].some((member) => member[9] === '1'));
    if (!wanted || members.has(code)) continue;
    const reason = 'Hasil rakor: tiap kecamatan punya desa dampingan.';
    await addMember(database, by, id, { code, reason, agencyId: null });
    members.add(code);
    kecamatan.add(place);
  }
}

/** The last of the order make room, each with its reason, and no kecamatan is left empty. */
async function shrinkToQuota(database: Database, by: Account, id: number): Promise<void> {
  const members = await database.reader.lokusMember.findMany({
    where: { listId: id },
    orderBy: [{ rank: 'desc' }, { villageCode: 'desc' }],
  });
  let surplus = members.length - QUOTA;
  const left = new Map<string, number>();
  for (const member of members) left.set(member.kecamatanCode, (left.get(member.kecamatanCode) ?? 0) + 1);
  for (const member of members) {
    const there = left.get(member.kecamatanCode) ?? 0;
    if (surplus <= 0 || there < 2 || member.origin !== 'HITUNGAN') continue;
    await removeMember(
      database,
      by,
      id,
      member.villageCode,
      'Kuota dipakai desa lanjutan; diusulkan tahun berikutnya.',
    );
    left.set(member.kecamatanCode, there - 1);
    surplus -= 1;
  }
}

/** Decisions at the end of last year, then the list of this year; two kecamatan begin next year. */
async function listNow(
  database: Database,
  by: Account,
  versions: SampleVersions,
  before: string[],
  year: number,
) {
  const run = await runOf(database, by, versions, {
    desil1: 2025,
    idm: 2024,
    bobotIdm: 0.7,
    name: `Lokus ${year}, kuota 79`,
    on: `${year}-02-03`,
  });
  const results = await database.reader.rankingResult.findMany({ where: { runId: run, selected: true } });
  const selected = new Set(results.map((row) => row.villageCode));
  // Three that fell out of the order are not done yet: they go on as additions below the cut.
  const done = before.filter((code) => !selected.has(code)).slice(3);
  await decide(database, by, done, year - 1);
  const id = await draftFromRun(database, by, year, run);
  await addContinuing(database, by, id);
  await shrinkToQuota(database, by, id);
  const current = await codesOf(database, id);
  const starters = await beginLater(database, by, id, year);
  await fix(database, by, id, year, `188.4/96/TAHUN ${year}`);
  return { current, done, later: new Set(current.filter((code) => starters.has(code.slice(0, 8)))) };
}

/** The two kecamatan with the fewest lanjutan begin next year. */
async function beginLater(database: Database, by: Account, id: number, year: number): Promise<Set<string>> {
  const members = await database.reader.lokusMember.findMany({ where: { listId: id } });
  const count = new Map<string, number>();
  for (const member of members) {
    count.set(
      member.kecamatanCode,
      (count.get(member.kecamatanCode) ?? 0) + (member.origin === 'LANJUTAN' ? 1 : 0),
    );
  }
  const starters = [...count]
    .sort((one, other) => one[1] - other[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, 2);
  await setPhases(database, by, id, new Map(starters.map(([code]) => [code, year + 1])));
  return new Set(starters.map(([code]) => code));
}

function decide(database: Database, by: Account, codes: string[], year: number): Promise<void> {
  return change(database, by, 'village.decide', async (tx) => {
    await tx.villageDecision.createMany({
      data: codes.map((villageCode) => ({
        regionCode: by.regionCode,
        villageCode,
        outcome: 'TUNTAS' as const,
        decidedOn: day(`${year}-12-19`),
        reason: 'Evaluasi tahunan: sasaran layanan dasar tercapai.',
        decidedById: by.id,
      })),
    });
    const summary = `${codes.length} desa diputuskan tuntas pada evaluasi ${year}`;
    return {
      result: undefined,
      fact: { subjectType: 'desa', subjectId: by.regionCode, summary, after: codes },
    };
  });
}
