import type { Parameters, Unit } from '../../src/ranking/types.js';

/** The ranking written as plainly as its definition, for the fast one to be held against. */
export function plainRank(units: Unit[], parameters: Parameters) {
  const scope = units
    .filter((unit) => unit.p !== null)
    .filter((unit) => parameters.dasar !== 'persen' || unit.n !== null)
    .filter((unit) => parameters.tanpaIdm !== 'keluarkan' || unit.i !== null)
    .sort((one, other) => (one.code < other.code ? -1 : 1)) as (Unit & { p: number })[];
  const chosen = place(scope, parameters, parameters.bobotIdm);
  const tries = Array.from({ length: 21 }, (_, k) => place(scope, parameters, k / 20));
  return chosen.map((row) => {
    const all = tries.map((attempt) => attempt.find((one) => one.code === row.code) as typeof row);
    const ranks = [row.rank, ...all.map((one) => one.rank)];
    return {
      ...row,
      bestRank: Math.min(...ranks),
      worstRank: Math.max(...ranks),
      timesSelected: all.filter((one) => one.selected).length,
    };
  });
}

function place(scope: (Unit & { p: number })[], parameters: Parameters, weight: number) {
  const x = (unit: Unit & { p: number }) =>
    parameters.dasar === 'persen' ? (100 * unit.p) / (unit.n as number) : unit.p;
  const xs = scope.map(x);
  const measured = scope.flatMap((unit) => (unit.i === null ? [] : [unit.i]));
  const silent = new Set(measured).size < 2;
  const a = (unit: Unit & { p: number }) => {
    const [low, high] = [Math.min(...xs), Math.max(...xs)];
    if (parameters.normalisasi === 'minmax') return high === low ? 0 : (x(unit) - low) / (high - low);
    if (scope.length === 1) return 0;
    const smaller = xs.filter((value) => value < x(unit)).length;
    const equal = xs.filter((value) => value === x(unit)).length - 1;
    return (smaller + 0.5 * equal) / (scope.length - 1);
  };
  const b = (unit: Unit & { p: number }) => {
    let i = unit.i;
    if (i === null && parameters.tanpaIdm === 'rata-kecamatan') {
      const near = scope.filter((one) => one.kecamatanCode === unit.kecamatanCode && one.i !== null);
      if (near.length > 0) {
        const mean = near.reduce((sum, one) => sum + (one.i as number), 0) / near.length;
        i = Math.floor(mean * 1e6 + 0.5 + 1e-6) / 1e6;
      }
    }
    if (i === null || silent) return null;
    const value = i;
    const [low, high] = [Math.min(...measured), Math.max(...measured)];
    if (parameters.normalisasi === 'minmax') return (high - value) / (high - low);
    const larger = measured.filter((one) => one > value).length;
    const equal = measured.filter((one) => one === value).length;
    if (unit.i === null) return (larger + 0.5 * equal) / measured.length;
    return (larger + 0.5 * (equal - 1)) / (measured.length - 1);
  };
  const middle = (values: number[]) => {
    const sorted = [...values].sort((one, other) => one - other);
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2
      ? (sorted[half] as number)
      : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
  };
  const cut = { x: middle(xs), i: middle(measured) };
  const kuadran = (unit: Unit & { p: number }): 1 | 2 | 3 | 4 => {
    const poor = x(unit) >= cut.x;
    if (unit.i === null) return poor ? 1 : 4;
    if (unit.i <= cut.i) return poor ? 1 : 3;
    return poor ? 2 : 4;
  };
  const rows = scope.map((unit) => {
    const lack = b(unit);
    const score = lack === null ? a(unit) : (1 - weight) * a(unit) + weight * lack;
    return {
      unit,
      code: unit.code,
      score6: Math.floor(score * 1e6 + 0.5 + 1e-6),
      kuadran: kuadran(unit),
      rank: 0,
      selected: false,
    };
  });
  const group = (row: (typeof rows)[number]) => (parameters.metode === 'kuadran' ? row.kuadran : 1);
  rows.sort(
    (one, other) =>
      group(one) - group(other) ||
      other.score6 - one.score6 ||
      other.unit.p - one.unit.p ||
      (one.unit.i ?? 9) - (other.unit.i ?? 9) ||
      (one.code < other.code ? -1 : 1),
  );
  const taken = new Map<string, number>();
  rows.forEach((row, at) => {
    row.rank =
      1 +
      rows.filter((one) => group(one) < group(row) || (group(one) === group(row) && one.score6 > row.score6))
        .length;
    const { seleksi } = parameters;
    const inKecamatan = taken.get(row.unit.kecamatanCode) ?? 0;
    taken.set(row.unit.kecamatanCode, inKecamatan + 1);
    if (seleksi.kind === 'kuota') row.selected = at < seleksi.limit;
    if (seleksi.kind === 'kuota-kecamatan') row.selected = inKecamatan < seleksi.limit;
    if (seleksi.kind === 'ambang') row.selected = row.score6 / 1e6 >= seleksi.limit;
    if (seleksi.kind === 'kuadran-i') row.selected = row.kuadran === 1;
  });
  return rows.map(({ unit: _unit, ...row }) => row);
}
