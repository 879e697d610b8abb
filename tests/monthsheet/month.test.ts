import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { closeMonth } from '../../src/rhythm/closing.js';
import { type Scene, setScene } from '../activities/scene.js';
import { statesOf } from '../rhythm/scene.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const HEAD = 'desa\tkecamatan\ttanggal\tjenis\tjumlah\tsumber\tterpakai\tstatus\turaian';
const sheet = (...rows: string[]) => [HEAD, ...rows].join('\n');
const at = '/laporan/impor';
const bulan = '2026-10';

describe('a month of activities from a sheet', STORY, () => {
  const portal = usePortal();
  let scene: Scene;
  const stored = () =>
    portal.services.db.activityRevision.findMany({
      include: { lines: { orderBy: { position: 'asc' } }, activity: true },
      orderBy: { id: 'asc' },
    });
  const paste = (tempelan: string, status: number) =>
    scene.asOfficer.post(at, { bulan, tempelan }).expect(status);
  /** What the preview sends back with a press. */
  const pressed = async (address: string, aksi: string, more: Record<string, string> = {}) => {
    const { text } = await scene.asOfficer.get(address).expect(200);
    const dilihat = / name="dilihat" value="([0-9a-f]+)"/.exec(text)?.[1] ?? '';
    return scene.asOfficer.post(`${address}/sahkan`, { dilihat, aksi, ...more }).expect(303);
  };

  beforeAll(async () => {
    scene = await setScene(portal);
    await makeAssignment(portal.services.database, { villageCode: MANDIRAJA, agency: 'DLH' });
  });

  it('says at each row what is wrong by the rules of the form, and keeps what was typed', async () => {
    const bad = [
      'Mandiraja\tMoga\t05/10/2026\tJMB\t4\t\t\t\tJamban.',
      'Gombong\tBelik\t05/11/2026\tJamban sehat\t4\t\t\t\tJamban.',
      'Gombong\tBelik\t05/10/2026\tRumah\t-4\tBank\t-1\tlama\tJamban.',
      'Gombong\tBelik\t32/10/2026\tJMB\t=2+2\t\t1,5\t\t=cmd',
      'Gombong\tBelik\t05/10/2026\tJMB\t4\t\t\tRencana\tJamban.',
      'Negeri Jauh\t\t05/10/2026\tJMB\t4\t\t\t\tJamban.',
    ];
    const refused = await paste(sheet(...bad), 422);
    const page = words(refused);
    for (const said of [
      'OPD Anda tidak ditugaskan di desa ini',
      'Tanggal 5 November 2026 bukan pada Oktober 2026.',
      'Jenis bantuan "Rumah" tidak dikenal. Pakai nama atau kode',
      '"-4" negatif',
      'Sumber dana "Bank" tidak dikenal',
      '"-1" negatif. Dana paling kecil 0.',
      'Status "lama" tidak dikenal. Pilih salah satu: Rencana, Berjalan, Selesai, Batal.',
      'tidak dikenali. Tulis seperti 24/10/2022',
      'Isi sel ini rumus',
      'ditulis dalam rupiah bulat',
      'Rencana 5 Oktober 2026 belum punya jumlah yang terealisasi',
      'Desa "Negeri Jauh" tidak ada di daftar wilayah',
    ])
      expect(page).toContain(said);
    expect(refused.text).toContain('Negeri Jauh\t\t05/10/2026');
    const nik = sheet('Gombong\tBelik\t05/10/2026\tJMB\t4\t\t\t\tUntuk 3327030101900001.');
    await paste(`${nik}\nGombong\tBelik\t06/10/2026\tJMB\t4\t\t\t\tJamban.`, 422);
    await scene.asOfficer.post(at, { bulan: 'kapan', tempelan: nik }).expect(422);
    expect(await stored()).toEqual([]);
    expect(await portal.services.db.stagedUpload.count()).toBe(0);
  });

  it('stores the good rows once the wrong ones are left out; rows of one visit are one activity', async () => {
    const { headers } = await paste(
      sheet(
        `${GOMBONG}\t\t05/10/2026\tJMB\t1.250\tAPBDes/Dana Desa\t2,5 juta\t\tJamban dan air bersih.`,
        `${GOMBONG}\t\t05/10/2026\tAir bersih\t30\t\t\t\tJamban dan air bersih.`,
        'Gombong\tBelik\t07/10/2026\tPDP\t\t\t\t\tRembug desa.',
        'Gombong\tBelik\t08/10/2026\tJMB\t-3\t\t\t\tSalah ketik.',
        'Gombong\tBelik\t07/10/2026\tPDP\t\t\t\t\tRembug desa.',
      ),
      303,
    );
    const address = headers.location as string;
    const preview = words(await scene.asOfficer.get(address));
    for (const said of [
      '1 kegiatan siap diajukan, 1 menjadi draf, dan 2 baris keliru',
      'Satu kegiatan, mulai baris 2',
      'Isi jumlah yang terealisasi',
      'Sama dengan baris 4',
      'Ajukan 1, simpan 1 draf',
    ])
      expect(preview).toContain(said);
    const again = await scene.asOfficer.get(`${at}?dari=${address.split('/').at(-1)}`);
    expect(again.text).toContain('Salah ketik.');
    await scene.asCoordinator.get(address).expect(403);
    const asColleague = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    await asColleague.get(address).expect(404);
    expect((await pressed(address, 'ajukan')).headers.location).toBe(address);
    expect((await pressed(address, 'ajukan', { tinggalkan: 'ya', dilihat: 'lain' })).headers.location).toBe(
      address,
    );
    expect(await stored()).toEqual([]);
    await pressed(address, 'ajukan', { tinggalkan: 'ya' });
    const said = words(await scene.asOfficer.get('/laporan'));
    expect(said).toContain('1 kegiatan diajukan, 1 draf disimpan. Ditinggalkan: baris 5, 6.');
    expect(said).toMatch(/Draf belum diajukan .*Rembug desa/);
    expect(await stored()).toMatchObject([
      {
        reviewStatus: 'DIAJUKAN',
        activity: { villageCode: GOMBONG },
        lines: [
          { categoryCode: 'JMB', realised: 1250, spentRupiah: 2_500_000n },
          { categoryCode: 'AIR', realised: 30 },
        ],
      },
      { reviewStatus: 'DRAF', lines: [{ categoryCode: 'PDP', realised: null }] },
    ]);
    expect((await statesOf(portal, bulan))[GOMBONG]).toBe('TERLAMBAT');
    await scene.asOfficer.post(`${address}/sahkan`, { tinggalkan: 'ya' }).expect(404);
  });

  it('asks whether what seems to be logged already is another; a near name is asked, too', async () => {
    const { headers } = await paste(
      sheet(
        `${GOMBONG}\t\t05/10/2026\tAIR\t30\t\t\t\tSambungan rumah.`,
        'Gombyong\tBelik\t09/10/2026\tJMB\t2\t\t\t\tJamban.',
      ),
      303,
    );
    const address = headers.location as string;
    const page = words(await scene.asOfficer.get(address));
    expect(page).toContain('"Sambungan rumah" mungkin sudah dicatat');
    expect(page).toContain('apa yang dimaksud "Gombyong, Belik"?');
    await scene.asOfficer.post(`${address}/pilihan`, { 'maksud-0': GOMBONG, 'maksud-1': 'juga' }).expect(303);
    const before = (await stored()).length;
    await pressed(address, 'draf');
    expect((await stored()).slice(before).map(({ reviewStatus }) => reviewStatus)).toEqual(['DRAF', 'DRAF']);
  });

  it('stores nothing of a sheet whose month is closed meanwhile', async () => {
    const { database, clock } = portal.services;
    const { headers } = await paste(sheet('Gombong\tBelik\t12/10/2026\tJMB\t6\t\t\t\tJamban.'), 303);
    const address = headers.location as string;
    const before = (await stored()).length;
    const seen = / name="dilihat" value="(\w+)"/.exec((await scene.asOfficer.get(address)).text)?.[1] ?? '';
    await closeMonth(doingAs(database, scene.coordinator, clock.now()), new Date('2026-10-01'));
    await scene.asOfficer.post(`${address}/sahkan`, { dilihat: seen, aksi: 'ajukan' }).expect(303);
    const page = words(await scene.asOfficer.get(address));
    expect(page).toContain('Keadaannya berubah sejak pratinjau dibuka');
    expect(page).toContain('Oktober 2026 sudah ditutup oleh');
    expect((await stored()).length).toBe(before);
    const refused = await paste(sheet('Gombong\tBelik\t12/10/2026\tJMB\t6\t\t\t\tJamban.'), 422);
    expect(words(refused)).toContain('Oktober 2026 sudah ditutup oleh');
  });

  it('has a template with the villages of the month and what was done there before, which can be sent back', async () => {
    const { db } = portal.services;
    const address = `${at}/templat.xlsx?bulan=2026-11`;
    const book = await scene.asOfficer.get(address).responseType('blob').expect(200);
    expect(book.headers['content-disposition']).toContain('templat-kegiatan-2026-11.xlsx');
    const file = { field: 'berkas', name: 'november.xlsx', bytes: book.body as Buffer };
    const refused = await scene.asOfficer.upload(at, { bulan: '2026-11' }, [file]).expect(422);
    // Nothing but the day is missing.
    expect(words(refused)).toContain('2 tanggal Isi tanggal kegiatan');
    expect(words(refused)).not.toContain('tidak dikenal');
    expect(await db.stagedUpload.count({ where: { fileName: 'november.xlsx' } })).toBe(0);
  });
});
