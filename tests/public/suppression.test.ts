import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { number } from '../../src/core/format.js';
import { cellWords, publicCells } from '../../src/public/suppression.js';
import { makeVerified } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('public cells of people', () => {
  it('shows what is no person’s secret', () => {
    expect(publicCells([0, 5, 12])).toEqual({ total: 17, cells: [0, 5, 12] });
  });

  it('hides one to four, and the smallest other cell, so that the total gives nothing away', () => {
    expect(publicCells([4, 20, 7])).toEqual({ total: 31, cells: ['small', 20, 'withheld'] });
    expect(publicCells([4, 3, 20])).toEqual({ total: 27, cells: ['small', 'small', 'withheld'] });
  });

  it('hides the total where no other cell can', () => {
    expect(publicCells([0, 3, 0])).toEqual({ total: 'small', cells: [0, 'small', 0] });
    expect(publicCells([4, 3])).toEqual({ total: 'withheld', cells: ['small', 'small'] });
  });

  it('never lets a small count be had by subtraction', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 14 }), (values) => {
        const { total, cells } = publicCells(values);
        if (typeof total !== 'number') return true;
        const shown = cells.reduce<number>((sum, cell) => sum + (typeof cell === 'number' ? cell : 0), 0);
        const rest = total - shown;
        return rest === 0 || rest >= 5;
      }),
    );
  });

  it('says in words what is hidden', () => {
    expect(['small', 'withheld', 1234].map((cell) => cellWords(cell as never, number))).toEqual([
      'kurang dari 5',
      'tidak ditampilkan',
      '1.234',
    ]);
  });
});

describe('the public pages', () => {
  const portal = usePortal();
  beforeAll(async () => {
    const { database } = portal.services;
    const made = [
      ['33.27.01.2002', 'LIS', 4],
      ['33.27.03.2001', 'LIS', 7],
      ['33.27.10.2019', 'LIS', 40],
      ['33.27.01.2002', 'JMB', 3],
    ] as const;
    for (const [villageCode, categoryCode, realised] of made)
      await makeVerified(database, { villageCode, categoryCode, realised, target: 50 });
  });

  it('count people under five as hidden, works as they are, each figure by itself', async () => {
    const stranger = await portal.as();
    const moga = await stranger.get('/kecamatan/33.27.01?format=json');
    expect(moga.body).toMatchObject([
      { kode: 'JMB', didanai: 50, terealisasi: 3 },
      { kode: 'LIS', didanai: 50, terealisasi: null },
    ]);
    expect(words(await stranger.get('/kecamatan/33.27.01'))).toContain('kurang dari 5');
    const belik = await stranger.get('/kecamatan/33.27.03?format=json');
    expect(belik.body).toMatchObject([{ kode: 'LIS', didanai: 50, terealisasi: null }]);
    expect(words(await stranger.get('/kecamatan/33.27.03'))).toContain('tidak ditampilkan');
    expect((await stranger.get('/kecamatan/33.27.10?format=json')).body).toMatchObject([{ terealisasi: 40 }]);
    expect(words(await stranger.get('/'))).toMatch(/Listrik KK 150 51/);
  });
});
