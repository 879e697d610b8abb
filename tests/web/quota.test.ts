import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { tidyUp } from '../../src/sweep.js';
import { countSent } from '../../src/web/quota.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('what an account sends in a day', () => {
  const portal = usePortal();
  const config = readConfig({ NODE_ENV: 'test', KIRIMAN_SEHARI: '10' });
  const send = (account: number, bytes: number) => countSent({ ...portal.services, config }, account, bytes);
  const refused = /sudah 10 MB, batas sehari/;
  const account = async () => (await makeAccount(portal.services.database, 'BAPPEDA')).id;

  it('is counted by itself until the day in Jakarta is over', async () => {
    const [one, other] = [await account(), await account()];
    const before = portal.clock.now();
    await send(one, 9_000_000);
    await expect(send(one, 2_000_000)).rejects.toThrow(refused);
    await send(one, 1_000_000);
    await send(other, 9_000_000);
    await expect(send(other, 2 ** 64)).rejects.toThrow(refused);
    portal.clock.set(new Date('2026-11-20T18:00:00Z'));
    await send(one, 9_000_000);
    await tidyUp(portal.services);
    await expect(send(one, 9_000_000)).rejects.toThrow(refused);
    expect(await portal.services.db.sentBytes.findMany({ select: { accountId: true } })).toEqual([
      { accountId: one },
    ]);
    portal.clock.set(before);
  });

  it('holds for many forms at once', async () => {
    const one = await account();
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => send(one, 3_000_000)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('is a file form refused before it is read, also where the form does not say how large it is', async () => {
    const { database, config: usual, clock } = portal.services;
    const officer = await makeAccount(database, 'BAPPEDA');
    const browser = await portal.as(officer);
    const file = { field: 'berkas', name: 'a.csv', bytes: Buffer.from('x') };
    await browser.upload('/data/impor', {}, [file]).expect(422);
    await countSent({ database, clock, config: usual }, officer.id, usual.dailyUpload - 5_000);
    await browser.upload('/data/impor', {}, [file]).expect(422);
    const unsaid = request(portal.app).post('/data/impor').set('Cookie', browser.cookie);
    unsaid.set('Content-Type', 'multipart/form-data; boundary=batas').write('--batas--\r\n');
    expect(words(await unsaid.expect(429))).toContain('batas sehari');
  });
});
