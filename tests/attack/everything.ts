import { beforeAll } from 'vitest';
import { doingAs, target } from '../../src/audit/act.js';
import { hashPassword } from '../../src/auth/password.js';
import type { Role } from '../../src/generated/prisma/enums.js';
import { assess } from '../../src/needs/assess.js';
import { saveRun } from '../../src/prioritas/runs.js';
import { defaults } from '../../src/ranking/parameters.js';
import { closeMonth } from '../../src/rhythm/closing.js';
import { everySetting } from '../../src/settings/settings.js';
import { drawSeed, freezeFrame } from '../../src/spotcheck/make.js';
import { setScene } from '../activities/scene.js';
import { GOMBONG, makeAccount, makeList, makeVersion, REGION } from '../support/make.js';
import type { Portal } from '../support/portal.js';

/** One of everything in a portal: somebody of each role, and a real address of each row, made anew where none is left. */
export function useEverything(portal: Portal) {
  const people = new Map<Role, Awaited<ReturnType<typeof portal.as>>>();
  const as = async (role: Role) => {
    if (!people.has(role)) {
      const { id } = await makeAccount(portal.services.database, role);
      const passwordHash = await hashPassword('kata sandi pengujian');
      await portal.services.database.transaction((tx) =>
        tx.account.update({ where: { id }, data: { passwordHash } }),
      );
      people.set(role, await portal.as({ id }));
    }
    return people.get(role) as Awaited<ReturnType<typeof portal.as>>;
  };

  const activities: number[] = [];
  beforeAll(async () => {
    const { database } = portal.services;
    // The first public page of a month makes its snapshot, which the trail tells.
    await (await portal.as()).get('/');
    const desil1 = await makeVersion(database, 'DESIL1', { [GOMBONG]: 800 });
    await makeVersion(database, 'IDM', { [GOMBONG]: 0.6 });
    await makeList(database, 2026, [GOMBONG]);
    const author = await makeAccount(database, 'BAPPEDA');
    const version = await portal.services.db.datasetVersion.findUniqueOrThrow({ where: { id: desil1 } });
    await saveRun(database, author, {
      name: 'Uji',
      versions: { desil1: version, idm: null },
      parameters: defaults,
    });
    activities.push(...(await inEveryState()));
    const now = new Date('2026-11-20T03:00:00Z');
    const days = { firstDay: new Date('2026-01-01'), lastDay: now, share: 100 };
    const check = await freezeFrame(doingAs(database, author, now), days);
    await drawSeed(doingAs(database, author, now), target(check));
    await closeMonth(doingAs(database, author, now), new Date('2025-01-01'));
    await assess(doingAs(database, author, now), {
      villageCode: GOMBONG,
      assessedOn: new Date('2026-03-01'),
      source: 'ASESMEN',
      note: null,
      needs: [{ categoryCode: 'JMB', baseline: 40, target: null }],
    });
  });

  /** A draft, one submitted and disputed, one returned, one verified: every form has one that it is meant for. */
  const inEveryState = async () => {
    const scene = await setScene(portal);
    const [draft, submitted, returned, verified] = [
      await scene.log({ aksi: 'draf' }),
      await scene.log(),
      await scene.log(),
      await scene.log({ 'janji.0.pihak': 'PEMDES', 'janji.0.apa': 'menyediakan lahan' }),
    ];
    await scene.press(scene.asVillage, submitted, 'sanggah', { alasan: 'Belum ada' });
    await scene.press(scene.asCoordinator, returned, 'kembalikan', { catatan: 'Lengkapi' });
    await scene.press(scene.asCoordinator, verified, 'verifikasi');
    const { id, statedInId } = await portal.services.db.undertaking.findFirstOrThrow({
      where: { activityId: verified },
    });
    const kept = { terakhir: '0', revisi: String(statedInId), bagian: 'penuh', tanggal: '2026-11-19' };
    await scene.asOfficer.post(`/komitmen/${id}/penuhi`, kept);
    return [draft, submitted, returned, verified];
  };

  /** Real addresses of a row, made when there is none left. */
  const addresses = async (path: string): Promise<string[]> => {
    const { db } = portal.services;
    const at = (id: number | string) =>
      path.replace(/:(id|kode|tahun|berkas|kunci)/, String(id)).replace(/:\w+/, '1');
    if (path.startsWith('/kegiatan/:id')) {
      const left = await db.activity.count({ where: { id: { in: activities } } });
      if (left < activities.length) activities.splice(0, 4, ...(await inEveryState()));
      return activities.map(at);
    }
    if (path.startsWith('/lokus/draf/:id')) {
      const draft = () => db.lokusList.findFirst({ where: { status: 'DRAF' } });
      if (!(await draft()))
        await (await as('BAPPEDA')).post('/lokus/2026/perubahan', { alasan: 'Salah ketik' });
      return [at((await draft())?.id ?? 0)];
    }
    const kind = Object.keys(waiting).find((base) => path.startsWith(`${base}/:id`));
    if (kind !== undefined) {
      const staged = () => db.stagedUpload.findFirst({ where: { kind: waiting[kind]?.kind ?? '' } });
      if (!(await staged())) await waiting[kind]?.stage();
      return [at((await staged())?.id ?? 0)];
    }
    if (path.startsWith('/komitmen/pemenuhan/:id'))
      return [at((await db.undertakingDelivery.findFirstOrThrow()).id)];
    if (path.startsWith('/acuan/pengaturan/')) return [at(everySetting[0]?.key ?? '')];
    if (path.startsWith('/kebutuhan/:id')) return [at((await db.needAssessment.findFirstOrThrow()).id)];
    if (path.startsWith('/acuan/libur/:hari')) {
      const [regionCode, day] = [REGION, new Date('2026-12-25')];
      if ((await db.dayOff.count({ where: { day } })) === 0)
        await portal.services.database.transaction((tx) =>
          tx.dayOff.create({ data: { regionCode, day, name: 'Natal' } }),
        );
      return [path.replace(':hari', '2026-12-25')];
    }
    if (path.startsWith('/laporan/penutupan/:id')) return [at((await db.monthClosing.findFirstOrThrow()).id)];
    if (path.startsWith('/matriks/:desa')) return [`/matriks/${GOMBONG}/JMB`];
    if (path.startsWith('/uji-petik/kasus/:id')) return [at((await db.spotCase.findFirstOrThrow()).id)];
    if (path.startsWith('/uji-petik/')) return [at((await db.spotCheck.findFirstOrThrow()).id)];
    if (path === '/kebutuhan/baru') return [`${path}?desa=${GOMBONG}`];
    if (path.startsWith('/komitmen/:id')) return [at((await db.undertaking.findFirstOrThrow()).id)];
    if (path.startsWith('/prioritas/:id')) return [at((await db.rankingRun.findFirstOrThrow()).id)];
    if (path.startsWith('/data/:id')) return [at((await db.datasetVersion.findFirstOrThrow()).id)];
    if (path.startsWith('/penugasan/:id')) return [at((await db.assignment.findFirstOrThrow()).id)];
    if (path.startsWith('/pengguna/:id'))
      return [at((await makeAccount(portal.services.database, 'DESA')).id)];
    if (path.startsWith('/akun/perangkat/:tanda')) return [path.replace(':tanda', '0123456789abcdef')];
    if (path.startsWith('/audit/:id')) return [at((await db.auditEntry.findFirstOrThrow()).id)];
    if (path.includes('opd/:id')) return [at((await db.agency.findFirstOrThrow()).id)];
    if (path.startsWith('/desa/:kode')) return [at(GOMBONG)];
    if (path.startsWith('/acuan/kategori/:kode')) return [at('JMB')];
    if (path.startsWith('/kecamatan/:kode')) return [at('33.27.03')];
    return [path.replace(':tahun', '2026').replace(':berkas', 'desil1.csv')];
  };

  /** Uploads that wait, by the address under which they do. */
  const waiting: Record<string, { kind: string; stage: () => Promise<unknown> }> = {
    '/data/impor': {
      kind: 'DESIL1',
      stage: async () =>
        (await as('BAPPEDA')).upload('/data/impor', { jenis: 'desil1', sumber: 'DTKS', per: '2026-03-31' }, [
          { field: 'berkas', name: 'a.csv', bytes: Buffer.from(`kode,desil1\n${GOMBONG},5\n`) },
        ]),
    },
    '/lokus/berkas': {
      kind: 'LOKUS',
      stage: async () =>
        (await as('BAPPEDA')).post('/lokus', { tahun: '2040', hitungan: 'sk', daftar: 'Gombyong; Belik' }),
    },
    '/kebutuhan/impor': {
      kind: 'KEBUTUHAN',
      stage: async () =>
        (await as('BAPPEDA')).post('/kebutuhan/impor', { tempelan: 'Gombyong; Belik; JMB; 4; ; 2026-03-01' }),
    },
    '/laporan/impor': {
      kind: 'KEGIATAN',
      stage: async () =>
        (await as('OPD')).post('/laporan/impor', {
          bulan: '2026-11',
          tempelan: 'Gombyong; Belik; 2026-11-05; JMB; 4; ; ; ; Jamban.',
        }),
    },
    '/pengguna/impor': {
      kind: 'PENGGUNA',
      stage: async () =>
        (await as('ADMIN')).upload('/pengguna/impor', {}, [
          { field: 'berkas', name: 'a.csv', bytes: Buffer.from('Login,nama,peran\na-1,A,admin\n') },
        ]),
    },
  };

  return { as, addresses };
}
