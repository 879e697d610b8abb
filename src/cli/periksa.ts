import { existsSync } from 'node:fs';
import { unaudited } from '../audit/change.js';
import { type Config, ConfigError, readSettings } from '../config.js';
import { isAway } from '../database/away.js';
import type { Database } from '../database/client.js';
import { folderHolder } from '../database/lock.js';
import {
  backupFindings,
  databaseFindings,
  diskFindings,
  type Finding,
  roleFinding,
} from '../health/checks.js';
import { evidenceFindings } from '../health/evidence.js';
import { keptFindings, runFindings } from '../health/sums.js';
import { rebuild } from '../kept/keep.js';
import { openDatabase, refusePending } from '../start.js';
import type { Io } from './io.js';

const MARKS = { baik: 'baik     ', perhatian: 'PERHATIAN', rusak: 'RUSAK    ' };

/**
 * `dampingan periksa`: looks at the settings, the database, the disk, backups, evidence and what is kept of figures.
 * Changes nothing, unless kept figures are to be built anew. @returns 0, or 1 when something is broken.
 */
export async function examine(argv: string[], io: Io): Promise<number> {
  if (argv.length === 1 && argv[0] === '--bangun-ulang') return buildAnew(io);
  if (argv.length > 0) {
    io.stderr.write('Pemakaian: npx dampingan periksa [--bangun-ulang]\n');
    return 2;
  }
  let broken = 0;
  for await (const one of findings()) {
    io.stdout.write(`${MARKS[one.state]}  ${one.what}: ${one.text}\n`);
    if (one.todo) io.stdout.write(`           ${one.todo}\n`);
    if (one.state === 'rusak') broken += 1;
  }
  io.stdout.write(broken > 0 ? `${broken} hal rusak.\n` : 'Tidak ada yang rusak.\n');
  return broken > 0 ? 1 : 0;
}

/** Writes the kept figures anew from the activities. */
async function buildAnew(io: Io): Promise<number> {
  const database = await openDatabase(readSettings());
  try {
    await refusePending(database);
    await unaudited(database.patient, rebuild);
    io.stdout.write('Angka tersimpan dibangun ulang dari kegiatan.\n');
    return 0;
  } finally {
    await database.close();
  }
}

async function* findings(): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = readSettings();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield {
      what: 'Setelan',
      state: 'rusak',
      text: error.message,
      todo: 'Perbaiki .env; lihat .env.example.',
    };
    return;
  }
  yield settings(config);
  yield* await diskFindings(config);
  yield* await backupFindings(config.backupDir, new Date());
  try {
    yield* await withDatabase(config);
  } catch (error) {
    yield notOpened(error);
  }
}

/** What production needs and a portal starts without. */
function settings({ production, trustProxy, backupPassphrase, backupPassphraseFile }: Config): Finding {
  const what = 'Setelan';
  if (!production) return { what, state: 'baik', text: 'Terbaca; portal ini bukan di produksi.' };
  if (trustProxy === 0)
    return {
      what,
      state: 'perhatian',
      text: 'TRUST_PROXY 0: alamat pengunjung di belakang proksi tidak dikenal.',
      todo: 'Isi TRUST_PROXY dengan jumlah proksi di depan portal.',
    };
  if (!backupPassphrase && !backupPassphraseFile)
    return {
      what,
      state: 'perhatian',
      text: 'Cadangan tidak dikunci.',
      todo: 'Isi CADANGAN_SANDI_BERKAS dengan letak berkas sandinya.',
    };
  return { what, state: 'baik', text: 'Terbaca.' };
}

async function withDatabase(config: Config): Promise<Finding[]> {
  const closed = config.databaseUrl ? null : await embeddedIsClosed(config.dataDir);
  if (closed) return [closed];
  const database: Database = await openDatabase(config);
  try {
    const first = await databaseFindings(database);
    if (first.some((one) => one.state === 'rusak')) return first;
    const { reader } = database.patient;
    return [
      ...first,
      ...(await roleFinding(database, config.production)),
      ...(await evidenceFindings(reader, config.evidenceDir)),
      ...(await runFindings(reader, config)),
      ...(await keptFindings(reader)),
    ];
  } finally {
    await database.close();
  }
}

/** An embedded database is one process's; where the portal has it open, the portal answers for it. */
async function embeddedIsClosed(folder: string): Promise<Finding | null> {
  const what = 'Basis data';
  if (!existsSync(folder))
    return {
      what,
      state: 'perhatian',
      text: `Folder ${folder} belum ada.`,
      todo: 'Nyalakan portal: npm start',
    };
  const holder = await folderHolder(folder);
  holder?.destroy();
  const text = 'Portal yang sedang berjalan memegang basis data tertanam.';
  const todo = 'Buka Kesehatan sistem sebagai admin, atau hentikan portal dan jalankan perintah ini lagi.';
  return holder && { what, state: 'baik', text, todo };
}

function notOpened(error: unknown): Finding {
  const what = 'Basis data';
  if (error instanceof ConfigError) return { what, state: 'rusak', text: error.message };
  if (!isAway(error)) throw error;
  const text = 'Basis data tidak menjawab.';
  return {
    what,
    state: 'rusak',
    text,
    todo: 'Periksa DATABASE_URL dan apakah PostgreSQL berjalan, lalu coba lagi.',
  };
}
