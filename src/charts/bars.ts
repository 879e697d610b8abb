import { number } from '../core/format.js';
import { escapeHtml } from '../web/render.js';
import { chart, label, px, rect } from './svg.js';

const HEIGHT = 12;

/** A bar that is as wide as its cell; lengths are percent of it. Its numbers also stand in words beside it. */
const cellBar = (spoken: string, inner: string, kind = ''): string =>
  `<svg class="bar${kind}" width="100%" height="${HEIGHT}" role="img" aria-label="${escapeHtml(spoken)}">${inner}</svg>`;

const solid = (width: number, kind: string): string =>
  `<rect width="${px(Math.max(0, width))}%" height="${HEIGHT}" class="${kind}"/>`;

const hatched = (x: number, width: number): string =>
  `<rect x="${px(x)}%" width="${px(Math.max(0, width))}%" height="${HEIGHT}" class="f-hatch"/>`;

/**
 * The score of a unit and its two parts, on a track from 0 to 1: solid is the part of decile 1, hatched the part of
 * IDM. Both parts are already weighted; their sum is the score.
 */
export function scoreBar(parts: { desil1: number; idm: number }): string {
  const desil1 = parts.desil1 * 100;
  const idm = parts.idm * 100;
  const spoken = `Bagian desil 1 ${number(desil1)}, bagian IDM ${number(idm)}, dari 100`;
  return cellBar(
    spoken,
    solid(100, 'f-track') + hatched(desil1, idm) + solid(desil1, 'f-teh'),
    ' bar-score bar-track',
  );
}

/**
 * What was delivered (solid), funded (hatched) and is planned beyond it (outline), each of one unit, on a scale of its
 * own, as units differ. What is planned is never drawn as anything but an outline.
 */
export function deliveryBar(figures: { planned: number; funded: number; delivered: number }): string {
  const { planned, funded, delivered } = figures;
  const reached = Math.max(funded, delivered);
  const percent = (value: number) => (value / Math.max(1, reached + planned)) * 100;
  const words = [`terealisasi ${number(delivered)}`, `didanai ${number(funded)}`];
  if (planned > 0) words.push(`direncanakan ${number(planned)}`);
  const bars = hatched(percent(delivered), percent(reached - delivered)) + solid(percent(delivered), 'f-teh');
  const outline = `<svg x="${px(percent(reached))}%" width="${px(percent(planned))}%" height="${HEIGHT}"><rect x="0.5" y="0.5" width="100%" height="${HEIGHT - 1}" class="hollow"/></svg>`;
  const end = `<svg x="100%" width="2" height="${HEIGHT}" class="bar-end"><rect x="-1" width="1" height="${HEIGHT}" class="bar-edge"/></svg>`;
  return cellBar(words.join(', '), planned > 0 ? bars + outline + end : bars);
}

/**
 * What was delivered (solid) and funded (hatched) inside what is needed (outline), each of one unit. What is
 * beyond the need is told beside it, the bar stops there.
 */
export function needBar({
  need,
  funded,
  delivered,
}: {
  need: number;
  funded: number;
  delivered: number;
}): string {
  const percent = (value: number) => (Math.min(value, need) / Math.max(1, need)) * 100;
  const reached = Math.max(funded, delivered);
  const outline = `<svg width="100%" height="${HEIGHT}"><rect x="0.5" y="0.5" width="100%" height="${HEIGHT - 1}" class="hollow"/></svg>`;
  const end = `<svg x="100%" width="2" height="${HEIGHT}" class="bar-end"><rect x="-1" width="1" height="${HEIGHT}" class="bar-edge"/></svg>`;
  const words = `butuh ${number(need)}, didanai ${number(funded)}, terealisasi ${number(delivered)}`;
  const inside =
    hatched(percent(delivered), percent(reached) - percent(delivered)) + solid(percent(delivered), 'f-teh');
  return cellBar(words, inside + outline + end);
}

/** One value as a bar on a track, such as a promise kept in part. `value` may exceed `of`; the bar stops there. */
export function progressBar(value: number, of: number, spoken: string): string {
  const width = of > 0 ? Math.min(100, (value / of) * 100) : 0;
  return cellBar(spoken, solid(100, 'f-track') + solid(width, 'f-teh'), ' bar-thin bar-track');
}

/** Rows of money with the sum below; `text` is the amount in words, such as `386,2`. Values in rupiah. */
export function moneyBars(
  rows: { label: string; value: number; text: string }[],
  total: { label: string; unit: string; text: string },
  finding: string,
): string {
  const wide = { width: 660, name: 160, value: 96, kind: 'chart-wide' };
  const narrow = { width: 328, name: 150, value: 86, kind: 'chart-narrow' };
  return moneyChart(rows, total, finding, wide) + moneyChart(rows, total, finding, narrow);
}

function moneyChart(
  rows: { label: string; value: number; text: string }[],
  total: { label: string; unit: string; text: string },
  finding: string,
  size: { width: number; name: number; value: number; kind: string },
): string {
  const step = 29;
  const largest = Math.max(1, ...rows.map((row) => row.value));
  const room = size.width - size.name - size.value;
  const lines = rows.map((row, index) => {
    const y = index * step;
    const width = Math.max(row.value > 0 ? 2 : 0, (row.value / largest) * room);
    return (
      label([0, y + 17], row.label, 'start', 'row-text') +
      rect([size.name, y + 6, width, 13], 'f-teh', 1) +
      label([size.width, y + 17], row.text, 'end', 'row-text')
    );
  });
  const y = rows.length * step;
  const sum =
    label([0, y + 17], total.label, 'start', 'row-text row-sum') +
    label([size.name, y + 17], total.unit) +
    label([size.width, y + 17], total.text, 'end', 'row-text row-sum');
  return chart({ width: size.width, height: y + 26 }, finding, lines.join('') + sum, size.kind);
}
