import pg from 'pg';
import { ConfigError } from '../config.js';
import { AnsweringPool } from './answers.js';
import { codeOf, isAway, refusalOf } from './away.js';
import type { Scripts } from './client.js';

/** How long work may take, in milliseconds, and on how many connections. */
export interface Limits {
  connections: number;
  /** For a connection, a new one or one that others have. */
  connect: number;
  lock: number;
  statement: number;
  /** Without a sign of life from the server; then the connection is cut, also when the server itself is frozen. */
  silence: number;
  transaction: number;
  /** Whether a statement is planned once for whatever is asked of it, or as PostgreSQL thinks best. */
  planned: 'once' | 'as-asked';
}

/** A page is answered or refused before its reader gives up; files and exports have minutes, on connections of their own. */
export const limits = {
  page: {
    connections: 10,
    connect: 4_000,
    lock: 4_000,
    statement: 10_000,
    silence: 12_000,
    transaction: 20_000,
    planned: 'once',
  },
  patient: {
    connections: 3,
    connect: 10_000,
    lock: 20_000,
    statement: 300_000,
    silence: 310_000,
    transaction: 600_000,
    planned: 'as-asked',
  },
} satisfies Record<string, Limits>;

/** A connection that is asked nothing for so long (milliseconds) is closed. */
export const IDLE_MS = 600_000;

/**
 * Compiling a question takes longer than answering it: over all years the recap took twice as long. Rows are read from
 * memory or from disks without heads, so one found by an index costs little more than the next of a table. And planning a
 * page's questions anew for each value, which the server prefers, took two thirds of a home's time. A page is answered by
 * one process: a second takes longer to start than most questions, and a core from whoever else asks.
 */
export const planning = (planned: Limits['planned']) => ({
  jit: 'off',
  random_page_cost: '1.1',
  ...(planned === 'once' && { plan_cache_mode: 'force_generic_plan', max_parallel_workers_per_gather: '0' }),
});

/** Connections to `url` on which nothing can wait for ever. */
export function connectionPool(url: string, limit: Limits): AnsweringPool {
  const pool = new AnsweringPool({
    connectionString: url,
    max: limit.connections,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    connectionTimeoutMillis: limit.connect,
    lock_timeout: limit.lock,
    statement_timeout: limit.statement,
    idle_in_transaction_session_timeout: limit.silence,
    options: Object.entries(planning(limit.planned))
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('acquire', (client) => endAfterSilence(client, limit.silence));
  pool.on('release', (_error, client) => endAfterSilence(client, 0));
  return pool;
}

/** The server counts its statements' time itself, but not while it is frozen or the network swallows everything. */
function endAfterSilence(client: pg.PoolClient, silence: number): void {
  const { stream } = (client as unknown as { connection: { stream: import('node:net').Socket } }).connection;
  stream.removeAllListeners('timeout');
  stream.setTimeout(silence);
  if (silence > 0) stream.once('timeout', () => stream.destroy());
}

/**
 * Runs `work` on a connection of its own without limits of time.
 * @throws ConfigError in one sentence when the server cannot be reached.
 */
export async function onOwnConnection<T>(url: string, work: (run: Scripts) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, keepAlive: true });
  // What happens to the connection is told by the query that waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(client, error);
  }
  try {
    return await work(scriptsOn(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const scriptsOn = (client: pg.ClientBase | pg.Pool): Scripts => ({
  exec: (script) => client.query(script),
  query: async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
});

function unreachable({ host, port, user, database }: pg.Client, error: unknown): ConfigError {
  const why =
    refusalOf(error) ??
    (codeOf(error) || (isAway(error) ? 'tidak ada jawaban' : 'jawabannya tidak dipahami'));
  return new ConfigError(
    `Basis data ${database} di ${host}:${port} tidak dapat dihubungi sebagai ${user}: ${why}. Periksa alamatnya dalam setelan dan apakah PostgreSQL berjalan.`,
  );
}
