import { inSentence, list } from '../core/format.js';
import type { Candidate, Fit, Points, Waiting } from './types.js';

/** The points of an OPD for a village, each with its reason in words. */
export function fitOf(village: Waiting, agency: Candidate, points: Points): Fit {
  const served = (village.needs ?? [])
    .map((need, place) => ({ ...need, points: points.needs[place] ?? 0 }))
    .filter(({ code }) => agency.serves.includes(code));
  const names = list(served.map(({ name }) => inSentence(name)));
  const reasons: [number, string][] = [
    [served.reduce((sum, one) => sum + one.points, 0), `melayani ${names}`],
    [village.decree === agency.id ? points.decree : 0, 'disebut SK'],
    [village.before.includes(agency.id) ? points.before : 0, 'pernah mendampingi'],
    [agency.kecamatan.includes(village.kecamatanCode) ? points.kecamatan : 0, 'sekecamatan'],
  ];
  const counted = reasons.filter(([worth]) => worth > 0);
  return {
    points: counted.reduce((sum, [worth]) => sum + worth, 0),
    reasons: counted.map(([worth, words]) => ({ words, points: worth })),
  };
}

/** Villages that an OPD can still take; `villages` where it has no limit. */
export const roomOf = ({ leads, capacity }: Candidate, villages: number): number =>
  capacity === null ? villages : Math.min(villages, Math.max(0, capacity - leads));
