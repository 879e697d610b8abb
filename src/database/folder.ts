import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { ConfigError } from '../config.js';
import type { AnsweringPool } from './answers.js';
import { lockFolder } from './lock.js';
import { planning } from './pool.js';
import { embeddedPool } from './wire.js';

export interface OpenFolder {
  /** Its one connection. */
  pool: AnsweringPool;
  release: () => Promise<void>;
  /** What a process is told that knocks at the lock; nothing, until somebody answers. */
  whenAsked: (answer: (socket: Socket) => void) => void;
}

/**
 * Locks and opens the embedded PostgreSQL in `folder`; in memory when `folder` is null.
 * @throws ConfigError when another process has it open, as two would silently diverge, or when it cannot be opened.
 */
export async function openFolder(folder: string | null, snapshot?: Blob): Promise<OpenFolder> {
  let answer = (socket: Socket): unknown => socket.destroy();
  const unlock =
    folder === null ? async () => undefined : await lockFolder(folder, (socket) => answer(socket));
  try {
    // Loaded here, so that a portal on PostgreSQL carries no second database in its memory.
    const { PGlite } = await import('@electric-sql/pglite');
    const options = snapshot ? { loadDataDir: snapshot } : {};
    const instance =
      folder === null
        ? await PGlite.create('memory://', options)
        : await whole(folder, (place) =>
            PGlite.create(place, options).catch((cause: unknown) => {
              throw new ConfigError(cannotGoOn(folder, 'tidak dapat dibuka'), { cause });
            }),
          );
    endOnPanic(instance, folder ?? 'memori');
    await instance.exec(
      Object.entries(planning('once'))
        .map(([name, value]) => `set ${name} = ${value}`)
        .join(';'),
    );
    const pool = embeddedPool(instance);
    const release = async () => {
      await instance.close();
      await unlock();
    };
    const whenAsked = (given: typeof answer) => {
      answer = given;
    };
    return { pool, release, whenAsked };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Making a database takes seconds. A mark stands beside it meanwhile: what a kill left half made is made anew. */
async function whole(folder: string, open: (place: string) => Promise<PGlite>): Promise<PGlite> {
  const place = path.join(folder, 'db');
  const mark = path.join(folder, 'db.belum-jadi');
  if (existsSync(mark)) await rm(place, { recursive: true, force: true });
  if (existsSync(place)) return open(place);
  await writeFile(mark, '');
  const instance = await open(place);
  await rm(mark, { force: true });
  return instance;
}

const cannotGoOn = (folder: string, what: string) =>
  `Basis data di ${folder} ${what}: cakram penuh, atau berkasnya rusak. Yang sudah tersimpan tetap ada. Kosongkan ruang, lalu coba lagi; bila tidak menolong, pulihkan cadangan.`;

/** The status with which the engine leaves a statement that failed, and goes on. */
const STATEMENT_FAILED = 100;

/**
 * What PostgreSQL calls a panic, such as a disk without room for the next piece of its log, ends a server. The engine's
 * loop passes over it and tries again for ever, with the whole portal waiting behind; so the program ends, and the next
 * start recovers what was committed.
 */
function endOnPanic(instance: PGlite, folder: string): void {
  const engine = instance.Module as { _PostgresMainLoopOnce: () => void };
  const once = engine._PostgresMainLoopOnce;
  engine._PostgresMainLoopOnce = () => {
    try {
      once();
    } catch (error) {
      if ((error as { status?: unknown }).status === STATEMENT_FAILED) throw error;
      process.stderr.write(`${cannotGoOn(folder, 'berhenti')}\n`);
      process.exit(1);
    }
  };
}
