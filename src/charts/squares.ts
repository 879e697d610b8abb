import { number } from '../core/format.js';
import { escapeHtml } from '../web/render.js';
import { px } from './svg.js';

/** The sizes of small squares in a row: side and distance from one to the next, in px. */
const SIDE = 9;
const STEP = 11;

function row(
  count: number,
  spoken: string,
  draw: (x: number, index: number) => string,
  { step, side }: { step: number; side: number },
) {
  const width = Math.max(1, count) * step;
  const marks = Array.from({ length: count }, (_, index) => draw(index * step + 0.5, index)).join('');
  return `<svg class="squares" width="${width}" height="${side + 1}" viewBox="0 0 ${width} ${side + 1}" ${heard(spoken)}>${marks}</svg>`;
}

/** A picture beside its own words, as in a legend, is not read out. */
const heard = (spoken: string): string =>
  spoken === '' ? 'aria-hidden="true"' : `role="img" aria-label="${escapeHtml(spoken)}"`;

const square = (x: number, side: number, kind: string, radius: number): string =>
  `<rect x="${px(x)}" y="0.5" width="${side}" height="${side}" rx="${radius}" class="${kind}"/>`;

/** One small square for each desa of a kecamatan in a phase: solid when it runs, hollow when it is planned. */
export function phaseSquares(count: number, planned: boolean): string {
  const kind = planned ? 'hollow-teh' : 'f-teh';
  const side = planned ? SIDE - 1 : SIDE;
  return row(count, `${number(count)} desa`, (x) => square(x, side, kind, 1.5), {
    step: STEP,
    side: SIDE,
  });
}

/**
 * The load of an OPD: solid for each desa it leads, hollow for each it could still lead, a triangle for each over
 * its capacity. `capacity` null means that it has no limit.
 */
export function loadSquares(used: number, capacity: number | null): string {
  const limit = capacity ?? used;
  const over = Math.max(0, used - limit);
  const count = Math.max(used, limit);
  const spoken =
    capacity === null ? `${number(used)} desa, tanpa batas` : `${number(used)} dari ${number(capacity)}`;
  const side = 15;
  const draw = (x: number, index: number) => {
    if (index >= limit) {
      return `<path d="M${px(x + side / 2)} 1.5L${px(x + side)} 15H${px(x)}Z" class="f-warn"/>`;
    }
    return index < used ? square(x, side, 'f-teh', 2) : square(x, side, 'hollow', 2);
  };
  return row(count, over > 0 ? `${spoken}, melebihi ${number(over)}` : spoken, draw, {
    step: 20,
    side,
  });
}

/** What a square says of a month's report: in time, late, nothing done, missing, or not owed. */
export type RhythmMark = 'full' | 'half' | 'dash' | 'dotted' | 'none';

const marks: Record<RhythmMark, (x: number, side: number) => string> = {
  full: (x, side) => square(x, side, 'f-teh', 2),
  half: (x, side) =>
    `${square(x, side, 'hollow-teh', 2)}<path d="M${px(x)} 0.5H${px(x + side)}L${px(x)} ${side + 0.5}Z" class="f-teh"/>`,
  dash: (x, side) =>
    `${square(x, side, 'hollow', 2)}<path d="M${px(x + 4)} ${px(side / 2 + 0.5)}h${side - 8}" class="dash"/>`,
  dotted: (x, side) => square(x, side, 'hollow dotted', 2),
  none: (x, side) => `<circle cx="${px(x + side / 2)}" cy="${px(side / 2 + 0.5)}" r="1" class="f-grey"/>`,
};

/** One square for each month or village, with the words that say the same. */
export function rhythmSquares(given: RhythmMark[], spoken: string): string {
  const drawn = given.map((mark) => marks[mark]);
  return row(given.length, spoken, (x, index) => drawn[index]?.(x, 13) ?? '', { step: 18, side: 14 });
}

/** Many squares in rows, fifteen in one, which fit the narrowest screen. */
export function rhythmGrid(given: RhythmMark[], spoken: string): string {
  const [perRow, step, side] = [15, 20, 15];
  const rows = Math.ceil(given.length / perRow);
  const drawn = given.map((mark, index) => {
    const y = Math.floor(index / perRow) * step;
    return `<g transform="translate(0 ${y})">${marks[mark]((index % perRow) * step + 0.5, side)}</g>`;
  });
  const [width, height] = [perRow * step, rows * step];
  return `<svg class="squares" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(spoken)}">${drawn.join('')}</svg>`;
}
