import { describe, expect, it } from 'vitest';
import { readCount, readRupiah } from '../../src/core/numbers.js';

describe('rupiah as people write them', () => {
  it.each([
    ['15000000', 15_000_000],
    ['15.000.000', 15_000_000],
    ['Rp 15.000.000,00', 15_000_000],
    ['Rp15.000.000', 15_000_000],
    ['rp. 15.000.000,-', 15_000_000],
    ['15.000.000,-', 15_000_000],
    ['15 000 000', 15_000_000],
    ['15 juta', 15_000_000],
    ['Rp 1,5 juta', 1_500_000],
    ['2,5 miliar', 2_500_000_000],
    ['750 ribu rupiah', 750_000],
    ['0', 0],
  ])('%s is read', (text, rupiah) => {
    expect(readRupiah(text)).toBe(rupiah);
  });

  it.each(['lima belas juta', '15,000,000', '-5', '1.5.0', '1,2345 juta', 'Rp', '15 jutaan'])(
    '%s is none',
    (text) => {
      expect(readRupiah(text)).toBeNaN();
    },
  );

  it('are no counts where they bear words', () => {
    expect(readCount('15 juta')).toBeNaN();
    expect(readCount('9.384,00')).toBe(9384);
    expect(readCount('1,000')).toBeNaN();
  });
});
