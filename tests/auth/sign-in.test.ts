import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { forgiveSignIn, limitSignIn, networkOf } from '../../src/auth/limit.js';
import { hashPassword } from '../../src/auth/password.js';
import { signIn } from '../../src/auth/sign-in.js';
import { makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

describe('signing in', () => {
  const portal = usePortal();
  const PASSWORD = 'kopi-susu-pemalang';

  async function withPassword() {
    const account = await makeAccount(portal.services.database, 'BAPPEDA');
    const passwordHash = await hashPassword(PASSWORD);
    await portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id: account.id }, data: { passwordHash } }),
    );
    return account;
  }

  /** A browser that keeps cookies, as a person's does. */
  async function attempt(username: string, password: string, agent = request.agent(portal.app)) {
    const form = await agent.get('/masuk');
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    return agent.post('/masuk').type('form').send({ _csrf: token, username, password });
  }

  it('opens the portal with the right password and keeps it closed with a wrong one', async () => {
    const account = await withPassword();
    expect((await attempt(account.username, PASSWORD)).headers.location).toBe('/beranda');
    const refused = await attempt(account.username, 'salah-sekali-ini');
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain('tidak cocok');
    expect(refused.text).toContain(account.username);
  });

  it('locks an account after ten wrong passwords, with one answer for wrong and right ones alike', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    for (let count = 0; count < 10; count++) await attempt(account.username, 'salah', agent);
    const wrong = await attempt(account.username, 'salah', agent);
    const right = await attempt(account.username, PASSWORD, agent);
    const unknown = await attempt('tidak-ada', PASSWORD, agent);
    expect(words(right)).toContain('akun sedang terkunci');
    const alert = (answer: typeof right) => /notice-error[\s\S]*?<\/div>/.exec(answer.text)?.[0];
    expect([alert(wrong), alert(unknown)]).toEqual([alert(right), alert(right)]);
    portal.clock.set(new Date(TEST_NOW.getTime() + 16 * 60_000));
    expect((await attempt(account.username, PASSWORD, agent)).status).toBe(303);
    portal.clock.set(TEST_NOW);
  });

  it('tries no more than ten passwords, however many come at once', async () => {
    const { database, clock, db } = portal.services;
    const account = await withPassword();
    const wrong = Array.from({ length: 29 }, (_, index) =>
      signIn(database, clock, account.username, `salah ${index}`),
    );
    await Promise.all(wrong);
    expect(await signIn(database, clock, account.username, PASSWORD)).toBeNull();
    const { failedAttempts, lockedUntil } = await db.account.findUniqueOrThrow({ where: { id: account.id } });
    expect(failedAttempts).toBe(10);
    expect(lockedUntil).not.toBeNull();
  });

  it('forgives blanks around a one-time password, and around no other', async () => {
    const account = await withPassword();
    expect((await attempt(account.username, ` ${PASSWORD} `)).status).toBe(422);
    await portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id: account.id }, data: { mustChangePassword: true } }),
    );
    expect((await attempt(account.username, ` ${PASSWORD}\t`)).status).toBe(303);
  });

  it('opens nothing with a one-time password that is two weeks old', async () => {
    const account = await withPassword();
    const day = 86_400_000;
    const since = (days: number) =>
      portal.services.database.transaction((tx) =>
        tx.account.update({
          where: { id: account.id },
          data: { mustChangePassword: true, passwordSetAt: new Date(TEST_NOW.getTime() - days * day) },
        }),
      );
    await since(13);
    expect((await attempt(account.username, PASSWORD)).status).toBe(303);
    await since(15);
    const refused = await attempt(account.username, PASSWORD);
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain('sandi sekali pakai sudah lewat 14 hari');
  });

  it('keeps a stranger’s session for half an hour, a person’s for twelve', async () => {
    const { db } = portal.services;
    await request(portal.app).get('/masuk');
    const stranger = await db.session.findFirstOrThrow({
      where: { accountId: null },
      orderBy: { expiresAt: 'desc' },
    });
    expect(stranger.expiresAt.getTime() - TEST_NOW.getTime()).toBe(30 * 60_000);
    const account = await withPassword();
    await attempt(account.username, PASSWORD);
    const person = await db.session.findFirstOrThrow({ where: { accountId: account.id } });
    expect(person.expiresAt.getTime() - TEST_NOW.getTime()).toBe(12 * 3_600_000);
  });

  it('sends a cookie for TLS alone in production, whether or not a proxy was named', async () => {
    const { config } = portal.services;
    const production = createApp({ ...portal.services, config: { ...config, production: true } });
    const answer = await request(production).get('/masuk');
    expect(answer.headers['set-cookie']?.[0]).toContain('; Secure');
  });

  it('counts guesses of the old password like guesses at the door', async () => {
    const account = await withPassword();
    const browser = await portal.as(account);
    const fields = { baru: 'kata sandi yang baru', ulang: 'kata sandi yang baru' };
    for (let count = 0; count < 10; count++)
      await browser.post('/kata-sandi', { ...fields, lama: 'salah' }).expect(422);
    await browser.post('/kata-sandi', { ...fields, lama: PASSWORD }).expect(422);
    expect((await attempt(account.username, PASSWORD)).status).toBe(422);
  });

  it('forgives right sign-ins, as a whole office shares one address', async () => {
    for (let count = 0; count < 70; count++) {
      await limitSignIn('192.0.2.7');
      await forgiveSignIn('192.0.2.7');
    }
    for (let count = 0; count < 60; count++) await limitSignIn(`2001:db8:0:1::${count.toString(16)}`);
    await expect(limitSignIn('2001:db8::1:9:9:9:9')).rejects.toThrow('Terlalu banyak');
    await limitSignIn('2001:db8:0:2::1');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('refuses a form without the token of its session', async () => {
    await request(portal.app).post('/masuk').type('form').send({ username: 'x', password: 'y' }).expect(403);
  });

  it('never sends anybody to another site', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    const form = await agent.get('/masuk?ke=//contoh.id');
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    const answer = await agent
      .post('/masuk')
      .type('form')
      .send({ _csrf: token, username: account.username, password: PASSWORD, ke: '//contoh.id' });
    expect(answer.headers.location).toBe('/beranda');
  });

  it('leads a typed /keluar to the button that signs out', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    expect((await browser.get('/keluar').expect(303)).headers.location).toBe('/menu');
    expect((await browser.get('/menu')).text).toContain('action="/keluar"');
  });
});
