import { describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { agencyId, makeAccount, makeAssignment } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('the page of an OPD', () => {
  const portal = usePortal();

  it('shows its newest activities, the way to all of them and the last report of each village', async () => {
    const scene = await setScene(portal);
    const id = await agencyId(portal.services.database, 'Dinkes');
    for (let count = 0; count < 9; count++) await scene.log({ judul: `Jamban tahap ${count}` });
    const answer = await scene.asCoordinator.get(`/opd/${id}`);
    expect(words(answer)).toContain('Jamban tahap 8');
    expect(words(answer)).not.toContain('Jamban tahap 0');
    const all = await portal.services.db.activity.count({ where: { agencyId: id } });
    expect(words(answer)).toContain(`Lihat semua ${all} kegiatan`);
    expect(answer.text).toContain(`href="/kegiatan?opd=${id}"`);
    expect(answer.text).toContain(`href="/kegiatan?opd=${id}&amp;format=csv"`);
    expect(words(answer)).toMatch(/Gombong Belik, 33.27.03.2001 OPD utama 1 Januari 2026 20 November 2026/);
  });

  it('keeps drafts of another OPD to itself, and all activities from a village and the admin', async () => {
    const scene = await setScene(portal);
    const id = await agencyId(portal.services.database, 'Dinkes');
    await scene.log({ judul: 'Draf rahasia', aksi: 'draf' });
    const other = await portal.as(await makeAccount(portal.services.database, 'OPD', { agency: 'DLH' }));
    expect(words(await scene.asOfficer.get(`/opd/${id}`))).toContain('Draf rahasia');
    expect(words(await other.get(`/opd/${id}`))).not.toContain('Draf rahasia');
    for (const role of ['DESA', 'ADMIN'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      const page = words(await browser.get(`/opd/${id}`));
      expect(page).not.toContain('Jamban');
      expect(page).not.toContain('Laporan terakhir');
      expect(page).not.toContain('Kegiatan terbaru');
    }
  });

  it('does not promise villages to an OPD that has ended', async () => {
    const { database } = portal.services;
    const id = await agencyId(database, 'Inspektorat');
    const endsOn = new Date('2026-06-30T00:00:00Z');
    await makeAssignment(database, { agency: 'Inspektorat', villageCode: '33.27.03.2002', endsOn });
    await database.transaction((tx) => tx.agency.update({ where: { id }, data: { validTo: endsOn } }));
    const page = words(await (await portal.as(await makeAccount(database, 'BAPPEDA'))).get(`/opd/${id}`));
    expect(page).toContain('Tidak lagi mendampingi desa');
    expect(page).not.toContain('setelah koordinator menugaskan');
  });
});
