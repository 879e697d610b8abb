import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from 'd3-scale';
import { decimal, number } from '../core/format.js';
import { type Box, pointNames, type Spot, textBox } from './names.js';
import { chart, label, line, px, rect } from './svg.js';

export interface ScatterPoint {
  /** Decile 1, as a count or in percent: what is compared. */
  x: number;
  /** IDM from 0 to 1; null without IDM. */
  idm: number | null;
  selected: boolean;
  frail: boolean;
  /** A name to write beside the point; '' for most. */
  name: string;
}

export interface Scatter {
  points: ScatterPoint[];
  cutDesil1: number;
  /** Null when no unit has an IDM. */
  cutIdm: number | null;
  /** How many units each quadrant holds, I to IV. */
  counts: [number, number, number, number];
  finding: string;
}

const WORDS = [
  'I Prioritas utama',
  'II Kantong kemiskinan di desa maju',
  'III Desa tertinggal, miskin sedikit',
  'IV Pemantauan',
] as const;
const ROMAN = ['I', 'II', 'III', 'IV'] as const;

interface Plot {
  x: ScaleLinear<number, number>;
  y: ScaleLogarithmic<number, number>;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Middle and width of the strip of units without IDM. */
  strip: { from: number; width: number };
  narrow: boolean;
}

/**
 * Decile 1 (logarithmic, up) against IDM (to the right: more developed), with the medians as dotted cuts and quadrant I
 * tinted. Chosen is a filled dot, not chosen hollow, rapuh a triangle, without IDM a square on a strip of its own.
 * Two pictures, for wide and narrow screens. A unit with nothing in decile 1 stands on the lower edge.
 */
export function scatter(given: Scatter): string {
  const wide = plot(given, { width: 836, height: 512, left: 57, strip: 66 });
  const narrow = plot(given, { width: 328, height: 322, left: 42, strip: 40 });
  return (
    chart({ width: 836, height: 512 }, given.finding, drawn(given, wide), 'chart-wide') +
    chart({ width: 328, height: 322 }, given.finding, drawn(given, narrow), 'chart-narrow')
  );
}

function plot(given: Scatter, size: { width: number; height: number; left: number; strip: number }): Plot {
  const idms = given.points.flatMap((point) => (point.idm === null ? [] : [point.idm]));
  const shares = given.points.map((point) => point.x).filter((value) => value > 0);
  const hasStrip = given.points.some((point) => point.idm === null);
  const right = size.width - (hasStrip ? size.strip + 14 : 0);
  const [top, bottom] = [4, size.height - 46];
  const [low, high] = [Math.min(...idms, 1), Math.max(...idms, 0)];
  const room = Math.max((high - low) * 0.06, 0.01);
  const x = idms.length > 0 ? [low - room, high + room] : [0, 1];
  const y = shares.length > 0 ? [Math.min(...shares) * 0.65, Math.max(...shares) * 1.6] : [1, 10];
  return {
    x: scaleLinear(x, [size.left, right]),
    y: scaleLog(y, [bottom, top]).clamp(true),
    left: size.left,
    right,
    top,
    bottom,
    strip: { from: size.width - size.strip, width: hasStrip ? size.strip : 0 },
    narrow: size.width < 500,
  };
}

function drawn(given: Scatter, at: Plot): string {
  const cutY = at.y(Math.max(given.cutDesil1, at.y.domain()[0] ?? 1));
  const cutX = given.cutIdm === null ? null : at.x(given.cutIdm);
  const ground = cutX === null ? '' : rect([at.left, at.top, cutX - at.left, cutY - at.top], 'f-tint');
  const cuts =
    (cutX === null ? '' : line([cutX, at.top], [cutX, at.bottom], 's-cut')) +
    line([at.left, cutY], [at.right, cutY], 's-cut');
  // Those not chosen are drawn first, so that the chosen lie on top.
  const points = [...given.points].sort((a, b) => Number(a.selected) - Number(b.selected));
  return (
    ground +
    axes(at) +
    strip(at) +
    cuts +
    points.map((point, index) => shape(point, index, at)).join('') +
    corners(given, at, cutX !== null) +
    pointNames(spots(given, at), at, cornerBoxes(given, at, cutX !== null))
  );
}

/** Round values only: 1, 2 and 5 of each power of ten. */
function axes(at: Plot): string {
  const [low = 1, high = 10] = at.y.domain();
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
    values.push(
      ...[1, 2, 5].map((lead) => lead * 10 ** power).filter((value) => value >= low && value <= high),
    );
  }
  const shown = at.narrow && values.length > 5 ? values.filter((_, index) => index % 2 === 0) : values;
  const level = shown.map(
    (value) =>
      line([at.left, at.y(value)], [at.right, at.y(value)], 's-grid') +
      label([at.left - 9, at.y(value) + 4], value < 1 ? decimal(value, 1) : number(value), 'end'),
  );
  const ticks = at.x
    .ticks(at.narrow ? 4 : 5)
    .map(
      (value) =>
        line([at.x(value), at.bottom], [at.x(value), at.bottom + 5], 's-axis') +
        label([at.x(value), at.bottom + 20], decimal(value, 2), 'middle'),
    );
  const words = at.narrow ? 'IDM, makin kanan makin maju' : 'IDM: makin ke kanan makin maju';
  const middle = (at.left + at.right) / 2;
  return (
    level.join('') +
    line([at.left, at.bottom], [at.right, at.bottom], 's-axis') +
    ticks.join('') +
    label([at.narrow ? at.left : middle, at.bottom + 40], words, at.narrow ? 'start' : 'middle')
  );
}

function strip(at: Plot): string {
  if (at.strip.width === 0) return '';
  const { from, width } = at.strip;
  return (
    rect([from, at.top, width, at.bottom - at.top], 'f-mist') +
    label([from + width, at.bottom + (at.narrow ? 40 : 20)], 'tanpa IDM', 'end')
  );
}

/** Squares on the strip are set apart by their order, never by chance: the same data give the same picture. */
function shape(point: ScatterPoint, index: number, at: Plot): string {
  const y = at.y(Math.max(point.x, at.y.domain()[0] ?? 1));
  const kind = point.frail && point.selected ? 'dot-frail' : point.selected ? 'dot-in' : 'dot-out';
  if (point.idm === null) {
    const x = at.strip.from + at.strip.width * (0.25 + 0.5 * ((index * 0.618) % 1));
    const side = at.narrow ? 7 : 9;
    return `<rect x="${px(x - side / 2)}" y="${px(y - side / 2)}" width="${side}" height="${side}" class="${kind}"/>`;
  }
  const x = at.x(point.idm);
  if (kind === 'dot-frail') {
    const size = at.narrow ? 5 : 6.5;
    return `<path d="M${px(x)} ${px(y - size)}l${size} ${size * 1.8}h${-size * 2}z" class="dot-frail"/>`;
  }
  const radius = point.selected ? (at.narrow ? 3.5 : 5) : at.narrow ? 2.5 : 4;
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${kind}"/>`;
}

/** The word and count of each quadrant, in its outer corner. */
function cornerWords(given: Scatter, at: Plot) {
  const inset = at.narrow ? 5 : 10;
  const up = at.top + (at.narrow ? 15 : 21);
  const down = at.bottom - (at.narrow ? 8 : 13);
  return given.counts.map((count, index) => ({
    text: `${(at.narrow ? ROMAN : WORDS)[index]} (${number(count)})`,
    x: index % 2 === 0 ? at.left + inset : at.right - inset,
    y: index < 2 ? up : down,
    anchor: index % 2 === 0 ? ('start' as const) : ('end' as const),
  }));
}

const corners = (given: Scatter, at: Plot, hasIdm: boolean): string =>
  hasIdm
    ? cornerWords(given, at)
        .map(({ x, y, text, anchor }, index) =>
          label([x, y], text, anchor, index === 0 ? 'v-text halo halo-tint' : 'v-text halo'),
        )
        .join('')
    : '';

const cornerBoxes = (given: Scatter, at: Plot, hasIdm: boolean): Box[] =>
  hasIdm ? cornerWords(given, at).map(({ x, y, text, anchor }) => textBox(x, y, text, anchor)) : [];

/** Where the points that have an IDM are drawn. A narrow picture names all or none. */
function spots(given: Scatter, at: Plot): Spot[] {
  const named = !at.narrow || given.points.every((point) => point.name !== '' || point.idm === null);
  return given.points.flatMap((point) =>
    point.idm === null
      ? []
      : [
          {
            x: at.x(point.idm),
            y: at.y(Math.max(point.x, at.y.domain()[0] ?? 1)),
            name: named ? point.name : '',
          },
        ],
  );
}
