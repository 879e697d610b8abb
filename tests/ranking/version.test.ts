import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { printed, toCsv } from '../../src/ranking/output.js';
import { type ParameterName, readParameters } from '../../src/ranking/parameters.js';
import { rank } from '../../src/ranking/ranking.js';
import type { Unit } from '../../src/ranking/types.js';
import { METHOD_VERSION } from '../../src/ranking/version.js';

/** Forty units in four kecamatan, some alike, some without IDM, one without figures. */
const units = Array.from({ length: 40 }, (_, at): Unit => {
  const kelurahan = at % 7 === 3;
  return {
    code: `33.27.0${1 + (at % 4)}.${kelurahan ? 1 : 2}0${String(at).padStart(2, '0')}`,
    name: `Unit ${at}`,
    kecamatanCode: `33.27.0${1 + (at % 4)}`,
    kecamatanName: `Kecamatan ${at % 4}`,
    kelurahan,
    p: at === 39 ? null : (at * 37) % 23 === 0 ? 0 : ((at * 811) % 397) + (at % 3),
    i: kelurahan ? null : Math.round(5000 + ((at * 617) % 3100)) / 10_000,
    n: 1000 + ((at * 53) % 400),
  };
});
const SETTINGS: Partial<Record<ParameterName, string>>[] = [
  { seleksi: 'kuota:9' },
  { seleksi: 'kuota-kecamatan:3', metode: 'kuadran', bobotIdm: '0.35' },
  { seleksi: 'ambang:0.6', normalisasi: 'persentil', tanpaIdm: 'rata-kecamatan' },
  { seleksi: 'kuadran-i', dasar: 'persen', tanpaIdm: 'keluarkan', bobotIdm: '0.8' },
  { seleksi: 'kuota:12', dasar: 'persen', normalisasi: 'persentil', bobotIdm: '1' },
];

/** What each version of the method gives. A change of results takes a new version and a new line; no line is changed. */
const results: Record<number, string> = {
  1: '56b7a24411c71a499d1e189820e179a210023310b38afccc9ec8b070f92fe5d0',
};

it('the method gives what its version gave, so a changed result takes a new version', () => {
  const text = SETTINGS.flatMap((settings) => {
    const ranking = rank(units, readParameters(settings).parameters);
    return [toCsv(printed(ranking, 'desa')), toCsv(printed(ranking, 'kecamatan'))];
  }).join('\n');
  expect(createHash('sha256').update(text).digest('hex')).toBe(results[METHOD_VERSION]);
});
