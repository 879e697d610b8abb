import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveHere } from '../../src/matching/highs.js';
import { match } from '../../src/matching/match.js';
import { type Program, programOf, worthOf } from '../../src/matching/program.js';
import type { Candidate, MatchInput, Waiting } from '../../src/matching/types.js';

const KINDS = ['RTLH', 'JMB', 'AIR', 'STN', 'ATS', 'UMK'];
const points = {
  needs: [30, 20, 10] as [number, number, number],
  decree: 100,
  before: 15,
  kecamatan: 10,
  first: 20,
};

const village = (code: string, more: Partial<Waiting> = {}): Waiting => ({
  ...{ code, name: code, kecamatanCode: '33.27.01', kecamatan: 'Moga' },
  ...{ needs: null, decree: null, before: [], barred: [], supported: false, ...more },
});
const agency = (id: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{
    id,
    name: `OPD ${id}`,
    leads: 0,
    capacity: 2,
    supports: 0,
    technical: true,
    serves: [],
    kecamatan: [],
  },
  ...more,
});
const needs = (...codes: string[]) => codes.map((code) => ({ code, name: code }));

/** The greatest worth by trying everything. */
function byTrying(program: Program): number {
  const trials = (at: number): number[][] => {
    const few = program.choices[at];
    return few ? few.flatMap(([place]) => trials(at + 1).map((rest) => [place, ...rest])) : [[]];
  };
  return Math.max(...trials(0).map((chosen) => worthOf(program, { chosen, extra: [] })));
}

/**
 * The greatest worth by the Hungarian method over single places: another algorithm, whose potentials prove its answer.
 * The first place of an OPD bears what its first village is worth beside; places beyond its room cost as much as there.
 */
function byHungary({ choices, rooms, extraCost }: Program): number {
  const seats = rooms.flatMap(({ room, first }, place) =>
    Array.from({ length: choices.length }, (_, at) => ({
      place,
      worth: (at === 0 ? first : 0) - (at >= room ? extraCost : 0),
    })),
  );
  const value = choices.map((few) => new Map(few));
  const cost = (row: number, seat: number) => {
    const { place, worth } = seats[seat] as { place: number; worth: number };
    const own = value[row]?.get(place);
    return own === undefined ? 1e12 : -(own + worth);
  };
  const [n, m] = [choices.length, seats.length];
  const u = new Float64Array(n + 1);
  const v = new Float64Array(m + 1);
  const rowOf = new Int32Array(m + 1);
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    let seat = 0;
    const least = new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(m + 1);
    const way = new Int32Array(m + 1);
    do {
      used[seat] = 1;
      const at = rowOf[seat] as number;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let one = 1; one <= m; one++) {
        if (used[one]) continue;
        const reduced = cost(at - 1, one - 1) - (u[at] as number) - (v[one] as number);
        if (reduced < (least[one] as number)) {
          least[one] = reduced;
          way[one] = seat;
        }
        if ((least[one] as number) < delta) {
          delta = least[one] as number;
          next = one;
        }
      }
      for (let one = 0; one <= m; one++) {
        if (used[one]) {
          const taken = rowOf[one] as number;
          u[taken] = (u[taken] as number) + delta;
          v[one] = (v[one] as number) - delta;
        } else least[one] = (least[one] as number) - delta;
      }
      seat = next;
    } while (rowOf[seat] !== 0);
    for (; seat !== 0; seat = way[seat] as number) rowOf[seat] = rowOf[way[seat] as number] as number;
  }
  let sum = 0;
  for (let seat = 1; seat <= m; seat++) if (rowOf[seat]) sum -= cost((rowOf[seat] as number) - 1, seat - 1);
  return sum;
}

const inputOf = (villages: number, agencies: number) =>
  fc
    .record({
      villages: fc.array(
        fc.record({
          needs: fc.option(fc.shuffledSubarray(KINDS, { maxLength: 3 }).map((codes) => needs(...codes))),
          before: fc.subarray([0, 1, 2]),
          barred: fc.subarray([0, 1], { maxLength: 1 }),
          decree: fc.option(fc.nat(2)),
        }),
        { minLength: villages, maxLength: villages },
      ),
      agencies: fc.array(
        fc.record({
          leads: fc.nat(2),
          capacity: fc.option(fc.nat(4)),
          serves: fc.subarray(KINDS),
          technical: fc.boolean(),
          kecamatan: fc.subarray(['33.27.01']),
        }),
        { minLength: agencies, maxLength: agencies },
      ),
    })
    .map(
      (made): MatchInput => ({
        villages: made.villages.map((one, at) => village(`V${at}`, one)),
        agencies: made.agencies.map((one, at) => agency(at, one)),
        points,
        fixed: [],
      }),
    );

/** Milliseconds of work of this process since then, whatever else runs on the machine. */
const worked = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

/** As large as a year: 79 villages, 60 OPD, from a fixed seed. */
const large = (): MatchInput => fc.sample(inputOf(79, 60), { seed: 7, numRuns: 1 })[0] as MatchInput;

describe('matching OPD to villages', () => {
  it('runs as built', () => expect(existsSync('dist/matching/worker.js')).toBe(true));

  it('finds the greatest worth that trying everything finds', async () => {
    await fc.assert(
      fc.asyncProperty(inputOf(4, 4), async (input) => {
        const program = programOf(input);
        expect(worthOf(program, await solveHere(program))).toBe(byTrying(program));
        expect(byHungary(program)).toBe(byTrying(program));
      }),
      { numRuns: 12, seed: 11 },
    );
  }, 60_000);

  it('meets at the size of a year the bound of another method, in under two seconds of work', async () => {
    const program = programOf(large());
    const begun = process.cpuUsage();
    const solution = await solveHere(program);
    expect(worked(begun)).toBeLessThan(2_000);
    expect(worthOf(program, solution)).toBe(byHungary(program));
  }, 60_000);

  it('asks of the process that answers others only to put the question, in a moment', () => {
    const input = large();
    const times = Array.from({ length: 5 }, () => {
      const begun = process.cpuUsage();
      programOf(input);
      return worked(begun);
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('gives the need first, then the OPD with more room, and says why and who would be next', async () => {
    const { proposals } = await match({
      villages: [village('A', { needs: needs('STN', 'AIR'), before: [3] }), village('B')],
      agencies: [
        agency(1, { serves: ['STN', 'AIR'], leads: 1 }),
        agency(2, { serves: ['AIR'], leads: 1, capacity: 4 }),
        agency(3, { leads: 1 }),
      ],
      points,
      fixed: [],
    });
    expect(
      proposals.map((one) => [one.village.code, one.lead.id, one.fit.reasons, one.runnerUp?.agency.id]),
    ).toEqual([
      ['A', 1, [{ words: 'melayani STN dan AIR', points: 50 }], 2],
      ['B', 2, [], 3],
    ]);
  });

  it('pairs a lead that does not deliver by itself with one that does and serves the need', async () => {
    const { proposals } = await match({
      villages: [
        village('A', { needs: needs('AIR'), decree: 1 }),
        village('B', { decree: 1, supported: true }),
      ],
      agencies: [
        agency(1, { technical: false }),
        agency(2, { serves: ['STN'] }),
        agency(3, { serves: ['AIR'], leads: 2 }),
      ],
      points,
      fixed: [],
    });
    expect(proposals.map((one) => [one.lead.id, one.support?.id ?? null])).toEqual([
      [1, 3],
      [1, null],
    ]);
  });

  it('wishes a village for every OPD, keeps what was fixed by hand and solves the rest', async () => {
    const input: MatchInput = {
      villages: [village('A', { needs: needs('STN') }), village('B', { needs: needs('STN') })],
      agencies: [agency(1, { serves: ['STN'], leads: 1, capacity: 9 }), agency(2), agency(3)],
      points: { ...points, first: 40 },
      fixed: [],
    };
    const leads = async (given: MatchInput) => (await match(given)).proposals.map((one) => one.lead.id);
    expect(new Set(await leads(input))).toEqual(new Set([2, 3]));
    expect(await leads({ ...input, fixed: [['A', 1]] })).toEqual([1, expect.any(Number)]);
  });

  it('says which rule leaves no matching and the least that would free it', async () => {
    const villages = ['A', 'B', 'C'].map((code) => village(code));
    const agencies = [agency(1, { leads: 1 }), agency(2, { capacity: 1, leads: 1 })];
    const input: MatchInput = { villages, agencies, points, fixed: [] };
    expect((await match(input)).blocked).toEqual([
      expect.stringMatching(/3 desa menunggu, tempat yang tersisa 1\. .* paling sedikit: OPD [12] [12]/),
    ]);
    expect((await match({ ...input, villages: villages.slice(0, 1), fixed: [['A', 2]] })).blocked).toEqual([
      'OPD 2 dipatok untuk 1 desa, tempatnya tinggal 0. Lepas 1 patokan, atau minta Admin menaikkan kapasitasnya.',
    ]);
    const barred = { ...input, villages: [village('A', { barred: [1, 2] })] };
    expect((await match(barred)).blocked[0]).toContain('A: tidak ada OPD');
  });
});
