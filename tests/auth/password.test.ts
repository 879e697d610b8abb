import { describe, expect, it } from 'vitest';
import { isGuessable } from '../../src/auth/guessable.js';
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
    const wrong = await browser.post('/kata-sandi', { lama: 'salah', baru: NEW, ulang: NEW }).expect(422);
    expect([wrong.status, words(wrong).includes('Kata sandi lama tidak cocok')]).toEqual([422, true]);
    const done = await browser.post('/kata-sandi', { lama: OLD, baru: NEW, ulang: NEW });
    expect(done.headers.location).toBe('/beranda');
    const after = await portal.services.db.account.findUniqueOrThrow({ where: { id: account.id } });
    expect(await verifyPassword(after.passwordHash, NEW)).toBe(true);
    expect(after.mustChangePassword).toBe(false);
    expect((await other.get('/beranda').expect(303)).headers.location).toContain('/masuk');
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'system.password', subjectId: String(account.id) },
    });
    expect(JSON.stringify(entry)).not.toMatch(new RegExp(`${OLD}|${NEW}|argon2`));
  });

  it('is refused in Indonesian, whatever is wrong with it', async () => {
    const browser = await portal.as(await person());
    const refused = await browser.post('/kata-sandi', { lama: 'x'.repeat(300), baru: NEW }).expect(422);
    expect(words(refused)).toContain('Isian ini terlalu panjang');
    expect(words(refused)).not.toMatch(/Too big|Invalid input|expected/);
  });

  it('is not one that is common, nor the names of the person, the place or the portal, however written', async () => {
    const account = await person();
    const browser = await portal.as(account);
    const guessable = [
      'bismillahirrahmanirrahim',
      'pemalangikhlas',
      'rahasiabanget1',
      'persibbandung1',
      'cintakuhanyauntukmu',
      'password12345',
      'PasswordPassword',
      'P4$$w0rd-2026!',
      'qwertyuiop123',
      '123456789012',
      'aaaaaaaaaaaaaa',
      'Rahasia-rahasia1',
      'indonesia2026!',
      'Bismillah-1234',
      'Pemalang2026!!',
      'randudongkal-14',
      'Kabupaten Pemalang',
      'desa-dampingan-2026',
      `${account.username}-${account.username}-99`,
      `${account.name} 1234567`,
    ];
    for (const baru of guessable) {
      const refused = await browser
        .post('/kata-sandi', { lama: 'tidak benar', baru, ulang: baru })
        .expect(422);
      expect([baru, words(refused).includes('Kata sandi ini mudah ditebak')]).toEqual([baru, true]);
    }
  });

  it('may be a few words that have nothing to do with each other', async () => {
    const about = ['siti', 'Siti Aminah', 'Kabupaten Pemalang', 'Belik'];
    const fine = [
      OLD,
      NEW,
      'correct horse battery staple',
      'k7qm-x2pd-9wtn',
      'payung jendela sepatu',
      'Ombak+genteng+77',
    ];
    for (const one of fine) expect([one, await isGuessable(one, about)]).toEqual([one, false]);
  });

  it('is nobody’s to change who is not signed in', async () => {
    expect((await (await portal.as()).post('/kata-sandi', {})).headers.location).toBe('/masuk');
  });
});

describe('signing out', () => {
  const portal = usePortal();

  it('ends the session, and is only for who is signed in', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    expect((await browser.post('/keluar')).headers.location).toBe('/masuk?keluar=ya');
    expect((await browser.get('/beranda').expect(303)).headers.location).toContain('/masuk');
    expect((await (await portal.as()).post('/keluar')).headers.location).toBe('/masuk');
  });
});
