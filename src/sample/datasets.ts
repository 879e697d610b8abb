import type { By } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Figure } from '../datasets/kind.js';
import { importVersion } from '../datasets/versions.js';
import { roundTo } from '../ranking/round.js';
import { idmOf, poorOf, type SyntheticVillage } from './figures.js';

/** Ids of the sample's versions by source and year. */
export interface SampleVersions {
  desil1: Map<number, number>;
  idm: Map<number, number>;
}

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const DTKS: [year: number, asOf: string][] = [
  [2020, '2020-07-31'],
  [2021, '2021-03-31'],
  [2022, '2022-01-31'],
  [2024, '2024-03-31'],
  [2025, '2025-12-31'],
];
const IDM_YEARS = [2019, 2020, 2021, 2023, 2024];
/** Two neighbours at the quota of 2022 share their figures, so that the tie shows. */
export type Twins = [kept: string, left: string] | null;

/** Loads DTKS and IDM of several years and one P3KE in keluarga, all invented and marked so. */
export async function loadVersions(
  database: Database,
  by: By,
  villages: SyntheticVillage[],
  twins: Twins,
): Promise<SampleVersions> {
  const twin = (code: string) => (twins && code === twins[1] ? twins[0] : code);
  const byCode = new Map(villages.map((village) => [village.code, village]));
  const source = (village: SyntheticVillage) => byCode.get(twin(village.code)) ?? village;
  const versions: SampleVersions = { desil1: new Map(), idm: new Map() };
  for (const year of IDM_YEARS) {
    const rows = villages.map((village) => ({
      code: village.code,
      values: scoresOf(village.code, idmOf(source(village), year)),
    }));
    versions.idm.set(year, await loadIdm(database, by, year, rows));
  }
  for (const [year, asOf] of DTKS) {
    const rows = villages.map((one) => ({
      code: one.code,
      values: { desil1: poorOf(source(one), year), jumlah_penduduk: one.population },
    }));
    versions.desil1.set(year, await loadDesil1(database, by, { source: 'DTKS', unit: 'jiwa', asOf }, rows));
  }
  const families = villages.map((one) => ({
    code: one.code,
    values: { desil1: Math.ceil(poorOf(one, 2022) / 3.6), jumlah_penduduk: null },
  }));
  await loadDesil1(database, by, { source: 'P3KE', unit: 'keluarga', asOf: '2022-06-30' }, families);
  return versions;
}

const notices = ['Data contoh: angka dibuat-buat.'];

const scores = ['idm', 'iks', 'ike', 'ikl'] as const;

/** A score with its three parts, of which it is the mean; how far apart they lie follows from the village's code. */
function scoresOf(code: string, idm: number | null): Figure['values'] {
  if (idm === null) return { idm, iks: null, ike: null, ikl: null };
  const apart = (0.2 + 0.02 * Number(code.at(-1))) * (1 - idm);
  const [iks, ike] = [roundTo(idm + apart, 4), roundTo(idm - apart - 0.15 * (1 - idm), 4)];
  return { idm, iks, ike, ikl: roundTo(3 * idm - iks - ike, 4) };
}

function loadIdm(database: Database, by: By, year: number, rows: Figure[]) {
  const line = ({ code, values }: Figure) => [code, ...scores.map((one) => values[one] ?? '')].join(',');
  const text = ['kode,idm,iks,ike,ikl', ...rows.map(line), ''].join('\n');
  const meta = {
    kind: 'IDM' as const,
    source: 'IDM',
    asOf: day(`${year}-12-31`),
    unit: 'skor',
    fileName: `contoh-idm-${year}.csv`,
    notices,
    isSample: true,
    confirmedAt: new Date(`${year + 1}-01-15T02:00:00Z`),
  };
  return importVersion(database, by, meta, { bytes: Buffer.from(text), figures: rows });
}

function loadDesil1(
  database: Database,
  by: By,
  about: { source: string; unit: string; asOf: string },
  rows: Figure[],
) {
  const lines = rows.map(
    (row) => `${row.code},${row.values.desil1},${row.values.jumlah_penduduk ?? ''},${about.unit}\n`,
  );
  const meta = {
    kind: 'DESIL1' as const,
    source: about.source,
    asOf: day(about.asOf),
    unit: about.unit,
    fileName: `contoh-${about.source.toLowerCase()}-${about.asOf}.csv`,
    notices,
    isSample: true,
    confirmedAt: new Date(`${about.asOf}T03:00:00Z`),
  };
  const bytes = Buffer.from(`kode,desil1,jumlah_penduduk,satuan\n${lines.join('')}`);
  return importVersion(database, by, meta, { bytes, figures: rows });
}
