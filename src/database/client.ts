import type { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '../generated/prisma/client.js';
import { type AnsweringPool, KeptAnswers, wroteMeanwhile } from './answers.js';
import { type OpenFolder, openFolder } from './folder.js';
import { connectionPool, type Limits, limits, onOwnConnection, scriptsOn } from './pool.js';
import { answerQueries, execute, executePrepared, type Sql, statementName } from './query.js';
import { DataVersions, raiseVersion } from './version.js';

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
  /** The same database for long work (files, exports, the sample): more time, and connections that no page waits for. */
  readonly patient: Database;
  /** All of `work` or nothing of it, as a new version of the data. */
  transaction<T>(work: (tx: Writer) => Promise<T>): Promise<T>;
  /** One statement that is a transaction by itself, of what no page shows; answers with the number of rows touched. */
  execute(statement: Sql): Promise<number>;
  /** Runs `work` on a connection of its own without limits of time; for migrations. */
  scripts<T>(work: (run: Scripts) => Promise<T>): Promise<T>;
  /** As `scripts`, in one transaction; for what takes every row out or puts it in. */
  alone<T>(work: (run: Scripts) => Promise<T>): Promise<T>;
  /** Connections that are open, how many there may be, and questions that wait for one. */
  load(): { open: number; most: number; waiting: number };
  /** What is stored, as it was read last. */
  readonly versions: DataVersions;
  /** KeptAnswers that pages are made of, kept while they hold. */
  readonly answers: KeptAnswers;
  close(): Promise<void>;
}

/** Whole scripts and plain queries on one connection. */
export interface Scripts {
  exec(script: string): Promise<unknown>;
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** Opens PostgreSQL 15+ at `url`; nothing connects before the first question. */
export const openPostgres = (url: string): Database => new Postgres(url, limits.page);

/**
 * Opens the embedded database kept in `folder` (made when missing), or in memory when no folder is named.
 * @throws ConfigError when another process holds the folder.
 */
export async function openEmbedded(folder: string | null, snapshot?: Blob): Promise<Database> {
  return new Embedded(await openFolder(folder, snapshot));
}

/** A database behind connections of one driver, whichever engine answers them. */
abstract class Connected {
  readonly reader: Reader;
  readonly versions: DataVersions;
  readonly answers: KeptAnswers;
  private readonly client: PrismaClient;

  constructor(
    protected readonly pool: AnsweringPool,
    private readonly within: { maxWait: number; timeout: number },
    versions?: DataVersions,
  ) {
    const named = { statementNameGenerator: ({ sql }: { sql: string }) => statementName(sql) };
    this.client = new PrismaClient({ adapter: new PrismaPg(pool, named) });
    this.reader = readerOf(this.client);
    answerQueries(this.reader, pool);
    this.versions = versions ?? new DataVersions(this.reader);
    this.answers = new KeptAnswers(this.versions);
  }

  transaction<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    return this.client.$transaction(raising(work), this.within).finally(wroteMeanwhile);
  }

  execute(statement: Sql): Promise<number> {
    return executePrepared(this.pool, statement);
  }

  load() {
    const { totalCount, waitingCount, options } = this.pool;
    return { open: totalCount, most: options.max, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.client.$disconnect();
    if (!this.pool.ended) await this.pool.end();
  }
}

class Postgres extends Connected implements Database {
  readonly engine = 'postgresql';
  private forLongWork: Postgres | undefined;

  constructor(
    private readonly url: string,
    private readonly limit: Limits,
    versions?: DataVersions,
  ) {
    super(connectionPool(url, limit), { maxWait: limit.connect, timeout: limit.transaction }, versions);
    if (limit === limits.page) this.pool.answers = this.answers;
  }

  /** Made when long work first comes: most portals that start never see any. */
  get patient(): Database {
    if (this.limit === limits.patient) return this;
    this.forLongWork ??= new Postgres(this.url, limits.patient, this.versions);
    return this.forLongWork;
  }

  scripts<T>(work: (run: Scripts) => Promise<T>): Promise<T> {
    return onOwnConnection(this.url, work);
  }

  alone<T>(work: (run: Scripts) => Promise<T>): Promise<T> {
    return this.scripts((run) => together(run, () => work(run)));
  }

  override async close(): Promise<void> {
    await this.forLongWork?.close();
    await super.close();
  }
}

/** One connection, on the program's own thread: a statement there cannot be stopped, so nothing has limits but a queue. */
export class Embedded extends Connected implements Database {
  readonly engine = 'pglite';
  readonly patient = this;

  constructor(private readonly opened: OpenFolder) {
    super(opened.pool, { maxWait: 20_000, timeout: limits.patient.transaction });
    this.pool.answers = this.answers;
  }

  /** Statement by statement between what others ask: there is no other connection for what `work` calls. */
  scripts<T>(work: (run: Scripts) => Promise<T>): Promise<T> {
    return work(scriptsOn(this.pool));
  }

  async alone<T>(work: (run: Scripts) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const run = scriptsOn(client);
    return together(run, () => work(run)).finally(() => client.release());
  }

  /** KeptAnswers another process that has no way to the database but this one. */
  whenAsked(answer: (socket: Socket) => void): void {
    this.opened.whenAsked(answer);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.opened.release();
  }
}

/** What a transaction does, and last the version of the data raised. */
const raising =
  <T>(work: (tx: Writer) => Promise<T>) =>
  async (tx: Writer): Promise<T> => {
    const result = await work(tx);
    await raiseVersion(tx);
    return result;
  };

/** All of `work` or nothing of it. */
export async function together<T>(run: Scripts, work: () => Promise<T>): Promise<T> {
  await run.exec('begin');
  try {
    const result = await work();
    await run.exec('commit');
    return result;
  } catch (error) {
    await run.exec('rollback').catch(() => undefined);
    throw error;
  }
}

/** The database as seen from within `tx`: what writes there, also through `change`, is part of that one transaction. */
export function databaseWithin(database: Database, tx: Writer): Database {
  const view: Database = {
    engine: database.engine,
    reader: tx,
    get patient() {
      return view;
    },
    transaction: (work) => work(tx),
    execute: (statement) => execute(tx, statement),
    scripts: (work) => database.scripts(work),
    alone: (work) => database.alone(work),
    load: () => database.load(),
    versions: database.versions,
    answers: database.answers,
    close: async () => undefined,
  };
  return view;
}

/** The reading methods of each model and nothing else, taken once: a call costs what it costs on the client. */
function readerOf(client: PrismaClient): Reader {
  // Any method of any model has a type of its own in each; to tell what they have in common took the compiler minutes.
  const delegates: Record<ModelName, object> = client;
  const models = Object.keys(Prisma.ModelName).map((name) => {
    const model = (name.charAt(0).toLowerCase() + name.slice(1)) as ModelName;
    const methods = readMethods.map((method) => [method, Reflect.get(delegates[model], method)]);
    return [model, Object.freeze(Object.fromEntries(methods))];
  });
  return Object.freeze(Object.fromEntries(models));
}
