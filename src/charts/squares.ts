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
  return `<svg class="squares" width="${width}" height="${side + 1}" viewBox="0 0 ${width} ${side + 1}" role="img" aria-label="${escapeHtml(spoken)}">${marks}</svg>`;
}

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
