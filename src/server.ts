import { createServer, type Server } from 'node:http';
import { pino } from 'pino';
import { createApp } from './app.js';
import { answerBackup } from './backup/ask.js';
import { type Config, ConfigError, readSettings } from './config.js';
import { type Database, Embedded } from './database/client.js';
import { staySeen } from './database/seen.js';
import { tellFailure } from './failure.js';
import { ofRegion } from './scope.js';
import { bringUpToDate, createServices, openDatabase } from './start.js';
import { sweep } from './sweep.js';
import type { Services } from './web/services.js';

const LOOPBACK = '127.0.0.1';
/** A stop takes at most half a minute, the time for the last words and the exit included. */
const STOP_MS = 27_000;
/** Requests that were on their way when the signal came are read before their connections are closed as idle. */
const ARRIVE_MS = 1_000;
/** Longer than a proxy keeps its connections, so that none is closed under a request that just comes. */
const KEPT_ALIVE_MS = 65_000;

async function main(): Promise<void> {
  const config = readSettings();
  const log = pino(
    { level: config.logLevel },
    pino.destination({ sync: false, minLength: 4_096, periodicFlush: 250 }),
  );
  await portIsFree(config);
  const database = await openDatabase(config);
  try {
    await bringUpToDate(database, config);
    if (!config.databaseUrl && !config.production) {
      const { loadSampleOnce } = await import('./sample/load.js');
      await loadSampleOnce(database, config, say);
    }
    const services = await createServices(database, config, log);
    if (database instanceof Embedded) database.whenAsked(answerBackup(database, config.regionCode));
    const demo = (await services.db.account.count({ where: { isDemo: true } })) > 0;
    if (demo && config.production)
      throw new ConfigError('Basis data ini memuat akun contoh; pakai yang kosong.');
    const remarks = await remarksOn(services, demo);
    const server = createServer(createApp(services));
    server.keepAliveTimeout = KEPT_ALIVE_MS;
    // A slow upload is cut by its pace (web/pace), never by its length.
    server.requestTimeout = 0;
    await listen(server, config, demo);
    stopOnSignal(server, database, sweep(services));
    staySeen(database);
    announce(server, services, remarks);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Asked at once: a taken port is told before the sample is loaded, not after. */
async function portIsFree(config: Config): Promise<void> {
  const server = createServer();
  await listen(server, config, false);
  await new Promise((resolve) => server.close(resolve));
}

/** While demo accounts exist nobody but this machine may reach the portal. */
function listen(server: Server, config: Config, demo: boolean): Promise<void> {
  const host = demo ? LOOPBACK : (config.host ?? (config.production ? undefined : LOOPBACK));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new ConfigError(
              `Port ${config.port} sudah dipakai program lain. Pilih yang lain: PORT=3001 npm start`,
            )
          : error,
      );
    });
    server.listen(config.port, host, resolve);
  });
}

/**
 * SIGTERM and SIGINT: running requests and sweeps finish, then the database closes. Connections that are kept alive are told to
 * close, and what is stuck after half a minute is cut.
 */
function stopOnSignal(server: Server, database: Database, endSweeps: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    const swept = endSweeps();
    setTimeout(cut, STOP_MS).unref();
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
    setTimeout(() => closeWhenDone(server, swept, database), ARRIVE_MS);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function closeWhenDone(server: Server, swept: Promise<void>, database: Database): void {
  const idle = setInterval(() => server.closeIdleConnections(), 200);
  server.close(() => {
    clearInterval(idle);
    swept
      .then(() => database.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
}

function cut(): never {
  process.stderr.write('Berhenti; permintaan yang belum selesai sesudah setengah menit diputus.\n');
  process.exit(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Where the portal answers and what its keeper should know, in one piece. */
function announce(server: Server, { region, config }: Services, remarks: string[]): void {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  say([`Desa Dampingan ${region.name} siap di http://localhost:${port}`, ...remarks].join('\n'));
}

/** Demo accounts, or what fills a portal that is empty: the places of a kabupaten that ships none, the first account. */
async function remarksOn({ db, region, config }: Services, demo: boolean): Promise<string[]> {
  if (demo) {
    return [
      'Akun contoh: bappeda, koordinator, opd, desa, admin. Kata sandi semuanya: desa-dampingan',
      'Selama akun contoh ada, portal hanya dapat dibuka dari komputer ini.',
    ];
  }
  const first = config.databaseUrl ? 'Jalankan' : 'Hentikan portal ini, lalu jalankan';
  const [places, accounts] = await Promise.all([
    db.village.count({ where: ofRegion(region) }),
    db.account.count(),
  ]);
  const missing: string[] = [];
  if (places === 0)
    missing.push(`Daftar desa ${region.name} masih kosong. ${first}: npx dampingan wilayah impor FILE`);
  if (accounts === 0)
    missing.push(
      `Belum ada akun. ${first}: npx dampingan pengguna tambah --username NAMA --nama "Nama" --peran ADMIN`,
    );
  return missing;
}

main().catch((error: unknown) => {
  tellFailure(error);
  process.exit(1);
});
