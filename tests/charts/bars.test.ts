import { describe, expect, test } from 'vitest';
import { deliveryBar, moneyBars, progressBar, scoreBar } from '../../src/charts/bars.js';

/** Widths in percent of the shapes of a class, in the order drawn. */
const widths = (svg: string, kind: string): number[] =>
  [...svg.matchAll(/<rect([^>]*)class="([^"]*)"/g)]
    .filter((match) => match[2] === kind)
    .map((match) => Number(/width="([\d.]+)%"/.exec(match[1] ?? '')?.[1]));

describe('the score bar', () => {
  test('shows both parts at their share of a track from 0 to 1', () => {
    const svg = scoreBar({ desil1: 0.162, idm: 0.6 });
    expect(widths(svg, 'f-track')).toEqual([100]);
    expect(widths(svg, 'f-teh')).toEqual([16.2]);
    expect(svg).toContain('<rect x="16.2%" width="60%" height="12" class="f-hatch"/>');
  });

  test('is told in words', () => {
    expect(scoreBar({ desil1: 0.162, idm: 0.6 })).toContain('Bagian desil 1 16, bagian IDM 60, dari 100');
  });
});

describe('the delivery bar', () => {
  test('draws what is planned as an outline beyond the rest, and only where something is planned', () => {
    const svg = deliveryBar({ planned: 60, funded: 40, delivered: 20 });
    expect(svg).toContain('<svg x="40%" width="60%"');
    expect([widths(svg, 'f-teh'), widths(svg, 'f-hatch')]).toEqual([[20], [20]]);
    expect(svg).toContain('terealisasi 20, didanai 40, direncanakan 60');
    const without = deliveryBar({ planned: 0, funded: 500, delivered: 412 });
    expect(without).not.toContain('class="hollow"');
    expect(without).not.toContain('direncanakan');
  });

  test('draws nothing solid or hatched for a plan alone', () => {
    const svg = deliveryBar({ planned: 6, funded: 0, delivered: 0 });
    expect([widths(svg, 'f-teh'), widths(svg, 'f-hatch')]).toEqual([[0], [0]]);
    expect(svg).toContain('<svg x="0%" width="100%"');
  });

  test('hatches what is funded and not yet delivered', () => {
    const svg = deliveryBar({ planned: 0, funded: 500, delivered: 400 });
    expect([widths(svg, 'f-teh'), widths(svg, 'f-hatch')]).toEqual([[80], [20]]);
  });

  test('fills the bar when more was delivered than funded', () => {
    const svg = deliveryBar({ planned: 0, funded: 60, delivered: 75 });
    expect([widths(svg, 'f-teh'), widths(svg, 'f-hatch')]).toEqual([[100], [0]]);
  });

  test('shows nothing rather than a broken bar when all is zero', () => {
    const svg = deliveryBar({ planned: 0, funded: 0, delivered: 0 });
    expect(widths(svg, 'f-teh')).toEqual([0]);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});

test('a promise more than kept fills its bar and no more', () => {
  expect(widths(progressBar(150, 120, '150 dari 120'), 'f-teh')).toEqual([100]);
  expect(widths(progressBar(3, 0, '3'), 'f-teh')).toEqual([0]);
});

describe('the bars of money', () => {
  const rows = [
    { label: 'APBD Kabupaten', value: 386_200_000, text: '386,2' },
    { label: 'CSR <PT>', value: 193_100_000, text: '193,1' },
  ];
  const svg = moneyBars(
    rows,
    { label: 'Jumlah', unit: 'Rp juta', text: '579,3' },
    'Rp 579,3 juta dari dua sumber',
  );

  test('are long in proportion, in the wide and in the narrow picture', () => {
    const lengths = [...svg.matchAll(/width="([\d.]+)" height="13"/g)].map((match) => Number(match[1]));
    expect(lengths).toHaveLength(4);
    const [wide, halfOfWide, narrow, halfOfNarrow] = lengths as [number, number, number, number];
    expect([halfOfWide / wide, halfOfNarrow / narrow]).toEqual([0.5, 0.5]);
    expect(narrow).toBeLessThan(wide);
  });

  test('name their rows safely and carry their sum and finding', () => {
    expect(svg).toContain('CSR &lt;PT&gt;');
    expect(svg).toContain('579,3');
    expect(svg).toContain('<title>Rp 579,3 juta dari dua sumber</title>');
  });
});
