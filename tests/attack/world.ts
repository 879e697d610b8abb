import fc from 'fast-check';
import { landingModel } from '../../src/public/landing.js';
import { progressTable, resultTable } from '../../src/public/open-data.js';
import type { Overview } from '../../src/public/overview.js';
import { fundingIn, type Published } from '../../src/public/published.js';
import { joinedPlaces, nextCells } from '../../src/public/snapshot.js';
import { type Figures, NOTHING } from '../../src/public/steps.js';
import { cellKey } from '../../src/public/truth.js';
import type { Services } from '../../src/web/services.js';

/** Kinds of help of the invented kabupaten; what one unit costs, where everybody knows. */
export const KINDS = [
  { code: 'RTLH', people: true, low: 12_000_000, high: 17_500_000 },
  { code: 'JMB', people: true, low: 2_000_000, high: 2_500_000 },
  { code: 'LIS', people: true, low: 0, high: Number.POSITIVE_INFINITY },
  { code: 'INF', people: false, low: 0, high: Number.POSITIVE_INFINITY },
  // Nobody was helped with it yet, which a stranger cannot know.
  { code: 'DIS', people: true, low: 0, high: Number.POSITIVE_INFINITY },
] as const;
const FUNDERS = ['APBD', 'BAZNAS'];

/** One verified activity; `reached` below nought is a correction. */
export interface Event {
  place: number;
  kind: number;
  reached: number;
  open: number;
  price: number;
  funder: number;
}

export interface World {
  /** Accompanied villages of every kecamatan, month by month. */
  villages: number[][];
  /** What was verified before each potret. */
  months: Event[][];
  /** Budget of what is planned in every kecamatan, month by month. */
  plans: number[][];
}

const few = fc.integer({ min: 1, max: 4 });
const event = fc.record({
  place: fc.nat({ max: 4 }),
  kind: fc.nat({ max: 3 }),
  reached: fc.oneof(few, few, fc.integer({ min: 5, max: 30 }), fc.integer({ min: -9, max: -1 })),
  open: fc.integer({ min: 0, max: 3 }),
  price: fc.integer({ min: 0, max: 100 }),
  funder: fc.nat({ max: 1 }),
});

/** A number for every kecamatan in every month. */
const ofEvery = (one: fc.Arbitrary<number>, months: number, size: number) =>
  fc.array(fc.array(one, { minLength: size, maxLength: size }), { minLength: months, maxLength: months });

/** Two to five kecamatan over up to five months, with few people in most places. */
export const worlds: fc.Arbitrary<World> = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.array(fc.array(event, { maxLength: 6 }), { minLength: 2, maxLength: 5 }).chain((months) =>
    fc.record({
      months: fc.constant(months.map((events) => events.map((one) => ({ ...one, place: one.place % size })))),
      villages: ofEvery(fc.nat({ max: 8 }), months.length, size),
      plans: ofEvery(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 250_000_000 })), months.length, size),
    }),
  ),
);

const nothing = (): Figures => structuredClone(NOTHING);
export const codeOf = (place: number) => `33.27.0${place + 1}`;

/** What is true at the end of every month. */
export function truths({ months }: World): Map<string, Figures>[] {
  const now = new Map<string, Figures>();
  return months.map((events) => {
    for (const one of events) happen(now, one);
    return structuredClone(now);
  });
}

function happen(now: Map<string, Figures>, { place, kind, reached, open, price, funder }: Event): void {
  const known = KINDS[kind] as (typeof KINDS)[number];
  const key = cellKey(codeOf(place), known.code);
  const cell = now.get(key) ?? nothing();
  const change = Math.max(reached, -cell.realised);
  const unit =
    known.high === Number.POSITIVE_INFINITY
      ? 900_000 + price
      : known.low + ((known.high - known.low) * price) / 100;
  cell.activities += change > 0 ? 1 : 0;
  cell.realised += change;
  cell.funded = Math.max(cell.funded + change + open, cell.realised);
  cell.spent = Math.round(cell.realised * unit);
  cell.planned = Math.round(cell.funded * unit);
  cell.funding = [{ code: FUNDERS[funder] as string, spent: cell.spent }];
  now.set(key, cell);
}

const categories = KINDS.map(({ code, people }) => ({ code, countsPeople: people }));

/** The cells of every month, made by the shipped rules from what is true in each. */
function cellsOf(world: World, months: Map<string, Figures>[]) {
  let last = new Map<string, Figures>();
  return months.map((truth, month) => {
    const places = (world.villages[month] as number[])
      .map((accompanied, place) => ({ code: codeOf(place), accompanied }))
      .sort((one, other) => one.accompanied - other.accompanied || one.code.localeCompare(other.code));
    const cells = nextCells(places, categories, truth, last);
    last = new Map(
      cells.flatMap(({ kecamatanCode, categoryCode, figures }) =>
        figures ? [[cellKey(kecamatanCode, categoryCode), figures] as const] : [],
      ),
    );
    return { places, cells, last };
  });
}

/** A world in which there is nobody but those the pages told of: what is hidden or waits did not happen. */
export const onlyWhatIsTold = (world: World): Map<string, Figures>[] =>
  cellsOf(world, truths(world)).map(({ last }) => last);

/** What the public reads in every month of a world, or of another truth in it. */
export function publications(world: World, months = truths(world)): Overview[] {
  return cellsOf(world, months).map(({ places, cells }, month) => {
    const joined = joinedPlaces(places);
    const published: Published = {
      takenOn: new Date(Date.UTC(2026, month, 1)),
      apart: new Set(places.map((one) => one.code).filter((code) => !joined.has(code))),
      agencies: 5,
      funders: 2,
      places: places.map(({ code, accompanied }) => ({
        kecamatan: code,
        accompanied,
        plans: 1,
        cancelled: 0,
        plans_planned: plannedIn(world, month, code),
        cancelled_spent: 0,
      })),
      cells: categories.flatMap(({ code }) =>
        cells
          .filter((cell) => cell.categoryCode === code)
          .map(({ kecamatanCode, figures }) => ({
            kecamatan: kecamatanCode,
            code,
            name: code,
            unit: 'unit',
            basic_service: true,
            hidden: figures === null,
            ...(figures ?? nothing()),
          })),
      ),
      funding: cells.flatMap(({ kecamatanCode, figures }) =>
        (figures?.funding ?? []).map(({ code, spent }) => ({ kecamatan: kecamatanCode, name: code, spent })),
      ),
    };
    return overviewOf(world, month, months[month] as Map<string, Figures>, published);
  });
}

const plannedIn = ({ plans }: World, month: number, code: string) =>
  (plans[month] as number[]).find((_, place) => codeOf(place) === code) ?? 0;

function overviewOf(
  world: World,
  month: number,
  truth: Map<string, Figures>,
  published: Published,
): Overview {
  const sum = (pick: (one: Figures) => number) =>
    [...truth.values()].reduce((all, one) => all + pick(one), 0);
  return {
    year: 2026,
    kecamatan: (world.villages[month] as number[]).map((accompanied, place) => ({
      code: codeOf(place),
      name: `Kecamatan ${place + 1}`,
      units: 10,
      members: accompanied,
      phase: 2026,
    })),
    live: {
      activities: sum((one) => one.activities),
      planned: sum((one) => one.planned),
      spent: sum((one) => one.spent),
      accompanied: (world.villages[month] as number[]).reduce((all, one) => all + one, 0),
      since: 2026,
    },
    published,
  };
}

const services = {
  region: { regionCode: '33.27', name: 'Kabupaten Uji', sample: false },
  clock: { now: () => new Date('2026-11-01T00:00:00Z') },
} as unknown as Services;

type Row = Record<string, string | number | boolean | null>;

/** Everything a stranger reads in one month: both tables as files, the landing page, the pages of the kecamatan. */
export function readBy(data: Overview) {
  const landing = landingModel(services, data);
  const file = <R>(table: { columns: { key: string; value: (row: R) => Row[string] }[] }, rows: R[]) =>
    rows.map((row): Row => Object.fromEntries(table.columns.map(({ key, value }) => [key, value(row)])));
  const progress = file(progressTable, progressTable.rows(data));
  return {
    progress,
    results: file(resultTable, resultTable.rows(data)),
    services: landing.services,
    table: landing.table,
    funding: progress.map((row) => fundingIn(data.published, new Set(String(row.kode).split(' ')))),
    /** Rupiah of the moment as the landing page rounds them. */
    live: landing.stats[3]?.value ?? '',
  };
}
export type Read = ReturnType<typeof readBy>;
