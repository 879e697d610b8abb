import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { type Here, ofRegion } from '../scope.js';
import type { Reference } from '../wilayah/reference.js';
import type { DataKind, Figure } from './kind.js';
import { mainFigure } from './kinds.js';

/** One village beside its figure in the version before. */
export interface FigureDifference {
  code: string;
  name: string;
  kecamatanName: string;
  before: number | null;
  after: number | null;
  /** After minus before; null when either is missing. */
  change: number | null;
  state: 'muncul' | 'hilang' | 'berubah' | 'tetap';
}

/** The figures of a kecamatan as one: their sum, or their mean for a kind whose figures are not added. */
export interface Total {
  name: string;
  before: number | null;
  after: number | null;
}

export interface FigureComparison {
  /** The version compared with, or null when there is none of the same source and unit. */
  previousId: number | null;
  differences: FigureDifference[];
  totals: Total[];
  /** Of the whole kabupaten. */
  whole: Total;
}

export interface UploadedFigures extends Here {
  kind: DataKind;
  source: string;
  unit: string;
  figures: Figure[];
}

/**
 * Each village's old and new figure, largest change first. Compared is the newest version of the same source and unit;
 * others cannot be compared.
 */
export async function compareFigures(
  db: Reader,
  reference: Reference,
  upload: UploadedFigures,
): Promise<FigureComparison> {
  const { kind, source, unit } = upload;
  const previous = await db.datasetVersion.findFirst({
    where: { ...ofRegion(upload), kind: kind.code, source, unit },
    orderBy: [{ asOf: 'desc' }, { id: 'desc' }],
  });
  const before = previous ? await figuresOf(db, kind, previous.id) : new Map<string, number | null>();
  const main = mainFigure(kind).name;
  const after = new Map(upload.figures.map(({ code, values }) => [code, values[main] ?? null]));
  const codes = [...new Set([...after.keys(), ...before.keys()])].sort();
  const differences = codes.map((code) => {
    const village = reference.villages.get(code);
    const place = { code, name: village?.name ?? code, kecamatanName: village?.kecamatanName ?? '' };
    return { ...place, ...difference(before.get(code) ?? null, after.get(code) ?? null) };
  });
  const byKecamatan = new Map<string, FigureDifference[]>();
  for (const row of differences)
    byKecamatan.set(row.kecamatanName, [...(byKecamatan.get(row.kecamatanName) ?? []), row]);
  return {
    previousId: previous?.id ?? null,
    totals: [...byKecamatan].map(([name, rows]) => totalOf(kind, name, rows)),
    whole: totalOf(kind, 'Seluruhnya', differences),
    differences: differences.sort(bySize),
  };
}

function totalOf({ total }: DataKind, name: string, rows: FigureDifference[]): Total {
  const together = (of: (row: FigureDifference) => number | null) => {
    const values = rows.map(of).filter((value) => value !== null);
    const sum = values.reduce((all, value) => all + value, 0);
    if (values.length === 0) return null;
    return total === 'jumlah' ? sum : sum / values.length;
  };
  return { name, before: together((row) => row.before), after: together((row) => row.after) };
}

function difference(before: number | null, after: number | null) {
  const change = before === null || after === null ? null : after - before;
  const state: FigureDifference['state'] =
    before === null && after !== null
      ? 'muncul'
      : before !== null && after === null
        ? 'hilang'
        : change === 0 || change === null
          ? 'tetap'
          : 'berubah';
  return { before, after, change, state };
}

/** What vanished or appeared first, then by the size of the change. */
function bySize(one: FigureDifference, other: FigureDifference): number {
  const size = (row: FigureDifference) =>
    row.state === 'hilang'
      ? Number.POSITIVE_INFINITY
      : row.state === 'muncul'
        ? 1e12
        : Math.abs(row.change ?? 0);
  const [a, b] = [size(one), size(other)];
  if (a !== b) return a > b ? -1 : 1;
  return one.code < other.code ? -1 : 1;
}

const StoredFigure = z.object({ code: z.string(), value: z.number().nullable() });

async function figuresOf(db: Reader, kind: DataKind, versionId: number): Promise<Map<string, number | null>> {
  const rows = await queryRows(
    db,
    sql`select village_code as code, ${mainFigure(kind).stored.column} as value from ${kind.table}
        where version_id = ${versionId}`,
    StoredFigure,
  );
  return new Map(rows.map(({ code, value }) => [code, value]));
}
