import { type Ranked, rankColumns } from './rank.js';
import { countBelow, countUpTo, roundTo } from './round.js';
import type { Columns } from './score.js';
import type { Parameters, RankedKecamatan, RankedUnit, Tie, Unit, Unranked } from './types.js';

/** How many weights are tried; the stability of a unit is a share of these. */
export const TRIES = 21;

/**
 * The ranking of desa and kelurahan by the poor of decile 1 and by IDM.
 * @param units the whole scope, in any order.
 * @param options.sensitivity also try the 21 weights (default yes).
 */
export function rank(units: Unit[], parameters: Parameters, options = { sensitivity: true }): Ranking {
  return new Ranking(inCodeOrder(units), parameters, options.sensitivity);
}

function inCodeOrder(units: Unit[]): Unit[] {
  for (let at = 1; at < units.length; at++) {
    if ((units[at - 1] as Unit).code > (units[at] as Unit).code) {
      return [...units].sort((one, other) => (one.code < other.code ? -1 : 1));
    }
  }
  return units;
}

/** Results are kept as columns; rows are made when they are asked for. */
export class Ranking {
  /** Ranked units in code order. */
  private readonly units: Unit[];
  readonly unranked: Unranked[];
  private readonly columns: Columns;
  private readonly ranked: Ranked | null;

  constructor(
    scope: Unit[],
    readonly parameters: Parameters,
    sensitivity: boolean,
  ) {
    this.units = [];
    this.unranked = [];
    for (const unit of scope) {
      const reason = reasonToLeaveOut(unit, parameters);
      if (reason === null) this.units.push(unit);
      else this.unranked.push({ code: unit.code, name: unit.name, reason });
    }
    this.columns = toColumns(this.units, parameters);
    this.ranked = this.units.length === 0 ? null : rankColumns(this.columns, parameters, sensitivity);
  }

  get count(): number {
    return this.units.length;
  }

  /** Medians that cut the kuadran: x over ranked units, i over those with IDM (NaN when none has one). */
  get cuts(): { x: number; i: number } {
    return this.ranked?.components.cuts ?? { x: Number.NaN, i: Number.NaN };
  }

  /** Ranked units, first place first. */
  rows(): RankedUnit[] {
    const { ranked } = this;
    return ranked ? Array.from(ranked.order, (unit) => this.row(ranked, unit)) : [];
  }

  private row(ranked: Ranked, at: number): RankedUnit {
    const unit = this.units[at] as Unit & { p: number };
    const { components } = ranked;
    const x = this.columns.x[at] as number;
    const b = components.b[at] as number;
    const selected = ranked.selected[at] === 1;
    const timesSelected = ranked.timesSelected[at] as number;
    return {
      ...unit,
      x,
      b: Number.isNaN(b) ? null : b,
      score6: ranked.score6[at] as number,
      kuadran: components.kuadran[at] as 1 | 2 | 3 | 4,
      withoutIdm: unit.i === null,
      selected,
      rank: ranked.rank[at] as number,
      bestRank: ranked.bestRank[at] as number,
      worstRank: ranked.worstRank[at] as number,
      timesSelected,
      fragile: selected && timesSelected / TRIES < 0.5,
      ...standing(components, x, unit.i),
    };
  }

  /** Pairs at the quota that only the tie-break separates. */
  ties(): Tie[] {
    const { ranked, parameters } = this;
    if (!ranked || (parameters.seleksi.kind !== 'kuota' && parameters.seleksi.kind !== 'kuota-kecamatan'))
      return [];
    const single = parameters.seleksi.kind === 'kuota';
    const last = new Map<number, number>();
    const left = new Map<number, number>();
    for (const unit of ranked.order) {
      const group = single ? 0 : (this.columns.kecamatan[unit] as number);
      if (ranked.selected[unit] === 1) last.set(group, unit);
      else if (!left.has(group)) left.set(group, unit);
    }
    return [...left.keys()]
      .sort((one, other) => one - other)
      .flatMap((group) => this.tie(ranked, last.get(group), left.get(group)));
  }

  private tie(ranked: Ranked, taken: number | undefined, left: number | undefined): Tie[] {
    if (taken === undefined || left === undefined || ranked.rank[taken] !== ranked.rank[left]) return [];
    return [{ taken: this.units[taken] as Unit, left: this.units[left] as Unit }];
  }

  /** Things worth knowing that change nothing. */
  notices(): string[] {
    const desa = this.units.filter((unit) => unit.i === null && !unit.kelurahan).length;
    const measured = new Set(this.units.flatMap((unit) => (unit.i === null ? [] : [unit.i])));
    const notices: string[] = [];
    if (desa > 0) notices.push(`${desa} desa diperingkat tanpa IDM`);
    if (this.units.length > 0 && measured.size < 2) {
      notices.push('IDM tidak membedakan desa mana pun, sehingga skor hanya dari desil 1');
    }
    return notices;
  }

  /** The same score one level up, over kecamatan with at least one ranked unit. */
  kecamatan(): RankedKecamatan[] {
    const groups = groupByKecamatan(this.units);
    if (groups.length === 0) return [];
    const percent = this.parameters.dasar === 'persen';
    const columns: Columns = {
      p: Float64Array.from(groups, (group) => group.p),
      x: Float64Array.from(groups, (group) => (percent ? (100 * group.p) / group.n : group.p)),
      i: Float64Array.from(groups, (group) => group.i ?? Number.NaN),
      kecamatan: Int32Array.from(groups, (_, index) => index),
    };
    const parameters: Parameters = { ...this.parameters, tanpaIdm: 'renormalisasi' };
    const ranked = rankColumns(columns, parameters, false);
    const selected = this.selectedByKecamatan();
    return Array.from(ranked.order, (at) => {
      const group = groups[at] as KecamatanGroup;
      const x = columns.x[at] as number;
      return {
        code: group.code,
        name: group.name,
        rank: ranked.rank[at] as number,
        p: group.p,
        x,
        i: group.i,
        ...standing(ranked.components, x, group.i),
        score6: ranked.score6[at] as number,
        kuadran: ranked.components.kuadran[at] as 1 | 2 | 3 | 4,
        units: group.units,
        selected: selected.get(group.code) ?? 0,
      };
    });
  }

  private selectedByKecamatan(): Map<string, number> {
    const counts = new Map<string, number>();
    this.units.forEach((unit, at) => {
      if (this.ranked?.selected[at] === 1)
        counts.set(unit.kecamatanCode, (counts.get(unit.kecamatanCode) ?? 0) + 1);
    });
    return counts;
  }
}

/** Where the two figures stand among all: 1 for the most poor and for the lowest IDM. */
function standing({ sortedX, sortedI }: Ranked['components'], x: number, i: number | null) {
  return {
    xRank: sortedX.length - countUpTo(sortedX, x) + 1,
    iRank: i === null ? null : countBelow(sortedI, i) + 1,
  };
}

function reasonToLeaveOut(unit: Unit, parameters: Parameters): Unranked['reason'] | null {
  if (unit.p === null) return 'desil1';
  if (parameters.dasar === 'persen' && unit.n === null) return 'jumlah_penduduk';
  if (parameters.tanpaIdm === 'keluarkan' && unit.i === null) return 'tanpa IDM';
  return null;
}

function toColumns(units: Unit[], parameters: Parameters): Columns {
  const numbers = new Map<string, number>();
  const count = units.length;
  const columns: Columns = {
    p: new Float64Array(count),
    x: new Float64Array(count),
    i: new Float64Array(count),
    kecamatan: new Int32Array(count),
  };
  units.forEach((unit, at) => {
    const p = unit.p as number;
    columns.p[at] = p;
    columns.x[at] = parameters.dasar === 'persen' ? (100 * p) / (unit.n as number) : p;
    columns.i[at] = unit.i ?? Number.NaN;
    let group = numbers.get(unit.kecamatanCode);
    if (group === undefined) {
      group = numbers.size;
      numbers.set(unit.kecamatanCode, group);
    }
    columns.kecamatan[at] = group;
  });
  return columns;
}

interface KecamatanGroup {
  code: string;
  name: string;
  p: number;
  n: number;
  i: number | null;
  units: number;
}

function groupByKecamatan(units: Unit[]): KecamatanGroup[] {
  const groups = new Map<string, KecamatanGroup & { sum: number; measured: number }>();
  for (const unit of units) {
    let group = groups.get(unit.kecamatanCode);
    if (!group) {
      group = {
        code: unit.kecamatanCode,
        name: unit.kecamatanName,
        p: 0,
        n: 0,
        i: null,
        units: 0,
        sum: 0,
        measured: 0,
      };
      groups.set(unit.kecamatanCode, group);
    }
    group.p += unit.p ?? 0;
    group.n += unit.n ?? 0;
    group.units += 1;
    if (unit.i !== null) {
      group.sum += unit.i;
      group.measured += 1;
    }
  }
  return [...groups.values()].map(({ sum, measured, ...group }) => ({
    ...group,
    i: measured > 0 ? roundTo(sum / measured, 6) : null,
  }));
}
