import { label } from './svg.js';

type Anchor = 'start' | 'middle' | 'end';

/** A rectangle that words cover. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A drawn point; its name is '' for most. */
export interface Spot {
  x: number;
  y: number;
  name: string;
}

/** About what words of 13 px in bold cover; `y` is their base line. */
export function textBox(x: number, y: number, text: string, anchor: Anchor): Box {
  const width = text.length * 7.4;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 11, bottom: y + 3 };
}

/** Where a name may stand beside its point, the best first: right, left, above, below, then the corners. */
const PLACES: [dx: number, dy: number, anchor: Anchor][] = [
  [10, 4.5, 'start'],
  [-10, 4.5, 'end'],
  [0, -10, 'middle'],
  [0, 19, 'middle'],
  [7, -9, 'start'],
  [-7, -9, 'end'],
  [7, 16, 'start'],
  [-7, 16, 'end'],
];

/**
 * The names of points, each where it covers the fewest points; one that would cross other words is left out. The same
 * points give the same places.
 */
export function pointNames(spots: Spot[], inside: Box, taken: Box[]): string {
  const words = [...taken];
  return spots
    .filter((spot) => spot.name !== '')
    .flatMap((spot) => {
      const places = PLACES.map(([dx, dy, anchor]) => {
        const at = { x: spot.x + dx, y: spot.y + dy, anchor };
        const box = textBox(at.x, at.y, spot.name, anchor);
        return { at, box, cost: cost(box, spots, words, inside) };
      });
      const best = places.reduce((one, other) => (other.cost < one.cost ? other : one));
      if (best.cost >= CROSSED) return [];
      words.push(best.box);
      return label([best.at.x, best.at.y], spot.name, best.at.anchor, 'v-text halo');
    })
    .join('');
}

const RADIUS = 5;
const CROSSED = 100;

function cost(box: Box, spots: Spot[], words: Box[], inside: Box): number {
  const outside =
    box.left < inside.left || box.right > inside.right || box.top < inside.top || box.bottom > inside.bottom;
  const crossed = words.filter((word) => overlap(box, word)).length;
  const covered = spots.filter(({ x, y }) =>
    overlap(box, { left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS }),
  ).length;
  return CROSSED * (crossed + (outside ? 1 : 0)) + covered;
}

const overlap = (one: Box, other: Box) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
