import type { Village } from '../generated/prisma/client.js';
import { Chance } from './random.js';

/** The invented numbers of one village, from which every sample file is drawn. */
export interface SyntheticVillage {
  code: string;
  name: string;
  kecamatanCode: string;
  population: number;
  /** IDM of 2024; null for a kelurahan. */
  idm: number | null;
  /** Share of the population in decile 1 around 2022. */
  poorShare: number;
}

/**
 * Synthetic villages of realistic shape: populations of 700 to 27,000 people, IDM 2024 with mean 0.772 and s.d. 0.062,
 * poor counts roughly log-normal around size × exp(-0.3 × z(IDM)). Places are real, every number is invented.
 */
export function syntheticVillages(villages: Village[]): SyntheticVillage[] {
  const chance = new Chance(20_260_101);
  return villages.map((village) => {
    const z = Math.max(-2.4, Math.min(2.4, chance.normal()));
    const population = Math.round(Math.min(27_000, Math.max(700, 6_000 * Math.exp(0.55 * chance.normal()))));
    const kelurahan = village.kind === 'KELURAHAN';
    return {
      code: village.code,
      name: village.name,
      kecamatanCode: village.kecamatanCode,
      population,
      idm: kelurahan ? null : round4(0.772 + 0.062 * z),
      poorShare: Math.min(0.4, 0.085 * Math.exp(-0.3 * (kelurahan ? 0.5 : z) + 0.35 * chance.normal())),
    };
  });
}

const round4 = (value: number) => Math.round(value * 10_000) / 10_000;

/** IDM of an earlier year: villages develop by about two hundredths a year. */
export function idmOf(village: SyntheticVillage, year: number): number | null {
  if (village.idm === null) return null;
  const chance = new Chance(hash(village.code) + year);
  return round4(
    Math.min(0.97, Math.max(0.45, village.idm - 0.021 * (2024 - year) + 0.006 * chance.normal())),
  );
}

/** People of decile 1 in a year; poverty falls slowly. */
export function poorOf(village: SyntheticVillage, year: number): number {
  const chance = new Chance(hash(village.code) * 3 + year);
  const share = village.poorShare * (1 - 0.06 * (year - 2022)) * Math.exp(0.08 * chance.normal());
  return Math.max(3, Math.round(village.population * share));
}

function hash(text: string): number {
  let value = 7;
  for (const sign of text) value = (Math.imul(value, 31) + sign.charCodeAt(0)) | 0;
  return value;
}
