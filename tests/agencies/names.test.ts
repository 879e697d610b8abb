import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { doingAs } from '../../src/audit/act.js';
import { strategyOn } from '../../src/database/former-names.js';
import { queryRow, sql } from '../../src/database/query.js';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { fixList } from '../../src/lokus/edit.js';
import { agencyId, GOMBONG, makeAccount, makeAssignment, makeVerified } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a name that changed', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, activity: 0, old: 0 };
  let admin: Browser;
  let bappeda: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    admin = await portal.as(await makeAccount(database, 'ADMIN'));
    const author = await makeAccount(database, 'BAPPEDA');
    bappeda = await portal.as(author);
    ids.dinkes = await agencyId(database, 'Dinkes');
    const list = await draftFromSheet(database, author, 2026, [{ code: GOMBONG, agencyId: ids.dinkes }]);
    await fixList(doingAs(database, author, day('2026-02-15')), list, {
      number: '1',
      date: day('2026-02-14'),
    });
    await makeAssignment(database);
    ids.activity = await makeVerified(database);
    const revision = await portal.services.db.activityRevision.findFirstOrThrow({
      where: { activityId: ids.activity },
    });
    ids.old = revision.authorId;
  });
  const agencyForm = {
    ...{ nama: 'Dinas Kesehatan Pengendalian Penduduk', singkatan: 'Dinkes PP', jenis: 'DINAS' },
    mulai: '2000-01-01',
  };
  const rename = (more: Record<string, string>) =>
    admin.post(`/acuan/opd/${ids.dinkes}`, { ...agencyForm, ...more });

  it('asks since when: not ahead', async () => {
    const ahead = await rename({ sejak: '2026-12-01' }).expect(422);
    expect(words(ahead)).toContain('Tanggal itu belum terjadi');
    await rename({ sejak: '2026-06-01' }).expect(303);
  });

  it('stays on what is older, with the one of today beside it', async () => {
    const both = 'Dinkes (kini Dinkes PP)';
    expect(words(await bappeda.get(`/kegiatan/${ids.activity}`))).toContain(
      'Dinas Kesehatan (kini Dinas Kesehatan Pengendalian Penduduk)',
    );
    expect((await bappeda.get('/kegiatan?format=csv')).text).toContain(both);
    expect((await bappeda.get('/lokus/2026?format=csv')).text).toContain(both);
    expect((await bappeda.get('/penugasan?bagian=riwayat&format=csv')).text).toContain(both);
    expect(words(await bappeda.get(`/desa/${GOMBONG}`))).toContain(
      'Dinas Kesehatan (kini Dinas Kesehatan Pengendalian Penduduk) OPD utama',
    );
    for (const last of ['2026-05-31', '2026-06-30'])
      expect(words(await bappeda.get(`/rekap?dari=2026-01-01&sampai=${last}`))).toContain(
        'Dinas Kesehatan (kini',
      );
    expect(words(await bappeda.get(`/opd/${ids.dinkes}`))).toContain('Dinas Kesehatan, sampai 31 Mei 2026');
  });

  it('cannot have changed before the change before it, and leaves nothing where only the writing is mended', async () => {
    expect(words(await rename({ singkatan: 'DKPP', sejak: '2026-05-31' }).expect(422))).toContain(
      'Nama sebelumnya berlaku sampai 31 Mei 2026',
    );
    await rename({ singkatan: 'Dinkes P2', sejak: '' }).expect(303);
    await rename({ singkatan: 'Dinkes-PP', sejak: '2026-06-01' }).expect(303);
    const kept = await portal.services.db.formerName.findMany({ where: { agencyId: ids.dinkes } });
    expect(kept.map((one) => [one.shortName, one.until])).toEqual([['Dinkes', day('2026-05-31')]]);
    await expect(
      portal.services.database.transaction((tx) =>
        tx.formerName.updateMany({ where: { agencyId: ids.dinkes }, data: { name: 'x' } }),
      ),
    ).rejects.toThrow(/frozen|constraint violated/);
  });

  it('of the person behind an account stays under what was verified before', async () => {
    const path = `/pengguna/${ids.old}/nama`;
    const before = (await portal.services.db.account.findUniqueOrThrow({ where: { id: ids.old } })).name;
    await admin.post(path, { nama: 'Petugas Baru', sejak: '2026-04-01' });
    expect(words(await bappeda.get(`/kegiatan/${ids.activity}`))).toContain(
      `Dicatat oleh ${before} (kini Petugas Baru)`,
    );
  });

  it('of a category takes its strategy along: an old period has the strategy of then', async () => {
    const category = { nama: 'Jamban dan sanitasi', satuan: 'unit', strategi: 'A', aktif: 'ya' };
    await admin.post('/acuan/kategori/JMB', { ...category, orang: 'ya', sejak: '2026-05-01' });
    expect(words(await bappeda.get(`/kegiatan/${ids.activity}`))).toContain('(kini Jamban dan sanitasi)');
    const strategy = async (on: string) =>
      (
        await queryRow(
          portal.services.db,
          sql`select ${strategyOn(sql`c`, sql`${on}::date`)}::text as strategy from category c where c.code = 'JMB'`,
          z.object({ strategy: z.string() }),
        )
      ).strategy;
    expect([await strategy('2026-04-30'), await strategy('2026-05-01')]).toEqual(['C', 'A']);
  });
});
