import { chown, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openEmbedded } from '../../src/database/client.js';
import { prepareDatabase } from '../../src/start.js';
import { makeAccount } from '../support/make.js';
import { run } from '../support/process.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://127.0.0.1:1/tidak-ada',
  SESSION_SECRET: 'x'.repeat(40),
};
const ONE_LINE = /^[^\n]+\n$/;

/** Whether anything listens there. */
const reachable = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });

describe('the portal and its commands as they are started', () => {
  let root = '';
  const folder = (name: string) => path.join(root, name);
  /** A data folder like the prepared one, for a test that writes. */
  const copy = async (name: string, from = 'siap') => {
    await cp(folder(from), folder(name), { recursive: true });
    return folder(name);
  };
  let portal: ReturnType<typeof run>;
  let port = 0;

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'mulai-'));
    const snapshot = inject('postgres') ? undefined : new Blob([await readFile(inject('template'))]);
    const database = await openEmbedded(folder('siap'), snapshot);
    await prepareDatabase(database, '33.27');
    await database.close();
    const demo = await openEmbedded(await copy('contoh'));
    const { id } = await makeAccount(demo, 'ADMIN');
    await demo.transaction((tx) => tx.account.update({ where: { id }, data: { isDemo: true } }));
    await demo.close();
    for (const name of ['contoh lain', 'contoh yang berhenti']) await copy(name, 'contoh');
    portal = run('server.js', [], { DATA_DIR: folder('contoh'), HOST: '0.0.0.0' });
    port = Number(new URL(await portal.url).port);
  }, 120_000);
  afterAll(async () => {
    portal.child.kill('SIGKILL');
    await portal.ended;
    await rm(root, { recursive: true, force: true });
  });

  it('answer this machine only while demo accounts exist, whatever HOST says', async () => {
    expect(await reachable('127.0.0.1', port)).toBe(true);
    expect(await reachable('127.0.0.2', port)).toBe(false);
    expect(portal.said.out).toContain('hanya dapat dibuka dari komputer ini');
  });

  it('refuse a second start on the same data in one line', async () => {
    const { code, err } = await run('server.js', [], { DATA_DIR: folder('contoh') }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(err).toContain('sedang dipakai proses lain');
  });

  it('refuse a taken port in one line', async () => {
    const settings = { DATA_DIR: folder('contoh lain'), PORT: String(port) };
    const { code, err } = await run('server.js', [], settings).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(err).toContain(`Port ${port} sudah dipakai`);
  });

  it.each([
    ['data', 'impor', 'a.csv', '--jenis', 'idm'],
    ['wilayah', 'impor', 'a.csv'],
    ['pengguna', 'tambah', '--username', 'siti', '--nama', 'Siti', '--peran', 'ADMIN'],
    ['contoh', 'muat'],
  ])('refuse to write beside the portal: %s %s', async (...args) => {
    const { code, err } = await run('cli.js', args, { DATA_DIR: folder('contoh') }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(err).toContain('Hentikan portal yang berjalan');
  });

  it('refuse production without its settings, naming them', async () => {
    const { code, err } = await run('server.js', [], { NODE_ENV: 'production' }).ended;
    expect([code, err]).toEqual([
      1,
      'Setelan wajib untuk produksi belum ada: DATABASE_URL, SESSION_SECRET.\n',
    ]);
  });

  it('load no sample in production, nor for another kabupaten', async () => {
    const inProduction = await run('cli.js', ['contoh', 'muat'], PRODUCTION).ended;
    expect(inProduction).toEqual({ code: 1, out: '', err: 'Data contoh tidak dimuat di produksi.\n' });
    const elsewhere = await run('cli.js', ['contoh', 'muat'], { WILAYAH: '33.28' }).ended;
    expect(elsewhere).toEqual({ code: 1, out: '', err: 'Data contoh hanya ada untuk WILAYAH 33.27.\n' });
  });

  it.each([[['toString']], [['data']], [['constructor', 'x']], [[]]])(
    'say how commands are used instead of %j',
    async (args) => {
      const { code, err } = await run('cli.js', args, {}).ended;
      expect([code, err.split('\n')[0]]).toEqual([2, 'Pemakaian: npx dampingan PERINTAH [opsi]']);
    },
  );

  it('make the first admin with a one-time password', async () => {
    const args = ['pengguna', 'tambah', '--username', 'siti', '--nama', 'Siti', '--peran', 'ADMIN'];
    const settings = { DATA_DIR: await copy('akun') };
    const { code, out, err } = await run('cli.js', args, settings).ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Akun siti dibuat\. Sandi sekali pakai: \S{10,}\nSandi ini berlaku 14 hari\.\n$/);
  });

  it('start another kabupaten empty and say what fills it', async () => {
    const other = run('server.js', [], { DATA_DIR: await copy('tegal'), WILAYAH: '33.28' });
    const url = await other.url;
    expect((await fetch(`${url}/`)).status).toBe(200);
    other.child.kill('SIGTERM');
    const { code, out, err } = await other.ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Daftar desa Kabupaten Tegal masih kosong.');
    expect(out).toContain('npx dampingan wilayah impor FILE');
    expect(out).toContain('npx dampingan pengguna tambah');
  });

  it('finish the request that runs when SIGTERM comes', async () => {
    const body = 'username=siapa&password=salah';
    const stopping = run('server.js', [], { DATA_DIR: folder('contoh yang berhenti') });
    const at = Number(new URL(await stopping.url).port);
    const socket = connect(at, '127.0.0.1');
    let answer = '';
    socket.on('data', (text) => {
      answer += text;
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      `POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    expect(answer).toContain('100 Continue');
    stopping.child.kill('SIGTERM');
    await refused(at);
    socket.write(body);
    const { code, err } = await stopping.ended;
    await closed;
    expect([code, err]).toEqual([0, '']);
    expect(answer).toMatch(/HTTP\/1\.1 (403|422) /);
  });

  it('read `.env` where they are started, unless their settings come from elsewhere', async () => {
    const place = await mkdtemp(path.join(root, 'setelan-'));
    await writeFile(path.join(place, '.env'), 'WILAYAH=bukan kode\n');
    const asked = (settings: Record<string, string>) => run('cli.js', ['periksa'], settings, place).ended;
    expect((await asked({})).out).toContain('WILAYAH: harus kode');
    expect((await asked({ NODE_ENV: 'development' })).out).not.toContain('WILAYAH');
  });

  it.each([
    ['DATABASE_URL', 'postgresql://desa:a/b@127.0.0.1:1/desa'],
    ['DATABASE_OWNER_URL', 'postgresql://desa:50%@127.0.0.1:1/desa'],
  ])('name %s when its password would break the address', async (name, url) => {
    const { code, err } = await run('cli.js', ['migrasi'], { ...PRODUCTION, [name]: url }).ended;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^Setelan keliru\\. ${name}: [^\n]+\n$`)),
    ]);
  });

  it.skipIf(process.getuid?.() !== 0)('leave no files of root in folders of another user', async () => {
    const place = await mkdtemp(path.join(root, 'orang-lain-'));
    await chown(place, 65_534, 65_534);
    for (const args of [
      ['cadangan', 'buat'],
      ['pengguna', 'tambah'],
    ]) {
      const { code, err } = await run('cli.js', args, { DATA_DIR: place, CADANGAN_DIR: place }).ended;
      expect([code, err]).toEqual([1, expect.stringContaining('bukan milik root')]);
    }
    expect(await readdir(place)).toEqual([]);
  });
});

/** Resolves once nobody new is let in. */
async function refused(port: number): Promise<void> {
  while (await reachable('127.0.0.1', port));
}
