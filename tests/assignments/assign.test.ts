import { beforeAll, describe, expect, it } from 'vitest';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

describe('assigning', STORY, () => {
  const portal = usePortal();
  const state = { dinkes: 0, bkd: 0 };
  let coordinator: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR', { name: 'Koordinator Satu' }));
    await makeList(database, 2026, [GOMBONG, MANDIRAJA, '33.27.03.2002', '33.27.03.2003']);
    state.dinkes = await agencyId(database, 'Dinkes');
    state.bkd = await agencyId(database, 'Inspektorat');
  });
  const send = (browser: Browser, pilih: string[], more: Record<string, string | number> = {}) =>
    browser.post('/penugasan', {
      pilih,
      kepada: state.dinkes,
      peran: 'LEAD',
      mulai: '2026-11-01',
      alasan: '',
      ...more,
    });
  const open = (villageCode: string) =>
    portal.services.db.assignment.findMany({ where: { villageCode, endsOn: null } });

  it('gives a village its lead, and tells who waits', async () => {
    expect(words(await coordinator.get('/penugasan'))).toContain('0 dari 4 desa dan kelurahan lokus 2026');
    await send(coordinator, [GOMBONG]).expect(303);
    expect(words(await coordinator.get('/penugasan'))).toContain('Belum ada OPD (3)');
    expect(words(await coordinator.get('/penugasan?bagian=sudah'))).toContain('Gombong');
  });

  it('asks a reason over the capacity, and keeps what was ticked', async () => {
    await portal.services.database.transaction((tx) =>
      tx.agency.update({ where: { id: state.dinkes }, data: { capacity: 2 } }),
    );
    const refused = await send(coordinator, [MANDIRAJA, '33.27.03.2002']).expect(422);
    expect(words(refused)).toContain('Dinkes akan mendampingi 3 desa, kapasitasnya 2');
    expect(refused.text).toMatch(/value="33.27.01.2002" checked/);
    await send(coordinator, [MANDIRAJA], { alasan: 'Hanya sementara' }).expect(303);
  });

  it('refuses villages outside the official list, dates beyond its year, and nothing ticked', async () => {
    await send(coordinator, ['33.27.04.2001']).expect(422);
    await send(coordinator, ['33.27.03.2002'], { mulai: '2027-01-01', alasan: 'x' }).expect(422);
    expect(words(await send(coordinator, []).expect(422))).toContain('Centang desa yang ditugaskan');
  });

  it('tells the second of two coordinators who was first, and makes exactly one lead', async () => {
    const other = await portal.as(
      await makeAccount(portal.services.database, 'KOORDINATOR', { name: 'Koordinator Dua' }),
    );
    const answers = await Promise.all([
      send(coordinator, ['33.27.03.2003'], { kepada: state.bkd }).expect([303, 409]),
      send(other, ['33.27.03.2003'], { alasan: 'Boleh' }).expect([303, 409]),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([303, 409]);
    const told = words(answers.find((one) => one.status === 409) as (typeof answers)[number]);
    expect(told).toMatch(/Gunungtiga baru saja mendapat OPD utama/);
    expect(told).toMatch(/Koordinator (Satu|Dua) menugaskan (Dinkes|Inspektorat) di Gunungtiga/);
    expect(await open('33.27.03.2003')).toHaveLength(1);
  });

  it('hands a village over in one step without losing the past', async () => {
    const [before] = await open(GOMBONG);
    const path = `/penugasan/${before?.id}/alihkan`;
    const form = { opd: state.bkd, tanggal: '2026-11-15', alasan: 'Mutasi tugas' };
    await coordinator.post(path, { ...form, alasan: '' }).expect(422);
    expect((await coordinator.post(path, form)).headers.location).toBe(`/desa/${GOMBONG}`);
    expect((await open(GOMBONG)).map((one) => one.agencyId)).toEqual([state.bkd]);
    expect(words(await coordinator.get('/penugasan?bagian=riwayat'))).toContain('Mutasi tugas');
    await coordinator.post(path, form).expect(409);
  });

  it('takes supporters beside the lead, each once', async () => {
    const support = { peran: 'SUPPORT' };
    await send(coordinator, [GOMBONG], support).expect(303);
    await send(coordinator, [GOMBONG], support).expect(409);
  });

  it('is for the coordinator alone', async () => {
    for (const role of ['BAPPEDA', 'OPD', 'DESA', 'ADMIN'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      await send(browser, ['33.27.03.2002']).expect(403);
    }
    expect((await send(await portal.as(), ['33.27.03.2002'])).headers.location).toBe('/masuk');
  });
});
