import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AT_THE_DOOR, ROOM } from '../../src/web/admission.js';
import { Disk } from '../../src/web/disk.js';
import { FIVE } from '../activities/scene.js';
import { makeAccount, makeAssignment } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const portal = usePortal();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cakram-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the health of the system', () => {
  it('is told to the admin in words, with slow pages and the numbers of errors', async () => {
    const { services } = portal;
    services.watch.failed.unshift({ at: new Date(), path: 'GET /desa/:kode', what: 'A1B2C3D4' });
    services.watch.slow.unshift({ at: new Date(), path: 'GET /rekap', what: '2.4' });
    const admin = await portal.as(await makeAccount(services.database, 'ADMIN'));
    const told = words(await admin.get('/kesehatan').expect(200));
    for (const one of [
      'Basis data',
      'Belum ada cadangan',
      'A1B2C3D4',
      'GET /rekap',
      '2,4',
      'sisa ruang cakram',
    ])
      expect(told).toContain(one);
    const other = await portal.as(await makeAccount(services.database, 'KOORDINATOR'));
    await other.get('/kesehatan').expect(403);
  });

  it('is counted for a program on this machine by the pattern of an address, never by what stands in it', async () => {
    const stranger = await portal.as();
    await stranger.get('/kecamatan/33.27.03').expect(200);
    const { text, headers } = await stranger.get('/metrics').expect(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/kecamatan\/:\w+",status="200"\} 1/,
    );
    expect(text).not.toContain('33.27.03');
    const figures = Object.fromEntries(text.split('\n').map((line) => line.split(' ')));
    for (const name of ['disk_free_bytes', 'database_connections', 'database_connections_most'])
      expect(Number(figures[`portal_${name}`])).toBeGreaterThan(0);
    for (const [whose, { places, queue }] of Object.entries({ requests: ROOM, sign_ins: AT_THE_DOOR })) {
      const told = ['at_work', 'places', 'waiting', 'queue'].map(
        (what) => figures[`portal_${whose}_${what}`],
      );
      expect(told).toEqual(['0', String(places), '0', String(queue)]);
    }
  });
});

describe('a disk that is nearly full', () => {
  it('refuses a form before anything of it is done, shows what was typed again, and lets people read and leave', async () => {
    const { services } = portal;
    await makeAssignment(services.database);
    const officer = await portal.as(await makeAccount(services.database, 'OPD'));
    const before = await services.db.activity.count();
    services.disk = new Disk([folder], Number.MAX_SAFE_INTEGER);
    const refused = await officer.post('/kegiatan', { ...FIVE, aksi: 'ajukan' }).expect(503);
    expect(refused.headers['portal-refusal']).toBe('no-room');
    expect(words(refused)).toContain('Ruang penyimpanan portal hampir habis');
    expect(refused.text).toContain('Sisanya minggu depan.');
    expect(await services.db.activity.count()).toBe(before);
    const { body } = await officer.get('/siap').expect(503);
    expect(body).toEqual({ keadaan: 'cakram hampir penuh, tidak ada yang disimpan' });
    await officer.get('/kegiatan').expect(200);
    services.disk = new Disk([folder], 0);
    await officer.get('/siap').expect(200);
    await officer.post('/kegiatan', { ...FIVE, aksi: 'ajukan' }).expect(303);
  });
});
