import { describe, expect, test } from 'vitest';
import { histogram } from '../../src/charts/histogram.js';
import { sensitivityLine } from '../../src/charts/sensitivity.js';
import { type Series, seriesLine } from '../../src/charts/series.js';
import { loadSquares, phaseSquares } from '../../src/charts/squares.js';

const count = (text: string, part: string) => text.split(part).length - 1;

describe('the sensitivity line', () => {
  const ranks = { now: 1, best: 1, worst: 112, quota: 79, count: 223, frail: false };

  test('runs from the best to the worst rank, with the rank now and the quota', () => {
    const svg = sensitivityLine(ranks);
    expect(svg).toContain('x1="4" y1="7" x2="78" y2="7" class="s-mid span"');
    expect(svg).toContain('<circle cx="4" cy="7"');
    expect(svg).toContain('class="s-tick"');
    expect(svg).toContain('Peringkat 1, antara 1 dan 112');
  });

  test('has no tick without a quota, warns when rapuh, and holds with one unit', () => {
    expect(sensitivityLine({ ...ranks, quota: null })).not.toContain('s-tick');
    expect(sensitivityLine({ ...ranks, frail: true })).toContain('s-warn');
    expect(sensitivityLine({ ...ranks, worst: 1, quota: 1, count: 1 })).not.toMatch(/NaN|Infinity/);
  });
});

describe('the histogram', () => {
  const given = {
    counts: [0, 4, 2],
    marked: 1,
    markedLabel: 'Gombong 812',
    from: '0',
    to: '2.600',
    finding: 'x',
  };

  test('marks the bar of one unit in both pictures', () => {
    const svg = histogram(given);
    expect(count(svg, 'class="f-teh"')).toBe(2);
    expect(count(svg, 'class="f-grey"')).toBe(2);
    expect(count(svg, '>Gombong 812<')).toBe(2);
  });

  test('marks nothing when the unit has no value', () => {
    const svg = histogram({ ...given, marked: null });
    expect(svg).not.toContain('f-teh');
    expect(svg).not.toContain('Gombong');
  });

  test('stays whole when no unit has a value', () => {
    expect(histogram({ ...given, counts: [0, 0], marked: null })).not.toMatch(/NaN|Infinity/);
  });
});

describe('the series', () => {
  const series: Series = {
    points: [
      { at: 2019, value: 988, label: '2019' },
      { at: 2020, value: 1043, label: '2020' },
      { at: 2021, value: 812, label: '2021' },
    ],
    format: (value) => String(value),
    lastLabel: '812 jiwa',
    limits: [],
    mark: 'dot',
    finding: 'Desil 1 turun menjadi 812 jiwa',
  };

  test('writes the highest and the last value at their points', () => {
    const svg = seriesLine(series);
    expect(count(svg, '<circle')).toBe(6);
    expect(count(svg, '>1043<')).toBe(2);
    expect(count(svg, '>812 jiwa<')).toBe(2);
  });

  test('keeps the label of a first and highest point off the axis', () => {
    const [first, ...rest] = series.points as [Series['points'][number], ...Series['points']];
    const svg = seriesLine({ ...series, points: [{ ...first, value: 2964 }, ...rest] });
    expect(svg).toMatch(/<text x="52" [^>]*>2964</);
    expect(svg).not.toMatch(/text-anchor="middle"[^>]*>2964</);
  });

  test('draws limits with their words instead of grid lines', () => {
    const svg = seriesLine({ ...series, mark: 'square', limits: [{ value: 900, label: 'Maju' }] });
    expect(count(svg, '>Maju<')).toBe(2);
    expect(svg).toContain('s-tick');
    expect(svg).not.toContain('s-grid');
    expect(svg).not.toContain('<circle');
  });

  test.each([
    ['one point', series.points.slice(0, 1)],
    ['no point', []],
    ['points that never change', series.points.map((point) => ({ ...point, value: 5 }))],
    ['zeros', series.points.map((point) => ({ ...point, value: 0 }))],
  ])('stays whole with %s', (_, points) => {
    expect(seriesLine({ ...series, points })).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('small squares', () => {
  test('stand for the desa of a phase, hollow where it is planned', () => {
    expect(count(phaseSquares(5, false), 'class="f-teh"')).toBe(5);
    expect(count(phaseSquares(5, true), 'class="hollow-teh"')).toBe(5);
    expect(phaseSquares(0, false)).toContain('aria-label="0 desa"');
  });

  test('show load against capacity, and what is over it as triangles', () => {
    const within = loadSquares(1, 3);
    expect([count(within, 'f-teh'), count(within, 'hollow'), count(within, 'f-warn')]).toEqual([1, 2, 0]);
    expect(within).toContain('aria-label="1 dari 3"');
    const over = loadSquares(3, 1);
    expect([count(over, 'f-teh'), count(over, 'hollow'), count(over, 'f-warn')]).toEqual([1, 0, 2]);
    expect(over).toContain('aria-label="3 dari 1, melebihi 2"');
    expect(loadSquares(2, null)).toContain('aria-label="2 desa, tanpa batas"');
  });
});
