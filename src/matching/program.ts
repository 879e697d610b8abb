import { fitOf, roomOf } from './fit.js';
import type { MatchInput } from './types.js';

/** Choosing one OPD for each village, as numbers alone: what the solver is asked. */
export interface Program {
  /** For each village the OPD that it can get, by place, with what each is worth. */
  choices: [agency: number, value: number][][];
  /** Villages that each OPD can take, and what the first of them is worth beside. */
  rooms: { room: number; first: number }[];
  /** What a place more than there is costs: more than all else together. */
  extraCost: number;
}

/** For each village the place of its OPD, and how many places more each OPD would need; none where the rules hold. */
export interface Solution {
  chosen: number[];
  extra: number[];
}

/** More room than this weighs no more between OPD of equal points. */
const ROOM_TOLD = 9;

/**
 * Points come first, then, where they are equal, the OPD with more room: values are whole, and all the room together
 * is worth less than one point.
 */
export function programOf({ villages, agencies, points, fixed }: MatchInput): Program {
  const onePoint = villages.length * ROOM_TOLD + 1;
  const rooms = agencies.map((agency) => ({
    room: roomOf(agency, villages.length),
    first: agency.leads === 0 ? points.first * onePoint : 0,
  }));
  const byHand = new Map(fixed);
  const choices = villages.map((village) =>
    agencies.flatMap((agency, place): [number, number][] => {
      const wanted = byHand.get(village.code);
      const can = wanted === undefined ? !village.barred.includes(agency.id) : wanted === agency.id;
      const room = Math.min(ROOM_TOLD, rooms[place]?.room ?? 0);
      return can ? [[place, fitOf(village, agency, points).points * onePoint + room]] : [];
    }),
  );
  const most = choices.map((few) => Math.max(0, ...few.map(([, value]) => value)));
  const extraCost = [...most, ...rooms.map(({ first }) => first)].reduce((sum, value) => sum + value, 1);
  return { choices, rooms, extraCost };
}

/** What a solution is worth; the solver finds the greatest. */
export function worthOf({ choices, rooms, extraCost }: Program, { chosen }: Solution): number {
  const taken = rooms.map((_, place) => chosen.filter((one) => one === place).length);
  const values = chosen.map((one, at) => choices[at]?.find(([place]) => place === one)?.[1] ?? 0);
  const beside = rooms.map(({ room, first }, place) => {
    const count = taken[place] ?? 0;
    return (count > 0 ? first : 0) - Math.max(0, count - room) * extraCost;
  });
  return [...values, ...beside].reduce((sum, value) => sum + value, 0);
}

/**
 * The program in the LP format: `x` a choice, `y` the first village of an OPD, `e` its places beyond its room. Nothing
 * says that they are whole: rooms are whole and the rules those of a flow (totally unimodular), so the corner that the
 * simplex method ends in is whole by itself, a tenth of the work.
 */
export function lpOf({ choices, rooms, extraCost }: Program): string {
  const takers = rooms.map(() => [] as string[]);
  choices.forEach((few, village) => {
    for (const [place] of few) takers[place]?.push(`x${village}_${place}`);
  });
  const asked = rooms.map((_, place) => place).filter((place) => (takers[place] as string[]).length > 0);
  const worth = [
    ...choices.flatMap((few, village) => few.map(([place, value]) => `+ ${value} x${village}_${place}`)),
    ...asked.flatMap((place) => [`+ ${rooms[place]?.first ?? 0} y${place}`, `- ${extraCost} e${place}`]),
  ];
  const sum = (names: string[]) => names.join('\n + ');
  const rules = [
    ...choices.map((few, village) => `${sum(few.map(([place]) => `x${village}_${place}`))} = 1`),
    ...asked.flatMap((place) => [
      `${sum(takers[place] as string[])} - e${place} <= ${rooms[place]?.room ?? 0}`,
      `y${place} - ${(takers[place] as string[]).join('\n - ')} <= 0`,
    ]),
  ];
  return [
    'Maximize',
    ...worth,
    'Subject To',
    ...rules.map((rule, at) => `r${at}: ${rule}`),
    'Bounds',
    ...asked.map((place) => `0 <= y${place} <= 1`),
    'End',
  ].join('\n');
}
