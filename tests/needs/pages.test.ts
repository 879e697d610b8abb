import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../src/generated/prisma/client.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList, makeVerified } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';
import { STORY } from '../support/story.js';

const told = {
  tanggal: '2026-02-01',
  sumber: 'MUSDES',
  terakhir: '0',
  'butuh-JMB': '40',
  'target-JMB': '25',
};
const PDF = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';
const form = `/kebutuhan/baru?desa=${GOMBONG}`;

describe('needs on screen', STORY, () => {
  const portal = usePortal();
  let officer: Account;
  let asOfficer: Browser;
  let asCoordinator: Browser;
  const assessments = () => portal.services.db.needAssessment.findMany({ include: { needs: true } });

  beforeAll(async () => {
    const { database } = portal.services;
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    await makeAssignment(database);
    officer = await makeAccount(database, 'OPD');
    asOfficer = await portal.as(officer);
    asCoordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
  });

  it('are said to be unknown of a village of the list that nobody assessed, with the way to tell them', async () => {
    const card = await asOfficer.get(`/desa/${GOMBONG}`).expect(200);
    expect(card.text).toContain('Belum diasesmen');
    expect(card.text).toContain(form);
    const list = await asOfficer.get('/kebutuhan?asesmen=belum').expect(200);
    expect(list.text).toContain('2 kebutuhan');
    expect(list.text).toContain(form);
    expect(list.text).not.toContain(`desa=${MANDIRAJA}"`);
  });

  it('keep what was typed and say at each field what is wrong', async () => {
    const typed = { ...told, tanggal: '2027-02-01', 'butuh-JMB': 'banyak', 'target-RTLH': '4' };
    const { text } = await asOfficer.post(form, typed).expect(422);
    expect(text).toContain('1 Februari 2027 belum tiba');
    expect(text).toContain('Kebutuhan Jamban sehat ditulis dengan angka saja');
    expect(text).toContain('Isi kebutuhan Rumah tidak layak huni; target saja tidak dapat dihitung.');
    expect(text).toContain('value="banyak"');
    const none = { tanggal: '2026-02-01', sumber: 'MUSDES', terakhir: '0' };
    expect((await asOfficer.post(form, none).expect(422)).text).toContain('paling sedikit satu jenis');
    const named = { ...told, keterangan: 'Untuk 3327030101900001' };
    await asOfficer.post(form, named).expect(422);
    expect(await assessments()).toEqual([]);
  });

  it('are stored with their berita acara, told on the card and in the list', async () => {
    await makeVerified(portal.services.database, { target: 12, realised: 10 });
    const paper = { field: 'bukti', name: 'berita acara.pdf', bytes: Buffer.from(PDF) };
    const saved = await asOfficer.upload(form, told, [paper]).expect(303);
    const page = await asOfficer.get(saved.headers.location as string).expect(200);
    expect(page.text).toContain('Musyawarah desa');
    expect(page.text).toContain('berita acara.pdf');
    await asCoordinator.get(`${saved.headers.location}/berita-acara`).expect(200);
    const card = await asOfficer.get(`/desa/${GOMBONG}`).expect(200);
    expect(card.text).toContain('butuh 40, didanai 12, terealisasi 10');
    const csv = await asOfficer.get('/kebutuhan?sisa=ada&format=csv').expect(200);
    expect(csv.text).toContain('JMB,Jamban sehat,unit,40,25,12,10,0,0,0,30,2026-02-01,Musyawarah desa');
  });

  it('are not overwritten unseen: who comes second is told who was first', async () => {
    const { text } = await asCoordinator.post(form, told).expect(409);
    expect(text).toContain(officer.name);
    expect(text).toContain('value="40"');
    const newest = / name="terakhir" value="(\d+)"/.exec(text)?.[1] ?? '';
    await asCoordinator.post(form, { ...told, terakhir: newest, 'butuh-JMB': '50' }).expect(303);
    expect(await assessments()).toHaveLength(2);
  });

  it('are written for no other village and by no village', async () => {
    const elsewhere = `/kebutuhan/baru?desa=${MANDIRAJA}`;
    await asOfficer.get(elsewhere).expect(403);
    await asOfficer.post(elsewhere, told).expect(403);
    const asVillage = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    await asVillage.get(form).expect(403);
    await asVillage.get('/kebutuhan/1').expect(200);
    const other = { villageCode: MANDIRAJA };
    const asOther = await portal.as(await makeAccount(portal.services.database, 'DESA', other));
    await asOther.get('/kebutuhan/1').expect(404);
    expect((await asOther.get('/kebutuhan').expect(200)).text).not.toContain('Jamban sehat</a>');
  });

  it('come from a sheet once it was looked at, and from none with a bad row', async () => {
    const head = 'desa\tkecamatan\tjenis\tbutuh\ttarget\ttanggal\tsumber';
    const bad = ['Gombong\tBelik\tRumah\t4\t\t01/03/2026\t', 'Mandiraja\tMoga\tJMB\t-1\t\t2099-01-01\tkabar'];
    const refused = await asOfficer
      .post('/kebutuhan/impor', { tempelan: [head, ...bad].join('\n') })
      .expect(422);
    for (const said of [
      'tidak dikenal. Pakai nama atau kode',
      'bukan OPD utama desa ini',
      'negatif',
      'belum tiba',
      'tidak dikenal. Pilih Asesmen',
    ])
      expect(refused.text).toContain(said);
    const good =
      'Gombong\tBelik\tJMB\t44\t30\t01/03/2026\tVerifikasi dan validasi\nGombong\tBelik\tAir bersih\t1.200\t\t01/03/2026\tVERVAL';
    const staged = await asOfficer.post('/kebutuhan/impor', { tempelan: good }).expect(303);
    const preview = staged.headers.location as string;
    expect((await asOfficer.get(preview).expect(200)).text).toContain('Simpan kebutuhan 1 desa');
    expect(await assessments()).toHaveLength(2);
    await asCoordinator.post(`${preview}/sahkan`).expect(404);
    await asOfficer.post(`${preview}/sahkan`).expect(303);
    const [, , newest] = await assessments();
    expect(newest).toMatchObject({ source: 'VERVAL', assessedOn: new Date('2026-03-01T00:00:00Z') });
    expect(newest?.needs).toHaveLength(2);
  });

  it('have a template with the villages that the person tells of', async () => {
    const book = await asOfficer.get('/kebutuhan/impor/templat.xlsx').expect(200);
    expect(book.headers['content-disposition']).toContain('templat-kebutuhan.xlsx');
  });
});
