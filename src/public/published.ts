import { z } from 'zod';
import { shortAmount } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { categoryNameOn } from '../database/former-names.js';
import { queryRows, sql } from '../database/query.js';
import type { Here } from '../scope.js';
import { newestSnapshot } from './snapshot.js';

const CellRow = z.object({
  kecamatan: z.string(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  basic_service: z.boolean(),
  hidden: z.boolean(),
  activities: z.number(),
  funded: z.number(),
  realised: z.number(),
  planned: z.number(),
  spent: z.number(),
});
type CellRow = z.output<typeof CellRow>;

/** What anybody may read of one kind of help in one place; what is hidden in a part of it is in no sum. */
export type PublicSum = Omit<CellRow, 'kecamatan'>;

const FundingRow = z.object({ kecamatan: z.string(), name: z.string(), spent: z.number() });

/** What the newest potret tells of a place beside its kinds of help; null where an earlier one does not tell. */
export interface PlaceStanding {
  /** Villages of the list with a lead OPD. */
  accompanied: number | null;
  /** What is planned or was cancelled; in no other figure. */
  plans: number;
  cancelled: number;
  /** Its money, in whole `MONEY_STEP`. */
  plans_planned: number | null;
  cancelled_spent: number | null;
}

/** The newest potret bulanan: all that the public reads by kind of help. */
export interface Published {
  /** The day whose verified activities it counts. */
  takenOn: Date;
  /** Kecamatan whose figures stand by themselves; all others are read together. */
  apart: Set<string>;
  /** Perangkat daerah that accompany, and who paid; null where an earlier potret does not tell. */
  agencies: number | null;
  funders: number | null;
  places: (PlaceStanding & { kecamatan: string })[];
  cells: CellRow[];
  funding: z.output<typeof FundingRow>[];
}

export async function readPublished(db: Reader, here: Here): Promise<Published | null> {
  const snapshot = await newestSnapshot(db, here);
  if (!snapshot) return null;
  const [places, cells, funding] = await Promise.all([
    db.publicPlace.findMany({ where: { snapshotId: snapshot.id } }),
    queryRows(
      db,
      sql`select p.kecamatan_code as kecamatan, c.code,
                 ${categoryNameOn(sql`c`, sql`${snapshot.takenOn}::date`)} as name, c.unit, c.basic_service, p.hidden,
                 p.activities, p.funded, p.realised, p.planned, p.spent
          from public_cell p join category c on c.code = p.category_code
          where p.snapshot_id = ${snapshot.id} order by c.position, p.kecamatan_code`,
      CellRow,
    ),
    queryRows(
      db,
      sql`select f.kecamatan_code as kecamatan, s.name, sum(f.spent) as spent
          from public_funding f join funding_source s on s.code = f.funding_code
          where f.snapshot_id = ${snapshot.id} group by f.kecamatan_code, s.code order by s.position`,
      FundingRow,
    ),
  ]);
  return {
    takenOn: snapshot.takenOn,
    apart: new Set(places.filter((one) => !one.joined).map((one) => one.kecamatanCode)),
    agencies: snapshot.agencies,
    funders: snapshot.funders,
    places: places.map(({ kecamatanCode, plansPlanned, cancelledSpent, ...one }) => ({
      ...one,
      kecamatan: kecamatanCode,
      plans_planned: plansPlanned === null ? null : Number(plansPlanned),
      cancelled_spent: cancelledSpent === null ? null : Number(cancelledSpent),
    })),
    cells,
    funding,
  };
}

/** By kind of help, in these kecamatan together. */
export function sumsIn(published: Published | null, kecamatan: Set<string>): PublicSum[] {
  const sums = new Map<string, PublicSum>();
  for (const { kecamatan: place, ...cell } of published?.cells ?? []) {
    if (!kecamatan.has(place)) continue;
    const sum = sums.get(cell.code);
    sums.set(cell.code, sum ? together(sum, cell) : cell);
  }
  return [...sums.values()];
}

const together = (sum: PublicSum, cell: PublicSum): PublicSum => ({
  ...sum,
  hidden: sum.hidden && cell.hidden,
  activities: sum.activities + cell.activities,
  funded: sum.funded + cell.funded,
  realised: sum.realised + cell.realised,
  planned: sum.planned + cell.planned,
  spent: sum.spent + cell.spent,
});

/**
 * Five houses, the dearest thing with a usual price, cost less: what a funder paid, what is planned and what was paid for
 * the cancelled is told in whole steps of it.
 */
export const MONEY_STEP = 100_000_000;
const inSteps = (rupiah: number) => rupiah - (rupiah % MONEY_STEP);

/** What is told of these kecamatan together. */
export function standingIn(published: Published | null, kecamatan: Set<string>): PlaceStanding {
  const rows = (published?.places ?? []).filter((one) => kecamatan.has(one.kecamatan));
  const sum = (pick: (row: PlaceStanding) => number | null): number | null =>
    rows.reduce<number | null>((all, row) => {
      const one = pick(row);
      return all === null || one === null ? null : all + one;
    }, 0);
  const money = (pick: (row: PlaceStanding) => number | null) => {
    const all = sum(pick);
    return all === null ? null : inSteps(all);
  };
  return {
    accompanied: sum((one) => one.accompanied),
    plans: sum((one) => one.plans) ?? 0,
    cancelled: sum((one) => one.cancelled) ?? 0,
    plans_planned: money((one) => one.plans_planned),
    cancelled_spent: money((one) => one.cancelled_spent),
  };
}

/** What stands beside a public sum of money: `direncanakan Rp 1,2 miliar, terpakai pada yang batal di bawah Rp 100 juta`. */
export const publicMoneyBeside = (standing: PlaceStanding): string =>
  [
    moneyWords('direncanakan', standing.plans, standing.plans_planned),
    moneyWords('terpakai pada yang batal', standing.cancelled, standing.cancelled_spent),
  ]
    .filter(Boolean)
    .join(', ');

const moneyWords = (word: string, count: number, rupiah: number | null): string => {
  if (count === 0 || rupiah === null) return '';
  return rupiah === 0 ? `${word} di bawah Rp 100 juta` : `${word} Rp ${shortAmount(rupiah)}`;
};

/** Who paid in these kecamatan, largest first, rounded down; funders under one step are not told. */
export function fundingIn(
  published: Published | null,
  kecamatan: Set<string>,
): { name: string; spent: number }[] {
  const sums = new Map<string, number>();
  for (const { kecamatan: place, name, spent } of published?.funding ?? [])
    if (kecamatan.has(place)) sums.set(name, spent + (sums.get(name) ?? 0));
  return [...sums]
    .map(([name, spent]) => ({ name, spent: inSteps(spent) }))
    .filter(({ spent }) => spent > 0)
    .sort((one, other) => other.spent - one.spent);
}
