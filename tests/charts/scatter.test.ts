import { describe, expect, test } from 'vitest';
import { type Scatter, type ScatterPoint, scatter } from '../../src/charts/scatter.js';

const point = (given: Partial<ScatterPoint>): ScatterPoint => ({
  x: 500,
  idm: 0.7,
  selected: false,
  frail: false,
  name: '',
  ...given,
});

const drawing = (points: ScatterPoint[], given: Partial<Scatter> = {}) =>
  scatter({
    points,
    cutDesil1: 500,
    cutIdm: 0.75,
    counts: [1, 2, 3, 4],
    finding: 'Tiga desa terpilih',
    ...given,
  });

const count = (text: string, part: string) => text.split(part).length - 1;

describe('the scatter', () => {
  test('draws every unit once in each of its two pictures', () => {
    const svg = drawing([
      point({ selected: true }),
      point({ idm: 0.8 }),
      point({ x: 900, idm: 0.6, selected: true }),
    ]);
    expect(count(svg, '<circle')).toBe(6);
    expect(count(svg, 'class="dot-in"')).toBe(4);
    expect(count(svg, 'class="dot-out"')).toBe(2);
  });

  test('tells rapuh by a triangle, and only where the unit is selected', () => {
    const svg = drawing([point({ selected: true, frail: true }), point({ frail: true })]);
    expect(count(svg, '<path')).toBe(2);
  });

  test('puts units without IDM as squares on a strip of their own', () => {
    const svg = drawing([point({}), point({ idm: null })]);
    expect(svg).toContain('tanpa IDM');
    expect(count(svg, 'width="9" height="9" class="dot-out"')).toBe(1);
    expect(drawing([point({})])).not.toContain('tanpa IDM');
  });

  test('names the quadrants with their counts, and a few units', () => {
    const svg = drawing([point({ name: 'Gombong' }), point({ idm: 0.9 })]);
    expect(svg).toContain('I Prioritas utama (1)');
    expect(svg).toContain('IV Pemantauan (4)');
    expect(svg).toContain('III (3)');
    expect(count(svg, 'Gombong')).toBe(1);
  });

  test('moves a name off the points beside it, and leaves out one that would cross another', () => {
    const free = drawing([point({ name: 'Sima' })]);
    const crowded = drawing([point({ name: 'Sima' }), point({ idm: 0.705 }), point({ idm: 0.9 })]);
    expect(free).toMatch(/<text (?![^>]*text-anchor)[^>]*>Sima/);
    expect(crowded).toMatch(/text-anchor="end"[^>]*>Sima/);
    const many = Array.from({ length: 30 }, (_, at) => point({ name: `Desa Panjang ${at}` }));
    expect(count(drawing(many), 'Desa Panjang')).toBeLessThan(20);
  });

  test('draws the same picture from the same data', () => {
    const points = [point({ idm: null }), point({ idm: null, x: 40 }), point({})];
    expect(drawing(points)).toBe(drawing(points));
  });

  test.each([
    ['one unit', [point({})], 0.7],
    ['nobody poor', [point({ x: 0 }), point({ x: 0, idm: 0.8 })], 0.75],
    ['no IDM at all', [point({ idm: null }), point({ idm: null, x: 3 })], null],
    ['all alike', [point({}), point({}), point({})], 0.7],
    ['percent below one', [point({ x: 0.2 }), point({ x: 0.9, idm: 0.8 })], 0.75],
    ['nothing ranked', [], null],
  ])('stays whole with %s', (_, points, cutIdm) => {
    expect(drawing(points, { cutIdm, cutDesil1: 0 })).not.toMatch(/NaN|Infinity|undefined/);
  });
});
