import { doingAs } from '../../src/audit/act.js';
import type { Account } from '../../src/generated/prisma/client.js';
import type { Role } from '../../src/generated/prisma/enums.js';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { freezeFrame } from '../../src/spotcheck/make.js';
import {
  agencyId,
  GOMBONG,
  MANDIRAJA,
  makeAccount,
  makeAssignment,
  makeList,
  makeReferral,
  makeVerified,
  REGION,
} from './make.js';
import { type Browser, type Portal, TEST_NOW } from './portal.js';

interface Scene {
  portal: Portal;
  /** Who may do it, and their browser. */
  account: Account;
  browser: Browser;
}
interface Set {
  path: string;
  fields?: Record<string, string | string[]>;
  /** What is done to, as it is stored. */
  stored: () => Promise<unknown>;
}
/** Where a verb may be done, and by whom. */
export interface Stage {
  who: Role;
  /** Brings a thing to where the verb may be done. */
  set: (scene: Scene) => Promise<Set>;
  /** A form stands at its address. */
  page?: true;
  /** Answers with a page instead of leading to one. */
  answer?: 200;
}

const LATER = new Date('2026-12-10T00:00:00Z');
/** Each stage has a year and a place of its own, so that verbs may be tried in any order. */
let year = 2030;
let places = 0;

const ofAssignment =
  (fields: Record<string, string>, startsOn?: Date) =>
  async ({ portal: { services } }: Scene): Promise<Set> => {
    places += 1;
    const villageCode = `33.27.05.${2000 + places}`;
    const { id } = await makeAssignment(services.database, { villageCode, ...(startsOn && { startsOn }) });
    const opd = String(await agencyId(services.database, 'DLH'));
    return {
      path: `/penugasan/${id}`,
      fields: { ...fields, opd },
      stored: () => services.db.assignment.findUnique({ where: { id } }),
    };
  };

const onDraft =
  (
    fields: Record<string, string>,
    before?: (scene: Scene, path: string) => Promise<unknown>,
    inYear?: number,
  ) =>
  async (scene: Scene): Promise<Set> => {
    const { services } = scene.portal;
    year += 1;
    const codes = [GOMBONG, MANDIRAJA].map((code) => ({ code, agencyId: null }));
    const id = await draftFromSheet(services.database, scene.account, inYear ?? year, codes);
    await before?.(scene, `/lokus/draf/${id}`);
    const include = { members: true, phases: true, removals: true };
    return {
      path: `/lokus/draf/${id}`,
      fields: { ...fields, [`tahun-${GOMBONG.slice(0, 8)}`]: String(year + 1) },
      stored: () => services.db.lokusList.findUnique({ where: { id }, include }),
    };
  };

const ofAccount =
  (fields: Record<string, string>, data: object = {}, agency = 'Dinkes') =>
  async ({ portal: { services } }: Scene): Promise<Set> => {
    const { id } = await makeAccount(services.database, 'OPD', { agency });
    await services.database.transaction((tx) => tx.account.update({ where: { id }, data }));
    const stored = () => services.db.account.findUnique({ where: { id }, include: { factor: true } });
    return { path: `/pengguna/${id}`, fields, stored };
  };

/** An officer of an OPD that has ended and is gone on with by another. */
const ofEnded = async (scene: Scene): Promise<Set> => {
  const { services } = scene.portal;
  const [id, successorId] = await Promise.all(
    ['Dinarpus', 'DLH'].map((name) => agencyId(services.database, name)),
  );
  const data = { validTo: new Date('2026-10-31T00:00:00Z'), successorId: successorId as number };
  await services.database.transaction((tx) => tx.agency.update({ where: { id: id as number }, data }));
  return ofAccount({}, {}, 'Dinarpus')(scene);
};

const ofUpload =
  (fields: Record<string, string>, titles = 'kode,desil1') =>
  async ({ portal: { services }, browser }: Scene): Promise<Set> => {
    const bytes = Buffer.from(`${titles}\n33.27.03.2001,${5 + (year++ % 9)}\n`);
    const about = { jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31' };
    const sent = await browser
      .upload('/data/impor', about, [{ field: 'berkas', name: 'a.csv', bytes }])
      .expect(303);
    const path = sent.headers.location as string;
    const id = path.split('/').at(-1) as string;
    return { path, fields, stored: () => services.db.stagedUpload.findUnique({ where: { id } }) };
  };

/** The list of this year, where there is none yet; for one of its villages the SK names an OPD. */
const official = async ({ portal: { services } }: Scene) => {
  const { database, db } = services;
  if ((await db.lokusList.count({ where: { year: 2026, status: 'FIXED' } })) > 0) return;
  const proposed = { code: MANDIRAJA, agencyId: await agencyId(database, 'DLH') };
  await makeList(database, 2026, [GOMBONG, '33.27.03.2004', proposed]);
};

const onAssignments =
  (villageCode: string, fields: Record<string, string>) =>
  async (scene: Scene): Promise<Set> => {
    const { database, db } = scene.portal.services;
    await official(scene);
    const kepada = String(await agencyId(database, 'Inspektorat'));
    const stored = () => db.assignment.findMany({ where: { villageCode } });
    return { path: '/penugasan', fields: { ...fields, pilih: villageCode, kepada }, stored };
  };

/** The proposal of a village as a page showed it. */
const onProposal = async (scene: Scene): Promise<Set> => {
  const { path, fields, stored } = await onAssignments(MANDIRAJA, {})(scene);
  const lead = await agencyId(scene.portal.services.database, 'DLH');
  return { path, fields: { ...fields, pilih: `${MANDIRAJA}:${lead}:` }, stored };
};

/** A referral between two OPD in a village in which both work. */
const onReferral =
  (answer: string, ends: { from?: string; to?: string }) =>
  async ({ portal: { services } }: Scene): Promise<Set> => {
    places += 1;
    const villageCode = `33.27.05.${2000 + places}`;
    await makeAssignment(services.database, { villageCode });
    const { id } = await makeReferral(services.database, { villageCode, ...ends });
    const stored = () => services.db.undertaking.findUnique({ where: { id } });
    const fields = { terakhir: '0', revisi: '0', jawaban: 'DITAWARKAN', alasan: answer };
    return { path: `/komitmen/${id}`, fields, stored };
  };

const reason = { alasan: 'Mutasi tugas' };
const ending = { ...reason, tanggal: '2026-11-15' };
const locked = { lockedUntil: LATER };
const agencyFields = { nama: 'Dinas Kominfo', singkatan: 'Diskominfo', jenis: 'DINAS', mulai: '2000-01-01' };

/** Where each verb may be done and by whom; a verb without a stage fails the first test. */
export const stages: Record<string, Stage> = {
  'assignment.create ': {
    who: 'KOORDINATOR',
    set: onAssignments('33.27.03.2004', { peran: 'SUPPORT', mulai: '2026-11-20' }),
    page: true,
  },
  'assignment.create usulan': { who: 'KOORDINATOR', set: onProposal, page: true },
  'assignment.end akhiri': { who: 'KOORDINATOR', set: ofAssignment(ending), page: true },
  'assignment.handover alihkan': { who: 'KOORDINATOR', set: ofAssignment(ending), page: true },
  'assignment.withdraw batalkan': { who: 'KOORDINATOR', set: ofAssignment(reason, LATER), page: true },
  'lokus.draft tambah': { who: 'BAPPEDA', set: onDraft({ desa: '33.27.03.2003' }) },
  'lokus.draft keluarkan': { who: 'BAPPEDA', set: onDraft({ keluar: GOMBONG, sebab: 'Salah tulis' }) },
  'lokus.draft kembalikan': {
    who: 'BAPPEDA',
    set: onDraft({ desa: GOMBONG }, ({ browser }, path) =>
      browser.post(`${path}/keluarkan`, { keluar: GOMBONG, sebab: 'Keliru' }).expect(303),
    ),
  },
  'lokus.draft lanjutan': {
    who: 'BAPPEDA',
    set: async (scene) => {
      year += 1;
      await makeList(scene.portal.services.database, year, [GOMBONG, '33.27.03.2004']);
      return onDraft({ semua: 'ya' })(scene);
    },
  },
  'lokus.draft tahapan': { who: 'BAPPEDA', set: onDraft({}) },
  'lokus.draft hapus': { who: 'BAPPEDA', set: onDraft({ hapus: 'ya' }) },
  'lokus.fix tetapkan': {
    who: 'BAPPEDA',
    set: onDraft({ sk: '188.4/1', tanggal: '2026-11-19', yakin: 'ya' }, undefined, 2027),
  },
  'lokus.draft perubahan': {
    who: 'BAPPEDA',
    page: true,
    set: async (scene) => {
      const { services } = scene.portal;
      await official(scene);
      return {
        path: '/lokus/2026',
        fields: reason,
        stored: () => services.db.lokusList.findMany({ where: { status: 'DRAF' } }),
      };
    },
  },
  'village.decide keputusan': {
    who: 'BAPPEDA',
    page: true,
    set: async (scene) => {
      const { services } = scene.portal;
      await official(scene);
      return {
        path: `/desa/${GOMBONG}`,
        fields: { ...ending, lokus: '2026', keputusan: 'TUNTAS' },
        stored: () => services.db.villageDecision.findMany(),
      };
    },
  },
  'account.manage nama': { who: 'ADMIN', set: ofAccount({ nama: 'Petugas Baru' }) },
  'account.manage sandi': { who: 'ADMIN', set: ofAccount({}), answer: 200 },
  'account.manage nonaktifkan': { who: 'ADMIN', set: ofAccount({}) },
  'account.manage aktifkan': { who: 'ADMIN', set: ofAccount({}, { disabledAt: LATER }) },
  'account.manage buka-kunci': { who: 'ADMIN', set: ofAccount({}, locked) },
  'account.manage lepas-langkah-kedua': {
    who: 'ADMIN',
    set: ofAccount({}, { factor: { create: { secret: 'x', lastStep: 0 } } }),
  },
  'account.manage pindahkan': { who: 'ADMIN', set: ofEnded },
  'agency.edit ': {
    who: 'ADMIN',
    page: true,
    set: async ({ portal: { services } }) => {
      const id = await agencyId(services.database, 'Diskominfo');
      const stored = () => services.db.agency.findUnique({ where: { id } });
      return { path: `/acuan/opd/${id}`, fields: agencyFields, stored };
    },
  },
  'category.edit ': {
    who: 'ADMIN',
    page: true,
    set: async ({ portal: { services } }) => ({
      path: '/acuan/kategori/JMB',
      fields: { nama: 'Jamban sehat keluarga', satuan: 'unit', aktif: 'ya' },
      stored: () => services.db.category.findUnique({ where: { code: 'JMB' } }),
    }),
  },
  'dayoff.edit hapus': {
    who: 'ADMIN',
    page: true,
    set: async ({ portal: { services } }) => {
      const day = new Date(LATER.getTime() + 86_400_000 * places++);
      await services.database.transaction((tx) =>
        tx.dayOff.create({ data: { regionCode: REGION, day, name: 'Libur' } }),
      );
      return {
        path: `/acuan/libur/${day.toISOString().slice(0, 10)}`,
        stored: () => services.db.dayOff.findMany(),
      };
    },
  },
  'rhythm.reopen buka': {
    who: 'KOORDINATOR',
    page: true,
    set: async ({ portal: { services }, account }) => {
      const month = new Date(Date.UTC(2026, 1 - places++, 1));
      const closed = { regionCode: REGION, month, closedById: account.id, closedAt: LATER };
      const { id } = await services.database.transaction((tx) => tx.monthClosing.create({ data: closed }));
      const stored = () => services.db.monthClosing.findMany();
      return { path: `/laporan/penutupan/${id}`, fields: reason, stored };
    },
  },
  'rhythm.retract batal': {
    who: 'OPD',
    set: async ({ portal: { services }, account }) => {
      const month = new Date(Date.UTC(2026, 1 - places++, 1));
      const said = { regionCode: REGION, villageCode: GOMBONG, month, reason: 'Diundur', createdAt: LATER };
      const { id } = await services.database.transaction((tx) =>
        tx.nilReport.create({
          data: { ...said, agencyId: account.agencyId as number, authorId: account.id },
        }),
      );
      return { path: `/laporan/nihil/${id}`, stored: () => services.db.nilReport.findMany() };
    },
  },
  'undertaking.accept terima': { who: 'OPD', set: onReferral('', {}) },
  'undertaking.decline tolak-rujukan': { who: 'OPD', set: onReferral('Anggaran habis', {}) },
  'undertaking.withdraw tarik': {
    who: 'OPD',
    set: onReferral('Sudah ditangani', { from: 'Dinkes', to: 'Inspektorat' }),
  },
  'spotcheck.draw undi': {
    who: 'BAPPEDA',
    set: async ({ portal: { services }, account }) => {
      await makeVerified(services.database);
      const days = { firstDay: new Date('2026-01-01'), lastDay: TEST_NOW, share: 10 };
      const id = await freezeFrame(doingAs(services.database, account, TEST_NOW), days);
      return { path: `/uji-petik/${id}`, stored: () => services.db.spotCheck.findUnique({ where: { id } }) };
    },
  },
  'dataset.import pilihan': {
    who: 'BAPPEDA',
    set: ofUpload({ 'kolom-desil1': 'Termiskin' }, 'kode,Termiskin'),
  },
  'dataset.import sahkan': { who: 'BAPPEDA', set: ofUpload({ sebagian: 'ya' }) },
  'dataset.import batal': { who: 'BAPPEDA', set: ofUpload({}) },
};
