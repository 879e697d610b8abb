import { describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { setScene } from '../activities/scene.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('many reports reviewed together', () => {
  const portal = usePortal();

  const three = async () => {
    const scene = await setScene(portal);
    const ids: number[] = [];
    for (const jumlah of ['12', '13', '14']) ids.push(await scene.log({ jumlah }));
    const picks = await Promise.all(
      ids.map(async (id) => {
        const { revision } = await scene.current(id);
        return `${id}.${revision.id}.${revision.lockVersion}`;
      }),
    );
    const states = async () =>
      Promise.all(ids.map(async (id) => (await scene.current(id)).revision.reviewStatus));
    return { scene, ids, picks, states };
  };

  it('stand on one page with what tells of them, and are verified in one press', async () => {
    const { scene, picks, states } = await three();
    const page = await scene.asCoordinator.get('/periksa');
    expect(words(page)).toContain('Jamban sehat: 14 unit');
    for (const pick of picks) expect(page.text).toContain(`value="${pick}"`);
    await scene.asCoordinator.post('/periksa/verifikasi', { pilih: picks }).expect(303);
    expect(words(await scene.asCoordinator.get('/periksa'))).toContain('3 laporan diverifikasi');
    expect(await states()).toEqual(['DIVERIFIKASI', 'DIVERIFIKASI', 'DIVERIFIKASI']);
  });

  it('are returned with one note, and without it nothing is returned and the ticks stay', async () => {
    const { scene, picks, states } = await three();
    const refused = await scene.asCoordinator
      .post('/periksa/kembalikan', { pilih: picks.slice(0, 2) })
      .expect(422);
    expect(words(refused)).toContain('Isi catatan');
    expect(refused.text).toContain(`value="${picks[0]}" checked`);
    expect(refused.text).not.toContain(`value="${picks[2]}" checked`);
    await scene.asCoordinator.post('/periksa/kembalikan', {
      pilih: picks.slice(0, 2),
      catatan: 'Lampirkan foto.',
    });
    expect(await states()).toEqual(['DIKEMBALIKAN', 'DIKEMBALIKAN', 'DIAJUKAN']);
  });

  it('are decided once: who comes second is told by whom, and the others are done', async () => {
    const { scene, ids, picks, states } = await three();
    const other = await makeAccount(portal.services.database, 'KOORDINATOR', { name: 'Koordinator kedua' });
    await scene.press(await portal.as(other), ids[0] as number, 'kembalikan', { catatan: 'Belum lengkap.' });
    await scene.asCoordinator.post('/periksa/verifikasi', { pilih: picks }).expect(303);
    expect(await states()).toEqual(['DIKEMBALIKAN', 'DIVERIFIKASI', 'DIVERIFIKASI']);
    const told = words(await scene.asCoordinator.get('/periksa'));
    expect(told).toContain('2 laporan diverifikasi. 1 tidak.');
    expect(told).toContain('Koordinator kedua');
    const late = await scene.asCoordinator
      .post('/periksa/verifikasi', { pilih: picks.slice(0, 1) })
      .expect(409);
    expect(words(late)).toContain('Koordinator kedua');
  });

  it('ask for a tick, take no other word for one, and never show one’s own writing', async () => {
    const { scene, picks } = await three();
    for (const pilih of ['', '1', '1.1', "1.1.1' or true", '0.0.0'])
      expect(words(await scene.asCoordinator.post('/periksa/verifikasi', { pilih }).expect(422))).toContain(
        'Centang laporan',
      );
    const as = { role: 'KOORDINATOR', agencyId: null } as const;
    await portal.services.database.transaction((tx) =>
      execute(
        tx,
        sql`update account set role = 'KOORDINATOR', agency_id = null where id = ${scene.officer.id}`,
      ),
    );
    const own = await portal.as({ ...scene.officer, ...as });
    expect((await own.get('/periksa')).text).not.toContain(picks[0]);
    await own.post('/periksa/verifikasi', { pilih: picks }).expect(403);
  });

  it('are ticked where nothing stands against them, in one link', async () => {
    const { scene, ids } = await three();
    const odd = await scene.log({ jumlah: '2', dana: 'DAK', terpakai: '900.000.000' });
    const { text } = await scene.asCoordinator.get('/periksa?centang=bersih');
    expect(text).toMatch(new RegExp(`value="${ids[0]}\\.\\d+\\.\\d+" checked`));
    expect(text).toMatch(new RegExp(`value="${odd}\\.\\d+\\.\\d+" form`));
  });
});
