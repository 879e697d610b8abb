import { generateSync } from 'otplib';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { hashPassword } from '../../src/auth/password.js';
import { readConfig } from '../../src/config.js';
import type { Role } from '../../src/generated/prisma/enums.js';
import { makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

const PASSWORD = 'kopi-susu-pemalang';
const field = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';

describe('the second step', () => {
  const portal = usePortal();
  const person = async (role: Role = 'OPD') => {
    const { id } = await makeAccount(portal.services.database, role);
    const passwordHash = await hashPassword(PASSWORD);
    return portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id }, data: { passwordHash } }),
    );
  };
  const codeAt = (secret: string, at: Date) =>
    generateSync({ secret, epoch: Math.floor(at.getTime() / 1_000) });
  const after = (seconds: number) => new Date(TEST_NOW.getTime() + seconds * 1_000);

  /** Sets the second step up as its owner would, with the key that the page shows. */
  async function enrolled(role: Role = 'OPD') {
    const account = await person(role);
    const browser = await portal.as(account);
    portal.clock.set(TEST_NOW);
    const page = await browser.get('/akun/langkah-kedua');
    const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1] ?? '').replace(/ /g, '');
    const kode = codeAt(secret, TEST_NOW);
    const done = await browser
      .post('/akun/langkah-kedua', { kunci: field(page.text, 'kunci'), kode })
      .expect(200);
    const recovery = [...done.text.matchAll(/<code>([a-z2-9-]{14})<\/code>/g)].map(
      ([, code]) => code as string,
    );
    return { account, browser, secret, recovery };
  }

  /** The password at the door; then the page that asks for the code. */
  async function atTheDoor(username: string) {
    const agent = request.agent(portal.app);
    const form = await agent.get('/masuk');
    const asked = await agent
      .post('/masuk')
      .type('form')
      .send({ _csrf: field(form.text, '_csrf'), username, password: PASSWORD });
    const send = (kode: string) =>
      agent
        .post('/masuk/kode')
        .type('form')
        .send({ _csrf: field(asked.text, '_csrf'), tiket: field(asked.text, 'tiket'), kode });
    return { agent, asked, send };
  }

  it('is set up with a picture and a code, and gives ten codes for a lost phone', async () => {
    const { account, browser, recovery } = await enrolled();
    expect(new Set(recovery).size).toBe(10);
    const stored = await portal.services.db.secondFactor.findUniqueOrThrow({
      where: { accountId: account.id },
    });
    expect(stored.secret).not.toMatch(/^[A-Z2-7]{16,}$/);
    expect(words(await browser.get('/akun/langkah-kedua'))).toContain('10 kode pemulihan belum dipakai');
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'system.factor' },
    });
    expect(JSON.stringify(entry)).not.toContain(recovery[0]);
  });

  it('is not set up with a wrong code, and shows the same picture again', async () => {
    const browser = await portal.as(await person());
    const page = await browser.get('/akun/langkah-kedua');
    const kunci = field(page.text, 'kunci');
    const refused = await browser.post('/akun/langkah-kedua', { kunci, kode: '000000' }).expect(422);
    expect(words(refused)).toContain('Kode tidak cocok');
    expect(field(refused.text, 'kunci')).toBe(kunci);
    await browser.post('/akun/langkah-kedua', { kunci: 'palsu', kode: '000000' }).expect(422);
  });

  it('is asked behind the password, and takes each code once, in its thirty seconds', async () => {
    const { account, secret } = await enrolled();
    portal.clock.set(after(60));
    const { agent, asked, send } = await atTheDoor(account.username);
    expect([asked.status, words(asked).includes('Langkah kedua')]).toEqual([200, true]);
    expect((await agent.get('/beranda')).status).toBe(303);
    expect((await send(codeAt(secret, TEST_NOW))).status).toBe(422);
    expect((await send(codeAt(secret, after(60)))).headers.location).toBe('/beranda');
    expect((await agent.get('/beranda')).status).toBe(200);
    const again = await atTheDoor(account.username);
    expect((await again.send(codeAt(secret, after(60)))).status).toBe(422);
    portal.clock.set(after(90));
    expect((await again.send(codeAt(secret, after(90)))).status).toBe(303);
    portal.clock.set(TEST_NOW);
  });

  it('is passed with each recovery code once', async () => {
    const { account, recovery } = await enrolled();
    const [code = ''] = recovery;
    expect((await (await atTheDoor(account.username)).send(` ${code.toUpperCase()} `)).status).toBe(303);
    expect((await (await atTheDoor(account.username)).send(code)).status).toBe(422);
  });

  it('is passed once where a code comes from several places at the same moment', async () => {
    const { account, secret, recovery } = await enrolled();
    portal.clock.set(after(120));
    for (const code of [codeAt(secret, after(120)), recovery[0] as string]) {
      const doors = await Promise.all(Array.from({ length: 4 }, () => atTheDoor(account.username)));
      const statuses = (await Promise.all(doors.map(({ send }) => send(code)))).map(({ status }) => status);
      expect(statuses.sort()).toEqual([303, 422, 422, 422]);
    }
    portal.clock.set(TEST_NOW);
  });

  it('is tried ten times from one network, and no ticket lives longer than five minutes', async () => {
    const { account, secret } = await enrolled();
    portal.clock.set(after(60));
    const { send } = await atTheDoor(account.username);
    for (let count = 0; count < 10; count++) expect((await send('000000')).status).toBe(422);
    expect((await send(codeAt(secret, after(60)))).status).toBe(422);
    portal.clock.set(after(60 + 20 * 60));
    expect((await send(codeAt(secret, after(60 + 20 * 60)))).headers.location).toBe('/masuk');
    portal.clock.set(TEST_NOW);
  });

  it('is taken away by its owner with a code, and by the admin, who is told to the trail', async () => {
    const { account, browser, recovery } = await enrolled();
    await browser.post('/akun/langkah-kedua/lepas', { kode: '000000' }).expect(422);
    await browser.post('/akun/langkah-kedua/lepas', { kode: recovery[1] as string }).expect(303);
    const { db } = portal.services;
    expect(await db.secondFactor.count({ where: { accountId: account.id } })).toBe(0);
    const other = await enrolled();
    const admin = await portal.as(await person('ADMIN'));
    await admin.post(`/pengguna/${other.account.id}/lepas-langkah-kedua`).expect(303);
    expect(await db.secondFactor.count({ where: { accountId: other.account.id } })).toBe(0);
    await other.browser.get('/beranda').expect(303);
    const entry = await db.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(entry.summary).toBe(`Langkah kedua ${other.account.username} dilepas`);
  });

  it('is neither replaced nor worked around by who knows the password alone', async () => {
    const account = await person();
    const browser = await portal.as(account);
    portal.clock.set(TEST_NOW);
    const [first, second] = [
      await browser.get('/akun/langkah-kedua'),
      await browser.get('/akun/langkah-kedua'),
    ];
    const enrol = (page: string) => {
      const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replace(/ /g, '');
      const form = { kunci: field(page, 'kunci'), kode: codeAt(secret, TEST_NOW) };
      return browser.post('/akun/langkah-kedua', form);
    };
    const atOnce = await Promise.all([first, second].map(({ text }) => enrol(text).expect([200, 409])));
    expect(atOnce.map((one) => one.status).sort()).toEqual([200, 409]);
    const refused = await enrol(first.text).expect(409);
    expect(words(refused)).toContain('Langkah kedua sudah terpasang');
    await browser.post('/akun/langkah-kedua/kode-baru').expect(422);
    await browser.post('/akun/langkah-kedua/kode-baru', { kode: '000000' }).expect(422);
    const done = atOnce.find((one) => one.status === 200);
    const [code = ''] = [...(done?.text ?? '').matchAll(/<code>([a-z2-9-]{14})<\/code>/g)].map(
      ([, one]) => one,
    );
    await browser.post('/akun/langkah-kedua/kode-baru', { kode: code }).expect(200);
  });

  it('takes the key of a picture for no ticket at the door', async () => {
    const page = await (await portal.as(await person())).get('/akun/langkah-kedua');
    const agent = request.agent(portal.app);
    const _csrf = field((await agent.get('/masuk')).text, '_csrf');
    const sent = { _csrf, tiket: field(page.text, 'kunci'), kode: '000000' };
    const answer = await agent.post('/masuk/kode').type('form').send(sent);
    expect([answer.status, answer.headers.location]).toEqual([303, '/masuk']);
  });

  it('is required of the roles that a setting names, who then do nothing before', async () => {
    const { services } = portal;
    const app = createApp({ ...services, config: { ...services.config, secondFactorOf: ['ADMIN'] } });
    const [admin, officer] = [await portal.as(await person('ADMIN')), await portal.as(await person())];
    const held = await request(app).get('/pengguna').set('Cookie', admin.cookie);
    expect([held.status, held.headers.location]).toEqual([303, '/akun/langkah-kedua']);
    const page = await request(app).get('/akun/langkah-kedua').set('Cookie', admin.cookie);
    expect(words(page)).toContain('Peran Anda memerlukan langkah kedua');
    expect((await request(app).get('/beranda').set('Cookie', officer.cookie)).status).toBe(200);
  });

  it('is required of those who decide in production, unless the settings say why not', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://x/y',
      SESSION_SECRET: 'x'.repeat(32),
    };
    expect(readConfig(production).secondFactorOf).toEqual(['BAPPEDA', 'KOORDINATOR', 'ADMIN']);
    expect(readConfig({}).secondFactorOf).toEqual([]);
    expect(() => readConfig({ ...production, FAKTOR_KEDUA: 'ADMIN' })).toThrow('FAKTOR_KEDUA_ALASAN');
    const said = { ...production, FAKTOR_KEDUA: 'tidak', FAKTOR_KEDUA_ALASAN: 'jaringan tertutup' };
    expect(readConfig(said).secondFactorOf).toEqual([]);
  });
});
