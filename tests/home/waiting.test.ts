import type { Response } from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIVE, type Scene, setScene } from '../activities/scene.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList, REGION } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const home = async (browser: Browser) => words(await browser.get('/beranda'));
const lists = async (browser: Browser, query: string, id: number) =>
  (await browser.get(`/kegiatan?format=json&${query}`)).text.includes(`"id":${id},`);

describe('what waits while a verified activity is corrected', () => {
  const portal = usePortal();

  const corrected = async (scene: Scene, id: number) => {
    const { revision } = await scene.current(id);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    return scene.asOfficer.post(`/kegiatan/${id}/ubah`, {
      ...FIVE,
      ...seen,
      perubahan: 'Dihitung ulang bersama desa.',
      aksi: 'ajukan',
    });
  };

  it('keeps an open dispute at the coordinator until the correction is submitted', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban yang disanggah' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await home(scene.asCoordinator)).toContain('1 kegiatan disanggah desa');
    expect(await lists(scene.asCoordinator, 'tanggapan=menunggu', id)).toBe(true);
    await corrected(scene, id);
    expect(await home(scene.asCoordinator)).toContain('0 kegiatan disanggah desa');
    expect(await lists(scene.asCoordinator, 'tanggapan=menunggu', id)).toBe(false);
  });

  it('keeps asking the village about the verified content', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban tanpa tanggapan' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await home(scene.asVillage)).toContain('Jamban tanpa tanggapan');
    expect(await lists(scene.asVillage, 'tanggapan=belum', id)).toBe(true);
  });
});

describe('a silent village', () => {
  const portal = usePortal();
  beforeAll(async () => {
    await makeList(portal.services.database, 2026, [GOMBONG, MANDIRAJA]);
  });
  const isSilent = async (browser: Browser, code = GOMBONG) => {
    const listed = (await browser.get('/desa?diam=ya&format=json')).text.includes(code);
    const [row = ''] =
      new RegExp(`${code}[\\s\\S]*?</tr>`).exec((await browser.get('/lokus/2026')).text) ?? [];
    expect([code, /tone-warn">(belum pernah|\d)/.test(row)]).toEqual([code, listed]);
    return listed;
  };

  it('is woken by work that was reported, not by plans, what was cancelled or a draft', async () => {
    const scene = await setScene(portal);
    const { asCoordinator } = scene;
    expect(await isSilent(asCoordinator)).toBe(true);
    const plan = await scene.log({ hari: 'lain', tanggal: '2027-03-01', jumlah: '' });
    await scene.press(asCoordinator, plan, 'verifikasi');
    await scene.log({ status: 'BATAL', jumlah: '', alasan_batal: 'Hujan.' });
    await scene.log({ aksi: 'draf' });
    await scene.log({ hari: 'lain', tanggal: '2026-10-20' });
    expect(await isSilent(asCoordinator)).toBe(true);
    const id = await scene.log({ hari: 'lain', tanggal: '2026-10-21' });
    expect(await isSilent(asCoordinator)).toBe(false);
    await scene.press(asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await isSilent(asCoordinator)).toBe(false);
    expect(await home(asCoordinator)).toContain('0 desa diam lebih dari 30 hari');
  });

  it('is left in peace once it is tuntas', async () => {
    const { database } = portal.services;
    await makeAssignment(database, { villageCode: MANDIRAJA });
    const coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    expect(await isSilent(coordinator, MANDIRAJA)).toBe(true);
    const decidedById = (await makeAccount(database, 'BAPPEDA')).id;
    await database.transaction((tx) =>
      tx.villageDecision.create({
        data: {
          regionCode: REGION,
          villageCode: MANDIRAJA,
          listYear: 2026,
          outcome: 'TUNTAS',
          decidedOn: new Date('2026-06-30T00:00:00Z'),
          reason: 'Tidak ada lagi rumah tidak layak.',
          decidedById,
        },
      }),
    );
    expect(await isSilent(coordinator, MANDIRAJA)).toBe(false);
  });
});

const NOON = new Date('2026-11-20T05:00:00Z');
const DAY = 86_400_000;

/** The rows of a home's section: title, `N hari` and where its button leads, in their order. */
function rowsOf(page: Response, section: string): [title: string, age: string, href: string][] {
  const [table = ''] =
    new RegExp(`<section class="table-section" id="${section}">[\\s\\S]*?</section>`).exec(page.text) ?? [];
  return [...table.matchAll(/<tr role="row">([\s\S]*?)<\/tr>/g)]
    .slice(1)
    .map(([, row = '']) => [
      /class="name" href="[^"]*">([^<]*)</.exec(row)?.[1] ?? '',
      />(\d+ hari(?: lalu)?|hari ini|kemarin)</.exec(row)?.[1] ?? '',
      /class="btn btn-small" href="([^"]*)"/.exec(row)?.[1] ?? '',
    ]);
}

describe('what a home shows', STORY, () => {
  const portal = usePortal();
  const ago = (days: number) => portal.clock.set(new Date(NOON.getTime() - days * DAY));

  /** Does `what` once nine and once two days ago, the younger first, by people of that day, and comes back to today. */
  const twice = async (what: (title: string, then: Scene) => Promise<number>) => {
    const ids: Record<string, number> = {};
    for (const days of [2, 9]) {
      ago(days);
      ids[days] = await what(`Sejak ${days} hari`, await setScene(portal));
    }
    portal.clock.set(NOON);
    return { older: ids[9] as number, younger: ids[2] as number };
  };
  const today = { hari: 'lain', tanggal: '2026-11-03' };

  it('to a coordinator: reviews and disputes, the oldest first, each with its age and its place', async () => {
    const review = await twice((judul, then) => then.log({ ...today, judul }));
    const expected = [
      ['Sejak 9 hari', '9 hari', `/kegiatan/${review.older}`],
      ['Sejak 2 hari', '2 hari', `/kegiatan/${review.younger}`],
    ];
    const scene = await setScene(portal);
    const page = await scene.asCoordinator.get('/beranda');
    expect(rowsOf(page, 'periksa')).toEqual(expected);
    expect(words(page)).toContain('3 Nov 2026. Gombong, Belik. Dinkes');
    await twice(async (title, then) => {
      const id = title.includes('9') ? review.older : review.younger;
      await then.press(then.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
      return id;
    });
    for (const id of Object.values(review)) await scene.press(scene.asCoordinator, id, 'verifikasi');
    const bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    for (const browser of [scene.asCoordinator, scene.asOfficer, bappeda]) {
      expect(rowsOf(await browser.get('/beranda'), 'sanggahan')).toEqual(expected);
    }
  });

  it('to an officer: returned reports and drafts, which open to be mended', async () => {
    const drafts = await twice((judul, then) => then.log({ ...today, judul, aksi: 'draf' }));
    const back = await twice(async (judul, then) => {
      const id = await then.log({ ...today, judul });
      await then.press(then.asCoordinator, id, 'kembalikan', { catatan: 'Kurang foto.' });
      return id;
    });
    const scene = await setScene(portal);
    const page = await scene.asOfficer.get('/beranda');
    for (const [section, ids] of [
      ['draf', drafts],
      ['kembali', back],
    ] as const) {
      expect(rowsOf(page, section)).toEqual([
        ['Sejak 9 hari', '9 hari', `/kegiatan/${ids.older}/ubah`],
        ['Sejak 2 hari', '2 hari', `/kegiatan/${ids.younger}/ubah`],
      ]);
    }
    for (const id of Object.values(drafts)) await scene.press(scene.asOfficer, id, 'hapus');
  });

  it('to an officer and a village: promises past their date', async () => {
    const scene = await setScene(portal);
    const promised = async (batas: string) => {
      const janji = { 'janji.0.pihak': 'WARGA', 'janji.0.apa': `Pasir ${batas}`, 'janji.0.batas': batas };
      const id = await scene.log({ ...today, ...janji });
      await scene.press(scene.asCoordinator, id, 'verifikasi');
      const [born] = await portal.services.db.undertaking.findMany({ where: { activityId: id } });
      return born?.id;
    };
    const younger = await promised('2026-11-18');
    const older = await promised('2026-11-11');
    for (const browser of [scene.asOfficer, scene.asVillage]) {
      expect(rowsOf(await browser.get('/beranda'), 'janji')).toEqual([
        ['Pasir 2026-11-11', '9 hari', `/komitmen/${older}`],
        ['Pasir 2026-11-18', '2 hari', `/komitmen/${younger}`],
      ]);
    }
  });

  it('to a village: what it has said nothing about', async () => {
    const asked = await twice((judul, then) => then.log({ ...today, judul: `Tanya ${judul}` }));
    const scene = await setScene(portal);
    const rows = rowsOf(await scene.asVillage.get('/beranda'), 'tanggapan');
    expect(rows.filter(([title]) => title.startsWith('Tanya'))).toEqual([
      ['Tanya Sejak 9 hari', '9 hari', `/kegiatan/${asked.older}`],
      ['Tanya Sejak 2 hari', '2 hari', `/kegiatan/${asked.younger}`],
    ]);
  });

  it('of silent villages: the longest first, with the OPD to ask or the form to fill', async () => {
    const { database } = portal.services;
    const [coordinator, officer] = [
      await portal.as(await makeAccount(database, 'KOORDINATOR')),
      await portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' })),
    ];
    const codes = ['33.27.02.2003', '33.27.02.2004'];
    for (const [index, code] of codes.entries()) {
      const startsOn = new Date(Date.UTC(2026, 8 - index, 1));
      await makeAssignment(database, { agency: 'Inspektorat', villageCode: code, startsOn });
    }
    const { id } = await portal.services.db.agency.findFirstOrThrow({ where: { shortName: 'Inspektorat' } });
    const actions = async (browser: Browser) =>
      rowsOf(await browser.get('/beranda'), 'diam').map(([, age, href]) => [age, href]);
    expect(await actions(coordinator)).toEqual([
      ['111 hari', `/laporan/diam#opd-${id}`],
      ['80 hari', `/laporan/diam#opd-${id}`],
    ]);
    expect(await actions(officer)).toEqual([
      ['111 hari', `/kegiatan/baru?desa=${codes[1]}`],
      ['80 hari', `/kegiatan/baru?desa=${codes[0]}`],
    ]);
    const mine = await officer.get('/desa?diam=ya&opd=saya&urut=terakhir&format=json');
    expect((JSON.parse(mine.text) as { kode: string }[]).map((row) => row.kode)).toEqual(
      [...codes].reverse(),
    );
  });

  it('to Bappeda: the oldest unfinished work, and the villages without this year’s decision', async () => {
    const { database } = portal.services;
    const account = await makeAccount(database, 'BAPPEDA');
    const bappeda = await portal.as(account);
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    const upload = (days: number) => ({
      ...{ regionCode: REGION, accountId: account.id, kind: 'IDM' as const, source: 'IDM', unit: 'skor' },
      ...{ fileName: `idm-${days}.csv`, bytes: Buffer.from('x'), asOf: NOON },
      createdAt: new Date(NOON.getTime() - days * DAY),
    });
    await database.transaction((tx) => tx.stagedUpload.createMany({ data: [upload(2), upload(9)] }));
    const page = await bappeda.get('/beranda');
    expect(rowsOf(page, 'pekerjaan')).toEqual([
      ['Unggahan idm-9.csv', '9 hari lalu', expect.stringMatching(/^\/data\/impor\//)],
      ['Unggahan idm-2.csv', '2 hari lalu', expect.stringMatching(/^\/data\/impor\//)],
    ]);
    const all = '/evaluasi/2026?keputusan=belum';
    expect(page.text).toContain(`href="${all}"`);
    expect(words(page)).toContain('2 desa lokus 2026 belum diputuskan');
    const decision = {
      lokus: '2026',
      keputusan: 'LANJUTAN',
      tanggal: '2026-11-19',
      alasan: 'Masih ada RTLH.',
    };
    await bappeda.post(`/desa/${GOMBONG}/keputusan`, decision);
    const list = await bappeda.get(all);
    expect(list.text).toContain(`name="pilih" value="${MANDIRAJA}"`);
    expect(list.text).not.toContain(`name="pilih" value="${GOMBONG}"`);
  });

  it('to an admin: locked accounts, unused passwords and officers of an OPD that merged', async () => {
    const { database } = portal.services;
    const admin = await portal.as(await makeAccount(database, 'ADMIN'));
    const make = async (days: number, data: object) => {
      const { id } = await makeAccount(database, 'OPD', { agency: 'DLH', name: `Sejak ${days}` });
      await database.transaction((tx) => tx.account.update({ where: { id }, data }));
      return id;
    };
    const before = (days: number) => new Date(NOON.getTime() - days * DAY);
    const unused = (days: number) => make(days, { mustChangePassword: true, createdAt: before(days) });
    const [younger, older] = [await unused(2), await unused(9)];
    expect(rowsOf(await admin.get('/beranda'), 'sandi')).toEqual([
      ['Sejak 9', '9 hari lalu', `/pengguna/${older}`],
      ['Sejak 2', '2 hari lalu', `/pengguna/${younger}`],
    ]);
    const locked = (minutes: number) => ({ lockedUntil: new Date(NOON.getTime() + minutes * 60_000) });
    const [late, early] = [await make(1, locked(14)), await make(1, locked(3))];
    expect(rowsOf(await admin.get('/beranda'), 'terkunci').map(([, age, href]) => [age, href])).toEqual([
      ['hari ini', `/pengguna/${early}`],
      ['hari ini', `/pengguna/${late}`],
    ]);
    for (const [shortName, validTo] of [
      ['DLH', '2026-11-18'],
      ['Inspektorat', '2026-11-11'],
    ] as const) {
      await database.transaction((tx) =>
        tx.agency.updateMany({ where: { shortName }, data: { validTo: new Date(`${validTo}T00:00:00Z`) } }),
      );
    }
    const ages = rowsOf(await admin.get('/beranda'), 'bergabung').map(([, age]) => age);
    expect(ages).toEqual(['9 hari lalu', ...Array(4).fill('2 hari lalu')]);
    expect((await admin.get('/pengguna?keadaan=bergabung&format=json')).text).toContain('Sejak 9');
  });

  it('says how many there are beyond the five it shows, and opens all of them', async () => {
    const scene = await setScene(portal);
    portal.clock.set(NOON);
    for (let index = 0; index < 12; index++) await scene.log({ ...today, aksi: 'draf' });
    const page = await scene.asOfficer.get('/beranda');
    expect(rowsOf(page, 'draf')).toHaveLength(5);
    expect(page.text).toContain(
      '<a href="/kegiatan?opd=saya&amp;laporan=DRAF&amp;urut=menunggu">Lihat semua 12</a>',
    );
    expect(words(page)).toContain('12 draf belum diajukan');
  });
});
