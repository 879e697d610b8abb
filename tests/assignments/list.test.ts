import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { fixList } from '../../src/lokus/edit.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
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

describe('the proposals of the SK', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, dlh: 0, merged: 0 };
  let coordinator: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    ids.dinkes = await agencyId(database, 'Dinkes');
    ids.dlh = await agencyId(database, 'DLH');
    ids.merged = await agencyId(database, 'Inspektorat');

    const bappeda = await makeAccount(database, 'BAPPEDA');
    const id = await draftFromSheet(database, bappeda, 2026, [
      { code: GOMBONG, agencyId: ids.dinkes },
      { code: '33.27.03.2002', agencyId: ids.dinkes },
      { code: '33.27.03.2003', agencyId: ids.dlh },
      { code: MANDIRAJA, agencyId: ids.merged },
    ]);
    const sk = { number: '188.4/1/TAHUN 2026', date: new Date('2026-02-14T00:00:00Z') };
    await fixList(doingAs(database, bappeda, new Date('2026-02-15T00:00:00Z')), id, sk);
    await database.transaction(async (tx) => {
      await tx.agency.update({ where: { id: ids.dinkes }, data: { capacity: 1 } });
      await tx.agency.update({
        where: { id: ids.merged },
        data: { validTo: new Date('2026-06-30T00:00:00Z') },
      });
    });
  });
  const open = () => portal.services.db.assignment.count({ where: { endsOn: null } });

  it('are counted whole, and what is left out is named before it happens', async () => {
    expect(words(await coordinator.get('/penugasan?kecamatan=33.27.01'))).toContain(
      'Tugaskan 3 desa menurut usulan SK',
    );
    const page = words(await coordinator.get('/penugasan/usulan'));
    expect(page).toContain('Mandiraja: Inspektorat sudah berakhir 30 Juni 2026');
    expect(page).toContain('Dinkes akan mendampingi 2 desa, kapasitasnya 1.');
  });

  it('are assigned all or none: one reason is asked for all OPD that go over', async () => {
    await coordinator.post('/penugasan/usulan').expect(422);
    expect(await open()).toBe(0);
    await coordinator.post('/penugasan/usulan', { alasan: 'Sementara' });
    expect(await open()).toBe(3);
    const page = words(await coordinator.get('/penugasan'));
    expect(page).toContain('3 desa ditugaskan menurut usulan SK.');
    expect(page).toContain('Dilewati: Mandiraja: Inspektorat sudah berakhir');
    const reasons = await portal.services.db.assignment.findMany({ distinct: ['reason'] });
    expect(reasons.map((one) => one.reason)).toEqual(['Menurut SK lokus 2026. Sementara']);
    expect(await portal.services.db.auditEntry.count({ where: { action: 'assignment.create' } })).toBe(3);
    await coordinator.post('/penugasan/usulan').expect(409);
  });

  it('are for the coordinator alone', async () => {
    const bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    await bappeda.get('/penugasan/usulan').expect(403);
    await bappeda.post('/penugasan/usulan').expect(403);
  });
});
