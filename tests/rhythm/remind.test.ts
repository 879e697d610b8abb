import { describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { agencyId, MANDIRAJA, makeAssignment } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('who is silent', () => {
  const portal = usePortal();

  it('is told by OPD with its villages, a text for each and for the group, and who spoke to them last', async () => {
    const scene = await setScene(portal);
    await makeAssignment(portal.services.database, { villageCode: MANDIRAJA });
    const id = await agencyId(portal.services.database);
    const page = await scene.asCoordinator.get('/laporan/diam');
    expect(words(page)).toContain('Belum dihubungi.');
    expect(page.text).toContain('- Dinkes: Mandiraja dan Gombong');
    expect(page.text).toContain('- Gombong, Kec. Belik: 323 hari, sejak 1 Januari 2026');
    const path = `/laporan/diam/${id}/dihubungi`;
    await scene.asCoordinator.post(path, { cara: 'Merpati' }).expect(422);
    await scene.asCoordinator.post(path, { cara: 'Telepon', catatan: 'Akan lapor besok' });
    const told = `Dihubungi lewat Telepon oleh ${scene.coordinator.name}, 20 November 2026 pukul 10.00: Akan lapor besok`;
    expect(words(await scene.asCoordinator.get('/laporan/diam'))).toContain(told);
    await scene.asOfficer.get('/laporan/diam').expect(403);
  });
});
