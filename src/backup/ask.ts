import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '../config.js';
import type { Database } from '../database/client.js';
import { folderHolder } from '../database/lock.js';
import { dumpLines } from './dump.js';

/*
 * An embedded database belongs to one process. A backup is therefore asked of the portal that has it open, at the lock
 * of the folder, which only the owner of the folder reaches.
 */

const ASKED = 'cadangan\n';
const SILENCE_MS = 20_000;

/** Answers whoever knocks and asks with the lines of a backup; pages wait meanwhile. */
export function answerBackup(database: Database, region: string) {
  return (socket: Socket): void => {
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.once('data', (asked) => {
      if (asked.toString() !== ASKED) return socket.destroy();
      database
        .alone((run) => pipeline(Readable.from(dumpLines(run, region, new Date())), socket))
        .catch(() => socket.destroy());
    });
  };
}

/** The lines of a backup from the portal that has `folder` open; null when none has. */
export async function askPortal(folder: string): Promise<AsyncIterable<Buffer> | null> {
  const socket = await folderHolder(folder);
  return socket && answerOf(socket);
}

/** @throws ConfigError when the portal starts or stops just now. */
async function* answerOf(socket: Socket): AsyncGenerator<Buffer> {
  let answered = false;
  try {
    socket.write(ASKED);
    for await (const part of socket as AsyncIterable<Buffer>) {
      answered = true;
      yield part;
    }
  } catch {
    answered = false;
  }
  if (!answered)
    throw new ConfigError(
      'Portal yang memakai basis data ini sedang dinyalakan atau dihentikan. Tunggu sebentar, lalu coba lagi.',
    );
}
