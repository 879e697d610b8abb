import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (what: { type: 'minor' }) => void;

const FREED_EVERY = 2_000_000;
let passed = 0;

/**
 * Frees what passed through memory on its way to disk. Its bytes lie beside the heap, where their sum alone would let
 * the whole heap be gone through again and again while everybody waits; they are young, and a look at what is young is
 * short.
 */
function freePassed(bytes: number): void {
  passed += bytes;
  if (passed < FREED_EVERY) return;
  passed = 0;
  collect({ type: 'minor' });
}

/** Files that come in wait here until their form is answered. */
export const spoolOf = (dataDir: string): string => path.join(dataDir, 'kiriman');

/**
 * Writes what comes into a file of its own, at the client's pace. Of what goes beyond `room` only the size is told.
 * What is half written when the client leaves is removed.
 */
export async function spool(
  folder: string,
  stream: Readable,
  room: number,
): Promise<{ file: string | null; size: number }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, randomBytes(12).toString('hex'));
  let size = 0;
  const upTo = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length;
      freePassed(part.length);
      done(null, size <= room ? part : null);
    },
  });
  try {
    await pipeline(stream, upTo, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  if (size <= room) return { file, size };
  await rm(file, { force: true });
  return { file: null, size };
}

const HOUR = 3_600_000;

/** Removes what a killed process left there. */
export async function sweepSpool(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    const file = path.join(folder, name);
    const left = await stat(file).catch(() => null);
    if (left && now.getTime() - left.mtimeMs > HOUR) await rm(file, { force: true });
  }
}
