import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addAccount } from '../../src/cli/pengguna.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('accounts', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const named = (username: string) => portal.services.db.account.findFirstOrThrow({ where: { username } });
  const password = (text: string) =>
    /(?:<code>|pakai: )([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})/.exec(text)?.[1] ?? '';

  it('are made with a one-time password, shown once and kept nowhere', async () => {
    const browser = await admin();
    const made = await browser
      .post('/pengguna/baru', {
        username: 'dinkes-1',
        nama: 'Petugas Dinkes',
        peran: 'BAPPEDA',
      })
      .expect(200);
    const shown = password(made.text);
    expect(shown).not.toBe('');
    const account = await named('dinkes-1');
    expect(account.mustChangePassword).toBe(true);
    const trail = await portal.services.db.auditEntry.findMany();
    expect(JSON.stringify(trail)).not.toContain(shown);
    expect((await browser.get(`/pengguna/${account.id}`)).text).not.toContain(shown);
    const held = await (await portal.as(account)).get('/beranda').expect(303);
    expect(held.headers.location).toBe('/kata-sandi');
  });

  it('are led to where a lost password is made anew when the same form comes again', async () => {
    const browser = await admin();
    const sent = { username: 'dinkes-2', nama: 'Petugas', peran: 'BAPPEDA', kiriman: randomUUID() };
    await browser.post('/pengguna/baru', sent).expect(200);
    const again = await browser.post('/pengguna/baru', sent).expect(303);
    expect(again.headers.location).toBe(`/pengguna/${(await named('dinkes-2')).id}`);
  });

  it('are refused with a taken name or without the place of their role; what was typed stays', async () => {
    const browser = await admin();
    const form = { username: 'petugas-x', nama: 'Petugas X', peran: 'OPD' };
    const refused = await browser.post('/pengguna/baru', form).expect(422);
    expect(words(refused)).toContain('Pilih OPD tempat petugas ini bekerja');
    expect(refused.text).toContain('value="Petugas X"');
    await browser.post('/pengguna/baru', { ...form, peran: 'KOORDINATOR' }).expect(200);
    expect(words(await browser.post('/pengguna/baru', { ...form, peran: 'BAPPEDA' }).expect(422))).toContain(
      'sudah dipakai',
    );
  });

  it('lose every session when disabled, and the last admin stays', async () => {
    const account = await makeAccount(portal.services.database, 'OPD');
    const officer = await portal.as(account);
    await officer.get('/beranda');
    const browser = await admin();
    await browser.post(`/pengguna/${account.id}/nonaktifkan`);
    expect((await officer.get('/beranda').expect(303)).headers.location).toContain('/masuk');
    const self = await portal.services.db.account.findFirstOrThrow({
      where: { role: 'ADMIN' },
      orderBy: { id: 'desc' },
    });
    await browser.post(`/pengguna/${self.id}/nonaktifkan`);
    expect(
      (await portal.services.db.account.findUniqueOrThrow({ where: { id: self.id } })).disabledAt,
    ).toBeNull();
  });

  it('come in bulk from a sheet, all or none', async () => {
    const browser = await admin();
    const send = (text: string) =>
      browser.upload('/pengguna/impor', {}, [
        { field: 'berkas', name: 'akun.csv', bytes: Buffer.from(text) },
      ]);
    const head = 'username,nama,peran,opd,desa\n';
    const refused = await send(
      `${head}a-1,Satu,opd,Dinkes,\nb-1,Dua,desa,,33.27.99.2001\nc-1,Tiga,raja,,\n`,
    ).expect(422);
    expect(words(refused)).toContain('Kode 33.27.99.2001 tidak ada di daftar wilayah');
    expect(words(refused)).toContain('Peran "raja" tidak dikenal');
    expect(await portal.services.db.account.count({ where: { username: 'a-1' } })).toBe(0);
    const made = await send(`${head}a-1,Satu,opd,Dinkes,\nb-1,Dua,desa,,3327032001\n`).expect(200);
    expect(words(made)).toContain('2 akun dibuat');
    expect((await named('b-1')).villageCode).toBe('33.27.03.2001');
  });

  it('are the admin’s alone, and so is the trail', async () => {
    for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      await browser.post('/pengguna/baru', { username: 'x-1', nama: 'X', peran: 'ADMIN' }).expect(403);
      await browser.get('/audit').expect(403);
    }
    await (await admin())
      .post('/pengguna/baru', { username: 'x-1', nama: 'X', peran: 'BAPPEDA' })
      .expect(200);
    const page = words(await (await admin()).get('/audit?cari=x-1'));
    expect(page).toContain('Akun x-1 (Bappeda) dibuat');
    expect((await (await admin()).get('/audit?format=csv')).text).toContain('account.manage');
  });

  it('are made from the command line too', async () => {
    let out = '';
    let complaints = '';
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (complaints += text) },
    };
    const run = (args: string[]) => addAccount(portal.services.database, portal.services.region, args, io);
    expect(
      await run(['--username', 'admin-kabupaten', '--nama', 'Admin Kabupaten', '--peran', 'ADMIN']),
    ).toBe(0);
    expect(password(out)).not.toBe('');
    expect(
      await run(['--username', 'admin-kabupaten', '--nama', 'Admin Kabupaten', '--peran', 'ADMIN']),
    ).toBe(1);
    expect(await run(['--username', 'o-1', '--nama', 'Petugas', '--peran', 'OPD'])).toBe(2);
    expect(complaints).toContain('sudah dipakai');
  });
});
