import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { askPortal } from '../backup/ask.js';
import { type Making, makeBackup, proveBackup, restoreBackup, type Told } from '../backup/backup.js';
import { dumpLines } from '../backup/dump.js';
import { keptIn, keysOf } from '../backup/folder.js';
import { withScratch } from '../backup/scratch.js';
import { type Config, ConfigError, readSettings } from '../config.js';
import { number } from '../core/format.js';
import { refuseAsRoot } from '../database/lock.js';
import { withOpened, withOwned } from '../start.js';
import type { Io } from './io.js';

const USAGE = `Pemakaian:
  npx dampingan cadangan buat                  membuat cadangan di CADANGAN_DIR, sambil portal berjalan
  npx dampingan cadangan periksa [FILE]        membuktikannya: dipulihkan ke basis data percobaan dan dibandingkan
  npx dampingan cadangan pulihkan FILE [--ya]  mengganti isi basis data dengan isi cadangan

Tanpa FILE yang diperiksa adalah cadangan terbaru. --di postgresql: percobaan memakai basis data baru di server
DATABASE_URL, lalu dihapus; biasanya basis data tertanam. Tanpa --ya penggantian ditanyakan lebih dahulu.
`;

interface Asked {
  file: string | undefined;
  yes: boolean;
  server: boolean;
}

/** The options; null when they cannot be read. */
function read(argv: string[]): Asked | null {
  try {
    const options = { ya: { type: 'boolean' }, di: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: argv, options, strict: true, allowPositionals: true });
    if (positionals.length > 1 || (values.di !== undefined && values.di !== 'postgresql')) return null;
    return { file: positionals[0], yes: values.ya === true, server: values.di !== undefined };
  } catch {
    return null;
  }
}

/** @throws ConfigError for root over folders of the portal's own user, who then could not read what root leaves there. */
async function settings(): Promise<Config> {
  const config = readSettings();
  for (const folder of [config.backupDir, config.dataDir]) await refuseAsRoot(folder);
  return config;
}

const refuse = (io: Io): number => {
  io.stderr.write(USAGE);
  return 2;
};

const held = ({ tables, rows, files }: Told) =>
  `${number(tables)} tabel, ${number(rows)} baris, ${number(files)} berkas bukti`;

/** `dampingan cadangan buat`: of the portal that runs, on either engine. @returns the exit code. */
export async function makeBackupNow(argv: string[], io: Io): Promise<number> {
  const asked = read(argv);
  if (!asked || asked.file || asked.yes || asked.server) return refuse(io);
  const config = await settings();
  const keys = await keysOf(config);
  const { backupDir: folder, evidenceDir, regionCode: region } = config;
  const made = await makeBackup({
    lines: linesOf(config),
    folder,
    evidenceDir,
    region,
    keys,
    now: new Date(),
  });
  io.stdout.write(`Cadangan dibuat: ${made.file} (${held(made)}${keys ? ', terkunci' : ''}).\n`);
  return 0;
}

/** The lines from the portal that has an embedded database open, else from the database itself. */
function linesOf(config: Config): Making['lines'] {
  return async (take) => {
    const asked = config.databaseUrl ? null : await askPortal(config.dataDir);
    if (asked) return take(asked);
    await withOpened(config, (database) =>
      database.alone((run) => take(dumpLines(run, config.regionCode, new Date()))),
    );
  };
}

/** `dampingan cadangan periksa [FILE]`. @returns the exit code. */
export async function proveBackupNow(argv: string[], io: Io): Promise<number> {
  const asked = read(argv);
  if (!asked || asked.yes) return refuse(io);
  const config = await settings();
  const file = asked.file ?? (await keptIn(config.backupDir))[0]?.file;
  if (!file)
    throw new ConfigError(`Belum ada cadangan di ${config.backupDir}. Jalankan: npx dampingan cadangan buat`);
  if (asked.server && !config.databaseUrl) throw new ConfigError('--di postgresql perlu DATABASE_URL.');
  const keys = await keysOf(config);
  const url = asked.server ? (config.databaseUrl ?? null) : null;
  const proven = await withScratch(url, (scratch) => proveBackup(file, keys, scratch, new Date()));
  io.stdout.write(`Cadangan terbukti: ${file} kembali utuh dalam percobaan (${held(proven)}).\n`);
  return 0;
}

/** `dampingan cadangan pulihkan FILE [--ya]`. @returns the exit code; 1 when nothing was replaced. */
export async function restoreBackupNow(argv: string[], io: Io): Promise<number> {
  const asked = read(argv);
  if (!asked?.file || asked.server) return refuse(io);
  const { file, yes } = asked;
  const config = await settings();
  const keys = await keysOf(config);
  const { evidenceDir, regionCode: region } = config;
  const mayReplace = async (what: string) => yes || (await saidYes(what, io));
  const done = await withOwned(config, (database) =>
    restoreBackup({ file, keys, database, evidenceDir, region, mayReplace }),
  );
  if (!done) {
    io.stderr.write('Tidak ada yang diganti.\n');
    return 1;
  }
  io.stdout.write(
    `Cadangan dipulihkan: ${file} (${held(done)}). Semua orang masuk lagi dengan kata sandinya.\n`,
  );
  return 0;
}

/** Asked at the terminal; where nobody sits there the answer is no. */
async function saidYes(what: string, io: Io): Promise<boolean> {
  io.stderr.write(`${what}. Semuanya diganti dengan isi cadangan.\n`);
  if (!process.stdin.isTTY) {
    io.stderr.write('Tambahkan --ya bila memang itu yang dimaksud.\n');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await terminal.question('Ketik GANTI untuk melanjutkan: ');
  terminal.close();
  return typed.trim() === 'GANTI';
}
