// Ranking the whole country against a plain sort of the same rows.
import { defaults } from '../dist/ranking/parameters.js';
import { rank } from '../dist/ranking/ranking.js';
import { report, timed, times } from './setting.mjs';

export async function benchRanking(places) {
  const parameters = { ...defaults, seleksi: { kind: 'kuota', limit: 30000 } };
  const scored = [];
  for (const { code, p, i } of places) scored.push({ kode: code, p, i, skor: p / 2000 + (1 - (i ?? 0.5)) });
  const baseline = await timed((rows) => rows.sort((x, y) => y.skor - x.skor), {
    prepare: () => scored.slice(),
  });
  const plain = await timed(() => rank(places, parameters, { sensitivity: false }));
  const sensitive = await timed(() => rank(places, parameters, { sensitivity: true }));
  const detail = (ms) => `${places.length} unit, ${ms.toFixed(0)} ms; sort biasa ${baseline.toFixed(0)} ms`;
  report('Peringkat nasional', times(plain / baseline), '3 ×', plain / baseline < 3, detail(plain));
  report(
    'Peringkat dengan 21 bobot',
    times(sensitive / baseline),
    '8 ×',
    sensitive / baseline < 8,
    detail(sensitive),
  );
}
