import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/auth/password.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const OLD = 'kopi-susu-pemalang';
const NEW = 'nanas-madu-belik';

describe('the own password', () => {
  const portal = usePortal();
  const person = async () => {
    const { id } = await makeAccount(portal.services.database, 'OPD');
    const passwordHash = await hashPassword(OLD);
    return portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id }, data: { passwordHash, mustChangePassword: true } }),
    );
  };

  it('is changed with the old one; other devices are signed out and the trail keeps neither', async () => {
    const account = await person();
    const [browser, other] = [await portal.as(account), await portal.as(account)];
    const wrong = await browser.post('/kata-sandi', { lama: 'salah', baru: NEW, ulang: NEW });
    expect([wrong.status, words(wrong).includes('Kata sandi lama tidak cocok')]).toEqual([422, true]);
    const done = await browser.post('/kata-sandi', { lama: OLD, baru: NEW, ulang: NEW });
    expect(done.headers.location).toBe('/beranda');
    const after = await portal.services.db.account.findUniqueOrThrow({ where: { id: account.id } });
    expect(await verifyPassword(after.passwordHash, NEW)).toBe(true);
    expect(after.mustChangePassword).toBe(false);
    expect((await other.get('/beranda')).headers.location).toContain('/masuk');
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'system.password', subjectId: String(account.id) },
    });
    expect(JSON.stringify(entry)).not.toMatch(new RegExp(`${OLD}|${NEW}|argon2`));
  });

  it('is refused in Indonesian, whatever is wrong with it', async () => {
    const browser = await portal.as(await person());
    const refused = await browser.post('/kata-sandi', { lama: 'x'.repeat(300), baru: NEW });
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain('Isian ini terlalu panjang');
    expect(words(refused)).not.toMatch(/Too big|Invalid input|expected/);
  });

  it('is nobody’s to change who is not signed in', async () => {
    expect((await (await portal.as()).post('/kata-sandi', {})).headers.location).toBe('/masuk');
  });
});

describe('signing out', () => {
  const portal = usePortal();

  it('ends the session, and is only for who is signed in', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    expect((await browser.post('/keluar')).headers.location).toBe('/masuk');
    expect((await browser.get('/beranda')).headers.location).toContain('/masuk');
    expect((await (await portal.as()).post('/keluar')).headers.location).toBe('/masuk');
  });
});
