import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Overview } from '../../src/public/overview.js';
import { MONEY_STEP } from '../../src/public/published.js';
import { type Belief, differences, pinned, recover } from './attacker.js';
import { KINDS, onlyWhatIsTold, publications, readBy, worlds } from './world.js';

const RUNS = { numRuns: 200 };
const peopleKinds = KINDS.filter((kind) => kind.people);

describe('somebody who keeps every public page of every month', () => {
  const beliefs: Belief[] = [
    { totals: 'all', live: false },
    { totals: 'all', live: true },
    { totals: 'told', live: true },
  ];

  it.each(beliefs)('finds no one to four people by adding up and by usual prices, believing %o', (belief) => {
    fc.assert(
      fc.property(worlds, (world) => {
        const found = publications(world).flatMap((data, month) => recover(readBy(data), month, belief));
        expect(found.filter(pinned)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('never reads a count of one to four', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const data of publications(world))
          for (const row of readBy(data).results)
            if (peopleKinds.some((kind) => kind.code === row.kode_jenis))
              for (const count of [row.didanai, row.terealisasi])
                expect(count === null || count === 0 || Number(count) >= 5).toBe(true);
      }),
      RUNS,
    );
  });

  it('finds no one to four people in the money of plans, were they all of one kind, in a month or between two', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const told = publications(world).map(
          (data) =>
            new Map(readBy(data).progress.map((row) => [row.kode, Number(row.dana_direncanakan_rupiah)])),
        );
        for (const [month, places] of told.entries())
          for (const [place, rupiah] of places)
            for (const { low, high } of peopleKinds.filter((kind) => kind.low > 0)) {
              const people = (from: number, to: number) => ({
                from: Math.ceil(from / high),
                to: Math.floor(to / low),
              });
              expect(pinned(people(rupiah, rupiah + MONEY_STEP - 1))).toBe(false);
              const before = told[month - 1]?.get(place);
              if (before === undefined) continue;
              const change = Math.abs(rupiah - before);
              expect(pinned(people(Math.max(0, change - MONEY_STEP), change + MONEY_STEP))).toBe(false);
            }
      }),
      RUNS,
    );
  });

  it('never sees one to four people come or go in a kecamatan that stands by itself', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const months = publications(world).map(readBy);
        const found = months.slice(1).flatMap((read, at) => differences(months[at] as never, read));
        expect(found.filter((one) => !one.place.includes(' ')).filter(pinned)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('reads the same of a world in which nobody is but those it told of, so that every few can be denied', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const other = onlyWhatIsTold(world);
        expect(publications(world, other).map(potret)).toEqual(publications(world).map(potret));
        for (const truth of other)
          for (const [key, { funded, realised }] of truth)
            if (peopleKinds.some((kind) => key.endsWith(kind.code)))
              expect([funded, realised].filter((count) => count >= 1 && count <= 4)).toEqual([]);
      }),
      RUNS,
    );
  });
});

/** All that a stranger reads but the figures of the moment, which are of the whole kabupaten. */
const potret = (data: Overview) => ({ ...readBy(data), live: '' });
