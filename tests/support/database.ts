import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { type Database, openEmbedded, openPostgres } from '../../src/database/client.js';
import { migrate } from '../../src/database/migrate.js';
import { execute, sql } from '../../src/database/query.js';
import { differences } from '../../src/kept/keep.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL server without a database name, or null for the embedded database. */
    postgres: string | null;
    /** Name of the prepared template database, or path of the embedded one's snapshot. */
    template: string;
  }
}

const MIGRATIONS = path.resolve('prisma/migrations');

const holder = globalThis as { sharedTestDatabase?: Promise<Database> };
let databases = 0;

/**
 * A database with reference data and nothing else, for all tests of one file. What is kept of figures is looked at
 * when they are done, unless they write past `change()`.
 */
export function useDatabase({ kept = true } = {}): { readonly current: Database } {
  const state: { current?: Database } = {};
  const server = inject('postgres');
  const name = `test_${process.pid}_${++databases}`;
  beforeAll(async () => {
    state.current = server ? await cloneTemplate(server, name) : await emptiedEmbedded();
  });
  afterAll(async () => {
    // Whatever the tests of the file did: what is kept is what would be found.
    if (state.current && kept) expect(await differences(state.current.patient.reader)).toEqual([]);
    expect(crowded.splice(0)).toEqual([]);
    if (!server) return;
    await state.current?.close();
    await onServer(server, `drop database ${name} with (force)`);
  });
  return {
    get current() {
      if (!state.current) throw new Error('the database is there once beforeAll has run');
      return state.current;
    },
  };
}

/** Where a connection was asked something while it was at work: its driver will refuse that one day. */
const crowded: (string | undefined)[] = [];
process.on('warning', ({ message, stack }) => {
  if (message.includes('already executing a query')) crowded.push(stack);
});

/** A database of its own as it was before the migration of this name, for a test of what that migration keeps. */
export function useOlderDatabase(until: string): { readonly current: Database } {
  const state: { current?: Database } = {};
  const server = inject('postgres');
  const name = `test_older_${process.pid}_${++databases}`;
  beforeAll(async () => {
    if (server) await onServer(server, `create database ${name}`);
    state.current = server ? openPostgres(`${server}/${name}`) : await openEmbedded(null);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'migrations-'));
    const names = (await readdir(MIGRATIONS)).filter((one) => /^\d/.test(one) && one < until);
    for (const one of names)
      await cp(path.join(MIGRATIONS, one), path.join(folder, one), { recursive: true });
    await migrate(state.current, { from: folder });
    await rm(folder, { recursive: true });
  });
  afterAll(async () => {
    await state.current?.close();
    if (server) await onServer(server, `drop database ${name} with (force)`);
  });
  return {
    get current() {
      if (!state.current) throw new Error('the database is there once beforeAll has run');
      return state.current;
    },
  };
}

async function cloneTemplate(server: string, name: string): Promise<Database> {
  await onServer(server, `drop database if exists ${name} with (force)`);
  await onServer(server, `create database ${name} template ${inject('template')}`);
  return openPostgres(`${server}/${name}`);
}

/** One statement on the server's own database. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The worker's embedded database, set back to reference data: a clone per file would cost half a second. */
async function emptiedEmbedded(): Promise<Database> {
  holder.sharedTestDatabase ??= readFile(inject('template')).then((bytes) =>
    openEmbedded(null, new Blob([bytes])),
  );
  const database = await holder.sharedTestDatabase;
  await database.transaction(async (tx) => {
    // Frozen tables refuse to be emptied; test support alone switches the triggers off.
    await execute(tx, sql`set local session_replication_role = replica`);
    await execute(
      tx,
      sql`do $$ declare t text; begin
            select string_agg(format('%I', tablename), ', ') into t from pg_tables
              where schemaname = 'public' and tablename not in ('_prisma_migrations', 'data_version', 'table_version');
            execute 'truncate ' || t || ' restart identity';
            for t in select tablename from pg_tables where schemaname = 'seed' and tablename not in ('data_version', 'table_version') loop
              execute format('insert into public.%I select * from seed.%I', t, t);
            end loop;
            -- Versions go on: what is kept of the file before is not what stands now.
            update table_version set raised = raised + 1 where raised is not null;
            perform setval('agency_id_seq', (select max(id) from agency));
            perform setval('former_name_id_seq', (select max(id) from former_name));
          end $$`,
    );
  });
  return database;
}
