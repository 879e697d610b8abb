import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { change, system } from '../../src/audit/change.js';
import { readConfig } from '../../src/config.js';
import { type Database, openPostgres } from '../../src/database/client.js';
import { bringUpToDate } from '../../src/start.js';
import { onServer } from '../support/database.js';
import { run } from '../support/process.js';
import { STORY } from '../support/story.js';

const server = inject('postgres');

// The embedded database has one role, which is its process itself.
describe.skipIf(server === null)('the role that runs the portal', STORY, () => {
  const names = {
    owner: `pemilik_${process.pid}`,
    running: `portal_${process.pid}`,
    database: `peran_${process.pid}`,
  };
  const urlOf = (role: string) => {
    const url = new URL(`${server ?? 'postgresql://tidak-ada'}/${names.database}`);
    url.username = role;
    return url.href;
  };
  const settings = {
    NODE_ENV: 'production',
    SESSION_SECRET: 'x'.repeat(40),
    DATABASE_URL: urlOf(names.running),
    HOST: '127.0.0.1',
  };
  const withOwner = { ...settings, DATABASE_OWNER_URL: urlOf(names.owner) };
  let database: Database;
  const kept = () => path.join(folder, 'cadangan');
  const command = (args: string[], of: Record<string, string>) =>
    run('cli.js', args, { ...of, DATA_DIR: folder, CADANGAN_DIR: kept() }).ended;
  let folder = '';
  const refusalOf = async (statement: string) => {
    const client = new pg.Client({ connectionString: settings.DATABASE_URL });
    await client.connect();
    try {
      await client.query(statement);
      return 'done';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'peran-'));
    const admin = server as string;
    await onServer(admin, `create role ${names.owner} login`);
    await onServer(admin, `create role ${names.running} login`);
    await onServer(admin, `create database ${names.database} owner ${names.owner}`);
    database = openPostgres(settings.DATABASE_URL);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    const admin = server as string;
    await onServer(admin, `drop database ${names.database} with (force)`);
    await onServer(admin, `drop role ${names.running}`);
    await onServer(admin, `drop role ${names.owner}`);
    await rm(folder, { recursive: true });
  });

  it('does not start on a database that is behind, and says which command brings it forward', async () => {
    const { code, err } = await run('server.js', [], { ...settings, DATA_DIR: folder }).ended;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /^Basis data belum diperbarui \(\d+ pembaruan menunggu\): jalankan npx dampingan migrasi[^\n]+\n$/,
      ),
    ]);
    const alone = await run('cli.js', ['migrasi'], { ...settings, DATA_DIR: folder }).ended;
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('DATABASE_OWNER_URL')]);
  });

  it('runs once the owner has migrated, and reads and writes what the portal needs', async () => {
    const { code, out } = await run('cli.js', ['migrasi'], { ...withOwner, DATA_DIR: folder }).ended;
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ pembaruan diterapkan\.\n$/)]);
    expect(await bringUpToDate(database, readConfig(withOwner))).toEqual([]);
    expect(await bringUpToDate(database, readConfig(settings))).toEqual([]);
    const portal = run('server.js', [], { ...settings, DATA_DIR: folder });
    const url = await portal.url;
    expect((await fetch(`${url}/siap`)).status).toBe(200);
    expect((await fetch(`${url}/masuk`)).status).toBe(200);
    portal.child.kill('SIGTERM');
    await portal.ended;
    await change(database, system('33.27'), 'category.edit', async (tx) => {
      await tx.session.deleteMany();
      return { result: null, fact: { subjectType: 'uji', subjectId: 1, summary: 'Uji' } };
    });
    expect(await database.reader.auditEntry.count({ where: { subjectType: 'uji' } })).toBe(1);
  }, 60_000);

  it('can switch off no trigger, alter no table, make none, and change nothing that is frozen', async () => {
    const refused = [
      'alter table audit_entry disable trigger all',
      'set session_replication_role = replica',
      'alter table account drop column password_hash',
      'drop table audit_entry',
      'truncate session',
      'create table milik_sendiri (a int)',
      "update audit_entry set summary = 'lain'",
      'delete from audit_entry',
      'delete from dataset_version',
      'delete from _prisma_migrations',
      'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
    ];
    for (const statement of refused)
      expect([statement, await refusalOf(statement)]).toEqual([statement, '42501']);
    expect(await refusalOf('delete from session')).toBe('done');
  });

  it('is backed up by the role that runs and put back by the owner, after which the former owns nothing again', async () => {
    expect(await command(['cadangan', 'buat'], settings)).toMatchObject({ code: 0, err: '' });
    const [name = ''] = (await readdir(kept())).filter((one) => one.endsWith('.cadangan'));
    const back = ['cadangan', 'pulihkan', path.join(kept(), name), '--ya'];
    await database.reader.account.count();
    expect(await command(back, withOwner)).toMatchObject({
      code: 1,
      err: expect.stringContaining('masih dipakai'),
    });
    await database.close();
    database = openPostgres(settings.DATABASE_URL);
    expect(await command(back, settings)).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_OWNER_URL'),
    });
    expect(await command(back, withOwner)).toMatchObject({ code: 0, err: '' });
    expect(await refusalOf('delete from session')).toBe('done');
    expect(await refusalOf('delete from audit_entry')).toBe('42501');
    const owned = `select count(*)::int as owned from pg_class where relowner = '${names.running}'::regrole`;
    expect(await database.scripts((run) => run.query(owned))).toEqual([{ owned: 0 }]);
    const { out } = await command(['periksa'], settings);
    expect(out).toMatch(/baik +Peran basis data/);
  }, 60_000);
});
