import { describe, expect, it } from 'vitest';
import { usePortal, words } from '../support/portal.js';
import { FIVE, type Scene, setScene } from './scene.js';

describe('correcting a verified activity', () => {
  const portal = usePortal();

  const figures = async (scene: Scene) => {
    const answer = await scene.asCoordinator.get('/rekap?kelompok=jenis&jenis=JMB&format=json');
    const rows = JSON.parse(answer.text) as Record<string, number>[];
    const sum = (key: string) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    return {
      activities: sum('kegiatan_terverifikasi'),
      realised: sum('terealisasi'),
      spent: sum('rupiah_terpakai'),
      waiting: sum('sedang_diperiksa_terealisasi'),
    };
  };

  const revised = async (scene: Scene, id: number, fields: Record<string, string>, status = 303) => {
    const { revision } = await scene.current(id);
    const form = { ...FIVE, revisi: revision.id, versi: revision.lockVersion, aksi: 'ajukan', ...fields };
    return scene.asOfficer.post(`/kegiatan/${id}/ubah`, form).expect(status);
  };

  it('moves the figures by exactly the verified difference, and not before', async () => {
    const scene = await setScene(portal);
    const before = await figures(scene);
    const id = await scene.log({ terpakai: '24000000' });
    expect(await figures(scene)).toEqual({ ...before, waiting: before.waiting + 12 });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const verified = await figures(scene);
    expect(verified).toEqual({
      activities: before.activities + 1,
      realised: before.realised + 12,
      spent: before.spent + 24_000_000,
      waiting: before.waiting,
    });
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await figures(scene)).toEqual(verified);
    const unexplained = await revised(scene, id, { jumlah: '9', terpakai: '18000000' }, 422);
    expect(words(unexplained)).toContain('Tulis apa yang diperbaiki');
    await revised(scene, id, { jumlah: '9', terpakai: '18000000', perubahan: 'Dihitung ulang.' });
    expect(await figures(scene)).toEqual({ ...verified, waiting: verified.waiting - 3 });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect(await figures(scene)).toEqual({
      ...verified,
      realised: verified.realised - 3,
      spent: verified.spent - 6_000_000,
    });
  });

  it('copies lines, promises and evidence; others go on reading the verified one until it is submitted', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '7',
      'janji.0.pihak': 'WARGA',
      'janji.0.apa': 'tenaga',
    });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    const { revision } = await scene.current(id);
    expect(revision).toMatchObject({ number: 2, reviewStatus: 'DRAF' });
    expect(revision.lines).toMatchObject([{ categoryCode: 'JMB' }, { categoryCode: 'PLT', realised: 7 }]);
    expect(revision.commitments).toMatchObject([{ what: 'tenaga' }]);
    await revised(scene, id, { judul: 'Judul baru', aksi: 'draf' });
    expect(words(await scene.asOfficer.get(`/kegiatan/${id}`))).toContain('Judul baru');
    for (const browser of [scene.asCoordinator, scene.asVillage]) {
      expect(words(await browser.get(`/kegiatan/${id}`))).not.toContain('Judul baru');
      await browser.get(`/kegiatan/${id}?revisi=2`).expect(404);
      expect((await browser.get('/kegiatan?format=csv')).text).not.toContain('Judul baru');
      await browser.get(`/kegiatan/${id}/perbedaan?dari=1&ke=2`).expect(404);
    }
    expect((await scene.press(scene.asOfficer, id, 'hapus')).headers.location).toBe(`/kegiatan/${id}`);
    const kept = await scene.current(id);
    expect(kept.revision.number).toBe(1);
    expect(kept.verifiedRevisionId).toBe(kept.revision.id);
  });

  it('tells the difference field by field, line by line, promise by promise, in words', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({
      sumber: 'APBDES',
      terpakai: '24000000',
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '7',
      'janji.0.pihak': 'WARGA',
      'janji.0.apa': 'tenaga',
    });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    await revised(scene, id, {
      sumber: 'APBDES',
      terpakai: '18000000',
      jumlah: '9',
      warga: '20',
      perubahan: 'Dihitung ulang bersama desa.',
      'janji.0.pihak': 'WARGA',
      'janji.0.apa': 'tenaga',
      'janji.0.jumlah': '5',
      'janji.0.satuan': 'hari',
    });
    const said = words(await scene.asCoordinator.get(`/kegiatan/${id}/perbedaan?dari=1&ke=2`));
    expect(said).toContain('Warga tidak diisi 20 orang');
    expect(said).toContain('Jamban sehat: terealisasi 12 unit 9 unit');
    expect(said).toContain('Jamban sehat: dana terpakai Rp 24.000.000 Rp 18.000.000');
    expect(said).toMatch(/Pelatihan kerja .*terealisasi 7 orang dihapus/);
    expect(said).toContain('tenaga: jumlah tidak diisi 5 hari');
    expect(said).toContain('Dihitung ulang bersama desa.');
    expect(said).toContain('tenaga: satuan tidak diisi hari');
    expect(said).toContain('6 hal berubah');
  });

  it('may keep a kind of help that was retired meanwhile', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const retire = (active: boolean) =>
      portal.services.database.transaction((tx) =>
        tx.category.update({ where: { code: 'JMB' }, data: { active } }),
      );
    await retire(false);
    expect((await scene.asOfficer.get('/kegiatan/baru')).text).not.toContain('value="JMB"');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect((await scene.asOfficer.get(`/kegiatan/${id}/ubah`)).text).toContain(
      'value="JMB" data-unit="unit" selected',
    );
    await revised(scene, id, { jumlah: '9', perubahan: 'Dihitung ulang.' });
    await retire(true);
  });

  it('is counted in the export only in the very revision that was verified', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const counted = async () => {
      const rows = JSON.parse((await scene.asCoordinator.get('/kegiatan?format=json')).text) as {
        id: number;
      }[];
      return rows.find((row) => row.id === id);
    };
    expect(await counted()).toMatchObject({ revisi: 1, dihitung: false });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect(await counted()).toMatchObject({ revisi: 1, dihitung: true });
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await counted()).toMatchObject({ revisi: 1, dihitung: true });
    await revised(scene, id, { jumlah: '9', perubahan: 'Dihitung ulang.' });
    expect(await counted()).toMatchObject({ revisi: 2, dihitung: false });
  });

  it('is decided on the page of its differences too', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    await revised(scene, id, { jumlah: '9', perubahan: 'Dihitung ulang.' });
    const page = await scene.asCoordinator.get(`/kegiatan/${id}/perbedaan`);
    expect(page.text).toContain(`action="/kegiatan/${id}/verifikasi"`);
    expect(page.text).toContain(`action="/kegiatan/${id}/kembalikan"`);
    expect((await scene.asOfficer.get(`/kegiatan/${id}/perbedaan`)).text).not.toContain('/verifikasi"');
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect((await scene.asCoordinator.get(`/kegiatan/${id}/perbedaan`)).text).not.toContain('/verifikasi"');
  });
});
