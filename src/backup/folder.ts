import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Config, ConfigError } from '../config.js';
import { copyFile, readPlain, saltOfFile } from './file.js';
import { Keyring } from './seal.js';

/*
 * A folder of backups: `desa-dampingan-33.27-20261126T170000Z.cadangan` each, `….terbukti` beside one that was proven, and
 * `bukti/` with the evidence of all of them, each file once under its SHA-256 (`….kunci` where it is locked).
 */

const NAME = /^desa-dampingan-\d\d\.\d\d-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.cadangan$/;
const LOCKED = '.kunci';
const PROVEN = '.terbukti';
const Proof = z.object({ at: z.coerce.date(), rows: z.number(), files: z.number() });

/** One backup of a folder. */
export interface Kept {
  file: string;
  /** When it was made. */
  at: Date;
  /** In bytes, without its evidence. */
  bytes: number;
  /** When it last came back whole in a trial; null for never. */
  provenAt: Date | null;
}

/** The name of a backup made now. */
export const nameOf = (region: string, now: Date): string =>
  `desa-dampingan-${region}-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.cadangan`;

/** The backups of a folder, the newest first; none when there is no such folder. */
export async function keptIn(folder: string): Promise<Kept[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const found: Kept[] = [];
  for (const name of names.filter((one) => NAME.test(one))) {
    const file = path.join(folder, name);
    const { size } = await stat(file);
    const at = new Date(name.replace(NAME, '$1-$2-$3T$4:$5:$6Z'));
    found.push({ file, at, bytes: size, provenAt: await provenAt(file) });
  }
  return found.sort((one, other) => other.at.getTime() - one.at.getTime());
}

async function provenAt(file: string): Promise<Date | null> {
  const text = await readFile(`${file}${PROVEN}`, 'utf8').catch(() => null);
  try {
    return text === null ? null : Proof.parse(JSON.parse(text)).at;
  } catch {
    return null;
  }
}

/** Notes beside a backup that it came back whole. */
export const noteProof = (file: string, proof: z.infer<typeof Proof>): Promise<void> =>
  writeFile(`${file}${PROVEN}`, `${JSON.stringify(proof)}\n`);

/**
 * The keys of the passphrase in the settings; null when backups are not locked.
 * @throws ConfigError when its file cannot be read.
 */
export async function keysOf(config: Config): Promise<Keyring | null> {
  const { backupPassphrase, backupPassphraseFile: file } = config;
  if (!file) return backupPassphrase ? new Keyring(backupPassphrase) : null;
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null)
    throw new ConfigError(
      `CADANGAN_SANDI_BERKAS: berkas ${file} tidak dapat dibaca. Periksa letak dan haknya.`,
    );
  return new Keyring(text.trim());
}

/** Goes on with the key of the newest backup of the folder, so that reading all of them makes one key. */
export async function keepSalt(folder: string, keys: Keyring | null): Promise<void> {
  const [newest] = await keptIn(folder);
  if (keys && newest) keys.salt = (await saltOfFile(newest.file)) ?? keys.salt;
}

/** Where the evidence of the backups of `folder` is. */
export const evidenceOf = (folder: string): string => path.join(folder, 'bukti');

/**
 * Copies the evidence that a folder of backups does not have yet, each file checked against its name as it passes.
 * @returns how many were copied, and those that are missing or hold something else.
 */
export async function copyEvidence(
  from: string,
  folder: string,
  names: string[],
  keys: Keyring | null,
): Promise<{ copied: number; missing: string[]; altered: string[] }> {
  const target = evidenceOf(folder);
  await mkdir(target, { recursive: true, mode: 0o700 });
  const there = new Set(await readdir(target));
  const told = { copied: 0, missing: [] as string[], altered: [] as string[] };
  for (const name of names) {
    const kept = keys ? `${name}${LOCKED}` : name;
    if (there.has(kept)) continue;
    const sha256 = await copyFile(path.join(from, name), path.join(target, kept), keys).catch(absent);
    if (sha256 === null) told.missing.push(name);
    else if (sha256 !== name) told.altered.push(name);
    else told.copied += 1;
  }
  return told;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** A file of the evidence of a folder of backups, unlocked; null where it is missing. */
async function evidenceFile(folder: string, name: string, keys: Keyring | null) {
  const there = async (file: string) => ((await stat(file).catch(() => null)) ? file : null);
  const plain = path.join(evidenceOf(folder), name);
  const file = (keys && (await there(`${plain}${LOCKED}`))) ?? (await there(plain));
  return file && (await readPlain(file, keys));
}

/**
 * Reads evidence back, each file against its name.
 * @param to where each is put as well.
 * @returns those that are missing or hold something else.
 */
export async function readEvidence(
  folder: string,
  names: string[],
  keys: Keyring | null,
  to?: (name: string, bytes: Buffer) => Promise<void>,
): Promise<string[]> {
  const bad: string[] = [];
  for (const name of names) {
    const stream = await evidenceFile(folder, name, keys);
    const bytes = stream && (await stream.toArray().then(Buffer.concat, () => null));
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== name) bad.push(name);
    else await to?.(name, bytes);
  }
  return bad;
}
