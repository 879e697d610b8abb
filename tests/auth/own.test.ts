import { describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/auth/password.js';
import { makeAccount } from '../support/make.js';
import { type Browser, TEST_NOW, UNBROKEN, usePortal, words } from '../support/portal.js';

const OLD = 'kopi-susu-pemalang';

describe('the own account', () => {
  const portal = usePortal();
  const person = async (role: 'OPD' | 'ADMIN' = 'OPD') => {
    const { id } = await makeAccount(portal.services.database, role);
    const passwordHash = await hashPassword(OLD);
    return portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id }, data: { passwordHash } }),
    );
  };
  /** As if the password had been typed long ago. */
  const typedLongAgo = (accountId: number) =>
    portal.services.database.transaction((tx) =>
      tx.session.updateMany({
        where: { accountId },
        data: { provenAt: new Date(TEST_NOW.getTime() - 11 * 60_000) },
      }),
    );
  const status = async (browser: Browser) => (await browser.get('/akun').expect(UNBROKEN)).status;
  const marks = async (browser: Browser) =>
    [...(await browser.get('/akun')).text.matchAll(/perangkat\/([0-9a-f]{16})\/keluarkan/g)].map(
      ([, mark]) => mark,
    );

  it('says where one is signed in, and signs out one other device or all of them', async () => {
    const account = await person();
    const [own, second, third] = [
      await portal.as(account),
      await portal.as(account),
      await portal.as(account),
    ];
    const strange = await portal.as(await person());
    const page = words(await own.get('/akun'));
    expect(page.match(/Perangkat ini/g)).toHaveLength(1);
    const [mark] = await marks(own);
    await own.post(`/akun/perangkat/${mark}/keluarkan`).expect(303);
    const [ended] = await marks(strange);
    expect(ended).toBeUndefined();
    const there = async () => [await status(own), await status(second), await status(third)];
    expect((await there()).sort()).toEqual([200, 200, 303]);
    await own.post('/akun/perangkat/keluarkan-lain').expect(303);
    expect(await there()).toEqual([200, 303, 303]);
    expect(await marks(own)).toEqual([]);
    expect(await status(strange)).toBe(200);
  });

  it('ends no device of another person', async () => {
    const account = await person();
    const [own, other] = [await portal.as(account), await portal.as(account)];
    const [mark] = await marks(own);
    const stranger = await portal.as(await person());
    const answer = await stranger.post(`/akun/perangkat/${mark}/keluarkan`).expect(303);
    expect(words(await stranger.get(answer.headers.location as string))).toContain('sudah keluar');
    expect([await status(own), await status(other)]).toEqual([200, 200]);
  });

  it('asks for the password again before what weighs much, and keeps the form that was typed', async () => {
    const admin = await person('ADMIN');
    const browser = await portal.as(admin);
    await typedLongAgo(admin.id);
    const form = { username: 'dinkes-9', nama: 'Petugas <Dinkes>', peran: 'BAPPEDA', opd: '', desa: '' };
    const asked = await browser.post('/pengguna/baru', form).expect(401);
    expect(words(asked)).toContain('Ketik kata sandi Anda sekali lagi');
    expect(asked.text).toContain('name="nama" value="Petugas &lt;Dinkes&gt;"');
    const wrong = await browser.post('/pengguna/baru', { ...form, sandi_bukti: 'salah' }).expect(422);
    expect(words(wrong)).toContain('Kata sandi tidak cocok');
    expect(wrong.text).not.toContain('value="salah"');
    const { db } = portal.services;
    expect(await db.account.count({ where: { username: 'dinkes-9' } })).toBe(0);
    const done = await browser.post('/pengguna/baru', { ...form, sandi_bukti: OLD }).expect(200);
    expect(words(done)).toContain('Sandi sekali pakai untuk dinkes-9');
    // Fresh now: the next one is not asked.
    await browser.post('/pengguna/baru', { ...form, username: 'dinkes-10' }).expect(200);
    expect(await db.account.count({ where: { username: { in: ['dinkes-9', 'dinkes-10'] } } })).toBe(2);
  });

  it('keeps what was typed beside a file and asks for the file again by its field', async () => {
    const admin = await person('ADMIN');
    const browser = await portal.as(admin);
    await typedLongAgo(admin.id);
    const sheet = { field: 'berkas', name: 'akun.csv', bytes: Buffer.from('username,nama\n') };
    const asked = await browser
      .upload('/pengguna/impor', { catatan: 'dari Bagian Umum' }, [sheet])
      .expect(401);
    expect(words(asked)).toContain('Pilih lagi berkasnya: berkas');
    expect(words(asked)).toContain('dari Bagian Umum');
    expect(asked.text).toMatch(/<input[^>]* type="file"[^>]* name="berkas"/);
  });

  it('asks for it in no more than a quarter of an hour ten times', async () => {
    const admin = await person('ADMIN');
    const browser = await portal.as(admin);
    await typedLongAgo(admin.id);
    const path = `/pengguna/${(await person()).id}/nonaktifkan`;
    for (let count = 0; count < 10; count++) await browser.post(path, { sandi_bukti: 'salah' }).expect(422);
    await browser.post(path, { sandi_bukti: OLD }).expect(422);
  });

  it('changes its password once when twelve forms arrive at once, and keeps one session', async () => {
    const account = await person();
    const browsers = await Promise.all(Array.from({ length: 12 }, () => portal.as(account)));
    const answers = await Promise.all(
      browsers.map((browser, at) => {
        const baru = `nanas-madu-belik-${at}`;
        return browser.post('/kata-sandi', { lama: OLD, baru, ulang: baru }).expect(UNBROKEN);
      }),
    );
    expect(answers.filter((one) => one.status === 303 && one.headers.location === '/beranda')).toHaveLength(
      1,
    );
    expect(await portal.services.db.session.count({ where: { accountId: account.id } })).toBe(1);
  });
});
