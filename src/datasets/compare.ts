import type { Reader } from '../database/client.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Reference } from '../wilayah/reference.js';
import type { Figure } from './check.js';

/** One village beside its figure in the version before. */
export interface Difference {
  code: string;
  name: string;
  kecamatanName: string;
  before: number | null;
  after: number | null;
  /** After minus before; null when either is missing. */
  change: number | null;
  state: 'muncul' | 'hilang' | 'berubah' | 'tetap';
}

export interface Comparison {
  /** The version compared with, or null when there is none of the same source and unit. */
  previousId: number | null;
  differences: Difference[];
}

const mainFigure = (kind: DatasetKind, figure: Figure): number | null =>
  kind === 'IDM' ? figure.idm : figure.desil1;

/**
 * Each village's old and new figure, largest change first. Compared is the newest version of the same source and unit;
 * others cannot be compared.
 */
export async function compare(
  db: Reader,
  reference: Reference,
  upload: { regionCode: string; kind: DatasetKind; source: string; unit: string; figures: Figure[] },
): Promise<Comparison> {
  const { regionCode, kind, source, unit } = upload;
  const previous = await db.datasetVersion.findFirst({
    where: { regionCode, kind, source, unit },
    orderBy: [{ asOf: 'desc' }, { id: 'desc' }],
  });
  const before = previous ? await figuresOf(db, kind, previous.id) : new Map<string, number | null>();
  const after = new Map(upload.figures.map((figure) => [figure.code, mainFigure(kind, figure)]));
  const codes = [...new Set([...after.keys(), ...before.keys()])].sort();
  const differences = codes.map((code) => {
    const village = reference.villages.get(code);
    const place = { code, name: village?.name ?? code, kecamatanName: village?.kecamatanName ?? '' };
    return { ...place, ...difference(before.get(code) ?? null, after.get(code) ?? null) };
  });
  return { previousId: previous?.id ?? null, differences: differences.sort(bySize) };
}

function difference(before: number | null, after: number | null) {
  const change = before === null || after === null ? null : after - before;
  const state: Difference['state'] =
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
function bySize(one: Difference, other: Difference): number {
  const size = (row: Difference) =>
    row.state === 'hilang'
      ? Number.POSITIVE_INFINITY
      : row.state === 'muncul'
        ? 1e12
        : Math.abs(row.change ?? 0);
  const [a, b] = [size(one), size(other)];
  if (a !== b) return a > b ? -1 : 1;
  return one.code < other.code ? -1 : 1;
}

async function figuresOf(
  db: Reader,
  kind: DatasetKind,
  versionId: number,
): Promise<Map<string, number | null>> {
  if (kind === 'IDM') {
    const rows = await db.idmFigure.findMany({ where: { versionId } });
    return new Map(rows.map((row) => [row.villageCode, row.idm]));
  }
  const rows = await db.desil1Figure.findMany({ where: { versionId } });
  return new Map(rows.map((row) => [row.villageCode, row.desil1]));
}
