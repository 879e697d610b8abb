import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tieOrder } from '../../src/ranking/order.js';
import { idmStatus, messages, printed, toCsv, toJson } from '../../src/ranking/output.js';
import { defaults, readParameters, writeParameters } from '../../src/ranking/parameters.js';
import { rank } from '../../src/ranking/ranking.js';
import type { Parameters, RankedUnit, Unit } from '../../src/ranking/types.js';
import { plainRank } from './plain.js';

const unit = (number: number, p: number | null, i: number | null, more: Partial<Unit> = {}): Unit => ({
  code: `33.27.03.${2000 + number}`,
  name: `Desa ${number}`,
  kecamatanCode: '33.27.03',
  kecamatanName: 'Belik',
  kelurahan: false,
  p,
  i,
  n: 1000,
  ...more,
});
const withQuota = (limit: number): Parameters => ({ ...defaults, seleksi: { kind: 'kuota', limit } });
const codes = (rows: RankedUnit[]) => rows.map((row) => row.code.slice(-1)).join('');

const anyUnits = fc
  .array(
    fc.record({
      p: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 9 }),
      i: fc.option(fc.integer({ min: 4000, max: 4030 }), { freq: 4 }),
      n: fc.option(fc.integer({ min: 40, max: 60 }), { freq: 9 }),
      kecamatan: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map((row, at) => ({
      ...unit(at, row.p, row.i === null ? null : row.i / 10_000),
      code: `33.27.0${row.kecamatan}.${2000 + at}`,
      kecamatanCode: `33.27.0${row.kecamatan}`,
      n: row.n,
    })),
  );
const anyParameters = fc.record({
  metode: fc.constantFrom('skor' as const, 'kuadran' as const),
  dasar: fc.constantFrom('jumlah' as const, 'persen' as const),
  normalisasi: fc.constantFrom('minmax' as const, 'persentil' as const),
  bobotIdm: fc.constantFrom(0, 0.3, 0.5, 0.725, 1),
  tanpaIdm: fc.constantFrom('renormalisasi' as const, 'rata-kecamatan' as const, 'keluarkan' as const),
  seleksi: fc.oneof(
    fc.record({
      kind: fc.constantFrom('kuota' as const, 'kuota-kecamatan' as const),
      limit: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({ kind: fc.constant('ambang' as const), limit: fc.constantFrom(0, 0.5, 1) }),
    fc.constant({ kind: 'kuadran-i' as const }),
  ),
});
const runs = { seed: 20261124, numRuns: 300 };

describe('rank', () => {
  it('puts more poor and a lower IDM first', () => {
    expect(codes(rank([unit(1, 10, 0.8), unit(2, 90, 0.6), unit(3, 50, 0.7)], withQuota(1)).rows())).toBe(
      '231',
    );
  });

  it('gives equal scores one rank and skips the next', () => {
    const rows = rank(
      [unit(1, 10, 0.8), unit(2, 50, 0.7), unit(3, 50, 0.7), unit(4, 90, 0.6)],
      withQuota(2),
    ).rows();
    expect(rows.map((row) => row.rank)).toEqual([1, 2, 2, 4]);
  });

  it('warns of a tie at the quota and names both', () => {
    const ranking = rank(
      [unit(1, 10, 0.8), unit(2, 50, 0.7), unit(3, 50, 0.7), unit(4, 90, 0.6)],
      withQuota(2),
    );
    expect(messages(ranking)).toContain(
      'peringatan: skor sama di batas kuota: 33.27.03.2002 Desa 2 dan 33.27.03.2003 Desa 3',
    );
  });

  it('takes a kelurahan without IDM by its poor alone, and never as zero', () => {
    const rows = rank(
      [unit(1, 90, null, { kelurahan: true }), unit(2, 90, 0.6), unit(3, 10, 0.8)],
      withQuota(2),
    ).rows();
    expect(rows.map((row) => [row.code.slice(-1), row.score6, row.b])).toEqual([
      ['2', 1_000_000, 1],
      ['1', 1_000_000, null],
      ['3', 0, 0],
    ]);
  });

  it('lets IDM say nothing when fewer than two values are measured', () => {
    const rows = rank([unit(1, 10, 0.7), unit(2, 20, 0.7)], withQuota(1)).rows();
    expect(rows.map((row) => row.score6)).toEqual([1_000_000, 0]);
  });

  it('ranks one village alone, and all equal villages first', () => {
    expect(rank([unit(1, 5, 0.7)], withQuota(79)).rows()[0]).toMatchObject({
      rank: 1,
      score6: 0,
      selected: true,
    });
    expect(
      rank([unit(1, 5, 0.7), unit(2, 5, 0.7)], withQuota(1))
        .rows()
        .map((row) => row.rank),
    ).toEqual([1, 1]);
  });

  it('lists what is incomplete with its first reason', () => {
    const ranking = rank([unit(1, null, null), unit(2, 5, 0.7, { n: null }), unit(3, 5, null)], {
      ...defaults,
      dasar: 'persen',
      tanpaIdm: 'keluarkan',
    });
    expect(messages(ranking)).toEqual([
      'data belum lengkap: 33.27.03.2001 Desa 1 (desil1)',
      'data belum lengkap: 33.27.03.2002 Desa 2 (jumlah_penduduk)',
      'tanpa IDM, dikeluarkan: 33.27.03.2003 Desa 3',
    ]);
    expect(toCsv(printed(ranking, 'desa')).split('\n')).toHaveLength(2);
    expect(toJson(printed(ranking, 'desa'))).toBe('[]\n');
  });

  it('agrees with the plain reference on any input', () => {
    fc.assert(
      fc.property(anyUnits, anyParameters, (units, parameters) => {
        const fast = rank(units, parameters).rows();
        const simple = plainRank(units, parameters);
        expect(
          fast.map(
            ({ code, score6, rank: place, kuadran, selected, bestRank, worstRank, timesSelected }) => ({
              code,
              score6,
              rank: place,
              kuadran,
              selected,
              bestRank,
              worstRank,
              timesSelected,
            }),
          ),
        ).toEqual(simple);
      }),
      runs,
    );
  });

  it('does not depend on the order of the input', () => {
    fc.assert(
      fc.property(anyUnits, anyParameters, (units, parameters) => {
        expect(toCsv(printed(rank([...units].reverse(), parameters), 'desa'))).toBe(
          toCsv(printed(rank(units, parameters), 'desa')),
        );
        expect(toCsv(printed(rank([...units].reverse(), parameters), 'kecamatan'))).toBe(
          toCsv(printed(rank(units, parameters), 'kecamatan')),
        );
      }),
      runs,
    );
  });

  it('never ranks a unit lower when its poor become more', () => {
    fc.assert(
      fc.property(anyUnits, fc.nat(39), (units, at) => {
        const chosen = units[at];
        if (!chosen || chosen.p === null) return;
        const place = (of: Unit[]) =>
          rank(of, defaults)
            .rows()
            .find((row) => row.code === chosen.code)?.rank as number;
        const poorer = units.map((one) =>
          one.code === chosen.code ? { ...one, p: (one.p as number) + 5 } : one,
        );
        expect(place(poorer)).toBeLessThanOrEqual(place(units));
      }),
      runs,
    );
  });

  it('never ranks a unit lower when its IDM becomes lower', () => {
    const settings = fc.record({
      normalisasi: fc.constantFrom('minmax' as const, 'persentil' as const),
      metode: fc.constantFrom('skor' as const, 'kuadran' as const),
      bobotIdm: fc.constantFrom(0, 0.3, 0.5, 1),
    });
    fc.assert(
      fc.property(anyUnits, fc.nat(39), fc.integer({ min: 1, max: 30 }), settings, (units, at, less, one) => {
        const chosen = units[at];
        if (!chosen || chosen.p === null || chosen.i === null) return;
        const lower = { ...chosen, i: (Math.round(chosen.i * 10_000) - less) / 10_000 };
        const place = (of: Unit[]) =>
          rank(of, { ...defaults, ...one })
            .rows()
            .find((row) => row.code === chosen.code)?.rank as number;
        const after = units.map((unit) => (unit === chosen ? lower : unit));
        expect(place(after)).toBeLessThanOrEqual(place(units));
      }),
      runs,
    );
  });

  it('breaks ties by sums of any size', () => {
    const any = fc.array(
      fc.tuple(
        fc.oneof(fc.nat(3), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 33 + 5), fc.maxSafeNat()),
        fc.constantFrom(0.5, 0.6, Number.NaN),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(any, (rows) => {
        const [p, i] = [rows.map((row) => row[0]), rows.map((row) => row[1])];
        const idm = (unit: number) => (Number.isNaN(i[unit]) ? 9 : (i[unit] as number));
        const plain = rows
          .map((_, unit) => unit)
          .sort(
            (one, other) => (p[other] as number) - (p[one] as number) || idm(one) - idm(other) || one - other,
          );
        expect([...tieOrder(Float64Array.from(p), Float64Array.from(i))]).toEqual(plain);
      }),
      runs,
    );
  });

  it('selects as many as the quota, or all', () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 1, max: 50 }), (units, limit) => {
        const rows = rank(units, withQuota(limit)).rows();
        expect(rows.filter((row) => row.selected)).toHaveLength(Math.min(limit, rows.length));
      }),
      runs,
    );
  });
});

describe('words of the ranking', () => {
  it('keeps the upper bounds of the IDM status inclusive', () => {
    expect([0.4907, 0.5989, 0.7072, 0.8155, 0.8156, null].map(idmStatus)).toEqual([
      'Sangat Tertinggal',
      'Tertinggal',
      'Berkembang',
      'Maju',
      'Mandiri',
      '',
    ]);
  });

  it('reads parameters and says what is right where it cannot', () => {
    expect(readParameters({ seleksi: 'kuota-kecamatan:5', bobotIdm: '0,7' }).parameters).toMatchObject({
      bobotIdm: 0.7,
      seleksi: { kind: 'kuota-kecamatan', limit: 5 },
    });
    expect(Object.keys(readParameters({ seleksi: 'kuota:0', bobotIdm: '2', metode: 'x' }).errors)).toEqual([
      'metode',
      'bobotIdm',
      'seleksi',
    ]);
  });
  it('reads a quota of any size, and nothing after the value of a selection', () => {
    const read = (seleksi: string) => readParameters({ seleksi }).errors.seleksi === undefined;
    expect(
      ['kuota:1000000000', `kuota:${'9'.repeat(400)}`, 'kuota-kecamatan:5', 'ambang:0.5'].map(read),
    ).toEqual([true, true, true, true]);
    expect(['ambang:0.5:junk', 'ambang:0.5:', 'kuota:5:', 'kuota:1.5', 'kuadran-i:1'].map(read)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    const all = readParameters({ seleksi: `kuota:${'9'.repeat(400)}` }).parameters;
    expect(readParameters(writeParameters(all)).parameters).toEqual(all);
  });
});
