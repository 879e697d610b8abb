import { number } from '../core/format.js';
import { line, px } from './svg.js';

const WIDTH = 156;
const MIDDLE = 7;

/**
 * How the rank of a unit moves over the weights tried: a line from its best to its worst rank, a dot for its rank now,
 * a dotted tick at the quota. Ranks run from 1 to `count`; `frail` draws it as a warning.
 */
export function sensitivityLine(ranks: {
  now: number;
  best: number;
  worst: number;
  quota: number | null;
  count: number;
  frail: boolean;
}): string {
  const x = (rank: number) => 4 + ((rank - 1) / Math.max(1, ranks.count - 1)) * (WIDTH - 8);
  const kind = ranks.frail ? 's-warn' : 's-mid';
  const spoken = `Peringkat ${number(ranks.now)}, antara ${number(ranks.best)} dan ${number(ranks.worst)}`;
  const track = line([0, MIDDLE], [WIDTH, MIDDLE], 's-track');
  const tick = ranks.quota === null ? '' : line([x(ranks.quota), 1], [x(ranks.quota), 13], 's-tick');
  const span = `<line x1="${px(x(ranks.best))}" y1="${MIDDLE}" x2="${px(x(ranks.worst))}" y2="${MIDDLE}" class="${kind} span"/>`;
  const dot = `<circle cx="${px(x(ranks.now))}" cy="${MIDDLE}" r="4.5" class="${ranks.frail ? 'dot-now-frail' : 'dot-in'}"/>`;
  return `<svg class="sensitivity" width="${WIDTH}" height="14" viewBox="0 0 ${WIDTH} 14" role="img" aria-label="${spoken}">${track}${tick}${span}${dot}</svg>`;
}
