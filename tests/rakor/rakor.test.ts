import { describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { agencyId, GOMBONG, makeAccount, makeAssignment } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const KECAMATAN = GOMBONG.slice(0, 8);

describe('a rakor', () => {
  const portal = usePortal();

  it('tells the same silent villages, disputes and overdue undertakings as the homes, and OPD without work by name', async () => {
    const scene = await setScene(portal);
    await makeAssignment(portal.services.database, { agency: 'Inspektorat', role: 'SUPPORT' });
    const id = await scene.log({
      'janji.0.pihak': 'PEMDES',
      'janji.0.apa': 'lahan',
      'janji.0.batas': '2026-10-01',
    });
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Belum ada' });
    const told = words(await scene.asCoordinator.get('/rakor'));
    expect(told).toContain('Disanggah desa (1)');
    expect(words(await scene.asCoordinator.get('/beranda'))).toContain('1 kegiatan disanggah desa');
    expect(told).toMatch(/tanpa kegiatan sejak 1 Januari 2026 \(\d+\): .*Inspektorat/);
    expect(words(await scene.asCoordinator.get('/rakor?kecamatan=33.27.01'))).toContain('Disanggah desa (0)');
    const inspektorat = await agencyId(portal.services.database, 'Inspektorat');
    expect(words(await scene.asCoordinator.get(`/rakor?opd=${inspektorat}`))).toContain('Disanggah desa (0)');
  });

  it('is read by an officer for the own OPD alone', async () => {
    const scene = await setScene(portal);
    const other = await agencyId(portal.services.database, 'DLH');
    const told = words(await scene.asOfficer.get(`/rakor?opd=${other}`));
    expect(told).toContain('Bahan rakor Dinkes');
    await scene.asOfficer.post('/rakor', {}).expect(403);
    await scene.asVillage.get('/rakor').expect(403);
  });

  it('writes down what it agreed; who owes it sees it at home until the village or the office confirms', async () => {
    const scene = await setScene(portal);
    const asBappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const dinkes = String(await agencyId(portal.services.database));
    const about = {
      kecamatan: KECAMATAN,
      judul: 'Rakor Belik',
      tanggal: '2026-11-18',
      catatan: 'Hadir lengkap.',
    };
    const point = {
      'butir.0.apa': 'mengecek air di dusun',
      'butir.0.oleh': dinkes,
      'butir.0.batas': '2026-12-01',
      'butir.2.apa': 'menyiapkan lahan',
      'butir.2.oleh': 'PEMDES',
      'butir.2.desa': GOMBONG,
      'butir.2.batas': '2026-11-19',
    };
    await asBappeda.post('/rakor', { ...about, ...point });
    expect(words(await asBappeda.get(`/rakor?kecamatan=${KECAMATAN}`))).toMatch(
      /Kesepakatan Rakor Belik, 18 November 2026.*?mengecek air di dusun/,
    );
    expect(words(await scene.asOfficer.get('/beranda'))).toMatch(/Tindak lanjut untuk Anda.*?mengecek air/);
    expect(words(await scene.asVillage.get('/beranda'))).toMatch(
      /Tindak lanjut untuk Anda.*?menyiapkan lahan/,
    );
    const late = await scene.asCoordinator.get('/komitmen?jenis=TINDAK_LANJUT&status=terlambat&format=json');
    expect(late.text).toContain('menyiapkan lahan');
    const found = await portal.services.db.undertaking.findFirstOrThrow({
      where: { what: 'mengecek air di dusun' },
    });
    const seen = { terakhir: '0', revisi: '0', jawaban: '' };
    await scene.asOfficer.post(`/komitmen/${found.id}/penuhi`, {
      ...seen,
      bagian: 'penuh',
      tanggal: '2026-11-19',
    });
    const delivery = await portal.services.db.undertakingDelivery.findFirstOrThrow({
      where: { undertakingId: found.id },
    });
    await asBappeda.post(`/komitmen/pemenuhan/${delivery.id}/konfirmasi`);
    expect(words(await scene.asOfficer.get('/beranda'))).not.toContain('mengecek air');
  });

  it('keeps what was typed where a row is wrong or more rows are asked for, and stores nothing', async () => {
    const scene = await setScene(portal);
    const before = await portal.services.db.meeting.count();
    const sent = { judul: 'Rakor', tanggal: '2026-11-18', 'butir.0.apa': 'mengecek sumur' };
    const wrong = await scene.asCoordinator.post('/rakor', sent).expect(422);
    expect(wrong.text).toContain('href="#butir.0.oleh"');
    expect(wrong.text).toContain('mengecek sumur');
    const more = await scene.asCoordinator
      .post('/rakor', { ...sent, 'butir.3.apa': '', aksi: 'tambah' })
      .expect(200);
    expect(more.text).toContain('mengecek sumur');
    expect(more.text).toContain('name="butir.7.apa"');
    await scene.asCoordinator.post('/rakor', { judul: 'Rakor', tanggal: '2026-11-18' }).expect(422);
    expect(await portal.services.db.meeting.count()).toBe(before);
  });

  it('by hand needs no meeting', async () => {
    const scene = await setScene(portal);
    const dinkes = String(await agencyId(portal.services.database));
    const point = { 'butir.0.apa': 'kirim data', 'butir.0.oleh': dinkes, 'butir.0.batas': '2026-12-01' };
    await scene.asCoordinator.post('/komitmen/tindak-lanjut/baru', point);
    expect(words(await scene.asOfficer.get('/beranda'))).toContain('kirim data');
    await scene.asCoordinator
      .post('/komitmen/tindak-lanjut/baru', { ...point, 'butir.0.oleh': '' })
      .expect(422);
  });
});
