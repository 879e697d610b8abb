import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { chart, label, line, px } from './svg.js';

export interface Series {
  /** In order of time; `at` places a point on the axis (any unit, e.g. milliseconds). */
  points: { at: number; value: number; label: string }[];
  /** Formats a value for the axis and the labels. */
  format: (value: number) => string;
  /** The last value in full, e.g. "812 jiwa". */
  lastLabel: string;
  /** Dotted limits with the word beside them, e.g. the bounds of a status. Instead of grid lines. */
  limits: { value: number; label: string }[];
  /** Dots for counts, squares for scores, so that two series are never taken for one. */
  mark: 'dot' | 'square';
  finding: string;
}

/** The history of one figure from one source and in one unit. Its axis does not start at zero: it is no bar. */
export function seriesLine(series: Series): string {
  return seriesAt(series, 552, 'chart-wide') + seriesAt(series, 328, 'chart-narrow');
}

function scales(series: Series, width: number) {
  const values = [...series.points.map((point) => point.value), ...series.limits.map((limit) => limit.value)];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = high > low ? (high - low) * 0.15 : Math.max(high * 0.1, 1);
  const times = series.points.map((point) => point.at);
  const right = width - (width < 400 ? 78 : 104);
  return {
    right,
    x: scaleLinear([Math.min(...times), Math.max(...times)], [52, right]),
    y: scaleLinear([low - room, high + room], [182, 24]),
  };
}

function seriesAt(series: Series, width: number, kind: string): string {
  const { x, y, right } = scales(series, width);
  const levels = series.limits.length > 0 ? series.limits.map((limit) => limit.value) : y.ticks(3);
  const lineKind = series.limits.length > 0 ? 's-tick' : 's-grid';
  const grid = levels.map(
    (value) =>
      line([52, y(value)], [right, y(value)], lineKind) +
      label([44, y(value) + 4], series.format(value), 'end'),
  );
  const words = series.limits.map((limit) => label([right + 12, y(limit.value) + 4], limit.label));
  const drawn = path<Series['points'][number]>(
    (point) => Number(px(x(point.at))),
    (point) => Number(px(y(point.value))),
  )(series.points);
  const inner =
    grid.join('') +
    spread(words, series, y) +
    `<path d="${drawn ?? ''}" class="s-teh" stroke-width="2.5"/>` +
    series.points.map((point) => mark(x(point.at), y(point.value), series.mark)).join('') +
    timeLabels(series, x) +
    valueLabels(series, x, y);
  return chart({ width, height: 216 }, series.finding, inner, kind);
}

/** The word of a limit gives way to the last value where both would stand on one spot. */
function spread(words: string[], series: Series, y: (value: number) => number): string {
  const last = series.points.at(-1);
  if (!last) return words.join('');
  return words
    .map((word, index) => {
      const limit = series.limits[index] as Series['limits'][number];
      const distance = y(limit.value) - y(last.value);
      if (Math.abs(distance) >= 15) return word;
      const moved = y(last.value) + (distance >= 0 ? 16 : -16) + 4;
      return word.replace(/ y="[^"]*"/, ` y="${px(moved)}"`);
    })
    .join('');
}

const mark = (x: number, y: number, kind: Series['mark']): string =>
  kind === 'dot'
    ? `<circle cx="${px(x)}" cy="${px(y)}" r="5" class="dot-in"/>`
    : `<rect x="${px(x - 4.5)}" y="${px(y - 4.5)}" width="9" height="9" class="dot-in"/>`;

/** Under the axis: first, last, and those between that do not touch the one before. */
function timeLabels(series: Series, x: (at: number) => number): string {
  const last = series.points.length - 1;
  let taken = Number.NEGATIVE_INFINITY;
  return series.points
    .map((point, index) => {
      const width = point.label.length * 6.6;
      const anchor = index === 0 ? 'start' : index === last ? 'end' : 'middle';
      const from = x(point.at) - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
      const lastFrom = x(series.points[last]?.at ?? 0) - (series.points[last]?.label.length ?? 0) * 6.6;
      const crowded = index > 0 && index < last && (from < taken + 10 || from + width > lastFrom - 10);
      if (crowded) return '';
      taken = from + width;
      return label([x(point.at), 208], point.label, anchor);
    })
    .join('');
}

/** The last value in full beside its point; the highest before it over its point, and never over the axis. */
function valueLabels(series: Series, x: (at: number) => number, y: (value: number) => number): string {
  const last = series.points.at(-1);
  if (!last) return '';
  const highest = series.points.reduce((best, point) => (point.value > best.value ? point : best));
  const peak =
    highest === last || series.limits.length > 0
      ? ''
      : label(
          [x(highest.at), y(highest.value) - 11],
          series.format(highest.value),
          highest === series.points[0] ? 'start' : 'middle',
          'v-text halo',
        );
  return peak + label([x(last.at) + 12, y(last.value) + 4.5], series.lastLabel, 'start', 'v-text');
}
