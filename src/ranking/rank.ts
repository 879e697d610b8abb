import { sortStable, tieOrder } from './order.js';
import { type Columns, type Components, components, scores } from './score.js';
import type { Parameters, Selection } from './types.js';

/** The weights that sensitivity tries: 0, 0.05, … 1. */
export const WEIGHTS = Array.from({ length: 21 }, (_, step) => step / 20);

/** The result of ranking columns; unit numbers are places in code order. */
export interface Ranked {
  components: Components;
  score6: Uint32Array;
  /** Unit numbers, first place first. */
  order: Int32Array;
  rank: Int32Array;
  selected: Uint8Array;
  bestRank: Int32Array;
  worstRank: Int32Array;
  timesSelected: Uint8Array;
}

interface Placing {
  order: Int32Array;
  rank: Int32Array;
  selected: Uint8Array;
}

/** Ranks columns at the chosen weight and, for sensitivity, at each of the 21 weights. */
export function rankColumns(columns: Columns, parameters: Parameters, sensitivity: boolean): Ranked {
  const parts = components(columns, parameters);
  const placer = new Placer(columns, parts, parameters);
  const score6 = scores(parts, parameters.bobotIdm, new Uint32Array(columns.x.length));
  const chosen = placer.place(score6, newPlacing(columns.x.length));
  const ranked: Ranked = {
    components: parts,
    score6,
    ...chosen,
    bestRank: Int32Array.from(chosen.rank),
    worstRank: Int32Array.from(chosen.rank),
    timesSelected: new Uint8Array(columns.x.length),
  };
  if (sensitivity) tryWeights(ranked, placer);
  return ranked;
}

const newPlacing = (count: number): Placing => ({
  order: new Int32Array(count),
  rank: new Int32Array(count),
  selected: new Uint8Array(count),
});

function tryWeights(ranked: Ranked, placer: Placer): void {
  const { bestRank, worstRank, timesSelected } = ranked;
  const placing = newPlacing(bestRank.length);
  const tried = new Uint32Array(bestRank.length);
  for (const weight of WEIGHTS) {
    const { rank, selected } = placer.place(scores(ranked.components, weight, tried), placing);
    for (let unit = 0; unit < rank.length; unit++) {
      const place = rank[unit] as number;
      if (place < (bestRank[unit] as number)) bestRank[unit] = place;
      if (place > (worstRank[unit] as number)) worstRank[unit] = place;
      timesSelected[unit] = (timesSelected[unit] as number) + (selected[unit] as number);
    }
  }
}

/** Orders, ranks and selects units by their scores; the tie-break order is prepared once. */
class Placer {
  private readonly ties: Int32Array;
  private readonly keys: Uint32Array;
  private readonly spare: Int32Array;

  constructor(
    private readonly columns: Columns,
    private readonly parts: Components,
    private readonly parameters: Parameters,
  ) {
    this.ties = tieOrder(columns.p, columns.i);
    this.keys = new Uint32Array(this.ties.length);
    this.spare = new Int32Array(this.ties.length);
  }

  place(score6: Uint32Array, into: Placing): Placing {
    const byKuadran = this.parameters.metode === 'kuadran';
    for (let unit = 0; unit < score6.length; unit++) this.keys[unit] = 1_000_000 - (score6[unit] as number);
    into.order.set(this.ties);
    sortStable(into.order, this.keys, this.spare);
    if (byKuadran) sortStable(into.order, Uint32Array.from(this.parts.kuadran), this.spare);
    this.rank(score6, into, byKuadran);
    const { kuadran } = this.parts;
    select(this.parameters.seleksi, into, { score6, kuadran, kecamatan: this.columns.kecamatan });
    return into;
  }

  private rank(score6: Uint32Array, { order, rank }: Placing, byKuadran: boolean): void {
    const { kuadran } = this.parts;
    let place = 1;
    for (let at = 0; at < order.length; at++) {
      const unit = order[at] as number;
      const before = order[at - 1] as number;
      const same =
        at > 0 && score6[unit] === score6[before] && (!byKuadran || kuadran[unit] === kuadran[before]);
      if (!same) place = at + 1;
      rank[unit] = place;
    }
  }
}

function select(
  selection: Selection,
  { order, selected }: Placing,
  { score6, kuadran, kecamatan }: { score6: Uint32Array; kuadran: Uint8Array; kecamatan: Int32Array },
): void {
  selected.fill(0);
  const taken = new Map<number, number>();
  for (let at = 0; at < order.length; at++) {
    const unit = order[at] as number;
    switch (selection.kind) {
      case 'kuota':
        if (at >= selection.limit) return;
        selected[unit] = 1;
        break;
      case 'kuota-kecamatan': {
        const place = kecamatan[unit] as number;
        const count = taken.get(place) ?? 0;
        if (count < selection.limit) selected[unit] = 1;
        taken.set(place, count + 1);
        break;
      }
      case 'ambang':
        selected[unit] = (score6[unit] as number) / 1e6 >= selection.limit ? 1 : 0;
        break;
      case 'kuadran-i':
        selected[unit] = kuadran[unit] === 1 ? 1 : 0;
    }
  }
}
