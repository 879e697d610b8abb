import { type By, change, system } from '../audit/change.js';
import { calendarDay, month as monthName, monthOf } from '../core/format.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { type Here, ofRegion } from '../scope.js';
import type { Services } from '../web/services.js';
import { type Figures, NOTHING, publish } from './steps.js';
import { cellKey, helpersOf, kecamatanOfDay, type PlaceRow, trueFigures } from './truth.js';

/** With fewer accompanied villages the figures of a kecamatan would be those of a village or two. */
export const VILLAGES_MIN = 3;

/** Makes this month's potret unless it stands already; several processes may ask at once. */
export async function ensureSnapshot({ database, db, clock, region }: Services): Promise<void> {
  const now = clock.now();
  const month = monthOf(calendarDay(now));
  const [newer, places] = await Promise.all([
    db.publicSnapshot.count({ where: { ...ofRegion(region), month: { gte: month } } }),
    db.kecamatan.count({ where: ofRegion(region) }),
  ]);
  if (newer === 0 && places > 0)
    await takeSnapshot(database, system(region.regionCode, 'Potret bulanan'), now);
}

/** The potret of the month in which `at` falls, of what was verified until then; nothing where it stands already. */
export function takeSnapshot(database: Database, by: By, at: Date): Promise<void> {
  const moment = { at, day: calendarDay(at) };
  const month = monthOf(moment.day);
  return change(database, by, 'system.snapshot', async (tx) => {
    await execute(tx, sql`select code from region where code = ${by.regionCode} for update`);
    const made = await tx.publicSnapshot.count({ where: { ...ofRegion(by), month: { gte: month } } });
    const places = await kecamatanOfDay(tx, by, moment);
    if (made > 0 || places.length === 0) return { result: undefined, fact: [] };
    const categories = await tx.category.findMany({ orderBy: { position: 'asc' } });
    const truth = await trueFigures(tx, by, moment);
    const cells = nextCells(places, categories, truth, await lastPublished(tx, by));
    const snapshot = await tx.publicSnapshot.create({
      data: { ...ofRegion(by), month, takenOn: moment.day, ...(await helpersOf(tx, by, moment)) },
    });
    await store(tx, snapshot.id, places, cells);
    const summary = `Potret bulanan ${monthName(month)} dibuat`;
    return { result: undefined, fact: { subjectType: 'potret', subjectId: snapshot.id, summary } };
  });
}

export interface NextCell {
  kecamatanCode: string;
  categoryCode: string;
  countsPeople: boolean;
  /** Null: hidden. */
  figures: Figures | null;
}

/** Every cell of the next potret, from what is true (`cellKey`) and what was published last. */
export function nextCells(
  places: Pick<PlaceRow, 'code'>[],
  categories: { code: string; countsPeople: boolean }[],
  truth: Map<string, Figures>,
  last: Map<string, Figures>,
): NextCell[] {
  return places.flatMap((place) =>
    categories.map(({ code, countsPeople }) => {
      const key = cellKey(place.code, code);
      const figures = publish(countsPeople, last.get(key) ?? null, truth.get(key) ?? NOTHING);
      return { kecamatanCode: place.code, categoryCode: code, countsPeople, figures };
    }),
  );
}

/** The cells of the newest potret that are not hidden. */
async function lastPublished(tx: Writer, here: Here): Promise<Map<string, Figures>> {
  const newest = await newestSnapshot(tx, here);
  if (!newest) return new Map();
  const cells = await tx.publicCell.findMany({
    where: { snapshotId: newest.id, hidden: false },
    include: { funding: true },
  });
  return new Map(
    cells.map((cell) => [
      cellKey(cell.kecamatanCode, cell.categoryCode),
      {
        ...cell,
        planned: Number(cell.planned),
        spent: Number(cell.spent),
        funding: cell.funding.map((one) => ({ code: one.fundingCode, spent: Number(one.spent) })),
      },
    ]),
  );
}

export const newestSnapshot = (db: Reader | Writer, here: Here) =>
  db.publicSnapshot.findFirst({ where: ofRegion(here), orderBy: { month: 'desc' } });

async function store(tx: Writer, snapshotId: number, places: PlaceRow[], cells: NextCell[]): Promise<void> {
  const joined = joinedPlaces(places);
  await tx.publicPlace.createMany({
    data: places.map(({ code, plans_planned, cancelled_spent, ...counts }) => ({
      ...counts,
      snapshotId,
      kecamatanCode: code,
      joined: joined.has(code),
      plansPlanned: BigInt(plans_planned),
      cancelledSpent: BigInt(cancelled_spent),
    })),
  });
  await tx.publicCell.createMany({
    data: cells.map(({ figures, ...cell }) => ({
      ...cell,
      snapshotId,
      hidden: figures === null,
      activities: figures?.activities ?? 0,
      funded: figures?.funded ?? 0,
      realised: figures?.realised ?? 0,
      planned: BigInt(figures?.planned ?? 0),
      spent: BigInt(figures?.spent ?? 0),
    })),
  });
  await tx.publicFunding.createMany({
    data: cells.flatMap(({ kecamatanCode, categoryCode, figures }) =>
      (figures?.funding ?? []).map(({ code, spent }) => ({
        snapshotId,
        kecamatanCode,
        categoryCode,
        fundingCode: code,
        spent: BigInt(spent),
      })),
    ),
  });
}

/**
 * Which kecamatan are read together: those with fewer than three accompanied villages, and the smallest others until
 * there are two of them with three villages between them. `places` come with the fewest villages first.
 */
export function joinedPlaces(places: Pick<PlaceRow, 'code' | 'accompanied'>[]): Set<string> {
  const joined = places.filter((one) => one.accompanied < VILLAGES_MIN);
  if (joined.length === 0) return new Set();
  const villages = () => joined.reduce((sum, one) => sum + one.accompanied, 0);
  for (const other of places.slice(joined.length)) {
    if (joined.length > 1 && villages() >= VILLAGES_MIN) break;
    joined.push(other);
  }
  return new Set(joined.map((one) => one.code));
}
