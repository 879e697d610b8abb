import { beforeAll, describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { keepUp } from '../../src/kept/keep.js';
import { agencyId, GOMBONG, makeAccount, makeAssignment } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { type Scene, setScene } from './scene.js';

const portal = usePortal();

/** Further fields of a form, and the answer it should get instead of being taken. */
interface More {
  expect?: number | number[];
  rupiah_bagian?: string;
  catatan_bagian?: string;
  bagian?: string;
}

describe('what two OPD did together', () => {
  let scene: Scene;
  let asOther: Browser;
  let asThird: Browser;
  let asStranger: Browser;
  let agencies: { own: number; other: number };

  beforeAll(async () => {
    const { database } = portal.services;
    scene = await setScene(portal);
    await makeAssignment(database, { agency: 'DLH', role: 'SUPPORT' });
    await makeAssignment(database, { agency: 'Inspektorat', role: 'SUPPORT' });
    asOther = await portal.as(await makeAccount(database, 'OPD', { agency: 'DLH' }));
    asThird = await portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' }));
    asStranger = await portal.as(await makeAccount(database, 'OPD', { agency: 'Dinsos KBPP' }));
    agencies = { own: await agencyId(database), other: await agencyId(database, 'DLH') };
  });

  async function verified(fields: Record<string, string> = {}): Promise<number> {
    const id = await scene.log({ jumlah: '12', terpakai: '9000000', ...fields });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    return id;
  }

  const lineOf = async (id: number) =>
    portal.services.db.activityLine.findFirstOrThrow({
      where: { revision: { verifiedOf: { id } } },
      orderBy: { position: 'asc' },
    });

  const shareOf = (id: number) =>
    portal.services.db.lineShare.findFirstOrThrow({
      where: { line: { revision: { activityId: id } } },
      orderBy: { id: 'desc' },
    });

  /** States a part of the line; `expect` is the answer it should get, where it is not taken. */
  async function state(browser: Browser, id: number, quantity: string, more: More = {}) {
    const { expect: answer = 303, ...fields } = more;
    const line = await lineOf(id);
    const form = { revisi: line.revisionId, baris: line.id, jumlah_bagian: quantity, ...fields };
    return browser.post(`/kegiatan/${id}/bagian`, form).expect([answer].flat());
  }

  /** Decides about the part; `expect` as above. */
  async function decide(browser: Browser, id: number, verb: string, more: More = {}) {
    const { expect: answer = 303, ...fields } = more;
    const share = await shareOf(id);
    const form = { bagian: `${share.id}.${share.lockVersion}`, ...fields };
    return browser.post(`/kegiatan/${id}/bagian/${verb}`, form).expect([answer].flat());
  }

  /** What the file of activities says of the first line of one. */
  const inFile = async (id: number) =>
    ((await scene.asCoordinator.get('/kegiatan?format=json')).body as Record<string, unknown>[]).find(
      (row) => row.id === id,
    );

  /** What the recap says of the two OPD, of the village's kecamatan, and in all. */
  async function sums() {
    const read = async (query: string) =>
      JSON.parse((await scene.asCoordinator.get(`/rekap?format=json&${query}`)).text) as Record<
        string,
        number
      >[];
    const sum = (rows: Record<string, number>[]) => [
      rows.reduce((total, row) => total + (row.terealisasi ?? 0), 0),
      rows.reduce((total, row) => total + (row.rupiah_terpakai ?? 0), 0),
    ];
    return {
      own: sum(await read(`opd=${agencies.own}`)),
      other: sum(await read(`opd=${agencies.other}`)),
      byAgency: sum(await read('kelompok=opd')),
      place: sum(await read('kelompok=kecamatan')),
    };
  }

  it('is counted among what waits, for the coordinator until it is decided and for its OPD when it came back', async () => {
    const asSecond = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const waiting = async (browser: Browser) => {
      const [, href = '', count = '0'] =
        /class="count-link" href="([^"]*)"><span class="count">(\d+)<\/span><span class="visually-hidden"> menunggu di (?:Kegiatan|Periksa)/.exec(
          (await browser.get('/menu')).text,
        ) ?? [];
      return { href, count: Number(count) };
    };
    const id = await verified();
    const before = [await waiting(asSecond), await waiting(asOther)] as const;
    await state(asOther, id, '4');
    expect(await waiting(asSecond)).toEqual({ href: '/beranda', count: before[0].count + 1 });
    await decide(scene.asCoordinator, id, 'kembalikan', { catatan_bagian: 'Hitung lagi.' });
    expect((await waiting(asSecond)).count).toBe(before[0].count);
    expect(await waiting(asOther)).toEqual({ href: '/beranda', count: before[1].count + 1 });
  });

  it('counts once in the village and by parts among OPD, from its verification on', async () => {
    const jointOf = async (agency: number) =>
      Number(/(\d+) bersama/.exec(words(await scene.asCoordinator.get(`/opd/${agency}`)))?.[1] ?? 0);
    const both = () => Promise.all([agencies.own, agencies.other].map(jointOf));
    const [before, joint] = [await sums(), await both()];
    const id = await verified();
    await state(asOther, id, '4', { rupiah_bagian: '3.000.000' });
    const whole = await sums();
    expect(whole.own).toEqual([(before.own[0] ?? 0) + 12, (before.own[1] ?? 0) + 9_000_000]);
    expect(whole.other).toEqual(before.other);
    const page = words(await scene.asOfficer.get(`/kegiatan/${id}`));
    expect(page).toContain('DLH : 4 dari 12 unit, Rp 3.000.000 dari Rp 9.000.000, Jamban sehat Diajukan');
    expect(words(await scene.asCoordinator.get('/beranda'))).toContain('Bagian bersama perlu diperiksa');

    await decide(scene.asCoordinator, id, 'verifikasi');
    const after = await sums();
    expect(after.own).toEqual([(before.own[0] ?? 0) + 8, (before.own[1] ?? 0) + 6_000_000]);
    expect(after.other).toEqual([(before.other[0] ?? 0) + 4, (before.other[1] ?? 0) + 3_000_000]);
    expect([after.byAgency, after.place]).toEqual([whole.byAgency, whole.place]);
    expect(await both()).toEqual(joint.map((count) => count + 1));
    expect(words(await scene.asVillage.get(`/desa/${GOMBONG}`))).toContain('Dinkes bersama DLH');
    const list = await asOther.get('/kegiatan?opd=saya&format=json');
    expect(JSON.parse(list.text)).toContainEqual(
      expect.objectContaining({ id, opd: 'Dinkes', bersama: 'DLH' }),
    );
    const trail = await portal.services.db.auditEntry.findMany({
      where: { subjectType: 'kegiatan', subjectId: String(id), action: { startsWith: 'share.' } },
      orderBy: { id: 'asc' },
    });
    expect(trail.map((entry) => entry.action)).toEqual(['share.create', 'share.verify']);
  });

  it('stands in the file of activities: the parts of others together, and each in words, once they are verified', async () => {
    const id = await verified();
    const parts = async () => {
      const line = await inFile(id);
      return [line?.terealisasi, line?.bagian_opd_lain, line?.bagian_opd_lain_rupiah, line?.bagian_tiap_opd];
    };
    await state(asOther, id, '4', { rupiah_bagian: '3.000.000' });
    expect(await parts()).toEqual([12, null, null, null]);
    await decide(scene.asCoordinator, id, 'verifikasi');
    expect(await parts()).toEqual([12, 4, 3_000_000, 'DLH: 4 unit, Rp 3.000.000']);
    await state(asThird, id, '2');
    await decide(scene.asCoordinator, id, 'verifikasi');
    const both = 'DLH: 4 unit, Rp 3.000.000; Inspektorat: 2 unit';
    expect(await parts()).toEqual([12, 6, 3_000_000, both]);
    const csv = (await scene.asCoordinator.get('/kegiatan?format=csv-excel')).text;
    expect(csv).toContain(`;6;3000000;"${both}"`);
  });

  it('refuses more than is left, an OPD that does not work there, the own OPD and readers', async () => {
    const id = await verified();
    await state(asOther, id, '7');
    const tooMuch = await state(asThird, id, '6', { expect: 422 });
    expect(words(tooMuch)).toContain('Yang belum dibagi 5 unit.');
    expect(tooMuch.text).toContain('value="6"');
    const nothing = await state(asThird, id, '', { expect: 422 });
    expect(words(nothing)).toContain('Isi jumlah, dana, atau keduanya.');
    const stranger = await state(asStranger, id, '1', { expect: 422 });
    expect(words(stranger)).toContain('tidak ditugaskan di desa ini');
    for (const browser of [scene.asOfficer, scene.asCoordinator, scene.asVillage])
      await state(browser, id, '1', { expect: 403 });
    await decide(asThird, id, 'tarik', { expect: 403 });
    await decide(asOther, id, 'verifikasi', { expect: 403 });
    expect((await state(await portal.as(), id, '1')).headers.location).toBe('/masuk');
    await asOther.get(`/kegiatan/${id}/bagian`).expect(404);
    expect(
      await portal.services.db.lineShare.count({ where: { line: { revision: { activityId: id } } } }),
    ).toBe(1);
  });

  it('is withdrawn while it waits, returned with a note, stated anew, and no longer withdrawn once verified', async () => {
    const id = await verified();
    await state(asOther, id, '4');
    await decide(asOther, id, 'tarik');
    await state(asOther, id, '5');
    const stale = { bagian: `${(await shareOf(id)).id}.9`, expect: 409 };
    await decide(scene.asCoordinator, id, 'verifikasi', stale);
    await decide(scene.asCoordinator, id, 'kembalikan', { catatan_bagian: ' ', expect: 422 });
    await decide(scene.asCoordinator, id, 'kembalikan', { catatan_bagian: 'Hitung lagi.' });
    expect(words(await asOther.get('/beranda'))).toContain('Bagian bersama dikembalikan');
    expect(words(await asOther.get(`/kegiatan/${id}`))).toContain('Dikembalikan: Hitung lagi.');
    await state(asOther, id, '3');
    await decide(scene.asCoordinator, id, 'verifikasi');
    await decide(asOther, id, 'tarik', { expect: 403 });
    await state(asOther, id, '2', { expect: 409 });
    expect(await shareOf(id)).toMatchObject({ quantity: 3, status: 'DIVERIFIKASI' });
  });

  it('goes along to a revision in which it fits, and comes back to its OPD from one in which it does not', async () => {
    const id = await verified();
    await state(asOther, id, '4');
    await decide(scene.asCoordinator, id, 'verifikasi');
    const revise = async (quantity: string) => {
      await scene.press(scene.asOfficer, id, 'perbaiki');
      const { revision } = await scene.current(id);
      const [line] = revision.lines;
      const answer = await scene.press(scene.asOfficer, id, 'ubah', {
        desa: GOMBONG,
        hari: 'lain',
        tanggal: revision.startsOn.toISOString().slice(0, 10),
        jenis: line?.categoryCode ?? '',
        jumlah: quantity,
        terpakai: '9000000',
        uraian: revision.description,
        perubahan: 'Dihitung ulang.',
        aksi: 'ajukan',
      });
      expect([answer.status, answer.text.match(/error-text.*/g)]).toEqual([303, null]);
      await scene.press(scene.asCoordinator, id, 'verifikasi');
    };
    await revise('10');
    const line = await lineOf(id);
    expect([line.realised, await shareOf(id)]).toMatchObject([
      10,
      { lineId: line.id, quantity: 4, status: 'DIVERIFIKASI' },
    ]);
    await revise('3');
    expect(await shareOf(id)).toMatchObject({
      lineId: (await lineOf(id)).id,
      quantity: 4,
      status: 'DIKEMBALIKAN',
    });
    expect(words(await asOther.get('/beranda'))).toContain(
      'lebih besar daripada yang tersisa di revisi ke-3',
    );
  });

  it('never adds up to more than the line, even when two state their part at once', async () => {
    const id = await verified();
    const either = { expect: [303, 422] };
    const answers = await Promise.all([state(asOther, id, '8', either), state(asThird, id, '8', either)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  it('is guarded by the database: its sum, its OPD, its revision, and a verified one for good', async () => {
    const { database } = portal.services;
    const run = (statement: ReturnType<typeof sql>) => database.transaction((tx) => execute(tx, statement));
    const id = await verified();
    const line = await lineOf(id);
    const insert = (agency: number, quantity: number, lineId = line.id) =>
      run(sql`insert into line_share (line_id, agency_id, quantity, author_id)
              values (${lineId}, ${agency}, ${quantity}, ${scene.officer.id})`);
    await expect(insert(agencies.other, 13)).rejects.toThrow();
    await expect(insert(agencies.own, 1)).rejects.toThrow();
    await expect(insert(agencies.other, 0)).rejects.toThrow();
    const draft = await scene.log({ aksi: 'draf' });
    const draftLine = (await scene.current(draft)).revision.lines[0]?.id ?? 0;
    await expect(insert(agencies.other, 1, draftLine)).rejects.toThrow();
    await insert(agencies.other, 12);
    await run(sql`update line_share set status = 'DIVERIFIKASI' where line_id = ${line.id}`);
    await database.transaction((tx) => keepUp(tx, { activities: [id] }));
    await expect(run(sql`update line_share set quantity = 1 where line_id = ${line.id}`)).rejects.toThrow();
    await expect(run(sql`delete from line_share where line_id = ${line.id}`)).rejects.toThrow();
    await expect(run(sql`truncate line_share`)).rejects.toThrow();
    await expect(insert(await agencyId(database, 'Inspektorat'), 1)).rejects.toThrow();
  });
});
