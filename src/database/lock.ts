import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { ConfigError } from '../config.js';
import { moment } from '../core/format.js';

/** A claim on the folder: since when (epoch milliseconds), by which process, its how manieth. */
const CLAIM = /^kunci-(\d+)-(\d+)-\d+\.sock$/;
let claims = 0;
/** The longest address of a socket that every system takes. */
const LONGEST = 100;
const PATIENCE_MS = 5_000;

/**
 * Locks `folder` for this process. A claim is a socket that listens: the operating system ends it with the process,
 * however that ends, so a restart after a kill never waits, and neither a number used again nor a process in another
 * container is mistaken.
 * @param answer what a process gets that knocks (`folderHolder`).
 * @returns what gives the folder free again.
 * @throws ConfigError naming the process that has it.
 */
export async function lockFolder(
  folder: string,
  answer: Answer = (socket) => socket.destroy(),
): Promise<() => Promise<void>> {
  await refuseAsRoot(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return lockPipe(folder, answer);
  const place = shortest(folder);
  const mine = `kunci-${Date.now()}-${process.pid}-${++claims}.sock`;
  const server = await claim(folder, place, { name: mine, answer });
  const release = async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(path.join(folder, mine), { force: true });
  };
  try {
    await beFirst(folder, place, mine);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Root writes where it likes, and the portal's own user could then neither read nor replace what it left.
 * @throws ConfigError for root over a folder that is somebody else's.
 */
export async function refuseAsRoot(folder: string): Promise<void> {
  const owner = process.getuid?.() === 0 ? ((await stat(folder).catch(() => null))?.uid ?? 0) : 0;
  if (owner !== 0)
    throw new ConfigError(
      `Folder ${folder} bukan milik root. Ulangi sebagai pengguna portal, misalnya: sudo -u dampingan node bin/dampingan.js periksa`,
    );
}

type Answer = (socket: Socket) => unknown;

/** A line to the process that has the folder open; null when there is none. */
export async function folderHolder(folder: string): Promise<Socket | null> {
  if (process.platform === 'win32') return knock(pipeOf(folder));
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names.filter((one) => CLAIM.test(one)).sort()) {
    const line = await knock(path.join(shortest(folder), name));
    if (line) return line;
  }
  return null;
}

const knock = (address: string) =>
  new Promise<Socket | null>((resolve) => {
    const socket = connect(address, () => resolve(socket));
    socket.once('error', () => resolve(null));
  });

/** Windows has names for sockets instead of files, one process each. */
async function lockPipe(folder: string, answer: Answer): Promise<() => Promise<void>> {
  const server = await listening(folder, pipeOf(folder), answer);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

const pipeOf = (folder: string) =>
  `\\\\.\\pipe\\desa-dampingan-${createHash('sha256').update(folder.toLowerCase()).digest('hex')}`;

/** Listens first and takes its name then, so that a claim that stands there and does not answer is a dead one. */
async function claim(
  folder: string,
  place: string,
  { name, answer }: { name: string; answer: Answer },
): Promise<Server> {
  const made = `${name}.baru`;
  const server = await listening(folder, path.join(place, made), answer);
  await rename(path.join(folder, made), path.join(folder, name));
  return server;
}

async function listening(folder: string, address: string, answer: Answer): Promise<Server> {
  const server = createServer((socket) => {
    // Who knocks may leave at any moment.
    socket.on('error', () => undefined);
    answer(socket);
  }).unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => reject(unlockable(folder, code)));
    server.listen(address, resolve);
  });
  return server;
}

const unlockable = (folder: string, code?: string) =>
  code === 'EADDRINUSE'
    ? taken(folder, '')
    : new ConfigError(
        `Folder ${folder} tidak dapat dikunci (${code}). Pilih folder di cakram komputer ini dengan DATA_DIR.`,
      );

/** Of two that start at once the later gives way; whoever has been at work for long answers and stays. */
async function beFirst(folder: string, place: string, mine: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const others = (await readdir(folder)).filter((name) => CLAIM.test(name) && name !== mine);
    const living: string[] = [];
    for (const name of others) {
      if (await answers(path.join(place, name))) living.push(name);
      else await rm(path.join(folder, name), { force: true });
    }
    if (living.length === 0) return;
    if (living.some((name) => name < mine) || Date.now() > until) throw taken(folder, living[0] as string);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Nobody listens there any more. */
const DEAD = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK']);

/** The system answers for a process that lives, also while that is busy. */
const answers = (address: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(!DEAD.has(code)));
  });

function taken(folder: string, claimed: string): ConfigError {
  const [, since, pid] = CLAIM.exec(claimed) ?? [];
  const holder = pid ? ` (nomor ${pid}, sejak ${moment(new Date(Number(since)))} WIB)` : '';
  return new ConfigError(
    `Basis data di ${folder} sedang dipakai proses lain${holder}. Hentikan portal yang berjalan lebih dahulu, lalu coba lagi.`,
  );
}

/** The folder as seen from where the program runs, or from the root, whichever is shorter. */
function shortest(folder: string): string {
  const near = path.relative(process.cwd(), folder) || '.';
  const place = near.length < folder.length ? near : folder;
  if (place.length + 'kunci-0000000000000-0000000000-00.sock.baru'.length > LONGEST)
    throw new ConfigError(`Jalur folder ${folder} terlalu panjang. Pilih yang lebih pendek dengan DATA_DIR.`);
  return place;
}
