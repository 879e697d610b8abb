import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { fixList } from '../../src/lokus/edit.js';
import { assess } from '../../src/needs/assess.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList } from '../support/make.js';
import { type Browser, TEST_NOW, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const TAKEN = '33.27.03.2002';

describe('the list of assignments', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, dlh: 0 };
  let coordinator: Browser;
  let support = '';
  beforeAll(async () => {
    const { database } = portal.services;
    coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    await makeList(database, 2026, [GOMBONG, MANDIRAJA, TAKEN, '33.27.03.2003', '33.27.03.2004']);
    ids.dinkes = await agencyId(database, 'Dinkes');
    ids.dlh = await agencyId(database, 'DLH');
    await makeAssignment(database, { agency: 'Inspektorat', villageCode: TAKEN });
    support = `/penugasan?bagian=sudah&kepada=${ids.dinkes}&pilih=${TAKEN}`;
  });
  const send = (pilih: string[], more: Record<string, string | number> = {}) =>
    coordinator.post('/penugasan', {
      pilih,
      kepada: ids.dinkes,
      peran: 'LEAD',
      mulai: '2026-11-01',
      ...more,
    });
  const open = (villageCode: string) =>
    portal.services.db.assignment.findMany({
      where: { villageCode, endsOn: null },
      include: { agency: true },
      orderBy: { id: 'asc' },
    });

  it('keeps filter, sort and every tick of a refused form, also of villages that are not shown', async () => {
    const kembali = '?bagian=belum&kecamatan=33.27.03&urut=-nama';
    const refused = await send([GOMBONG, MANDIRAJA], { kembali, mulai: '' }).expect(422);
    expect(refused.text).toMatch(new RegExp(`value="${GOMBONG}" checked`));
    expect(refused.text).toMatch(new RegExp(`value="${MANDIRAJA}" checked`));
    expect(words(refused)).toContain('Juga dipilih, di luar yang tampil Mandiraja');
    expect(refused.text).toContain('urut=-nama');
    expect(refused.text).not.toContain('href="/desa/33.27.01.2002"');
  });

  it('tells who was faster and how the OPD can work there too, with the choice kept', async () => {
    const refused = await send([TAKEN]).expect(409);
    expect(words(refused)).toMatch(/menugaskan Inspektorat di \w+/);
    expect(refused.text).toContain(`href="${support.replaceAll('&', '&amp;')}"`);
    expect(words(refused)).toContain('1 desa dipilih');
    const beside = await coordinator.get(support);
    expect(beside.text).toMatch(new RegExp(`value="${TAKEN}"[^>]* checked`));
    expect(beside.text).toMatch(new RegExp(`<option value="${ids.dinkes}" selected`));
  });

  it('leaves a village that somebody else was given meanwhile, tells who has it, and assigns the rest', async () => {
    await send([TAKEN, GOMBONG]).expect(303);
    expect((await open(TAKEN)).map((one) => one.agency.shortName)).toEqual(['Inspektorat']);
    expect((await open(GOMBONG)).map((one) => [one.agency.shortName, one.role])).toEqual([
      ['Dinkes', 'LEAD'],
    ]);
    const page = await coordinator.get('/penugasan');
    expect(words(page)).toContain('Dinkes ditugaskan ke 1 desa. 1 tidak.');
    expect(words(page)).toMatch(/Gombong\. .* menugaskan Inspektorat di \w+/);
    expect(page.text).toContain(`href="${support.replaceAll('&', '&amp;')}"`);
    await send([TAKEN], { peran: 'SUPPORT' }).expect(303);
    expect((await open(TAKEN)).map((one) => [one.agency.shortName, one.role])).toEqual([
      ['Inspektorat', 'LEAD'],
      ['Dinkes', 'SUPPORT'],
    ]);
  });

  it('takes a village ticked twice once, goes back to the same list and names what was done', async () => {
    const kembali = '?bagian=belum&urut=-nama&format=csv';
    const done = await send([MANDIRAJA, MANDIRAJA], { kembali });
    expect(done.headers.location).toBe('/penugasan?bagian=belum&urut=-nama');
    expect(await open(MANDIRAJA)).toHaveLength(1);
    const page = words(await coordinator.get('/penugasan'));
    expect(page).toContain('Dinkes ditugaskan ke 1 desa. Mandiraja.');
  });

  it('ends and hands over for the coordinator only, in the history too', async () => {
    const [support] = await portal.services.db.assignment.findMany({ where: { role: 'SUPPORT' } });
    const link = `/penugasan/${support?.id}/akhiri`;
    expect((await coordinator.get('/penugasan?bagian=riwayat')).text).toContain(link);
    for (const role of ['BAPPEDA', 'OPD'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      expect((await browser.get('/penugasan?bagian=riwayat')).text).not.toContain(link);
      await browser.post(link, { tanggal: '2026-11-02', alasan: 'x' }).expect(403);
    }
  });
});

describe('the proposals', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, dlh: 0, inspektorat: 0 };
  const BELIK = '33.27.03.2002';
  const GUNUNGTIGA = '33.27.03.2003';
  let coordinator: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    for (const [key, name] of [
      ['dinkes', 'Dinkes'],
      ['dlh', 'DLH'],
      ['inspektorat', 'Inspektorat'],
    ] as const)
      ids[key] = await agencyId(database, name);
    const bappeda = await makeAccount(database, 'BAPPEDA');
    const id = await draftFromSheet(database, bappeda, 2026, [
      { code: GOMBONG, agencyId: ids.dinkes },
      { code: BELIK, agencyId: ids.dinkes },
      { code: GUNUNGTIGA, agencyId: ids.inspektorat },
      { code: MANDIRAJA, agencyId: null },
    ]);
    const sk = { number: '188.4/1/TAHUN 2026', date: new Date('2026-02-14T00:00:00Z') };
    await fixList(doingAs(database, bappeda, new Date('2026-02-15T00:00:00Z')), id, sk);
    const needs = [
      { categoryCode: 'AIR', baseline: 40, target: null },
      { categoryCode: 'STN', baseline: 6, target: null },
    ];
    const day = new Date('2026-03-01T00:00:00Z');
    for (const villageCode of [MANDIRAJA, GOMBONG])
      await assess(doingAs(database, bappeda, TEST_NOW), {
        ...{ villageCode, assessedOn: day, source: 'ASESMEN', note: null },
        needs: villageCode === MANDIRAJA ? needs : needs.map((one) => ({ ...one, baseline: 12 })),
      });
    await database.transaction((tx) =>
      tx.agency.updateMany({ where: { id: { in: [ids.dinkes, ids.inspektorat] } }, data: { capacity: 1 } }),
    );
  });
  const open = () =>
    portal.services.db.assignment.findMany({ where: { endsOn: null }, orderBy: { id: 'asc' } });
  const seen = async (address = '/penugasan/usulan') =>
    [...(await coordinator.get(address)).text.matchAll(/name="pilih" value="([^"]+)" checked/g)].map(
      ([, value]) => value as string,
    );

  it('stand in the list beside the largest needs, and on a page of their own with reasons', async () => {
    const list = words(await coordinator.get('/penugasan'));
    expect(list).toContain('Lihat usulan untuk 4 desa');
    expect(list).toMatch(/Mandiraja .*Air bersih, stunting dan gizi/);
    expect(list).toContain('belum ada asesmen');
    const page = words(await coordinator.get('/penugasan/usulan'));
    expect(page).toContain('4 usulan');
    expect(page).toContain('disebut SK 100');
    expect(page).toMatch(/Inspektorat dengan .* sebagai pendukung teknis/);
  });

  it('keep within capacities: what the SK names beyond them goes to the next', async () => {
    const leads = (await seen()).map((one) => Number(one.split(':')[1]));
    expect(leads.filter((id) => id === ids.dinkes)).toHaveLength(1);
  });

  it('are matched around what is fixed by hand, and say what blocks them', async () => {
    const fixed = `/penugasan/usulan?desa=${MANDIRAJA}&opd=${ids.dlh}`;
    expect(await seen(fixed)).toContain(`${MANDIRAJA}:${ids.dlh}:`);
    expect(words(await coordinator.get(fixed))).toContain('Mandiraja: DLH');
    const twice = `${fixed}&patok=${GOMBONG}:${ids.dinkes}&patok=${BELIK}:${ids.dinkes}`;
    expect(words(await coordinator.get(twice))).toContain(
      'Dinkes dipatok untuk 2 desa, tempatnya tinggal 1. Lepas 1 patokan',
    );
    expect(words(await coordinator.get('/penugasan/usulan?patok=x&desa=constructor&opd=-1'))).toContain(
      '4 usulan',
    );
  });

  it('are accepted as they were seen, one or many, in one change; what was taken meanwhile is left and told', async () => {
    const all = await seen();
    const of = (code: string) => all.find((one) => one.startsWith(code)) as string;
    await coordinator.post('/penugasan/usulan', { pilih: [] }).expect(422);
    await coordinator.post('/penugasan/usulan', { pilih: 'x' }).expect(422);
    await coordinator.post('/penugasan/usulan', { pilih: of(GUNUNGTIGA) }).expect(303);
    const [lead, support] = await open();
    expect([lead?.agencyId, lead?.role, support?.role]).toEqual([ids.inspektorat, 'LEAD', 'SUPPORT']);
    expect(String(support?.agencyId)).toBe(of(GUNUNGTIGA).split(':')[2]);
    const full = await coordinator
      .post('/penugasan/usulan', { pilih: `${BELIK}:${ids.inspektorat}:` })
      .expect(409);
    expect(words(full)).toContain('Inspektorat akan mendampingi 2 desa, kapasitasnya 1. Hitung usulan lagi.');
    await coordinator.post('/penugasan/usulan', { pilih: all }).expect(303);
    const page = words(await coordinator.get('/penugasan'));
    expect(page).toContain('3 desa ditugaskan menurut usulan.');
    expect(page).toContain('Tidak: Gunungtiga sudah punya OPD utama Inspektorat');
    expect((await open()).filter((one) => one.role === 'LEAD')).toHaveLength(4);
    await coordinator.post('/penugasan/usulan', { pilih: all }).expect(409);
    expect(words(await coordinator.get('/penugasan/usulan'))).toContain('Tidak ada usulan');
  });

  it('are for the coordinator alone', async () => {
    const bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    await bappeda.get('/penugasan/usulan').expect(403);
    await bappeda.post('/penugasan/usulan').expect(403);
    expect(words(await bappeda.get('/penugasan'))).not.toContain('Kebutuhan terbesar');
  });
});
