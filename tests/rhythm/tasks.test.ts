import { describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { closeMonth } from '../../src/rhythm/closing.js';
import { setScene } from '../activities/scene.js';
import { GOMBONG } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

describe('what an officer owes this month', STORY, () => {
  const portal = usePortal();

  it('is listed by village and month, overdue first, with nihil in one press and last time as a start', async () => {
    const scene = await setScene(portal);
    const before = await scene.asOfficer.get('/laporan');
    expect(words(before)).toContain('6 laporan belum masuk, 5 di antaranya lewat batas.');
    expect(words(before)).toContain('Laporan November 2026 Belum Batas 10 Desember 2026, 20 hari lagi');
    const id = await scene.log({ hari: 'lain', tanggal: '2026-09-14' });
    const page = await scene.asOfficer.get('/laporan');
    expect(page.text).toContain(`/kegiatan/baru?desa=${GOMBONG}&amp;bulan=2026-10&amp;contoh=${id}`);
    expect(words(page)).not.toContain('Laporan September 2026');
    await scene.asOfficer.post('/laporan/nihil', {
      desa: GOMBONG,
      bulan: '2026-10',
      alasan: 'Jadwal desa belum ada',
    });
    const past = words(await scene.asOfficer.get('/laporan?bulan=2026-10'));
    expect(past).toContain('Laporan Oktober 2026 Nihil Jadwal desa belum ada');
    expect(past).toContain('Batalkan nihil');
    const form = await scene.asOfficer.get(`/kegiatan/baru?desa=${GOMBONG}&bulan=2026-08&contoh=${id}`);
    expect(form.text).toContain('value="2026-08-31"');
    expect(form.text).toContain('Jamban dibangun bersama warga.');
  });

  it('stands on the home of who looks after them, in words and squares', async () => {
    const scene = await setScene(portal);
    const home = await scene.asCoordinator.get('/beranda');
    expect(words(home)).toContain('Laporan Oktober 2026');
    expect(words(home)).toContain('1 dari 1 desa sudah dilaporkan, termasuk 1 nihil dengan alasan.');
  });

  it('is no task any more once the month is closed: what is offered would be taken', async () => {
    const scene = await setScene(portal);
    const { database, clock } = portal.services;
    expect(words(await scene.asOfficer.get('/laporan'))).toContain('Laporan Juli 2026 Lewat batas');
    await closeMonth(doingAs(database, scene.coordinator, clock.now()), new Date('2026-07-01'));
    expect(words(await scene.asOfficer.get('/laporan'))).not.toContain('Laporan Juli 2026');
    const month = await scene.asOfficer.get('/laporan?bulan=2026-07');
    expect(words(month)).toContain('Bulan ini sudah ditutup koordinator');
    expect(month.text).not.toMatch(/name="bulan" value="2026-07"|bulan=2026-07&amp;contoh/);
  });
});
