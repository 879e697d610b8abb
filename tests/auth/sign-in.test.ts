import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/auth/password.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

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

  it('locks an account after ten wrong passwords, for the right one too', async () => {
    const account = await withPassword();
    const agent = request.agent(portal.app);
    for (let count = 0; count < 10; count++) await attempt(account.username, 'salah', agent);
    expect(words(await attempt(account.username, PASSWORD, agent))).toContain('terkunci');
  });

  it('refuses a form without the token of its session', async () => {
    expect(
      (await request(portal.app).post('/masuk').type('form').send({ username: 'x', password: 'y' })).status,
    ).toBe(403);
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
    expect((await browser.get('/keluar')).headers.location).toBe('/menu');
    expect((await browser.get('/menu')).text).toContain('action="/keluar"');
  });
});
