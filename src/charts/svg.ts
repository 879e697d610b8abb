import { escapeHtml } from '../web/render.js';

/** A coordinate with at most one decimal: finer is not seen and only makes the page longer. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A place in a chart: from the left, from the top. */
type Point = readonly [x: number, y: number];

/** Words placed in a chart. `anchor` is where x lies in the text; `kind` a class of public/css/charts.css. */
export function label(
  [x, y]: Point,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  kind = '',
): string {
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const type = kind ? ` class="${kind}"` : '';
  return `<text x="${px(x)}" y="${px(y)}"${at}${type}>${escapeHtml(text)}</text>`;
}

/** A straight line with a class for its colour. */
export const line = ([x1, y1]: Point, [x2, y2]: Point, kind: string): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${kind}"/>`;

/** A rectangle with a class for its fill. */
export const rect = (
  [x, y, width, height]: readonly [...Point, width: number, height: number],
  kind: string,
  radius = 0,
): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(Math.max(0, width))}" height="${px(height)}"${
    radius ? ` rx="${radius}"` : ''
  } class="${kind}"/>`;

/**
 * A whole chart. `finding` is what it shows, in one sentence: the spoken name of the picture. `kind` adds classes,
 * such as `chart-wide` and `chart-narrow` for the two widths of one chart.
 */
export function chart(
  size: { width: number; height: number },
  finding: string,
  inner: string,
  kind = '',
): string {
  const { width, height } = size;
  const box = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg class="chart-svg${kind ? ` ${kind}` : ''}" ${box} role="img" aria-label="${escapeHtml(finding)}"><title>${escapeHtml(finding)}</title>${inner}</svg>`;
}
