import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ConfigError } from '../../src/config.js';
import { type Database, openEmbedded, openPostgres } from '../../src/database/client.js';
import { makeTables, migrate } from '../../src/database/migrate.js';
import { onServer, useOlderDatabase } from '../support/database.js';

const NAME = `test_migrate_${process.pid}`;
const scripts = {
  '1_a': 'create table a (n integer);',
  '2_b': 'create table b (n integer); insert into b values (1);',
};

describe('migrations', () => {
  const server = inject('postgres');
  let db: Database;
  let from = '';
  beforeAll(async () => {
    if (server) await onServer(server, `create database ${NAME}`);
    db = server ? openPostgres(`${server}/${NAME}`) : await openEmbedded(null);
  });
  afterAll(async () => {
    await db.close();
    if (server) await onServer(server, `drop database ${NAME} with (force)`);
  });
  beforeEach(async () => {
    if (from) await rm(from, { recursive: true });
    from = await mkdtemp(path.join(os.tmpdir(), 'migrasi-'));
    for (const [name, script] of Object.entries(scripts)) await ship(name, script);
    // The bookkeeping table alone: what every start makes first.
    await db.scripts((run) => run.exec('drop table if exists a, b, c, _prisma_migrations'));
    await migrate(db, { from: await mkdtemp(path.join(os.tmpdir(), 'kosong-')) });
  });

  const ship = async (name: string, script: string) => {
    await mkdir(path.join(from, name), { recursive: true });
    await writeFile(path.join(from, name, 'migration.sql'), script);
  };
  const ask = (text: string) => db.scripts((run) => run.query(text));
  /** What the old way wrote before it ran a script. */
  const begin = (name: string) =>
    db.scripts((run) =>
      run.query('insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)', [
        name,
        '-',
        name,
      ]),
    );
  const applied = async () =>
    (
      await ask(
        'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by name',
      )
    ).map((row) => row.name);

  it('are applied once, in order, each with the checksum that the prisma command expects', async () => {
    expect(await migrate(db, { from })).toEqual(['1_a', '2_b']);
    expect(await migrate(db, { from })).toEqual([]);
    const rows = await ask(
      'select checksum, applied_steps_count as steps from _prisma_migrations order by migration_name',
    );
    expect(rows).toEqual(
      Object.values(scripts).map((script) => ({
        checksum: createHash('sha256').update(script).digest('hex'),
        steps: 1,
      })),
    );
  });

  it('heal a row that was left open, whether its script had been applied or not', async () => {
    await begin('1_a');
    await ask('create table a (n integer)');
    await begin('2_b');
    expect(await migrate(db, { from })).toEqual(['1_a', '2_b']);
    expect(await applied()).toEqual(['1_a', '2_b']);
    expect(await ask('select n from b')).toEqual([{ n: 1 }]);
    const open = 'select 1 from _prisma_migrations where finished_at is null and rolled_back_at is null';
    expect(await ask(open)).toEqual([]);
  });

  it('that fail leave nothing, say which in one sentence, and are tried again once mended', async () => {
    await ship('3_c', 'create table c (n integer);\nselect tidak_ada from c;');
    const refused = await migrate(db, { from }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect((refused as Error).message).toMatch(
      /^Pembaruan basis data 3_c gagal dan dibatalkan; [^\n]*42703\)\.$/,
    );
    expect(await ask(`select to_regclass('c')::text as name`)).toEqual([{ name: null }]);
    expect(await applied()).toEqual(['1_a', '2_b']);
    await ship('3_c', 'create table c (n integer);');
    expect(await migrate(db, { from })).toEqual(['3_c']);
  });

  it('stop at a script whose table stands there without it ever having begun', async () => {
    await ask('create table b (n integer)');
    await expect(migrate(db, { from })).rejects.toThrow('Pembaruan basis data 2_b gagal');
    expect(await applied()).toEqual(['1_a']);
  });

  it.runIf(server)('started twice at once are applied by one, and the other waits for it', async () => {
    const other = openPostgres(`${server}/${NAME}`);
    let running = 0;
    const next = async () => {
      running += 1;
      await ask('select pg_sleep(0.05)');
      expect(running).toBe(1);
      running -= 1;
    };
    const done = await Promise.all([migrate(db, { from, next }), migrate(other, { from, next })]);
    expect(done.sort((one, two) => one.length - two.length)).toEqual([[], ['1_a', '2_b']]);
    await other.close();
  });
});

describe('all migrations in one transaction, as a restore runs them', () => {
  const database = useOlderDatabase('0');

  it('give every type values that can be used at once', async () => {
    const folders = await readdir('prisma/migrations', { withFileTypes: true });
    const names = folders.filter((one) => one.isDirectory()).map(({ name }) => name);
    const used = await database.current.alone(async (run) => {
      await run.exec('drop table if exists _prisma_migrations');
      await makeTables(run, names.sort());
      const values = await run.query(`select t.typname as type, e.enumlabel as value from pg_enum e
        join pg_type t on t.oid = e.enumtypid order by 1, e.enumsortorder`);
      for (const { type, value } of values) await run.query(`select $1::text::${type}`, [value]);
      return values.map(({ type, value }) => `${type} ${value}`);
    });
    expect(used).toEqual(expect.arrayContaining(['counted_cut MULAI_TAHUN', 'news_topic PASCA']));
  });
});
