import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ConfigError } from '../config.js';
import { isLocked, type Keyring, saltIn, sealing, unsealing } from './seal.js';

/** Writes whole or not at all: beside its place first, on disk, then moved. */
async function writeWhole(target: string, source: Readable, steps: Transform[]): Promise<void> {
  const beside = `${target}.${randomBytes(4).toString('hex')}.baru`;
  try {
    await pipeline([source, ...steps, createWriteStream(beside, { mode: 0o600, flags: 'wx', flush: true })]);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Stores lines as one compressed file, locked where there are keys. */
export const writeLines = (target: string, lines: AsyncIterable<string | Buffer>, keys: Keyring | null) =>
  writeWhole(target, Readable.from(lines), [createGzip(), ...(keys ? [sealing(keys)] : [])]);

/**
 * Copies a file, locked where there are keys.
 * @returns the SHA-256 of what it holds.
 */
export async function copyFile(from: string, target: string, keys: Keyring | null): Promise<string> {
  const hash = createHash('sha256');
  const source = createReadStream(from).on('data', (part) => hash.update(part));
  await writeWhole(target, source, keys ? [sealing(keys)] : []);
  return hash.digest('hex');
}

async function beginOf(file: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    throw new ConfigError(`Berkas ${file} tidak dapat dibuka. Periksa nama dan letaknya.`);
  } finally {
    await handle?.close();
  }
}

/** The salt of the passphrase with which a file was locked; null for one that is not locked. */
export const saltOfFile = async (file: string): Promise<Buffer | null> => saltIn(await beginOf(file));

/** What a file holds, unlocked. @throws ConfigError when it is locked and there are no keys. */
export async function readPlain(file: string, keys: Keyring | null): Promise<Readable> {
  const locked = isLocked(await beginOf(file));
  if (locked && !keys)
    throw new ConfigError(
      `Berkas ${file} terkunci. Sebut berkas sandinya dengan CADANGAN_SANDI_BERKAS, lalu coba lagi.`,
    );
  const source = createReadStream(file);
  if (!locked || !keys) return source;
  const open = unsealing(keys);
  source.once('error', (error) => open.destroy(error));
  return source.pipe(open);
}

/**
 * The lines of a stored file, one after the other.
 * @throws ConfigError when it is cut off, changed, or no backup.
 */
export async function* readLines(file: string, keys: Keyring | null): AsyncGenerator<string> {
  const plain = await readPlain(file, keys);
  const text = createGunzip();
  plain.once('error', (error) => text.destroy(error));
  try {
    yield* linesOf(plain.pipe(text));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`Berkas ${file} bukan cadangan yang utuh. Pakai cadangan lain.`);
  } finally {
    plain.destroy();
  }
}

/** Cuts a stream at each line feed and nowhere else, whatever signs a text holds. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, from)) {
      parts.push(part.subarray(from, at));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      from = at + 1;
    }
    if (from < part.length) parts.push(part.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}
