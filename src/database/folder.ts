import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { lockFolder } from './lock.js';

export interface OpenFolder {
  instance: PGlite;
  adapter: SqlDriverAdapterFactory;
  release: () => Promise<void>;
  /** What a process is told that knocks at the lock; nothing, until somebody answers. */
  whenAsked: (answer: (socket: Socket) => void) => void;
}

/**
 * Locks and opens the embedded PostgreSQL in `folder`; in memory when `folder` is null.
 * @throws ConfigError when another process has it open; two would silently diverge.
 */
export async function openFolder(folder: string | null, snapshot?: Blob): Promise<OpenFolder> {
  let answer = (socket: Socket): unknown => socket.destroy();
  const unlock =
    folder === null ? async () => undefined : await lockFolder(folder, (socket) => answer(socket));
  try {
    // Loaded here, so that a portal on PostgreSQL carries no second database in its memory.
    const [{ PGlite }, { PrismaPGlite }] = await Promise.all([
      import('@electric-sql/pglite'),
      import('pglite-prisma-adapter'),
    ]);
    const options = snapshot ? { loadDataDir: snapshot } : {};
    const instance =
      folder === null
        ? await PGlite.create('memory://', options)
        : await whole(folder, (place) => PGlite.create(place, options));
    const release = async () => {
      await instance.close();
      await unlock();
    };
    const whenAsked = (given: typeof answer) => {
      answer = given;
    };
    return { instance, adapter: new PrismaPGlite(instance), release, whenAsked };
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
