import { beforeAll, describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeList, makeVersion } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const POOR = { [GOMBONG]: 812, '33.27.03.2002': 400, [MANDIRAJA]: 1003, '33.27.08.1004': 150 };
const IDM = { [GOMBONG]: 0.6512, '33.27.03.2002': 0.7072, [MANDIRAJA]: 0.6012 };
/** Addresses, codes of places, numbers of an SK, clock times and grouped thousands have dots; nothing else has. */
const DOTTED = [
  /127\.0\.0\.1\S*/g,
  /\b\d\d(\.\d\d){1,2}(\.\d{4})?\b/g,
  /188\.4\//g,
  /pukul \d\d\.\d\d/g,
  /\b\d{1,3}(\.\d{3})+\b/g,
];

describe('what prioritas and lokus say', () => {
  const portal = usePortal();
  const form = { nama: 'Ambang separuh', seleksi: 'ambang:0.5', bobotIdm: '0.125', desil1: 0, idm: 0 };
  let bappeda: Browser;
  let run = '';
  beforeAll(async () => {
    const { database } = portal.services;
    form.desil1 = await makeVersion(database, 'DESIL1', POOR);
    form.idm = await makeVersion(database, 'IDM', IDM);
    bappeda = await portal.as(await makeAccount(database, 'BAPPEDA'));
    run = (await bappeda.post('/prioritas', form)).headers.location as string;
    await makeList(database, 2022, [GOMBONG, MANDIRAJA]);
    await makeList(database, 2026, [GOMBONG]);
    await database.transaction((tx) =>
      execute(tx, sql`update village set name = 'Mandiraja Baru' where code = ${MANDIRAJA}`),
    );
  });
  const pinned = () => `desil1=${form.desil1}&idm=${form.idm}`;

  it('has decimal commas, also of what was typed with a point or cannot be read', async () => {
    const draft = (await bappeda.post('/lokus', { tahun: 2027, hitungan: run.split('/').at(-1) as string }))
      .headers.location as string;
    const answers = {
      'saved runs': await bappeda.get('/prioritas'),
      run: await bappeda.get(run),
      comparison: await bappeda.get(`${run}/banding`),
      'what-if': await bappeda.get(`/prioritas/baru?bobotIdm=0.125&seleksi=ambang:0.5&${pinned()}`),
      kecamatan: await bappeda.get(`/prioritas/baru?bobotIdm=0.125&tingkat=kecamatan&${pinned()}`),
      'no limit': await bappeda.get(`/prioritas/baru?seleksi=ambang&batas=&${pinned()}`).expect(422),
      'no such choice': await bappeda.get(`/prioritas/baru?metode=lain&dasar=lain&${pinned()}`).expect(422),
      draft: await bappeda.get(draft),
      'refused draft': await bappeda.post(`${draft}/tetapkan`, { sk: '', tanggal: '2027-01-01' }).expect(422),
      list: await bappeda.get('/lokus/2022'),
    };
    for (const [page, answer] of Object.entries(answers)) {
      const said = DOTTED.reduce((text, dotted) => text.replace(dotted, ''), words(answer));
      expect([page, /\S*\d\.\d\S*/.exec(said)?.[0]]).toEqual([page, undefined]);
    }
    expect(words(answers['what-if'])).toContain('0,125');
  });

  it('tells who is not ranked and why in words of the screen, of a run and of a what-if alike', async () => {
    const told = 'belum punya angka desil 1';
    for (const address of [run, `/prioritas/baru?seleksi=kuota:2&${pinned()}`]) {
      const page = words(await bappeda.get(address));
      expect(page).toContain(told);
      expect(page).not.toContain('data belum lengkap:');
      expect(page).not.toContain('catatan: ');
    }
  });

  it('compares a what-if with the newest official list, or with the one that was chosen', async () => {
    const whatIf = `/prioritas/baru?seleksi=kuota:2&${pinned()}`;
    expect(words(await bappeda.get(whatIf))).toContain('Dibanding lokus 2026: 1 masuk , 0 keluar');
    const chosen = await bappeda.get(`${whatIf}&lokus=2022`);
    expect(words(chosen)).toContain('Dibanding lokus 2022: 0 masuk , 0 keluar');
    expect(chosen.text).toContain('lokus=2022&amp;tingkat=kecamatan');
    expect(words(await bappeda.get(`${whatIf}&lokus=1999`))).toContain('Dibanding lokus 2026');
  });
});
