// Reading, checking and storing a national decile-1 file against PostgreSQL's own COPY into the same indexed table.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { system } from '../dist/audit/change.js';
import { openPostgres } from '../dist/database/client.js';
import { checkFile, regionReference } from '../dist/datasets/check.js';
import { kindOf } from '../dist/datasets/kinds.js';
import { importVersion } from '../dist/datasets/versions.js';
import { prepareDatabase } from '../dist/start.js';
import { importPlaces } from '../dist/wilayah/import.js';
import { DATABASE_URL, report, timed, times } from './setting.mjs';

const REGION = '33.27';

export async function benchImport(places) {
  const database = openPostgres(DATABASE_URL);
  await prepareDatabase(database, REGION);
  await importPlaces(database.patient, system(REGION), referenceOf(places), new Date('2026-01-01T00:00:00Z'));
  const rows = places.map(({ code, p, n }) => `${code},${p},${n}\n`);
  const bytes = Buffer.from(`kode,desil1,jumlah_penduduk\n${rows.join('')}`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'));
  try {
    const copy = await copyTime(folder, rows);
    const ours = await timed(() => storeFile(database, bytes), { rounds: 5, warmUps: 1 });
    const detail = `${places.length} baris, ${ours.toFixed(0)} ms; COPY ${copy.toFixed(0)} ms`;
    report('Impor data nasional', times(ours / copy), '8 ×', ours / copy <= 8, detail);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function referenceOf(places) {
  const kecamatan = new Map();
  const villages = new Map();
  for (const { code, name, kecamatanCode, kecamatanName, kelurahan } of places) {
    kecamatan.set(kecamatanCode, kecamatanName);
    villages.set(code, { code, name, kecamatanCode, kecamatanName, kind: kelurahan ? 'KELURAHAN' : 'DESA' });
  }
  return { kecamatan, villages };
}

async function storeFile(database, bytes) {
  const reference = await regionReference(database.reader, { regionCode: REGION });
  const checked = await checkFile(kindOf('DESIL1'), bytes, reference, { unit: '' });
  if (checked.faults.length > 0) throw new Error(JSON.stringify(checked.faults.slice(0, 3)));
  const meta = {
    kind: 'DESIL1',
    source: 'DTSEN',
    asOf: new Date('2026-01-01T00:00:00Z'),
    unit: checked.unit,
    fileName: 'nasional.csv',
    notices: [],
  };
  await importVersion(database, system(REGION), meta, { bytes, figures: checked.figures });
}

async function copyTime(folder, rows) {
  const file = path.join(folder, 'copy.csv');
  await writeFile(file, rows.map((row) => `1,${row}`).join(''));
  await chmod(folder, 0o755);
  await chmod(file, 0o644);
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  const prepare = async () => {
    await client.query(
      'drop table if exists copy_target; create table copy_target (like desil1_figure including all)',
    );
  };
  const copy = () =>
    client.query(
      `copy copy_target (version_id, village_code, desil1, population) from '${file}' with (format csv)`,
    );
  const time = await timed(copy, { rounds: 5, warmUps: 1, prepare });
  await client.end();
  return time;
}
