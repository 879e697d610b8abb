import { type Doing, doingAs } from '../audit/act.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { draftFromRun, draftFromSheet } from '../lokus/draft.js';
import { addContinuing, fixList, setPhases } from '../lokus/edit.js';
import { saveRun } from '../prioritas/runs.js';
import { defaults } from '../ranking/parameters.js';
import { rank } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import type { SampleVersions, Twins } from './datasets.js';
import { idmOf, poorOf, type SyntheticVillage } from './figures.js';
import { codesOf, coverEveryKecamatan, QUOTA, shrinkToQuota } from './quota.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
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

/** Members of the first two lists. */
export interface EarlierLists {
  first: string[];
  second: string[];
}

/** The official lists of 2021 and 2022: without and with a run, lanjutan, additions, removals, phases. */
export async function makeEarlierLists(
  database: Database,
  bappeda: Account,
  versions: SampleVersions,
  ranked: RankedUnit[],
): Promise<EarlierLists> {
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
  await fixInFebruary(fixing(database, bappeda, 2021), draft, 2021, '188.4/212/TAHUN 2021');
  return { first, second: await list2022(database, bappeda, versions) };
}

/** What Bappeda does on the day on which a list of the sample is fixed. */
export const fixing = (database: Database, by: Account, year: number): Doing =>
  doingAs(database, by, new Date(`${year}-02-14T03:00:00Z`));

export const fixInFebruary = (doing: Doing, id: number, year: number, number: string) =>
  fixList(doing, id, { number, date: day(`${year}-02-14`) });

export async function runOf(
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
  const createdAt = new Date(`${years.on}T02:00:00Z`);
  return saveRun(database, by, { name: years.name, versions: { desil1, idm }, parameters, createdAt });
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
  const doing = fixing(database, by, 2022);
  await addContinuing(doing, id, 'all');
  await coverEveryKecamatan(doing, id, run, new Set());
  await shrinkToQuota(doing, id);
  const phases = new Map([
    ...FIRST.map((number): [string, number] => [`${by.regionCode}.${number}`, 2021]),
    ...SECOND.map((number): [string, number] => [`${by.regionCode}.${number}`, 2022]),
    ...THIRD.map((number): [string, number] => [`${by.regionCode}.${number}`, 2023]),
  ]);
  await setPhases(doing, id, phases);
  await fixInFebruary(doing, id, 2022, '188.4/417/TAHUN 2022');
  return codesOf(database, id);
}
