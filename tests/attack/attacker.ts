import { KINDS, type Read } from './world.js';

/** What an attacker knows of a number. */
interface Interval {
  from: number;
  to: number;
}

/** Values that add up to something between `from` and `to`. */
interface Sum extends Interval {
  of: string[];
}

/** People of one kind in one place, or all over (`*`), in one month. */
export interface Finding extends Interval {
  place: string;
  kind: string;
  measure: Measure;
  month: number;
}

const MEASURES = { didanai: 'dana_rencana_rupiah', terealisasi: 'dana_terealisasi_rupiah' } as const;
type Measure = keyof typeof MEASURES;
const measures = Object.keys(MEASURES) as Measure[];
const name = (...parts: string[]) => parts.join('|');

/** What an attacker may believe of what was read. */
export interface Belief {
  /** Totals are of all there is, or of what is told beside them. */
  totals: 'all' | 'told';
  /** The rupiah of the moment are those of all cells. */
  live: boolean;
}

/**
 * Adds up all that was read in a month: a kind over all places gives what the landing page says, the rupiah of a place
 * are those of its kinds, the kabupaten's are those of all places, one unit costs what it usually costs. A belief that
 * contradicts itself finds nothing.
 * @returns what follows for every number of people that was not told.
 */
export function recover(read: Read, month: number, belief: Belief): Finding[] {
  const known = new Map<string, Interval>();
  const sums: Sum[] = [];
  for (const measure of measures) collect({ read, measure, belief }, known, sums);
  propagate(known, sums);
  if ([...known.values()].some(({ from, to }) => from > to + 1)) return [];
  return read.results.flatMap((row) => {
    const kind = KINDS.find((one) => one.code === row.kode_jenis);
    if (!kind?.people) return [];
    return measures
      .filter((measure) => row[measure] === null)
      .map((measure) => {
        const found = known.get(name(measure, 'orang', String(row.kode), kind.code)) as Interval;
        return { ...found, place: String(row.kode), kind: kind.code, measure, month };
      });
  });
}

function collect(
  { read, measure, belief }: { read: Read; measure: Measure; belief: Belief },
  known: Map<string, Interval>,
  sums: Sum[],
): void {
  const money = MEASURES[measure];
  // Who knows the rules knows that four may have come or gone since a number was told.
  const slack = belief.totals === 'told' ? 4 : 0;
  for (const row of read.results) {
    const kind = KINDS.find((one) => one.code === row.kode_jenis) as (typeof KINDS)[number];
    const four = kind.people ? slack : 0;
    const cell = [String(row.kode), kind.code];
    known.set(name(measure, 'orang', ...cell), around(row[measure], four, four));
    known.set(
      name(measure, 'uang', ...cell),
      around(row[money], four * kind.low, four ? four * kind.high : 0),
    );
  }
  const places = read.progress.map((row) => String(row.kode));
  const cellsIn = (place: string) => KINDS.map(({ code }) => name(measure, 'uang', place, code));
  if (belief.live && measure === 'terealisasi')
    sums.push({ ...moment(read.live), of: places.flatMap(cellsIn) });
  if (belief.totals === 'told') return;
  for (const row of read.progress) sums.push({ ...around(row[money], 0, 0), of: cellsIn(String(row.kode)) });
  for (const [at, { code }] of KINDS.entries()) {
    const words = read.services[at]?.[measure === 'didanai' ? 'funded' : 'realised'] ?? '';
    const value = /\d/.test(words) ? Number(words.replaceAll('.', '')) : null;
    sums.push({
      ...around(value, 0, 0),
      of: places.map((place) => name(measure, 'orang', place, code)),
    });
  }
}

const around = (value: unknown, below: number, above: number): Interval =>
  typeof value === 'number'
    ? { from: Math.max(0, value - below), to: value + above }
    : { from: 0, to: Number.POSITIVE_INFINITY };

/** What `Rp 12,3 juta` can stand for. */
function moment(words: string): Interval {
  const [, amount, unit] = /^Rp\s([\d.,]+)(?: (juta|miliar))?/.exec(words) as RegExpExecArray;
  const value = Number((amount as string).replaceAll('.', '').replace(',', '.'));
  const scale = unit === 'miliar' ? 1e9 : unit === 'juta' ? 1e6 : 1;
  return { from: (value - 0.05) * scale, to: (value + 0.05) * scale };
}

/** Narrows what is known until nothing narrows any more. */
function propagate(known: Map<string, Interval>, sums: Sum[]): void {
  for (let round = 0; round < 20; round += 1) {
    let narrowed = false;
    let contradicts = false;
    const learn = (key: string, from: number, to: number) => {
      const old = known.get(key) as Interval;
      const next = { from: Math.max(old.from, from), to: Math.min(old.to, to) };
      contradicts ||= next.from > next.to + 1;
      narrowed ||= next.from > old.from || next.to < old.to;
      known.set(key, next);
    };
    for (const sum of sums) narrowBySum(sum, known, learn);
    for (const key of known.keys()) narrowByPrice(key, known, learn);
    if (!narrowed || contradicts) return;
  }
}

type Learn = (key: string, from: number, to: number) => void;

function narrowBySum({ of, from, to }: Sum, known: Map<string, Interval>, learn: Learn): void {
  for (const key of of) {
    const others = of.filter((one) => one !== key).map((one) => known.get(one) as Interval);
    const least = others.reduce((sum, one) => sum + one.from, 0);
    const most = others.reduce((sum, one) => sum + one.to, 0);
    learn(key, from - most, to - least);
  }
}

function narrowByPrice(key: string, known: Map<string, Interval>, learn: Learn): void {
  const [measure, what, place, code] = key.split('|') as [string, string, string, string];
  const kind = KINDS.find((one) => one.code === code);
  if (what !== 'uang' || !kind || kind.low === 0) return;
  const money = known.get(key) as Interval;
  // A half unit more or less: rupiah are rounded, and an officer's price is rarely to the rupiah.
  learn(
    name(measure, 'orang', place, code),
    Math.ceil(money.from / kind.high - 0.01),
    Math.floor(money.to / kind.low + 0.01),
  );
  const people = known.get(name(measure, 'orang', place, code)) as Interval;
  learn(key, people.from * kind.low * 0.999, people.to * kind.high * 1.001);
}

/** People who came or went between two months as a stranger sees them, by place and kind, and by kind all over. */
export function differences(before: Read, after: Read): Finding[] {
  const seen = (read: Read, measure: Measure) =>
    new Map(
      read.results
        .filter((row) => KINDS.some((kind) => kind.code === row.kode_jenis && kind.people))
        .map((row) => [`${row.kode}|${row.kode_jenis}`, row[measure]]),
    );
  return measures.flatMap((measure) => {
    const old = seen(before, measure);
    return [...seen(after, measure)].flatMap(([cell, value]): Finding[] => {
      const earlier = old.get(cell);
      if (typeof value !== 'number' || typeof earlier !== 'number') return [];
      const [place, kind] = cell.split('|') as [string, string];
      const change = Math.abs(value - earlier);
      return [{ place, kind, measure, month: 0, from: change, to: change }];
    });
  });
}

/** Whether this tells of one to four people for certain. */
export const pinned = ({ from, to }: Interval) => from >= 1 && to <= 4;
