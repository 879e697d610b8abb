import { createServer } from 'node:http';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { hashPassword, proofsMade } from '../../src/auth/password.js';
import { signIn, TRIES_ANYWHERE } from '../../src/auth/sign-in.js';
import { type From, networkOf } from '../../src/auth/tries.js';
import { tidyUp } from '../../src/sweep.js';
import { AT_THE_DOOR } from '../../src/web/admission.js';
import { makeAccount, REGION } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

const tokenIn = (page: string) => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

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
    const token = tokenIn(form.text);
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

  const FROM = { address: '192.0.2.7', device: null };
  const at = (address: string) => () => ({ ...FROM, address });
  const tryAt = (username: string, password: string, from = at(FROM.address) as () => From) =>
    signIn(portal.services, { username, password }, from);
  const wrongly = async (username: string, count: number, address?: string) => {
    for (let one = 0; one < count; one++)
      await tryAt(username, `salah ${one}`, address ? at(address) : undefined);
  };

  it('gives one answer for wrong and right passwords after ten wrong ones, until a quarter of an hour is over', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    for (let count = 0; count < 10; count++) await attempt(account.username, 'salah', agent);
    const wrong = await attempt(account.username, 'salah', agent);
    const right = await attempt(account.username, PASSWORD, agent);
    const unknown = await attempt('tidak-ada', PASSWORD, agent);
    expect(words(right)).toContain('sudah terlalu sering salah');
    const alert = (answer: typeof right) => /notice-error[\s\S]*?<\/div>/.exec(answer.text)?.[0];
    expect([alert(wrong), alert(unknown)]).toEqual([alert(right), alert(right)]);
    portal.clock.set(new Date(TEST_NOW.getTime() + 16 * 60_000));
    expect((await attempt(account.username, PASSWORD, agent)).status).toBe(303);
    portal.clock.set(TEST_NOW);
  });

  it('tries no more than ten passwords from one network, however many come at once', async () => {
    const account = await withPassword();
    const before = await Promise.all(
      Array.from({ length: 29 }, (_, index) => tryAt(account.username, `salah ${index}`)),
    );
    expect(before.every((one) => one === null)).toBe(true);
    expect(await tryAt(account.username, PASSWORD)).toBeNull();
    expect(await tryAt(account.username, PASSWORD, at('198.51.100.1'))).not.toBeNull();
  });

  it('keeps nobody out for what others tried elsewhere at their name, nor for what their office mistyped', async () => {
    const account = await withPassword();
    await wrongly(account.username, 12, '203.0.113.1');
    expect(await tryAt(account.username, PASSWORD, at('203.0.113.1'))).toBeNull();
    expect(await tryAt(account.username, PASSWORD, at('203.0.113.2'))).not.toBeNull();
    const colleague = await withPassword();
    expect(await tryAt(colleague.username, PASSWORD, at('203.0.113.1'))).not.toBeNull();
  });

  it('lets in a device on which the account was opened before, whatever is tried at its name meanwhile', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    expect((await attempt(account.username, PASSWORD, agent)).status).toBe(303);
    for (let count = 0; count < 11; count++) await attempt(account.username, 'salah');
    expect((await attempt(account.username, PASSWORD)).status).toBe(422);
    const before = await agent.get('/beranda');
    expect(before.status).toBe(200);
    await agent
      .post('/keluar')
      .type('form')
      .send({ _csrf: tokenIn(before.text) });
    expect((await attempt(account.username, PASSWORD, agent)).status).toBe(303);
    // The cookie speaks for its account alone.
    const other = await withPassword();
    for (let count = 0; count < 11; count++) await attempt(other.username, 'salah');
    expect((await attempt(other.username, PASSWORD, agent)).headers.location).not.toBe('/beranda');
  });

  it('opens an account that is tried from everywhere only where it was opened before', async () => {
    const { database, db, clock } = portal.services;
    const account = await withPassword();
    await database.transaction((tx) =>
      tx.account.update({ where: { id: account.id }, data: { failedAttempts: TRIES_ANYWHERE - 1 } }),
    );
    await wrongly(account.username, 1, '203.0.113.9');
    const { lockedUntil } = await db.account.findUniqueOrThrow({ where: { id: account.id } });
    expect(lockedUntil).not.toBeNull();
    expect(await tryAt(account.username, PASSWORD, at('203.0.113.8'))).toBeNull();
    expect(await tryAt(account.username, PASSWORD, () => ({ ...FROM, device: 'dikenal' }))).not.toBeNull();
    expect(clock.now()).toEqual(TEST_NOW);
  });

  it('works as much for a name that does not exist or may not be tried as for one that does', async () => {
    const account = await withPassword();
    await wrongly(account.username, 11, '203.0.113.20');
    const asked = async (name: string) => {
      const before = proofsMade();
      await tryAt(name, 'salah', at('203.0.113.20'));
      return proofsMade() - before;
    };
    const other = await withPassword();
    for (const name of [account.username, 'tidak-ada', other.username])
      expect([name, await asked(name)]).toEqual([name, 1]);
  });

  it('lets a hundred people of one address in who come at once', async () => {
    const { database } = portal.services;
    const passwordHash = await hashPassword(PASSWORD);
    await database.transaction((tx) =>
      tx.account.createMany({
        data: Array.from({ length: 100 }, (_, index) => ({
          regionCode: REGION,
          username: `kantor-${index}`,
          name: 'Kantor',
          role: 'KOORDINATOR' as const,
          passwordHash,
        })),
      }),
    );
    const agent = request.agent(portal.app);
    const form = await agent.get('/masuk');
    const cookie = String(form.headers['set-cookie']);
    const door = { ...AT_THE_DOOR, patience: 600_000 };
    const server = createServer(createApp(portal.services, { door })).listen(0, '127.0.0.1');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        request(server)
          .post('/masuk')
          .set('Cookie', cookie)
          .type('form')
          .send({ _csrf: tokenIn(form.text), username: `kantor-${index}`, password: PASSWORD }),
      ),
    );
    server.close();
    expect(answers.filter((one) => one.headers.location !== '/beranda')).toEqual([]);
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

  it('stores nothing for strangers, and ends a session after twelve hours, or an hour of silence', async () => {
    const { db, config } = portal.services;
    const services = { ...portal.services, config: { ...config, idleMinutes: 60 } };
    const sessions = await db.session.count();
    for (let count = 0; count < 20; count++) await request(portal.app).get('/masuk');
    expect(await db.session.count()).toBe(sessions);
    const account = await withPassword();
    const agent = request.agent(createApp(services));
    await attempt(account.username, PASSWORD, agent);
    const at = async (minutes: number) => {
      portal.clock.set(new Date(TEST_NOW.getTime() + minutes * 60_000));
      return (await agent.get('/beranda')).status;
    };
    const used = [];
    for (let minutes = 0; minutes < 12 * 60; minutes += 55) used.push(await at(minutes));
    expect(used.every((status) => status === 200)).toBe(true);
    expect(await at(12 * 60 + 1)).toBe(303);
    portal.clock.set(TEST_NOW);
    await attempt(account.username, PASSWORD, agent);
    expect([await at(59), await at(120)]).toEqual([200, 303]);
    await tidyUp(services);
    expect(await db.session.count({ where: { accountId: account.id } })).toBe(0);
    portal.clock.set(TEST_NOW);
  });

  it('sends a cookie for TLS alone in production, whether or not a proxy was named', async () => {
    const { config } = portal.services;
    const production = createApp({ ...portal.services, config: { ...config, production: true } });
    const answer = await request(production).get('/masuk');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-tamu=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
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

  it('knows a network by what one house has to itself', () => {
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('2001:db8:0:1::5')).toBe(networkOf('2001:db8::1:9:9:9:9'));
    expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'));
  });

  it('refuses a form with an old token or another’s, says so, and keeps what was typed', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    const old = tokenIn((await agent.get('/masuk')).text);
    const others = tokenIn((await request(portal.app).get('/masuk')).text);
    const send = (token: string) =>
      agent
        .post('/masuk')
        .type('form')
        .send({ _csrf: token, username: account.username, password: PASSWORD });
    portal.clock.set(new Date(TEST_NOW.getTime() + 13 * 3_600_000));
    for (const token of ['', 'x', others, old]) {
      const refused = await send(token);
      expect([refused.status, words(refused).includes('sudah lama terbuka')]).toEqual([403, true]);
      expect(refused.text).toContain(`value="${account.username}"`);
      expect(refused.text).not.toContain(PASSWORD);
    }
    const again = tokenIn((await send(old)).text);
    expect((await send(again)).headers.location).toBe('/beranda');
    portal.clock.set(TEST_NOW);
  });

  it('offers a form that another site sent to nobody', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const refused = await browser.postWithout('/kegiatan').set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect([refused.status, refused.text.includes('Kirim lagi')]).toEqual([403, false]);
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
