import { date, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { differences } from '../kept/keep.js';
import { compareRuns } from '../prioritas/compare.js';
import { rankVersions, storedParameters } from '../prioritas/input.js';
import { allRuns } from '../prioritas/queries.js';
import { storedRows } from '../prioritas/results.js';
import type { Here } from '../scope.js';
import type { Finding } from './checks.js';

/** Reckons every saved run again from its data, and sets it beside what was stored. */
export async function runFindings(db: Reader, here: Here): Promise<Finding[]> {
  const runs = await allRuns(db, here);
  const other: Finding[] = [];
  for (const run of runs) {
    const versions = { desil1: run.desil1Version, idm: run.idmVersion };
    const again = await rankVersions(db, versions, storedParameters(run.parameters));
    const { reasons, rows } = compareRuns(run.methodVersion, await storedRows(db, run), again.rows());
    if (rows.length > 0)
      other.push({
        what: 'Hitungan',
        state: 'perhatian',
        text: `Hitungan ulang "${run.name}" (${date(run.createdAt)}) berbeda pada ${number(rows.length)} desa. ${reasons.join(' ')}`,
        todo: `Buka /prioritas/${run.id}/banding.`,
      });
  }
  return other.length > 0
    ? other
    : [
        {
          what: 'Hitungan',
          state: 'baik',
          text: `${number(runs.length)} hitungan tersimpan sama bila dihitung ulang.`,
        },
      ];
}

/** Looks for every kept figure as if it were not kept, and sets it beside what stands there. */
export async function keptFindings(db: Reader): Promise<Finding[]> {
  const wrong = await differences(db);
  const what = 'Angka tersimpan';
  if (wrong.length === 0) return [{ what, state: 'baik', text: 'Sama dengan yang dihitung dari kegiatan.' }];
  const tables = wrong.map(({ table, rows }) => `${table} ${number(rows)}`).join(', ');
  return [
    {
      what,
      state: 'rusak',
      text: `Berbeda dari yang dihitung dari kegiatan, dalam baris: ${tables}.`,
      todo: 'Bangun ulang: npx dampingan periksa --bangun-ulang',
    },
  ];
}
