import { describe, expect, it } from 'vitest';
import { tidyUp } from '../../src/sweep.js';
import { agencyId, GOMBONG, makeAccount } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';
import { FIVE, type Scene, setScene } from './scene.js';

/** A day on which the predecessor still worked; the portal's clock stands in November 2026. */
const BEFORE = { hari: 'lain', tanggal: '2026-10-12' };

describe('the successor of an OPD that merged', STORY, () => {
  const portal = usePortal();
  let scene: Scene;
  let successor: Browser;
  let draft: number;
  let returned: number;

  it('sees nothing of its drafts before the merger', async () => {
    scene = await setScene(portal);
    successor = await portal.as(await makeAccount(portal.services.database, 'OPD', { agency: 'DLH' }));
    draft = await scene.log({ ...BEFORE, aksi: 'draf', judul: 'Draf lama' });
    returned = await scene.log({ ...BEFORE, judul: 'Perlu foto' });
    await scene.press(scene.asCoordinator, returned, 'kembalikan', { catatan: 'Tambahkan foto.' });
    await successor.get(`/kegiatan/${draft}`).expect(404);
    await scene.press(successor, returned, 'ajukan', {}, 403);
  });

  it('receives open assignments when the last day, set ahead, has come', async () => {
    const { database, db } = portal.services;
    const [dinkes, dlh] = [await agencyId(database), await agencyId(database, 'DLH')];
    const ending = { validTo: new Date('2026-10-31T00:00:00Z'), successorId: dlh };
    await database.transaction((tx) => tx.agency.update({ where: { id: dinkes }, data: ending }));
    await tidyUp(portal.services);
    await tidyUp(portal.services);
    const rows = await db.assignment.findMany({ where: { villageCode: GOMBONG }, orderBy: { id: 'asc' } });
    expect(rows.map((one) => [one.agencyId, one.endsOn !== null, one.startsOn.toISOString()])).toEqual([
      [dinkes, true, expect.any(String)],
      [dlh, false, '2026-11-01T00:00:00.000Z'],
    ]);
    const trail = await db.auditEntry.findMany({ where: { action: 'system.succession' } });
    expect(trail.map((one) => one.summary)).toEqual(['OPD Dinkes berakhir, 1 penugasan diteruskan']);
  });

  it('finds what was left on its desk and in its list', async () => {
    const home = words(await successor.get('/beranda'));
    expect(home).toContain('Draf lama');
    expect(home).toContain('Tambahkan foto.');
    const mine = words(await successor.get('/kegiatan?opd=saya'));
    expect(mine).toContain('Draf lama');
    expect(mine).toContain('Perlu foto');
  });

  it('goes on with it inside the days of the predecessor, whose activity it stays', async () => {
    const form = words(await successor.get(`/kegiatan/${returned}/ubah`));
    expect(form).toContain('Tambahkan foto.');
    const { revision, agencyId: owner } = await scene.current(returned);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    const fields = { ...FIVE, ...BEFORE, ...seen, aksi: 'ajukan' };
    const late = await successor
      .post(`/kegiatan/${returned}/ubah`, { ...fields, tanggal: '2026-11-05' })
      .expect(422);
    expect(words(late)).toContain('di luar penugasan');
    await successor.post(`/kegiatan/${returned}/ubah`, { ...fields, jumlah: '14' });
    const now = await scene.current(returned);
    expect(now.agencyId).toBe(owner);
    expect(now.revision.reviewStatus).toBe('DIAJUKAN');
    expect(now.revision.lines.map((line) => line.realised)).toEqual([14]);
    await scene.press(successor, draft, 'hapus');
  });

  it('logs anew for its own days only', async () => {
    const before = await successor.post('/kegiatan', { ...FIVE, ...BEFORE, aksi: 'draf' }).expect(422);
    expect(words(before)).toContain('di luar penugasan');
    const own = { ...FIVE, ...BEFORE, tanggal: '2026-11-02', aksi: 'draf' };
    await successor.post('/kegiatan', own);
  });
});
