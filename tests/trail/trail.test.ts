import { describe, expect, it } from 'vitest';
import { change, system } from '../../src/audit/change.js';
import { fieldChanges } from '../../src/trail/difference.js';

import { FIVE, setScene } from '../activities/scene.js';
import { makeAccount, REGION } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

describe('the trail on screen', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const entriesOf = (id: number, action: string) =>
    portal.services.db.auditEntry.findMany({
      where: { subjectType: 'kegiatan', subjectId: String(id), action },
      orderBy: { id: 'asc' },
    });

  it('finds an activity that was submitted while it was written under “Ajukan kegiatan”', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    expect(await entriesOf(id, 'activity.create')).toHaveLength(1);
    const [entry] = await entriesOf(id, 'activity.submit');
    expect(entry).toMatchObject({
      before: { reviewStatus: 'DRAF' },
      after: { reviewStatus: 'DIAJUKAN' },
    });
    expect(words(await (await admin()).get('/audit?tindakan=activity.submit'))).toContain('mengajukan');
  });

  it('tells which evidence was added and removed', async () => {
    const scene = await setScene(portal);
    const made = await scene.asOfficer.upload('/kegiatan', { ...FIVE, aksi: 'draf' }, [
      { field: 'bukti', name: 'berita-acara.pdf', bytes: PDF },
    ]);
    const id = Number(made.headers.location?.split('/')[2]);
    const { revision } = await scene.current(id);
    const fields = { ...FIVE, aksi: 'draf', hapus_bukti: String(revision.evidence[0]?.id) };
    await scene.press(scene.asOfficer, id, 'ubah', fields);
    const [created] = await entriesOf(id, 'activity.create');
    expect(created?.after).toMatchObject({ evidence: ['berita-acara.pdf'] });
    const [edited] = await entriesOf(id, 'activity.edit');
    expect(fieldChanges(edited?.before, edited?.after)).toEqual([
      { label: 'Bukti', before: 'berita-acara.pdf', after: '–' },
    ]);
  });

  it('shows an entry field by field in Indonesian, and exports both sides', async () => {
    const browser = await admin();
    await change(portal.services.database, system(REGION), 'agency.edit', async () => ({
      result: undefined,
      fact: {
        subjectType: 'OPD',
        subjectId: 1,
        summary: 'OPD uji diubah',
        before: { kapasitas: 3, sampai: null, lain: 'tetap' },
        after: { kapasitas: 4, sampai: '2026-12-31', lain: 'tetap', kodeBaru: 'x' },
      },
    }));
    const { id } = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { summary: 'OPD uji diubah' },
    });
    const page = await browser.get(`/audit/${id}`);
    for (const row of ['Kapasitas 3 4', 'Sampai – tidak ada 31 Desember 2026', 'kodeBaru – tidak ada x'])
      expect(words(page)).toContain(row);
    expect(words(page)).not.toContain('tetap');
    const csv = (await browser.get('/audit?format=csv&cari=OPD%20uji')).text.split('\n');
    expect(csv[0]).toContain('sebelum,sesudah');
    expect(csv[1]).toContain('""kapasitas"":4');
  });

  it('tells rows of a list row by row', () => {
    const was = { lines: [{ id: 1, target: 5 }] };
    const is = { lines: [{ id: 9, target: 7 }, { target: 1 }] };
    expect(fieldChanges(was, is)).toEqual([
      { label: 'Bantuan 1, target didanai', before: '5', after: '7' },
      { label: 'Bantuan 2, target didanai', before: '–', after: '1' },
    ]);
  });

  it('bounds its days by midnight in Jakarta, in a way the index can serve', async () => {
    const { database } = portal.services;
    const entry = (summary: string, at: string) =>
      database.transaction((tx) =>
        tx.auditEntry.create({
          data: {
            at: new Date(at),
            regionCode: REGION,
            actorName: 'Uji',
            actorRole: 'SISTEM',
            action: 'system.places',
            subjectType: 'uji',
            subjectId: '1',
            summary,
          },
        }),
      );
    await entry('tepat sebelum', '2020-03-09T16:59:59.999Z');
    await entry('tengah malam', '2020-03-09T17:00:00Z');
    await entry('akhir hari', '2020-03-10T16:59:59.999Z');
    await entry('hari berikut', '2020-03-10T17:00:00Z');
    const browser = await admin();
    const { body } = await browser.get('/audit?dari=2020-03-10&sampai=2020-03-10&format=json');
    expect(body.map((one: { ringkasan: string }) => one.ringkasan)).toEqual(['akhir hari', 'tengah malam']);
  });
});
