import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { isAway } from '../../src/database/away.js';
import { type Database, openPostgres } from '../../src/database/client.js';
import { tableFormats } from '../../src/web/export.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('a database that is away', () => {
  const portal = usePortal();
  let away: Database;
  beforeAll(() => {
    away = openPostgres('postgresql://desa:rahasia@127.0.0.1:1/desa');
  });
  afterAll(() => away.close());
  /** The same portal after its database went. */
  const left = () => createApp({ ...portal.services, database: away, db: away.reader });

  it('is told from an error of ours, whichever way it is asked', async () => {
    const asked = [
      away.reader.account.count(),
      away.transaction((tx) => tx.session.deleteMany()),
      away.patient.reader.account.count(),
    ];
    for (const one of await Promise.allSettled(asked))
      expect([one.status, one.status === 'rejected' && isAway(one.reason)]).toEqual(['rejected', true]);
    const ours = await portal.services.db.account
      .findUniqueOrThrow({ where: { id: -1 } })
      .catch((error: unknown) => error);
    expect(isAway(ours)).toBe(false);
    expect(isAway(new TypeError('away'))).toBe(false);
  });

  it('answers 503 with when to come back, in words, without a number, as a page or as data', async () => {
    for (const path of ['/', '/kecamatan', '/masuk']) {
      const page = await request(left()).get(path);
      expect([path, page.status, page.headers['retry-after'], page.headers['portal-refusal']]).toEqual([
        path,
        503,
        '5',
        'away',
      ]);
      expect(words(page)).toContain('Basis data portal belum menjawab');
      expect(words(page)).not.toContain('sebutkan nomor');
    }
    const data = await request(left()).get('/kecamatan?format=json');
    expect([data.status, Object.keys(data.body)]).toEqual([503, ['galat']]);
  });

  it('keeps what somebody signed in had typed', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const sent = await request(left())
      .post('/penugasan')
      .set('Cookie', browser.cookie)
      .type('form')
      .send({ _csrf: browser.token, alasan: 'Beban tugas ditata ulang' });
    expect([sent.status, sent.text.includes('name="alasan" value="Beban tugas ditata ulang"')]).toEqual([
      503,
      true,
    ]);
  });

  it('answers 503 for a file as well, while nothing of it has gone out', async () => {
    const { cookie } = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const unread = createApp({ ...portal.services, db: away.reader });
    for (const format of tableFormats) {
      const answer = await request(unread).get(`/opd?format=${format}`).set('Cookie', cookie);
      expect([format, answer.status, answer.headers['retry-after']]).toEqual([format, 503, '5']);
    }
  });

  it('makes the portal unready, while its process says that it lives', async () => {
    await request(left()).get('/siap').expect(503);
    await request(left()).get('/sehat').expect(200);
  });
});
