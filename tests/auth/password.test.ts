import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { isGuessable } from '../../src/auth/guessable.js';
import { hashPassword, verifyPassword } from '../../src/auth/password.js';
import { readConfig } from '../../src/config.js';
import type { Account } from '../../src/generated/prisma/client.js';
import type { Role } from '../../src/generated/prisma/enums.js';
import { FORM_ID } from '../../src/web/once.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const OLD = 'kopi-susu-pemalang';
const NEW = 'nanas-madu-belik';

describe('the own password', () => {
  const portal = usePortal();
  const person = async (role: Role = 'OPD', more: { agency?: string } = {}) => {
    const { id } = await makeAccount(portal.services.database, role, more);
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
      'abcdefghijkl',
      'lkjihgfedcba',
      'abcd-efgh-ijkl-mnop',
      'qwertyuiop12',
      'poiuytrewq21',
      'qwertyasdfghzxcvbn',
      'qwerty123asdfgh123zxcvbn123',
      '1qaz2wsx3edc4rfv',
      '210987654321',
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

  it('is not the name of the OPD or village that the account belongs to', async () => {
    const [opd, desa] = [await person('OPD', { agency: 'Disnaker' }), await person('DESA')];
    const guessable: [Account, string][] = [
      [opd, 'dinas-tenaga-kerja'],
      [opd, 'disnakerpemalang'],
      [desa, 'pemdesgombong-2026'],
      [desa, 'Gombong, Belik 52356'],
    ];
    for (const [account, baru] of guessable) {
      const refused = await (await portal.as(account))
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
      'tersebut-properti-opera',
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

describe('the rule of an office for passwords', () => {
  const portal = usePortal();
  const reason = { SANDI_ALASAN: 'Perbup 12/2026' };
  /** A person under these settings whose password is as old as `days`. */
  const under = async (settings: Record<string, string>, days = 0) => {
    const { services } = portal;
    const account = await makeAccount(services.database, 'OPD');
    const passwordSetAt = new Date(services.clock.now().getTime() - days * 86_400_000);
    await services.database.transaction(async (tx) =>
      tx.account.update({
        where: { id: account.id },
        data: { passwordHash: await hashPassword(OLD), passwordSetAt },
      }),
    );
    const { passwordRules } = readConfig({ ...reason, ...settings });
    const app = createApp({ ...services, config: { ...services.config, passwordRules } });
    const { cookie, token } = await portal.as(account);
    return {
      open: (path: string) => request(app).get(path).set('Cookie', cookie),
      change: (baru: string) =>
        request(app)
          .post('/kata-sandi')
          .set('Cookie', cookie)
          .type('form')
          .send({ _csrf: token, [FORM_ID]: randomUUID(), lama: OLD, baru, ulang: baru }),
    };
  };

  it('may ask for kinds of signs, and is told before it is broken', async () => {
    const person = await under({ SANDI_JENIS: '3' });
    const rule = 'Aturan kantor: paling sedikit 3 dari huruf kecil, huruf besar, angka, dan tanda.';
    expect(words(await person.open('/kata-sandi'))).toContain(rule);
    const refused = await person.change(NEW);
    expect([refused.status, words(refused).includes(rule)]).toEqual([422, true]);
    expect((await person.change('Nanas-madu-belik')).status).toBe(303);
  });

  it('may let them expire: then nothing is open but the page that changes them', async () => {
    const fresh = await under({ SANDI_BERLAKU_HARI: '90' }, 90);
    expect((await fresh.open('/beranda')).status).toBe(200);
    const old = await under({ SANDI_BERLAKU_HARI: '90' }, 91);
    expect((await old.open('/kegiatan')).headers.location).toBe('/kata-sandi');
    expect(words(await old.open('/kata-sandi'))).toContain('Kata sandi Anda sudah lebih dari 90 hari.');
    expect((await old.change(NEW)).status).toBe(303);
  });

  it('says whose rule it is, or the portal does not start', () => {
    for (const one of [{ SANDI_JENIS: '2' }, { SANDI_BERLAKU_HARI: '90' }])
      expect(() => readConfig(one)).toThrow('SANDI_ALASAN');
    expect(() => readConfig({ ...reason, SANDI_JENIS: '5' })).toThrow('SANDI_JENIS');
    expect(readConfig({}).passwordRules).toEqual({ kinds: 1, days: null });
  });
});
