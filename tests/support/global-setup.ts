import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { type Database, openEmbedded, openPostgres } from '../../src/database/client.js';
import { migrationsFingerprint } from '../../src/database/migrate.js';
import { execute, sql } from '../../src/database/query.js';
import { prepareDatabase } from '../../src/start.js';
import { onServer } from './database.js';

const SERVER = 'postgresql://postgres@127.0.0.1:5432';

/** Prepares once what every test file starts from: a migrated database with reference data. */
export default async function setup(project: TestProject): Promise<void> {
  const wantsPostgres = process.env.TEST_DATABASE === 'postgres';
  const server = wantsPostgres ? (process.env.TEST_POSTGRES_SERVER ?? SERVER) : null;
  project.provide('postgres', server);
  project.provide('template', server ? await templateDatabase(server) : await snapshotFile());
}

async function fill(database: Database): Promise<void> {
  await prepareDatabase(database, '33.27');
  await database.transaction(async (tx) => {
    await execute(
      tx,
      sql`do $$ declare t text; begin
            create schema seed;
            foreach t in array array['region', 'kecamatan', 'village', 'category', 'funding_source', 'agency', 'agency_field', 'former_name'] loop
              execute format('create table seed.%I as table public.%I', t, t);
            end loop; end $$`,
    );
  });
  await database.close();
}

async function templateDatabase(server: string): Promise<string> {
  const name = 'test_template';
  await onServer(server, `drop database if exists ${name} with (force)`);
  await onServer(server, `create database ${name}`);
  await fill(openPostgres(`${server}/${name}`));
  return name;
}

/** The embedded database as one file, kept as long as the migrations stay the same. */
async function snapshotFile(): Promise<string> {
  const cache = path.resolve('node_modules/.cache/desa-dampingan');
  const file = path.join(cache, `database-${await migrationsFingerprint()}.tar`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'desa-dampingan-'));
  await fill(await openEmbedded(folder));
  const opened = await PGlite.create(path.join(folder, 'db'));
  const dump = await opened.dumpDataDir('none');
  await opened.close();
  await writeFile(`${file}.new`, Buffer.from(await dump.arrayBuffer()));
  await rename(`${file}.new`, file);
  await rm(folder, { recursive: true });
  return file;
}
