import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { execute, sql } from '../../src/database/query.js';
import { importVersion } from '../../src/datasets/versions.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { fixList } from '../../src/lokus/edit.js';
import { saveRun } from '../../src/prioritas/runs.js';
import { defaults } from '../../src/ranking/parameters.js';
import { rows } from '../../src/routes.js';
import { FIVE, PLAN, type Scene, setScene } from '../activities/scene.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { type Browser, TEST_NOW, UNBROKEN, usePortal } from '../support/portal.js';

/** In July everything that bears a name got this sign behind it; all that these pages tell is older. */
const NEW = '†';
/** `Dinkes (kini Dinkes†)`. */
const BOTH = new RegExp(`\\(kini [^<>"]*?${NEW}\\)`, 'g');

/** The sections and columns that speak of today, and why; whatever else bears a name tells that of its day. */
const OF_TODAY = {
  'an office, a person or a kind of help as it is': [
    '/acuan # melayani',
    '/acuan # nama',
    '/acuan # penerus',
    '/acuan # singkatan',
    '/acuan § N OPD',
    '/acuan § N kategori bantuan',
    '/acuan/kategori/:kode §',
    '/acuan/opd/:id §',
    '/acuan/opd/baru §',
    '/akun §',
    '/akun § Perangkat yang sedang masuk',
    '/kebutuhan/baru §',
    '/matriks # jenis',
    '/matriks/:desa/:jenis §',
    '/opd # nama',
    '/opd # singkatan',
    '/opd § N OPD',
    '/opd/:id §',
    '/pengguna # nama',
    '/pengguna # tempat',
    '/pengguna § N akun',
    '/pengguna/:id §',
  ],
  'who works in a village now': [
    '/beranda § Desa diam',
    '/evaluasi/:tahun # opd_utama',
    '/evaluasi/:tahun § N desa dan kelurahan',
    '/rakor §',
    '/rakor § Desa diam (N)',
    '/rakor § Menurut kecamatan',
    '/kebutuhan # opd_utama',
    '/matriks # opd_utama',
    '/matriks § N desa',
    '/desa # opd_pendukung',
    '/desa # opd_utama',
    '/desa §',
    '/desa § N desa dan kelurahan',
    '/desa/:kode §',
    '/desa/:kode § Belum ada kegiatan',
    '/kecamatan/:kode § N desa dan kelurahan',
    '/lokus/2025 # opd_utama_hari_ini',
    '/lokus/2025 § N desa dan kelurahan',
    '/lokus/2026 # opd_pendukung',
    '/lokus/2026 # opd_utama',
    '/lokus/2026 # opd_utama_hari_ini',
    '/lokus/2026 § N desa dan kelurahan',
    '/penugasan # opd_pendukung',
    '/penugasan # opd_utama',
    '/penugasan # usulan',
    '/penugasan § N desa dan kelurahan',
    '/penugasan § Beban OPD',
    '/penugasan/:id/akhiri §',
    '/penugasan/:id/alihkan §',
    '/penugasan/usulan § N usulan',
  ],
  'the last day of the month that is asked': [
    '/laporan # opd',
    '/laporan § N OPD wajib lapor',
    '/laporan § N desa wajib lapor',
  ],
  'a sum up to today': [
    '/ § Didanai dan terealisasi',
    '/desa/:kode § Hasil menurut jenis bantuan',
    '/kecamatan/:kode # jenis',
    '/kecamatan/:kode § Hasil menurut jenis bantuan',
    '/kecamatan/hasil # jenis',
    '/opd/:id § Hasil menurut jenis bantuan',
  ],
  'what a form asks for': ['/kegiatan/:id/batal §', '/kegiatan/:id/mulai §', '/kegiatan/:id/selesai §'],
  'two days held against each other': ['/kegiatan/:id/perbedaan §'],
};
/** Where something old is shown; so nobody can make the walk pass by leading it past these. */
const OF_THEN = [
  '/beranda § Baru untuk Anda',
  '/beranda § Disanggah desa',
  '/beranda § Menunggu tanggapan desa',
  '/beranda § Rencana yang sudah tiba harinya',
  '/data # oleh',
  '/data § N versi data',
  '/data/:id §',
  '/desa/:kode § Kegiatan',
  '/desa/:kode § Riwayat pendamping',
  '/komitmen # opd_pencatat',
  '/komitmen/:id § Ringkasan',
  '/komitmen/:id § Riwayat pemenuhan',
  '/kegiatan # bagian_tiap_opd',
  '/kegiatan # bersama',
  '/kegiatan # jenis',
  '/kegiatan # opd',
  '/kegiatan § N kegiatan',
  '/kegiatan/:id §',
  '/kegiatan/:id § Dikerjakan bersama',
  '/kegiatan/:id § Hasil dan dana',
  '/kegiatan/:id § Perjalanan laporan',
  '/kegiatan/:id § Revisi',
  '/kegiatan/:id § Ringkasan',
  '/kegiatan/:id § Tanggapan desa',
  '/lokus/2025 # opd_menurut_sk',
  '/lokus/2025 # opd_utama',
  '/lokus/2025 § N desa dan kelurahan',
  '/opd/:id § Kegiatan terbaru',
  '/penugasan # diakhiri_oleh',
  '/penugasan # ditugaskan_oleh',
  '/penugasan # opd',
  '/penugasan # pendamping_sebelumnya',
  '/penugasan # usulan_sk',
  '/penugasan § N penugasan',
  '/prioritas # oleh',
  '/prioritas § N hitungan tersimpan',
  '/prioritas/:id §',
  '/rekap # jenis_bantuan',
  '/rekap # opd',
  '/rekap § Menurut OPD',
  '/rekap § Menurut jenis bantuan',
];

describe('a page or file that shows something old', () => {
  const portal = usePortal();
  const at = (text: string) => new Date(`${text}T03:00:00Z`);
  let people: Account[];

  /** Lists, an assignment, figures and a run of the beginning of the year. */
  async function listsAndRuns(): Promise<void> {
    const { database, db } = portal.services;
    const bappeda = await makeAccount(database, 'BAPPEDA');
    const meta = { source: 'DTKS', unit: 'jiwa', fileName: 'uji.csv', notices: [] };
    const figures = [{ code: GOMBONG, values: { desil1: 800, jumlah_penduduk: 10_000 } }];
    const days = { asOf: at('2026-01-01'), confirmedAt: at('2026-01-20') };
    const bytes = Buffer.from('1');
    await importVersion(database, bappeda, { ...meta, ...days, kind: 'DESIL1' }, { bytes, figures });
    const versions = { desil1: await db.datasetVersion.findFirstOrThrow(), idm: null };
    const run = { name: 'Uji', versions, parameters: defaults, createdAt: at('2026-01-21') };
    await saveRun(database, bappeda, run);
    for (const year of [2025, 2026]) {
      const list = await draftFromSheet(database, bappeda, year, [
        { code: GOMBONG, agencyId: await agencyId(database) },
        { code: MANDIRAJA, agencyId: await agencyId(database, 'Inspektorat') },
        { code: '33.27.03.2002', agencyId: null },
      ]);
      const sk = { number: `${year}`, date: new Date(`${year}-01-14T00:00:00Z`) };
      await fixList(doingAs(database, bappeda, at(`${year}-01-15`)), list, sk);
    }
    const before = { startsOn: new Date('2025-01-01'), endsOn: new Date('2025-12-31') };
    await makeAssignment(database, { agency: 'DLH', villageCode: MANDIRAJA, ...before });
    await makeAssignment(database, { agency: 'Inspektorat', ...before });
    await makeAssignment(database, { agency: 'DLH', role: 'SUPPORT' });
    await makeAssignment(database);
    people = [bappeda, await makeAccount(database, 'ADMIN')];
  }

  const verified = async (scene: Scene, fields: Record<string, string>) => {
    const id = await scene.log(fields);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    return id;
  };

  /** What OPD, village and coordinator did in March; nothing of it waits for a verification any more. */
  async function work(): Promise<void> {
    const { database, db } = portal.services;
    const scene = await setScene(portal);
    people.push(scene.coordinator, scene.officer, scene.village);
    const dinkes = await agencyId(database);
    const next = { pilih: '33.27.03.2002', kepada: dinkes, peran: 'LEAD', mulai: '2026-03-02' };
    await scene.asCoordinator.post('/penugasan', next);
    const march = { hari: '2026-03-02' };
    const disputed = await verified(scene, march);
    await scene.press(scene.asVillage, disputed, 'sanggah', { alasan: 'Belum ada.' });
    await verified(scene, { ...PLAN, hari: '2026-04-02' });
    await verified(scene, march);
    const promise = { 'janji.0.pihak': 'PEMDES', 'janji.0.apa': 'lahan', 'janji.0.batas': '2026-04-01' };
    const id = await verified(scene, { ...march, ...promise, terpakai: '12000000' });
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru delapan.' });
    const said = await db.villageResponse.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const answer = { tanggapan: String(said.id), jawaban: 'Sudah dihitung.' };
    await scene.press(scene.asCoordinator, id, 'jawab', answer);
    await share(scene, id);
    await keep(scene);
    await scene.press(scene.asOfficer, id, 'perbaiki');
    const mended = { ...FIVE, ...march, ...promise, jumlah: '11', perubahan: 'Dihitung ulang.' };
    await scene.press(scene.asOfficer, id, 'ubah', { ...mended, aksi: 'ajukan' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
  }

  async function share(scene: Scene, id: number): Promise<void> {
    const { database, db } = portal.services;
    const { revision } = await scene.current(id);
    const form = { revisi: revision.id, baris: revision.lines[0]?.id ?? 0, jumlah_bagian: '4' };
    const other = await portal.as(await makeAccount(database, 'OPD', { agency: 'DLH' }));
    await other.post(`/kegiatan/${id}/bagian`, form);
    const stated = await db.lineShare.findFirstOrThrow();
    const bagian = `${stated.id}.${stated.lockVersion}`;
    await scene.asCoordinator.post(`/kegiatan/${id}/bagian/verifikasi`, { bagian });
  }

  async function keep(scene: Scene): Promise<void> {
    const { db } = portal.services;
    const { id, statedInId } = await db.undertaking.findFirstOrThrow();
    const part = { terakhir: '0', revisi: String(statedInId), bagian: 'sebagian', tanggal: '2026-03-02' };
    await scene.asOfficer.post(`/komitmen/${id}/penuhi`, part);
    const delivery = await db.undertakingDelivery.findFirstOrThrow();
    await scene.asVillage.post(`/komitmen/pemenuhan/${delivery.id}/konfirmasi`);
  }

  const renameAll = () =>
    portal.services.database.transaction(async (tx) => {
      for (const [owner, table, key, short] of [
        [sql`agency_id`, sql`agency`, sql`id`, sql`short_name`],
        [sql`account_id`, sql`account`, sql`id`, sql`null`],
        [sql`category_code`, sql`category`, sql`code`, sql`null`],
      ] as const) {
        const old = sql`select ${key}, name, ${short}, date '2026-06-30' from ${table}`;
        await execute(tx, sql`insert into former_name (${owner}, name, short_name, until) ${old}`);
        await execute(tx, sql`update ${table} set name = name || ${NEW}`);
      }
      await execute(tx, sql`update agency set short_name = short_name || ${NEW}`);
    });

  beforeAll(async () => {
    await listsAndRuns();
    portal.clock.set(at('2026-03-02'));
    await work();
    await renameAll();
    portal.clock.set(TEST_NOW);
  });

  it('tells the names of then, with those of today beside them', async () => {
    const found = { old: new Set<string>(), today: new Set<string>() };
    const look = (where: string, text: string) => {
      if (text.match(BOTH)) found.old.add(where);
      if (text.replace(BOTH, '').includes(NEW)) found.today.add(where);
    };
    for (const account of [...people, undefined]) await walk(await portal.as(account), look);
    const ofToday = new Set(Object.values(OF_TODAY).flat());
    expect([...found.today].filter((one) => !ofToday.has(one))).toEqual([]);
    expect(OF_THEN.filter((one) => !found.old.has(one))).toEqual([]);
  });
});

/** Addresses from which all others are reached. */
const START = ['/', '/beranda', '/menu', `/desa/${GOMBONG}`, '/lokus/2025', '/penugasan?bagian=riwayat'];
/** How many addresses of a kind are looked at, as some lists lead to hundreds. */
const EACH = 3;

const pages = rows
  .filter((row) => row.method === 'get')
  .map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) }));

/** What an address is a page of; lists of different years are told apart. */
function kindOf(address: string): string | undefined {
  const [pathname = ''] = address.split('?');
  const row = pages.find(({ pattern }) => pattern.test(pathname));
  if (row?.path.startsWith('/lokus/:tahun')) return pathname;
  return row?.path;
}

/** Follows every link that a person finds, and shows each section of a page and each column of a file. */
async function walk(browser: Browser, look: (where: string, text: string) => void): Promise<void> {
  const visited = new Map<string, string>();
  const queue = [...START];
  for (let address = queue.shift(); address; address = queue.shift()) {
    const kind = kindOf(address);
    const file = address.includes('format=json');
    const met = [...visited.values()].filter((one) => one === `${kind} ${file}`).length;
    if (!kind || visited.has(address) || met >= EACH) continue;
    visited.set(address, `${kind} ${file}`);
    const answer = await browser.get(address).expect(UNBROKEN);
    if (answer.status !== 200) continue;
    if (file) {
      for (const row of answer.body)
        for (const [column, value] of Object.entries(row)) look(`${kind} # ${column}`, String(value));
    } else if (answer.type === 'text/html') {
      const main = /<main[\s\S]*<\/main>/.exec(answer.text)?.[0] ?? '';
      showSections(kind, main, look);
      queue.push(...linksIn(main, address));
    }
  }
}

function showSections(kind: string, main: string, look: (where: string, text: string) => void): void {
  // What may be chosen, and what was, is what there is today.
  const told = main.replace(/<(select|script|ul class="chips")[\s\S]*?<\/(select|script|ul)>/g, '');
  for (const section of told.split(/(?=<h2)/)) {
    const heading = /^<h2[^>]*>([\s\S]*?)<\/h2>/.exec(section)?.[1] ?? '';
    const words = heading.replace(/<[^>]+>/g, '').replace(/\d+/g, 'N');
    look(`${kind} § ${words}`.trim(), section);
  }
}

function linksIn(main: string, from: string): string[] {
  const links = [...main.matchAll(/href="([^"#]+)"/g)].map(([, href = '']) =>
    href.replace(/&(amp|#38);/g, '&').replace(/format=[\w-]+/, 'format=json'),
  );
  return links.flatMap((href) => {
    if (href.startsWith('?')) return [from.split('?')[0] + href];
    return href.startsWith('/') ? [href] : [];
  });
}
