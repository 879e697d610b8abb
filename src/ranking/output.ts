import { type Ranking, TRIES } from './ranking.js';
import { roundWhole } from './round.js';
import type { Level, RankedKecamatan, RankedUnit } from './types.js';

/** A printed cell: text as it stands in CSV, and what kind of value it is in JSON. */
type Cell = { text: string; kind: 'text' | 'number' | 'boolean' };
type Column<Row> = [name: string, cell: (row: Row) => Cell];

const text = (value: string): Cell => ({ text: value, kind: 'text' });
const whole = (value: number | null): Cell => ({ text: value === null ? '' : String(value), kind: 'number' });
const flag = (value: boolean): Cell => ({ text: value ? 'ya' : 'tidak', kind: 'boolean' });
const fixed = (value: number, digits: 4 | 6): Cell => ({ text: placed(value, digits), kind: 'number' });
const idm = (value: number | null): Cell => (value === null ? whole(null) : fixed(roundWhole(value, 4), 4));

/** A whole number of 10^-digits in plain decimals. */
function placed(value: number, digits: 4 | 6): string {
  const sign = String(value).padStart(digits + 1, '0');
  return `${sign.slice(0, -digits)}.${sign.slice(-digits)}`;
}

const ROMAN = ['', 'I', 'II', 'III', 'IV'];

/** Statuses of an IDM score from the lowest, each with the highest score that has it (Permendesa 2/2016). */
export const idmStatuses: [name: string, upTo: number][] = [
  ['Sangat Tertinggal', 0.4907],
  ['Tertinggal', 0.5989],
  ['Berkembang', 0.7072],
  ['Maju', 0.8155],
  ['Mandiri', 1],
];

/** The place of a score's status among them, 1 to 5. */
export const idmLevel = (score: number): number => idmStatuses.findIndex(([, upTo]) => score <= upTo) + 1;

/** Status of an IDM score, upper bounds inclusive (Permendesa 2/2016); '' without a score. */
export function idmStatus(score: number | null): string {
  return score === null ? '' : (idmStatuses[idmLevel(score) - 1]?.[0] ?? '');
}

const unitColumns: Column<RankedUnit>[] = [
  ['peringkat', (row) => whole(row.rank)],
  ['kode', (row) => text(row.code)],
  ['nama', (row) => text(row.name)],
  ['kecamatan', (row) => text(row.kecamatanName)],
  ['desil1', (row) => whole(row.p)],
  ['jumlah_penduduk', (row) => whole(row.n)],
  ['idm', (row) => idm(row.i)],
  ['status_idm', (row) => text(idmStatus(row.i))],
  ['skor', (row) => fixed(row.score6, 6)],
  ['kuadran', (row) => text(ROMAN[row.kuadran] as string)],
  ['tanpa_idm', (row) => flag(row.withoutIdm)],
  ['terpilih', (row) => flag(row.selected)],
  ['peringkat_terbaik', (row) => whole(row.bestRank)],
  ['peringkat_terburuk', (row) => whole(row.worstRank)],
  ['stabilitas', (row) => ({ text: (row.timesSelected / TRIES).toFixed(2), kind: 'number' })],
  ['rapuh', (row) => flag(row.fragile)],
];

const kecamatanColumns: Column<RankedKecamatan>[] = [
  ['peringkat', (row) => whole(row.rank)],
  ['kode', (row) => text(row.code)],
  ['nama', (row) => text(row.name)],
  ['desil1', (row) => whole(row.p)],
  ['idm', (row) => idm(row.i)],
  ['skor', (row) => fixed(row.score6, 6)],
  ['kuadran', (row) => text(ROMAN[row.kuadran] as string)],
  ['jumlah_unit', (row) => whole(row.units)],
  ['jumlah_terpilih', (row) => whole(row.selected)],
];

export interface Printed {
  names: string[];
  rows: Cell[][];
}

export function printed(ranking: Ranking, level: Level): Printed {
  return level === 'kecamatan' ? cells(kecamatanColumns, ranking.kecamatan()) : printedUnits(ranking.rows());
}

/** Rows of a ranking as they are printed, in the order given. */
export const printedUnits = (rows: RankedUnit[]): Printed => cells(unitColumns, rows);

function cells<Row>(columns: Column<Row>[], rows: Row[]): Printed {
  return {
    names: columns.map(([name]) => name),
    rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
  };
}

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** UTF-8 CSV, comma, LF after every line, dot decimals, absent is empty. */
export function toCsv({ names, rows }: Printed): string {
  return [names, ...rows.map((row) => row.map((cell) => quoted(cell.text)))]
    .map((line) => `${line.join(',')}\n`)
    .join('');
}

/** A JSON array with the names and numbers of the CSV; absent is null. */
export function toJson({ names, rows }: Printed): string {
  if (rows.length === 0) return '[]\n';
  const objects = rows.map(
    (row) => `{${row.map((cell, at) => `${JSON.stringify(names[at])}:${jsonValue(cell)}`).join(',')}}`,
  );
  return `[\n${objects.join(',\n')}\n]\n`;
}

function jsonValue({ text: value, kind }: Cell): string {
  if (value === '') return 'null';
  if (kind === 'boolean') return String(value === 'ya');
  return kind === 'number' ? value : JSON.stringify(value);
}

/** The same rows in aligned columns, for people. */
export function toTable({ names, rows }: Printed): string {
  const lines = [names.map((name) => text(name)), ...rows];
  const widths = names.map((_, at) => Math.max(...lines.map((line) => (line[at] as Cell).text.length)));
  const pad = (cell: Cell, at: number) =>
    cell.kind === 'number'
      ? cell.text.padStart(widths[at] as number)
      : cell.text.padEnd(widths[at] as number);
  return lines.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('');
}

/** What standard error says: units left out with their first reason, notices, warnings. */
export function messages(ranking: Ranking): string[] {
  return [
    ...ranking.unranked.map(({ code, name, reason }) =>
      reason === 'tanpa IDM'
        ? `tanpa IDM, dikeluarkan: ${code} ${name}`
        : `data belum lengkap: ${code} ${name} (${reason})`,
    ),
    ...ranking.notices().map((notice) => `catatan: ${notice}`),
    ...ranking
      .ties()
      .map(
        ({ taken, left }) =>
          `peringatan: skor sama di batas kuota: ${taken.code} ${taken.name} dan ${left.code} ${left.name}`,
      ),
  ];
}
