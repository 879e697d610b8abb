import { describe, expect, it } from 'vitest';
import { agencyId, makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

describe('what an admin does with an account', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const stored = (id: number) => portal.services.db.account.findUniqueOrThrow({ where: { id } });
  const newest = (id: number) =>
    portal.services.db.auditEntry.findFirstOrThrow({
      where: { subjectType: 'akun', subjectId: String(id) },
      orderBy: { id: 'desc' },
    });
  const change = (id: number, data: object) =>
    portal.services.database.transaction((tx) => tx.account.update({ where: { id }, data }));

  it('renames it, refuses a NIK in the name, and the trail tells both names', async () => {
    const { id, name } = await makeAccount(portal.services.database, 'OPD');
    const browser = await admin();
    await browser.post(`/pengguna/${id}/nama`, { nama: 'Budi 3327031203560004' }).expect(422);
    await browser.post(`/pengguna/${id}/nama`, { nama: 'Petugas Baru' });
    expect((await stored(id)).name).toBe('Petugas Baru');
    expect(await newest(id)).toMatchObject({ before: { nama: name }, after: { nama: 'Petugas Baru' } });
  });

  it('makes a one-time password that ends its sessions', async () => {
    const account = await makeAccount(portal.services.database, 'OPD');
    const officer = await portal.as(account);
    const page = await (await admin()).post(`/pengguna/${account.id}/sandi`).expect(200);
    expect(page.text).toMatch(/<code>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}<\/code>/);
    expect((await officer.get('/beranda').expect(303)).headers.location).toContain('/masuk');
    expect(await newest(account.id)).toMatchObject({
      before: { sandiSekaliPakai: false },
      after: { sandiSekaliPakai: true },
    });
  });

  it('unlocks, disables and enables it, each with what was and is', async () => {
    const { id } = await makeAccount(portal.services.database, 'OPD');
    const browser = await admin();
    await change(id, { lockedUntil: new Date(TEST_NOW.getTime() + 60_000) });
    expect(words(await browser.get(`/pengguna/${id}`))).toContain('Akun ini terkunci');
    await browser.post(`/pengguna/${id}/buka-kunci`);
    expect((await stored(id)).lockedUntil).toBeNull();
    expect((await newest(id)).after).toMatchObject({ terkunciSampai: null });
    await browser.post(`/pengguna/${id}/nonaktifkan`);
    expect(await newest(id)).toMatchObject({ before: { aktif: true }, after: { aktif: false } });
    await browser.post(`/pengguna/${id}/aktifkan`);
    expect(await newest(id)).toMatchObject({ before: { aktif: false }, after: { aktif: true } });
    expect((await stored(id)).disabledAt).toBeNull();
  });

  it('asks twice for what cannot be taken back', async () => {
    const { id } = await makeAccount(portal.services.database, 'OPD');
    const { text } = await (await admin()).get(`/pengguna/${id}`);
    for (const verb of ['sandi', 'nonaktifkan'])
      expect(text).toMatch(new RegExp(`<details(?:(?!</details>)[\\s\\S])*/pengguna/${id}/${verb}"`));
    expect(words(await (await admin()).get(`/pengguna/${id}`))).toContain(
      'Belum ada perubahan pada akun ini',
    );
  });

  it('moves it to the OPD that goes on with one that ended, over several mergers, and only then', async () => {
    const { database } = portal.services;
    const [first, second, third] = [
      await agencyId(database, 'Inspektorat'),
      await agencyId(database, 'DLH'),
      await agencyId(database, 'Dinkes'),
    ];
    const account = await makeAccount(database, 'OPD', { agency: 'Inspektorat' });
    const browser = await admin();
    const page = async () => words(await browser.get(`/pengguna/${account.id}`));
    expect(await page()).not.toContain('Pindahkan');
    await browser.post(`/pengguna/${account.id}/pindahkan`);
    expect((await stored(account.id)).agencyId).toBe(first);
    await database.transaction(async (tx) => {
      const end = (id: number, successorId: number, validTo: string) =>
        tx.agency.update({ where: { id }, data: { successorId, validTo: new Date(validTo) } });
      await end(first, second, '2026-06-30');
      await end(second, third, '2026-11-19');
    });
    expect(await page()).toContain('OPD akun ini diteruskan Dinkes');
    await browser.post(`/pengguna/${account.id}/pindahkan`);
    expect((await stored(account.id)).agencyId).toBe(third);
    expect(await newest(account.id)).toMatchObject({
      before: { opd: 'Inspektorat' },
      after: { opd: 'Dinkes' },
    });
  });

  it('is the admin’s alone', async () => {
    const { id } = await makeAccount(portal.services.database, 'OPD');
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    for (const verb of ['nama', 'sandi', 'buka-kunci', 'nonaktifkan', 'aktifkan', 'pindahkan'])
      await browser.post(`/pengguna/${id}/${verb}`, { nama: 'X' }).expect(403);
    await browser.upload('/pengguna/impor', {}, []).expect(403);
  });
});
