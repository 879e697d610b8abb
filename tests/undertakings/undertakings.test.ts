import { describe, expect, it } from 'vitest';
import { type Scene, setScene } from '../activities/scene.js';
import { GOMBONG, MANDIRAJA, makeAccount } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const promise = (apa: string, more: Record<string, string> = {}) => ({
  'janji.0.pihak': 'PERUSAHAAN',
  'janji.0.apa': apa,
  'janji.0.jumlah': '40',
  'janji.0.satuan': 'sak',
  'janji.0.batas': '2026-10-31',
  ...more,
});
const PART = { bagian: 'sebagian', jumlah: '15', tanggal: '2026-11-19' };
const WHOLE = { bagian: 'penuh', tanggal: '2026-11-19' };
const VERBS = ['penuhi', 'konfirmasi', 'tolak'] as const;

describe('an undertaking', () => {
  const portal = usePortal();
  const one = (what: string) =>
    portal.services.db.undertaking.findFirstOrThrow({
      where: { what },
      include: { deliveries: { orderBy: { id: 'asc' } } },
    });

  /** An undertaking born from a verified activity. */
  async function born(scene: Scene, what: string, more: Record<string, string> = {}) {
    const id = await scene.log(promise(what, more));
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    return one(what);
  }

  /** Sends the form of an undertaking as the page shows it now. */
  async function mark(
    browser: Browser,
    what: string,
    fields: Record<string, string> = PART,
    status: number | number[] = 303,
  ) {
    const { id, statedInId, deliveries } = await one(what);
    const seen = { terakhir: String(deliveries.at(-1)?.id ?? 0), revisi: String(statedInId) };
    return browser.post(`/komitmen/${id}/penuhi`, { ...seen, ...fields }).expect([status].flat());
  }

  const newest = async (what: string) => (await one(what)).deliveries.at(-1) as { id: number; state: string };

  it('is born at verification, once, and not before', async () => {
    const scene = await setScene(portal);
    const id = await scene.log(promise('semen lahir'));
    expect(await portal.services.db.undertaking.count({ where: { what: 'semen lahir' } })).toBe(0);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asCoordinator, id, 'verifikasi', {}, 403);
    const { verifiedRevisionId } = await scene.current(id);
    expect(await portal.services.db.undertaking.findMany({ where: { what: 'semen lahir' } })).toMatchObject([
      { activityId: id, revisionId: verifiedRevisionId, position: 0, quantity: 40, unit: 'sak' },
    ]);
  });

  it('counts what the village confirmed, not what was reported', async () => {
    const scene = await setScene(portal);
    const { id } = await born(scene, 'semen dihitung');
    await mark(scene.asOfficer, 'semen dihitung');
    expect(words(await scene.asVillage.get(`/komitmen/${id}`))).toContain(
      '0 dari 40 sak, 15 sak menunggu konfirmasi',
    );
    const { id: delivery } = await newest('semen dihitung');
    await scene.asVillage.post(`/komitmen/pemenuhan/${delivery}/konfirmasi`);
    expect(words(await scene.asVillage.get(`/komitmen/${id}`))).toContain('15 dari 40 sak');
    await mark(scene.asOfficer, 'semen dihitung', WHOLE);
    const rest = await newest('semen dihitung');
    expect(rest).toMatchObject({ quantity: 25, whole: true, state: 'DILAPORKAN' });
    await scene.asVillage.post(`/komitmen/pemenuhan/${rest.id}/konfirmasi`);
    const list = await scene.asOfficer.get('/komitmen?status=dipenuhi&format=json');
    expect((JSON.parse(list.text) as { id: number }[]).map((row) => row.id)).toContain(id);
    await mark(scene.asOfficer, 'semen dihitung', PART, 403);
  });

  it.each(VERBS)(
    '%s: is done by whom it is for, tells the trail, and refuses everybody else',
    async (verb) => {
      const { db, database } = portal.services;
      const scene = await setScene(portal);
      const what = `semen ${verb}`;
      await born(scene, what);
      if (verb !== 'penuhi') await mark(scene.asOfficer, what);
      const decided = verb === 'penuhi' ? 0 : (await newest(what)).id;
      const press = async (
        browser: Browser,
        status: number | number[],
        fields: Record<string, string> = {},
      ) =>
        verb === 'penuhi'
          ? mark(browser, what, { ...PART, ...fields }, status)
          : browser
              .post(`/komitmen/pemenuhan/${decided}/${verb}`, { alasan: 'Baru 10 sak.', ...fields })
              .expect([status].flat());
      const before = await one(what);
      const trail = () =>
        db.auditEntry.count({ where: { subjectType: 'komitmen', subjectId: String(before.id) } });
      const told = await trail();
      const strangers: [string, Browser, number[]][] = [
        [
          'another agency',
          await portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' })),
          [403],
        ],
        [
          'another village',
          await portal.as(await makeAccount(database, 'DESA', { villageCode: MANDIRAJA })),
          [404, 403],
        ],
        ['a reader', await portal.as(await makeAccount(database, 'BAPPEDA')), [403]],
        ['an admin', await portal.as(await makeAccount(database, 'ADMIN')), [403]],
        ['nobody', await portal.as(), [303]],
        ['who may not', verb === 'penuhi' ? scene.asVillage : scene.asOfficer, [403]],
      ];
      for (const [, browser, expected] of strangers) await press(browser, expected);
      const wrong: Record<string, string>[] =
        verb === 'penuhi'
          ? [
              { jumlah: '0' },
              { tanggal: '2026-12-24' },
              { bagian: '' },
              { keterangan: 'NIK 3327030101900001' },
            ]
          : verb === 'tolak'
            ? [{ alasan: '' }, { alasan: 'NIK 3327030101900001' }]
            : [];
      const mine = verb === 'penuhi' ? scene.asOfficer : scene.asVillage;
      for (const fields of wrong) await press(mine, 422, fields);
      expect(await one(what)).toEqual(before);
      expect(await trail()).toBe(told);
      await press(mine, 303);
      expect(await trail()).toBe(told + 1);
      if (verb !== 'penuhi') {
        const late = await press(scene.asCoordinator, 409);
        expect(words(late)).toContain(scene.village.name);
      }
    },
  );

  it('marked by a coordinator waits for another coordinator or the village', async () => {
    const scene = await setScene(portal);
    await born(scene, 'semen koordinator');
    await mark(scene.asCoordinator, 'semen koordinator');
    const { id } = await newest('semen koordinator');
    await scene.asCoordinator.post(`/komitmen/pemenuhan/${id}/konfirmasi`).expect(403);
    const other = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    await other.post(`/komitmen/pemenuhan/${id}/konfirmasi`);
  });

  it('is marked by the OPD that owes it, though another logged it', async () => {
    const scene = await setScene(portal);
    await born(scene, 'kunjungan inspektorat', { 'janji.0.pihak': 'OPD', 'janji.0.nama': 'inspektorat' });
    const owing = await portal.as(
      await makeAccount(portal.services.database, 'OPD', { agency: 'Inspektorat' }),
    );
    await mark(owing, 'kunjungan inspektorat');
  });

  it('confirmed by two at once is confirmed once; the later is told who was faster', async () => {
    const scene = await setScene(portal);
    await born(scene, 'semen serentak');
    await mark(scene.asOfficer, 'semen serentak');
    const { id } = await newest('semen serentak');
    const answers = await Promise.all(
      [scene.asVillage, scene.asCoordinator].map((browser) =>
        browser.post(`/komitmen/pemenuhan/${id}/konfirmasi`).expect([303, 409]),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  });

  it('marked by two at once from the same page takes one', async () => {
    const scene = await setScene(portal);
    const { id, statedInId } = await born(scene, 'semen berdua');
    const seen = { terakhir: '0', revisi: String(statedInId), ...WHOLE };
    const answers = await Promise.all(
      [scene.asOfficer, scene.asCoordinator].map((browser) =>
        browser.post(`/komitmen/${id}/penuhi`, seen).expect([303, 409]),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await one('semen berdua')).deliveries).toHaveLength(1);
  });

  it('keeps what came of it when its activity is corrected, takes over how much, and is withdrawn when left out', async () => {
    const scene = await setScene(portal);
    const activity = await scene.log(promise('semen dikoreksi'));
    await scene.press(scene.asCoordinator, activity, 'verifikasi');
    const first = await one('semen dikoreksi');
    await mark(scene.asOfficer, 'semen dikoreksi');
    const correct = async (fields: Record<string, string>) => {
      await scene.press(scene.asOfficer, activity, 'perbaiki');
      const told = { desa: GOMBONG, hari: '2026-11-20', jenis: 'JMB', jumlah: '12', uraian: 'Jamban.' };
      const reason = { perubahan: 'Dihitung ulang.', aksi: 'ajukan' };
      await scene.press(scene.asOfficer, activity, 'ubah', { ...told, ...reason, ...fields });
      await scene.press(scene.asCoordinator, activity, 'verifikasi');
      return (await scene.current(activity)).verifiedRevisionId;
    };
    const second = await correct(promise(' Semen  dikoreksi', { 'janji.0.jumlah': '50' }));
    expect(await one('semen dikoreksi')).toMatchObject({ id: first.id, quantity: 50, statedInId: second });
    expect((await one('semen dikoreksi')).deliveries).toHaveLength(1);
    const third = await correct({});
    expect(await one('semen dikoreksi')).toMatchObject({ id: first.id, withdrawn: true, statedInId: third });
    expect((await one('semen dikoreksi')).deliveries).toHaveLength(1);
    expect(words(await scene.asOfficer.get(`/komitmen/${first.id}`))).toContain('Janji ini ditarik');
    await correct(promise('semen dikoreksi'));
    expect(await one('semen dikoreksi')).toMatchObject({ id: first.id, withdrawn: false, quantity: 40 });
  });

  it('that is late stands at home, in its list and on the Kartu Desa; what waits stands with the village', async () => {
    const scene = await setScene(portal);
    // Earlier than all the others of this file: what has been late longest stands first at home.
    await born(scene, 'semen terlambat', { 'janji.0.batas': '2026-09-30' });
    await mark(scene.asOfficer, 'semen terlambat');
    const { id } = await newest('semen terlambat');
    expect(words(await scene.asVillage.get('/beranda'))).toMatch(/semen terlambat.*?15 sak dilaporkan/);
    await scene.asVillage.post(`/komitmen/pemenuhan/${id}/konfirmasi`);
    for (const browser of [scene.asOfficer, scene.asVillage, scene.asCoordinator])
      expect(words(await browser.get('/beranda'))).toContain('semen terlambat');
    const late = await scene.asOfficer.get('/komitmen?status=terlambat&format=json');
    expect(late.text).toContain('semen terlambat');
    expect(words(await scene.asCoordinator.get(`/desa/${GOMBONG}`))).toMatch(
      /semen terlambat.*?15 dari 40 sak, batas 30 September 2026/,
    );
  });

  it('without a quantity is kept by a confirmed delivery in full', async () => {
    const scene = await setScene(portal);
    const what = 'menyediakan lahan';
    const { id } = await born(scene, what, { 'janji.0.jumlah': '', 'janji.0.satuan': '' });
    const state = async () => words(await scene.asVillage.get(`/komitmen/${id}`));
    await mark(scene.asOfficer, what, { bagian: 'sebagian', tanggal: '2026-11-18' });
    await scene.asVillage.post(`/komitmen/pemenuhan/${(await newest(what)).id}/konfirmasi`);
    expect(await state()).toContain('dipenuhi sebagian');
    await mark(scene.asOfficer, what, WHOLE);
    await mark(scene.asOfficer, what, WHOLE, 422);
    await scene.asVillage.post(`/komitmen/pemenuhan/${(await newest(what)).id}/konfirmasi`);
    const kept = await scene.asVillage.get('/komitmen?status=dipenuhi&format=json');
    expect((JSON.parse(kept.text) as { id: number }[]).map((row) => row.id)).toContain(id);
  });

  it('is read by a village of its own place only', async () => {
    const scene = await setScene(portal);
    const { id } = await born(scene, 'semen milik desa');
    const other = await portal.as(
      await makeAccount(portal.services.database, 'DESA', { villageCode: MANDIRAJA }),
    );
    await other.get(`/komitmen/${id}`).expect(404);
    expect((await other.get('/komitmen?format=json')).text).not.toContain('semen milik desa');
    await scene.asVillage.get(`/komitmen/${id}`);
  });

  it('takes a photo, shown to who may read it, and keeps it for the next try when the form is refused', async () => {
    const scene = await setScene(portal);
    const { id, statedInId } = await born(scene, 'semen berfoto');
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
    const seen = { terakhir: '0', revisi: String(statedInId) };
    const refused = await scene.asOfficer
      .upload(`/komitmen/${id}/penuhi`, { ...seen, ...PART, jumlah: '0' }, [
        { field: 'bukti', name: 'tanda terima.pdf', bytes: pdf },
      ])
      .expect(422);
    const note = /name="titipan" value="([^"]+)"/.exec(refused.text)?.[1] as string;
    await mark(scene.asOfficer, 'semen berfoto', { ...PART, titipan: note });
    const delivery = await newest('semen berfoto');
    await scene.asVillage.get(`/komitmen/pemenuhan/${delivery.id}/bukti`);
    const other = await portal.as(
      await makeAccount(portal.services.database, 'DESA', { villageCode: MANDIRAJA }),
    );
    await other.get(`/komitmen/pemenuhan/${delivery.id}/bukti`).expect(404);
  });

  it('is counted by village and by who owes it, as the list of each tells it', async () => {
    const scene = await setScene(portal);
    await born(scene, 'semen kelompok', { 'janji.0.nama': 'PT Kelompok', 'janji.0.batas': '2026-10-01' });
    const rows = async (query: string) =>
      JSON.parse((await scene.asCoordinator.get(`/komitmen?format=json&${query}`)).text) as Record<
        string,
        unknown
      >[];
    const villages = await rows('bagian=desa');
    const gombong = villages.find((row) => row.kode === GOMBONG);
    expect(gombong?.terbuka).toBe((await rows(`desa=${GOMBONG}&status=terbuka`)).length);
    expect(gombong?.terlambat).toBe((await rows(`desa=${GOMBONG}&status=terlambat`)).length);
    const owners = await rows('bagian=penanggung');
    expect(owners.find((row) => String(row.penanggung_jawab).startsWith('PT Kelompok'))).toMatchObject({
      pihak: 'Perusahaan',
      terbuka: 1,
      terlambat: 1,
    });
    const other = await portal.as(
      await makeAccount(portal.services.database, 'DESA', { villageCode: MANDIRAJA }),
    );
    for (const part of ['desa', 'penanggung'])
      expect((await other.get(`/komitmen?format=json&bagian=${part}`)).text).not.toContain('PT Kelompok');
  });

  it('is found at its old address, for good', async () => {
    const scene = await setScene(portal);
    const { headers } = await scene.asOfficer.get('/janji?status=terlambat&opd=saya').expect(301);
    expect(headers.location).toBe('/komitmen?status=terlambat&opd=saya');
    const one = await scene.asOfficer.get('/janji/7').expect(301);
    expect(one.headers.location).toBe('/komitmen/7');
  });
});
