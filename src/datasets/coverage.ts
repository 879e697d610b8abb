import type { Reader } from '../database/client.js';
import { type Here, ofRegion } from '../scope.js';
import type { DataKind, Figure } from './kind.js';
import { mainFigure } from './kinds.js';

/** How many desa and kelurahan that should have a figure have none in a file. */
export interface Coverage {
  missing: number;
  expected: number;
  /** More than a tenth is missing: whoever confirms says that this is meant. */
  partial: boolean;
}

/** Measured against the units of the day of the data that have such a figure at all. */
export async function coverageOf(
  db: Reader,
  upload: Here & { kind: DataKind; asOf: Date },
  figures: Figure[],
): Promise<Coverage> {
  const { kind, asOf } = upload;
  const units = await db.village.findMany({
    where: {
      ...ofRegion(upload),
      validFrom: { lte: asOf },
      OR: [{ validTo: null }, { validTo: { gte: asOf } }],
      kind: { notIn: [...kind.without] },
    },
    select: { code: true },
  });
  const main = mainFigure(kind).name;
  const there = new Set(figures.filter(({ values }) => values[main] !== null).map(({ code }) => code));
  const missing = units.filter(({ code }) => !there.has(code)).length;
  return { missing, expected: units.length, partial: missing * 10 > units.length };
}
