import { describe, expect, it } from 'vitest';
import { wordsOfCode } from '../support/screen.js';

describe('words of the code on a page', () => {
  it.each([
    'Status DIAJUKAN',
    'Isi village_code.',
    'Bobot 0.5',
    'Skor 1.6754',
    'Oleh undefined',
    'Nilai [object Object]',
    'NaN desa',
  ])('are seen in "%s"', (text) => {
    expect(wordsOfCode(`<p>${text}</p>`)).toHaveLength(1);
  });

  it.each([
    '33.27.03.2001',
    'pukul 10.12',
    '1.234 jiwa',
    'Rp 15.000.000',
    'Bobot 0,5',
    'OPD dan LKD',
    'Dinas KB PP',
    '<code>npx dampingan --peran BAPPEDA</code>',
    '<textarea>village_code</textarea>',
    'WCAG 2.2',
    'contoh.id/prioritas?bobot=0.5&amp;alasan_batal=x',
  ])('are not seen in "%s"', (text) => {
    expect(wordsOfCode(`<p>${text}</p>`)).toEqual([]);
  });
});
