import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { Prisma, PrismaClient } from '../generated/prisma/client.js';
import { openFolder } from './folder.js';
import { answerQueries } from './query.js';

type ModelName = Uncapitalize<Prisma.ModelName>;
const readMethods = [
  'findMany',
  'findFirst',
  'findFirstOrThrow',
  'findUnique',
  'findUniqueOrThrow',
  'count',
  'aggregate',
  'groupBy',
] as const;

/** What a page may do: read. Raw SQL goes through `queryRows`, writes through `change`. */
export type Reader = { readonly [M in ModelName]: Pick<PrismaClient[M], (typeof readMethods)[number]> };

/** An open transaction, handed out by `change` (and by `unaudited` to its few named users). */
export type Writer = { readonly [M in ModelName]: PrismaClient[M] };

/** One opened database, whichever engine stands behind it. */
export interface Database {
  readonly engine: 'postgresql' | 'pglite';
  readonly reader: Reader;
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  transaction<T>(work: (tx: Writer) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens PostgreSQL 15+ at `url`. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10, idleTimeoutMillis: 30_000 });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const adapter = new WholeScripts(pool);
  const client = new PrismaClient({ adapter });
  return assemble('postgresql', client, adapter, pool, () => pool.end());
}

/** Prisma's adapter cuts a script at every semicolon, also inside a function; the server reads it whole. */
class WholeScripts extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => void (await this.pool.query(script));
    return adapter;
  }
}

/**
 * Opens the embedded database kept in `folder` (made when missing), or in memory when no folder is named.
 * @throws ConfigError when another process holds the folder.
 */
export async function openEmbedded(folder: string | null, snapshot?: Blob): Promise<Database> {
  const { adapter, release } = await openFolder(folder, snapshot);
  const client = new PrismaClient({ adapter });
  return assemble('pglite', client, adapter, null, release);
}

function assemble(
  engine: Database['engine'],
  client: PrismaClient,
  adapter: SqlMigrationAwareDriverAdapterFactory,
  pool: pg.Pool | null,
  release: () => Promise<void>,
): Database {
  const reader = readerOf(client);
  answerQueries(reader, client, pool);
  return {
    engine,
    reader,
    adapter,
    transaction: (work) => client.$transaction((tx) => work(tx), { maxWait: 20_000, timeout: 120_000 }),
    close: async () => {
      await client.$disconnect();
      await release();
    },
  };
}

/** The reading methods of each model and nothing else, taken once: a call costs what it costs on the client. */
function readerOf(client: PrismaClient): Reader {
  const models = Object.keys(Prisma.ModelName).map((name) => {
    const model = (name.charAt(0).toLowerCase() + name.slice(1)) as ModelName;
    const methods = readMethods.map((method) => [method, client[model][method]]);
    return [model, Object.freeze(Object.fromEntries(methods))];
  });
  return Object.freeze(Object.fromEntries(models));
}
