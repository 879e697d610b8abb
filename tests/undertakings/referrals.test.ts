import { describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeReferral } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const asked = { jenis: 'JMB', jumlah: '4', permintaan: 'jamban bersama RT 02', batas: '2026-12-20' };
const seen = { terakhir: '0', revisi: '0', jawaban: 'DITAWARKAN' };

describe('a referral', () => {
  const portal = usePortal();
  const officerOf = async (agency: string) =>
    portal.as(await makeAccount(portal.services.database, 'OPD', { agency }));

  /** Dinkes, which works in Gombong, asks another OPD. */
  async function refer(browser: Browser, to: string, fields: Record<string, string> = {}) {
    const kepada = String(await agencyId(portal.services.database, to));
    const answer = await browser.post('/komitmen/rujukan/baru', {
      desa: GOMBONG,
      kepada,
      ...asked,
      ...fields,
    });
    expect(answer.status).toBe(303);
    return Number(answer.headers.location?.split('/').at(-1));
  }

  it('waits at the home of the OPD that is asked, which owes nothing until it accepts', async () => {
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'DLH', { permintaan: 'jamban menunggu' });
    const asDlh = await officerOf('DLH');
    expect(words(await asDlh.get('/beranda'))).toMatch(/Rujukan menunggu jawaban Anda.*?jamban menunggu/);
    await asDlh
      .post(`/komitmen/${id}/penuhi`, { ...seen, bagian: 'penuh', tanggal: '2026-11-19' })
      .expect(403);
    await scene.asOfficer.post(`/komitmen/${id}/terima`, seen).expect(403);
  });

  it('accepted makes the OPD a supporter from that day, told to who asked and to the coordinators', async () => {
    const { db, database } = portal.services;
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'Disnaker', { permintaan: 'jamban diterima' });
    const asAsked = await officerOf('Disnaker');
    await asAsked.post(`/komitmen/${id}/terima`, seen);
    const where = { villageCode: GOMBONG, agencyId: await agencyId(database, 'Disnaker') };
    expect(await db.assignment.findMany({ where })).toMatchObject([
      { role: 'SUPPORT', startsOn: new Date('2026-11-20'), endsOn: null },
    ]);
    for (const browser of [scene.asOfficer, scene.asCoordinator])
      expect(words(await browser.get('/beranda'))).toMatch(/jamban diterima.*?menerima rujukan ini/);
    const [made] = await db.assignment.findMany({ where });
    await scene.asCoordinator.get(`/penugasan/${made?.id}/akhiri`).expect(200);
    await asAsked.post(`/komitmen/${id}/penuhi`, {
      ...{ ...seen, jawaban: 'DITERIMA' },
      ...{ bagian: 'penuh', tanggal: '2026-11-19' },
    });
    expect(words(await scene.asVillage.get(`/komitmen/${id}`))).toContain('4 unit menunggu konfirmasi');
    const again = await refer(scene.asOfficer, 'Disnaker', { permintaan: 'jamban kedua' });
    await asAsked.post(`/komitmen/${again}/terima`, seen);
    expect(await db.assignment.count({ where })).toBe(1);
  });

  it('declined goes back with its reason to who asked and stands with the coordinators until it is referred anew', async () => {
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'DLH', { permintaan: 'jamban ditolak', jenis: 'AIR' });
    const asDlh = await officerOf('DLH');
    await asDlh.post(`/komitmen/${id}/tolak-rujukan`, { ...seen, alasan: '' }).expect(422);
    await asDlh.post(`/komitmen/${id}/tolak-rujukan`, { ...seen, alasan: 'Anggaran habis.' });
    expect(words(await scene.asOfficer.get('/beranda'))).toMatch(/jamban ditolak.*?“Anggaran habis.”/);
    const waits = /belum dirujuk lagi.*?jamban ditolak/;
    expect(words(await scene.asCoordinator.get('/beranda'))).toMatch(waits);
    await refer(scene.asCoordinator, 'Inspektorat', { permintaan: 'jamban lagi', jenis: 'AIR' });
    expect(words(await scene.asCoordinator.get('/beranda'))).not.toMatch(waits);
  });

  it('answered by two at once is answered once; the later is told by whom', async () => {
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'DLH');
    const [one, other] = [await officerOf('DLH'), await officerOf('DLH')];
    const answers = await Promise.all([
      one.post(`/komitmen/${id}/terima`, seen).expect([303, 409]),
      other.post(`/komitmen/${id}/tolak-rujukan`, { ...seen, alasan: 'Penuh.' }).expect([303, 409]),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(words(late as (typeof answers)[number])).toMatch(/berubah sejak halaman Anda dibuka: Petugas \d+/);
  });

  it('keeps what it referred with the names of that day', async () => {
    const { database } = portal.services;
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'DLH', { permintaan: 'jamban beku' });
    const stored = await database.reader.undertaking.findUniqueOrThrow({ where: { id } });
    expect(stored.referred).toMatchObject({
      tanggal: '2026-11-20',
      peminta: 'Dinkes',
      diminta: 'DLH',
      kebutuhan: null,
    });
    await expect(
      database.transaction((tx) => tx.undertaking.update({ where: { id }, data: { quantity: 9 } })),
    ).rejects.toThrow();
  });

  it('is taken back by who asked, while nobody has answered', async () => {
    const scene = await setScene(portal);
    const id = await refer(scene.asOfficer, 'DLH');
    await scene.asCoordinator.post(`/komitmen/${id}/tarik`, { ...seen, alasan: 'Salah.' }).expect(403);
    await scene.asOfficer.post(`/komitmen/${id}/tarik`, { ...seen, alasan: 'Sudah ditangani sendiri.' });
    expect(words(await (await officerOf('DLH')).get(`/komitmen/${id}`))).toContain(
      'Sudah ditangani sendiri.',
    );
    await (await officerOf('DLH')).post(`/komitmen/${id}/terima`, seen).expect(409);
  });

  it('is refused at its field and keeps what was typed', async () => {
    const scene = await setScene(portal);
    const own = String(await agencyId(portal.services.database));
    const other = String(await agencyId(portal.services.database, 'DLH'));
    const wrong: [Record<string, string>, string][] = [
      [{ kepada: own }, 'kepada'],
      [{ kepada: '999999' }, 'kepada'],
      [{ desa: MANDIRAJA }, 'desa'],
      [{ batas: '2026-11-01' }, 'batas'],
      [{ jenis: 'TAK' }, 'jenis'],
      [{ permintaan: 'NIK 3327030101900001' }, 'permintaan'],
    ];
    for (const [fields, name] of wrong) {
      const sent = { desa: GOMBONG, kepada: other, ...asked, ...fields };
      const answer = await scene.asOfficer.post('/komitmen/rujukan/baru', sent).expect(422);
      expect(answer.text).toContain(`href="#${name}"`);
      if (name !== 'permintaan') expect(answer.text).toContain('jamban bersama RT 02');
    }
  });

  it('is seen by the village it is for', async () => {
    const scene = await setScene(portal);
    const { id } = await makeReferral(portal.services.database);
    await scene.asVillage.get(`/komitmen/${id}`).expect(200);
    const other = await portal.as(
      await makeAccount(portal.services.database, 'DESA', { villageCode: MANDIRAJA }),
    );
    await other.get(`/komitmen/${id}`).expect(404);
  });
});
