import { change, changeTogether, system } from '../audit/change.js';
import type { Config } from '../config.js';
import { calendarDay } from '../core/format.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { remindOfAftercare } from '../evaluation/aftercare.js';
import { rebuild } from '../kept/keep.js';
import { type Here, ofRegion } from '../scope.js';
import { makeAccounts, type SampleAccounts } from './accounts.js';
import { loadActivities } from './activities.js';
import { makeAssignments } from './assignments.js';
import { listNow } from './current-list.js';
import { loadVersions } from './datasets.js';
import { syntheticVillages } from './figures.js';
import { tellLedger } from './ledger.js';
import { makeEarlierLists, quotaTwins, sampleRanking } from './lists.js';
import { makeNeeds } from './needs.js';
import { demoNews } from './news.js';
import { makePhotos } from './photos.js';
import type { Posting } from './plan.js';
import { sendReportsBack } from './returned.js';
import { tellMonths } from './rhythm.js';
import { shareLines } from './shares.js';
import { makeSnapshots } from './snapshots.js';
import { makeSpotChecks } from './spot-checks.js';

/** The kabupaten whose places and agencies the sample's story is told with. */
export const SAMPLE_REGION = '33.27';
const ACTIVITIES = 600;
/** As many as activities of the last year show; each has its own. */
const PHOTOS = 160;
const DAY = 86_400_000;

/** Loads the labelled sample data into a database that has neither accounts nor sample, where there is a sample. */
export async function loadSampleOnce(
  database: Database,
  config: Config,
  say: (line: string) => void,
): Promise<void> {
  if (config.regionCode !== SAMPLE_REGION || (await database.reader.account.count()) > 0) return;
  say('Memuat data contoh (sekali saja)…');
  await loadSample(database, config, new Date());
}

/**
 * The whole story of the movement with invented figures: versions of several years, three official lists, assignments,
 * some 600 activities. The same on every machine for the same day. One transaction: whoever is interrupted leaves
 * nothing, and no invented figure is seen before the mark that puts the banner over it.
 */
export function loadSample(database: Database, config: Config, now: Date): Promise<void> {
  return changeTogether(database, (together) => tellStory(together, config, now));
}

async function tellStory(database: Database, config: Config, now: Date): Promise<void> {
  const { regionCode } = config;
  const today = calendarDay(now);
  // The list of a year is fixed in February; before March the story ends with the year before.
  const year = today.getUTCMonth() >= 2 ? today.getUTCFullYear() : today.getUTCFullYear() - 1;
  const { villages, ranked } = await inventFigures(database.reader, config);
  const agency = await database.reader.agency.findFirstOrThrow({
    where: { ...ofRegion(config), shortName: 'Dinkes' },
  });
  const demo = { agencyId: agency.id, villageCode: demoVillage(ranked) };
  const accounts = await makeAccounts(
    database,
    config,
    demo,
    ranked.slice(0, 120).map((row) => row.code),
  );
  const by = system(regionCode, 'Data contoh');
  const versions = await loadVersions(database, by, villages, quotaTwins(ranked));
  const earlier = await makeEarlierLists(database, accounts.bappeda, versions, ranked);
  const present = await listNow(database, accounts.bappeda, {
    versions,
    before: { year: 2022, members: earlier.second },
    year,
    evaluatedOn: new Date(Math.max(today.getTime() - 45 * DAY, Date.UTC(year, 2, 1))),
    firstDoneOn: new Date(today.getTime() - (365 + 20) * DAY),
    demoVillage: demo.villageCode,
  });
  const lists = { ...earlier, ...present };
  await makeAssignments(database, accounts.coordinator, lists, { demo, year });
  const yesterday = new Date(today.getTime() - DAY);
  await recordWork(database, accounts, { evidenceDir: config.evidenceDir, demo, year, yesterday });
  await sendReportsBack(database, accounts, yesterday);
  await makeSpotChecks(database, accounts.bappeda, today);
  await tellLedger(database, accounts, { villageCode: demo.villageCode, yesterday });
  await tellMonths(database, accounts, { day: yesterday, demoAgencyId: demo.agencyId });
  await remindOfAftercare(database, config, today);
  await handAccountOver(database, regionCode, today);
  await makeSnapshots(database, by, now);
  await markSample(database, regionCode, now);
}

/** The villages with invented figures of several years, and their order by those before the first list. */
async function inventFigures(reader: Reader, config: Config) {
  const where = ofRegion(config);
  const places = await reader.village.findMany({ where, orderBy: { code: 'asc' } });
  const kecamatan = await reader.kecamatan.findMany({ where });
  const names = new Map(kecamatan.map((one) => [one.code, one.name]));
  const villages = syntheticVillages(places);
  return { villages, ranked: sampleRanking(villages, names, { desil1: 2022, idm: 2021 }) };
}

/** The first desa of the order that stands in the first list: accompanied from the beginning until today. */
const demoVillage = (ranked: { code: string; kelurahan: boolean }[]) =>
  (ranked.find((row) => !row.kelurahan && row.code.slice(6, 8) === '03') ?? ranked[0])?.code ?? '';

async function recordWork(
  database: Database,
  accounts: SampleAccounts,
  given: {
    evidenceDir: string;
    demo: { agencyId: number; villageCode: string };
    year: number;
    yesterday: Date;
  },
): Promise<void> {
  const { demo, year, yesterday, evidenceDir } = given;
  const { photos, again } = await makePhotos(evidenceDir, PHOTOS);
  const { coordinator, officers, villages } = accounts;
  const { regionCode } = coordinator;
  await change(database, coordinator, 'system.sample', async (tx) => {
    const files = [...photos, again].map((photo) => ({ ...photo, mediaType: 'image/jpeg' }));
    await tx.storedFile.createMany({ data: files });
    const staff = {
      coordinatorId: coordinator.id,
      officerOf: (id: number) => officers.get(id) as number,
      villageAccountOf: (code: string) => villages.get(code) ?? null,
    };
    const context = {
      ...{ regionCode, staff, photos, again, yesterday, demo },
      postings: await postingsUntil(tx, yesterday),
      target: ACTIVITIES,
    };
    const count = await loadActivities(tx, context);
    await decideResidentDays(tx, coordinator, year);
    await shareLines(tx, staff, demo.agencyId);
    await rebuild(tx);
    const told = { regionCode, year, authorId: coordinator.id };
    await makeNeeds(tx, { ...told, demoVillage: demo.villageCode });
    const summary = `${count} kegiatan contoh dibuat`;
    const made = { subjectType: 'wilayah', subjectId: regionCode, summary };
    return { result: undefined, fact: [made, ...(await demoNews(tx, demo, { regionCode, day: yesterday }))] };
  });
}

/** What a day of work of residents is worth; before 2022 nobody had said. */
async function decideResidentDays(tx: Writer, here: Here, year: number): Promise<void> {
  const { id: setById } = await tx.account.findFirstOrThrow({
    where: { ...ofRegion(here), role: 'ADMIN' },
  });
  const rates = [
    { since: new Date(Date.UTC(2022, 0, 1)), value: 80_000 },
    { since: new Date(Date.UTC(year, 0, 1)), value: 100_000 },
  ];
  const rate = { ...ofRegion(here), key: 'tarif-gotong-royong', setById };
  await tx.setting.createMany({ data: rates.map((one) => ({ ...rate, ...one })) });
}

/** Who comes next year has done nothing yet. */
async function postingsUntil(tx: Writer, day: Date): Promise<Posting[]> {
  const assignments = await tx.assignment.findMany({
    where: { startsOn: { lte: day } },
    orderBy: { id: 'asc' },
  });
  return assignments.map(({ villageCode, agencyId, startsOn, endsOn, role }) => ({
    villageCode,
    agencyId,
    startsOn,
    endsOn,
    lead: role === 'LEAD',
  }));
}

/** One account went to another person half a year ago: what she verified and wrote keeps her office's old name. */
function handAccountOver(database: Database, regionCode: string, today: Date): Promise<void> {
  return change(database, system(regionCode, 'Data contoh'), 'account.manage', async (tx) => {
    const account = await tx.account.findUniqueOrThrow({ where: { username: 'koordinator' } });
    const until = new Date(today.getTime() - 180 * DAY);
    await tx.formerName.create({ data: { accountId: account.id, name: 'Koordinator lama', until } });
    const summary = 'Akun koordinator contoh berpindah ke orang lain';
    return { result: undefined, fact: { subjectType: 'akun', subjectId: account.id, summary } };
  });
}

function markSample(database: Database, regionCode: string, now: Date): Promise<void> {
  return change(database, system(regionCode, 'Data contoh'), 'system.sample', async (tx) => {
    await tx.region.update({ where: { code: regionCode }, data: { sampleLoadedAt: now } });
    const fact = { subjectType: 'wilayah', subjectId: regionCode, summary: 'Data contoh dimuat' };
    return { result: undefined, fact };
  });
}
