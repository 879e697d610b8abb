import type { Reader } from '../database/client.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Figure } from './check.js';

/** How many desa and kelurahan that should have a figure have none in a file. */
export interface Coverage {
  missing: number;
  expected: number;
  /** More than a tenth is missing: whoever confirms says that this is meant. */
  partial: boolean;
}

/** Measured against the units of the day of the data; a kelurahan has no IDM and is not missed there. */
export async function coverageOf(
  db: Reader,
  upload: { regionCode: string; kind: DatasetKind; asOf: Date },
  figures: Figure[],
): Promise<Coverage> {
  const { regionCode, kind, asOf } = upload;
  const units = await db.village.findMany({
    where: {
      regionCode,
      validFrom: { lte: asOf },
      OR: [{ validTo: null }, { validTo: { gte: asOf } }],
      ...(kind === 'IDM' ? { kind: { not: 'KELURAHAN' as const } } : {}),
    },
    select: { code: true },
  });
  const there = new Set(
    figures
      .filter((figure) => (kind === 'IDM' ? figure.idm : figure.desil1) !== null)
      .map(({ code }) => code),
  );
  const missing = units.filter(({ code }) => !there.has(code)).length;
  return { missing, expected: units.length, partial: missing * 10 > units.length };
}
