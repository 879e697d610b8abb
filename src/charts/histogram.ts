import { chart, label, line, rect } from './svg.js';

/**
 * How the values of all units are spread, with the bar of one unit marked. `counts` is how many units each bar holds;
 * `marked` is the index of the bar of the unit, null when it has no value.
 */
export function histogram(given: {
  counts: number[];
  marked: number | null;
  /** Words over the marked bar, e.g. "Gombong 812". */
  markedLabel: string;
  /** Words under the left and the right end. */
  from: string;
  to: string;
  finding: string;
}): string {
  return histogramAt(given, 552, 'chart-wide') + histogramAt(given, 328, 'chart-narrow');
}

function histogramAt(given: Parameters<typeof histogram>[0], width: number, kind: string): string {
  const top = 28;
  const base = 126;
  const step = width / given.counts.length;
  const largest = Math.max(1, ...given.counts);
  const heights = given.counts.map((count) => (count / largest) * (base - top));
  const bars = heights.map((height, index) =>
    height === 0
      ? ''
      : rect(
          [index * step + 0.5, base - height, step - 1.5, height],
          index === given.marked ? 'f-teh' : 'f-grey',
        ),
  );
  const axis = line([0, base], [width, base], 's-axis');
  const ends = label([0, base + 19], given.from) + label([width, base + 19], given.to, 'end');
  return chart(
    { width, height: 150 },
    given.finding,
    bars.join('') + axis + ends + mark(given, heights, step, width),
    kind,
  );
}

/** The words over the marked bar, with a line down to it; kept inside the picture. */
function mark(
  given: Parameters<typeof histogram>[0],
  heights: number[],
  step: number,
  width: number,
): string {
  if (given.marked === null) return '';
  const x = (given.marked + 0.5) * step;
  const height = heights[given.marked] ?? 0;
  const half = given.markedLabel.length * 3.8;
  const anchor = x < half ? 'start' : x > width - half ? 'end' : 'middle';
  const at = anchor === 'start' ? 0 : anchor === 'end' ? width : x;
  return line([x, 20], [x, 126 - height - 3], 's-ink') + label([at, 13], given.markedLabel, anchor, 'v-text');
}
