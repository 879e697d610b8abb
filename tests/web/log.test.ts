import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('the log', () => {
  const portal = usePortal();
  /** The same portal, and what it writes. */
  const listening = (config: Partial<typeof portal.services.config> = {}) => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const app = createApp({ ...portal.services, config: { ...portal.services.config, ...config }, log });
    return { app, lines, text: () => JSON.stringify(lines) };
  };

  it('names addresses by their pattern and keeps nothing that was typed', async () => {
    const { app, lines, text } = listening();
    const { cookie } = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    await request(app).get('/desa/33.27.03.2001?cari=rahasia').set('Cookie', cookie);
    await request(app).get('/tidak-ada/3327031203990001').set('Cookie', cookie);
    expect(lines.map((line) => [line.path, line.status])).toEqual([
      ['/desa/:kode', 200],
      ['/tidak-ada/:n', 404],
    ]);
    expect(text()).not.toMatch(/rahasia|3327031203990001|2001/);
  });

  it('tells what was refused as an event, by role and without a name', async () => {
    const { app, lines, text } = listening();
    const browser = await portal.as(await makeAccount(portal.services.database, 'DESA', { name: 'Siti' }));
    await request(app).get('/pengguna').set('Cookie', browser.cookie);
    await request(app).post('/kegiatan').set('Cookie', browser.cookie).type('form').send({ judul: 'x' });
    await request(app).get('/pengguna');
    const events = lines.filter((line) => line.event === 'refused').map(({ why, role }) => [why, role]);
    expect(events).toEqual([
      ['forbidden', 'DESA'],
      ['forbidden', 'DESA'],
      ['sign-in', 'tamu'],
    ]);
    expect(text()).not.toContain('Siti');
  });

  it('tells sign-ins, right and wrong, without the name', async () => {
    const { app, lines, text } = listening();
    const agent = request.agent(app);
    const form = await agent.get('/masuk');
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    await agent.post('/masuk').type('form').send({ _csrf: token, username: 'siti-9', password: 'salah' });
    expect(lines.filter((line) => line.event === 'sign-in').map((line) => line.right)).toEqual([false]);
    expect(text()).not.toMatch(/siti-9|salah/);
  });

  it('tells a download that its client breaks off as that, and as no error', async () => {
    const { app, lines } = listening();
    const { cookie } = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = http.get({ port, path: '/desa?format=csv', headers: { cookie } });
    const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
    answer.destroy();
    const told = () => lines.filter((line) => line.path === '/desa').map((line) => line.aborted ?? false);
    await expect.poll(told, { timeout: 10_000 }).toHaveLength(1);
    expect(lines.filter((line) => Number(line.level) >= 40)).toEqual([]);
    server.close();
  });

  it('is told, and nothing is answered, behind a proxy of which production was not told', async () => {
    const told = listening({ production: true, trustProxy: 1 });
    expect((await request(told.app).get('/').set('X-Forwarded-For', '203.0.113.1')).status).toBe(200);
    const untold = listening({ production: true, trustProxy: 0 });
    const refused = await request(untold.app).get('/').set('X-Forwarded-For', '203.0.113.1');
    expect([refused.status, words(refused).includes('TRUST_PROXY')]).toEqual([503, true]);
    expect(untold.lines.some((line) => line.event === 'proxy')).toBe(true);
    expect((await request(untold.app).get('/')).status).toBe(200);
    expect((await request(untold.app).get('/metrics').set('X-Forwarded-For', '203.0.113.1')).status).toBe(
      503,
    );
    expect((await request(told.app).get('/metrics').set('X-Forwarded-For', '203.0.113.1')).status).toBe(404);
  });
});
