import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Takes away the place where the database writes its next piece of log, as a full disk does. */
const script = (folder: string) => `
  const { openEmbedded } = await import('./dist/database/client.js');
  const { rmSync, writeFileSync } = await import('node:fs');
  const database = await openEmbedded('${folder}');
  await database.scripts(async (run) => {
    await run.exec('create table kept (a text); insert into kept values (1)');
    await run.query('select 1 / 0').catch(() => undefined);
    rmSync('${folder}/db/pg_wal', { recursive: true });
    writeFileSync('${folder}/db/pg_wal', '');
    await run.exec('select pg_switch_wal(); insert into kept values (2)');
  });`;

const node = (args: string[], settings: Record<string, string> = {}) => {
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'silent', ...settings };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 100_000, env });
  return [status, stderr];
};

it('a database that cannot go on ends its program in a sentence, as does a start over it; a statement that fails does not', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'panik-'));
  const ended = node(['--input-type=module', '-e', script(folder)]);
  expect(ended).toEqual([1, expect.stringMatching(/^Basis data di \S+ berhenti: [^\n]+\n$/)]);
  const started = node(['dist/server.js'], { DATA_DIR: folder, PORT: '0' });
  expect(started).toEqual([1, expect.stringMatching(/^Basis data di \S+ tidak dapat dibuka: [^\n]+\n$/)]);
  rmSync(folder, { recursive: true });
});
