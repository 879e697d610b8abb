import { z } from 'zod';
import { number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { literal, queryRows, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { inRegion } from '../scope.js';
import { type Flag, type Flaggable, flag } from './flags.js';

/** Quantities of earlier reports from which something may be said: of the same village, else of all villages. */
const ENOUGH = { village: 8, peers: 12 };
/** How many of the newest are looked at; what is older says less, and a page must not read ten years. */
const NEWEST = { village: 60, peers: 2_000 };
/** How far is far: in median deviations, and in times of the median where all are alike. */
const DEVIATIONS = 5;
const TIMES = 3;
/** Makes the median absolute deviation comparable with a standard deviation (1 / Φ⁻¹(3/4)). */
const CONSISTENT = 1.4826;

const median = (sorted: number[]): number => {
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] as number, sorted[Math.floor(half)] as number];
  return (low + high) / 2;
};
const ascending = (one: number, other: number) => one - other;

/** What is usual among earlier quantities, on a scale of ratios, as 10 to 100 is as far as 100 to 1,000. */
interface Usual {
  middle: number;
  spread: number;
  count: number;
}

export function usualOf(earlier: number[]): Usual {
  const scale = earlier.map(Math.log).sort(ascending);
  const middle = median(scale);
  const spread = CONSISTENT * median(scale.map((one) => Math.abs(one - middle)).sort(ascending));
  return { middle, spread, count: earlier.length };
}

/**
 * The median of earlier quantities from which one is far, null when it is not. Far is more than five median absolute
 * deviations, and three times as much or a third.
 */
export function farFrom({ middle, spread }: Usual, quantity: number): number | null {
  if (quantity <= 0) return null;
  const away = Math.abs(Math.log(quantity) - middle);
  return away > DEVIATIONS * spread && away >= Math.log(TIMES) ? Math.round(Math.exp(middle)) : null;
}

const Earlier = z.object({
  village: z.string(),
  code: z.string(),
  quantities: z.array(z.number()),
});

/**
 * What is usual among delivered quantities of the newest verified reports, by village and for all villages together; null
 * where they are too few. Asked apart, as a report that is sent moves what a village reported last, and not what all did;
 * as JSON, which is read fast.
 */
async function usualQuantities(db: Reader, actor: Actor, villages: string[]) {
  const delivered = sql`n.cut = 'JENIS' and n.lines <> 'BAGIAN' and n.realised > 0`;
  const [own, peers] = await Promise.all([
    queryRows(
      db,
      sql`select o.village_code as village, n.code, json_agg(n.realised) as quantities from unnest(${villages}::text[]) v(code)
        cross join lateral (select x.activity_id, x.village_code from shown_activity x where x.village_code = v.code
          order by x.starts_on desc, x.activity_id desc limit ${literal(NEWEST.village)}) o
        join counted_activity n on n.activity_id = o.activity_id and ${delivered} group by 1, 2`,
      Earlier,
    ),
    queryRows(
      db,
      sql`select '' as village, p.code, json_agg(p.realised) as quantities from (
          select n.code, n.realised from counted_activity n where ${inRegion(sql`n`, actor)} and ${delivered}
          order by n.starts_on desc limit ${literal(NEWEST.peers)}) p group by p.code`,
      Earlier,
    ),
  ]);
  const enough = [
    ...own.filter((one) => one.quantities.length >= ENOUGH.village),
    ...peers.filter((one) => one.quantities.length >= ENOUGH.peers),
  ];
  const found = new Map(enough.map((one) => [`${one.village} ${one.code}`, usualOf(one.quantities)]));
  return (village: string, code: string): Usual | null => found.get(`${village} ${code}`) ?? null;
}

/** Quantities far from what the village, or where that says too little all villages, reported of the same kind. */
export async function quantityFlags(db: Reader, actor: Actor, revisions: Flaggable[]) {
  const villages = [...new Set(revisions.map(({ activity }) => activity.villageCode))];
  const usually = await usualQuantities(db, actor, villages);
  return (revision: Flaggable): Flag[] =>
    revision.lines.flatMap(({ category, categoryCode, realised, target }) => {
      const quantity = realised ?? target ?? 0;
      const own = usually(revision.activity.villageCode, categoryCode);
      const usual = own ?? usually('', categoryCode);
      const middle = usual && farFrom(usual, quantity);
      if (usual === null || middle === null) return [];
      const whose = own ? 'laporan sebelumnya di desa ini' : 'laporan terbaru semua desa';
      const text = `${category.name}: ${number(quantity)} ${category.unit}; ${whose} lazimnya ${number(middle)} (nilai tengah ${number(usual.count)} laporan).`;
      return [flag('Jumlah tidak lazim', text)];
    });
}
