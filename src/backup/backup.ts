import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../config.js';
import { codeOf } from '../database/away.js';
import type { Database, Scripts } from '../database/client.js';
import { migrate } from '../database/migrate.js';
import type { End, Head } from './dump.js';
import { readLines, writeLines } from './file.js';
import { copyEvidence, evidenceOf, keepSalt, nameOf, noteProof, readEvidence } from './folder.js';
import { loadBackup, readBackup } from './load.js';
import type { Keyring } from './seal.js';

const EVIDENCE = /^[0-9a-f]{64}$/;

/** What a backup is made of and where it goes. */
export interface Making {
  /** Hands the lines of the database to `take`, all of one moment. */
  lines: (take: (lines: AsyncIterable<string | Buffer>) => Promise<void>) => Promise<void>;
  evidenceDir: string;
  folder: string;
  keys: Keyring | null;
  region: string;
  now: Date;
}

/** What a backup holds, counted. */
export interface Told {
  file: string;
  tables: number;
  rows: number;
  files: number;
}

const told = (file: string, { sums, evidence }: End): Told => ({
  file,
  tables: Object.keys(sums).length,
  rows: Object.values(sums).reduce((all, { rows }) => all + rows, 0),
  files: evidence.length,
});

/**
 * Makes a backup while people work, and reads it back. Evidence is copied before the rows and once more after them: what
 * a row names was there already, or came since and is not swept for a day.
 * @throws ConfigError when evidence is missing or altered (the backup of the rows stands then), or nothing can be made.
 */
export async function makeBackup(making: Making): Promise<Told> {
  const { folder, keys, evidenceDir } = making;
  const file = path.join(folder, nameOf(making.region, making.now));
  if (existsSync(file)) throw new ConfigError(`Cadangan ${file} sudah ada. Coba lagi sesaat lagi.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await tidy(folder, making.now);
  await keepSalt(folder, keys);
  const before = await readdir(evidenceDir).catch(() => [] as string[]);
  await copyEvidence(
    evidenceDir,
    folder,
    before.filter((name) => EVIDENCE.test(name)),
    keys,
  );
  await making.lines((lines) => writeLines(file, lines, keys));
  const { end } = await readBackup(readLines(file, keys)).catch(async (error: unknown) => {
    await rm(file, { force: true });
    throw error;
  });
  const { missing, altered } = await copyEvidence(evidenceDir, folder, end.evidence, keys);
  const bad = [...missing, ...altered];
  if (bad.length > 0)
    throw new ConfigError(
      `Cadangan ${file} memuat semua baris, tetapi ${bad.length} berkas bukti hilang atau berubah di ${evidenceDir}: ${bad.join(', ')}. Jalankan: npx dampingan periksa`,
    );
  return told(file, end);
}

/** Removes what a killed backup left half written. */
async function tidy(folder: string, now: Date): Promise<void> {
  for (const place of [folder, evidenceOf(folder)]) {
    for (const name of await readdir(place).catch(() => [] as string[])) {
      const file = path.join(place, name);
      if (!name.endsWith('.baru') || now.getTime() - (await stat(file)).mtimeMs < 86_400_000) continue;
      await rm(file, { force: true });
    }
  }
}

/**
 * Proves a backup: reads it whole, restores it into `scratch`, compares every row there, brings it up to the tables of
 * this program, and reads its evidence.
 * @throws ConfigError saying what is wrong with it.
 */
export async function proveBackup(
  file: string,
  keys: Keyring | null,
  scratch: Database,
  now: Date,
): Promise<Told> {
  const end = await scratch.alone((run) => loadBackup(run, readLines(file, keys)));
  await migrate(scratch);
  const bad = await readEvidence(path.dirname(file), end.evidence, keys);
  if (bad.length > 0)
    throw new ConfigError(
      `${bad.length} berkas bukti dalam cadangan hilang atau berubah: ${bad.join(', ')}. Hapus yang berubah dari ${evidenceOf(path.dirname(file))}, lalu buat cadangan baru.`,
    );
  const result = told(file, end);
  await noteProof(file, { at: now, rows: result.rows, files: result.files });
  return result;
}

/** Where a backup comes back. */
export interface Restoring {
  file: string;
  keys: Keyring | null;
  database: Database;
  evidenceDir: string;
  region: string;
  /** Asked before anything that stands there is replaced; null goes without. */
  mayReplace: (what: string) => Promise<boolean>;
}

/**
 * Puts a backup in the place of what the database holds, all of it or nothing, and its evidence into its folder.
 * @returns null when somebody was asked and said no.
 * @throws ConfigError when the backup is not whole, is another kabupaten's, or somebody still uses the database.
 */
export async function restoreBackup(restoring: Restoring): Promise<Told | null> {
  const { file, keys, database, evidenceDir, region } = restoring;
  const { head, end } = await readBackup(readLines(file, keys));
  refuseOther(head, region);
  const done = await database
    .alone(async (run) => {
      if (database.engine === 'postgresql') await refuseInUse(run);
      const standing = await whatStands(run);
      if (standing && !(await restoring.mayReplace(standing))) return false;
      await putEvidence(path.dirname(file), end.evidence, keys, evidenceDir);
      await loadBackup(run, readLines(file, keys));
      return true;
    })
    .catch((error: unknown) => {
      if (codeOf(error) !== '42501') throw error;
      throw new ConfigError(
        'Peran basis data ini tidak memiliki tabelnya, jadi tidak dapat memulihkan. Isi DATABASE_OWNER_URL dengan peran pemiliknya, lalu ulangi.',
      );
    });
  if (!done) return null;
  await migrate(database);
  return told(file, end);
}

function refuseOther(head: Head, region: string): void {
  if (head.region !== region)
    throw new ConfigError(`Cadangan ini milik WILAYAH ${head.region}, sedangkan portal ini ${region}.`);
}

/** Who is no superuser sees of others' connections whose they are, not of which kind; the server's own are nobody's. */
async function refuseInUse(run: Scripts): Promise<void> {
  const [row] = await run.query(`select count(*)::int as others from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null`);
  const others = Number(row?.others);
  if (others > 0)
    throw new ConfigError(
      `Basis data itu masih dipakai (${others} sambungan lain). Hentikan portal dan program lain lebih dahulu.`,
    );
}

/** What of people's work is in the database, in words; '' when there is none. */
async function whatStands(run: Scripts): Promise<string> {
  const [tables] = await run.query(`select to_regclass('account')::text as account`);
  if (!tables?.account) return '';
  const [row] = await run.query(`select (select count(*)::int from account) as accounts,
    (select count(*)::int from activity) as activities, current_database()::text as name`);
  return row && Number(row.accounts) + Number(row.activities) > 0
    ? `Basis data ${row.name} berisi ${row.accounts} akun dan ${row.activities} kegiatan`
    : '';
}

async function putEvidence(folder: string, names: string[], keys: Keyring | null, to: string) {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const bad = await readEvidence(folder, names, keys, async (name, bytes) => {
    const target = path.join(to, name);
    await writeFile(`${target}.baru`, bytes, { mode: 0o600, flush: true });
    await rename(`${target}.baru`, target);
  });
  if (bad.length > 0)
    throw new ConfigError(
      `${bad.length} berkas bukti dalam cadangan hilang atau berubah: ${bad.join(', ')}. Pakai cadangan lain.`,
    );
}
