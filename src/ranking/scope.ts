import type { Unit } from './types.js';

interface Place {
  code: string;
  name: string;
  kecamatanCode: string;
  kecamatanName: string;
  kind: string;
}

/**
 * Every unit of the reference list whose kabupaten (first two code groups) occurs in a code of the decile-1 rows, with
 * its figures where the rows have them.
 */
export function scopeUnits(
  reference: { villages: Map<string, Place> },
  desil1: { code: string; desil1: number | null; population: number | null }[],
  idm: { code: string; idm: number | null }[],
): Unit[] {
  const regions = new Set(desil1.map((row) => row.code.slice(0, 5)));
  const poor = new Map(desil1.map((row) => [row.code, row]));
  const scores = new Map(idm.map((row) => [row.code, row.idm]));
  const units: Unit[] = [];
  for (const place of reference.villages.values()) {
    if (!regions.has(place.code.slice(0, 5))) continue;
    const row = poor.get(place.code);
    units.push({
      code: place.code,
      name: place.name,
      kecamatanCode: place.kecamatanCode,
      kecamatanName: place.kecamatanName,
      kelurahan: place.kind === 'KELURAHAN',
      p: row?.desil1 ?? null,
      i: scores.get(place.code) ?? null,
      n: row?.population ?? null,
    });
  }
  return units;
}
