import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

describe('the list of an SK that leaves something open', () => {
  const portal = usePortal();
  const bappeda = async () => portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
  const file = (text: string) => [{ field: 'berkas', name: 'sk.csv', bytes: Buffer.from(text) }];
  const send = (browser: Browser, tahun: string, csv: string) =>
    browser.upload('/lokus', { tahun, hitungan: 'sk', daftar: '' }, file(csv)).expect(303);
  const members = async (year: number) => {
    const include = { members: { orderBy: { villageCode: 'asc' as const }, include: { agency: true } } };
    const list = await portal.services.db.lokusList.findFirst({ where: { year }, include });
    return list?.members.map((one) => [one.name, one.agency?.shortName ?? null]);
  };

  it('is asked which column holds the villages, and the next file is read so', async () => {
    const browser = await bappeda();
    const own = 'Sasaran,Kec\nGombong,Belik\n';
    const waiting = (await send(browser, '2031', own)).headers.location as string;
    const asked = await browser.get(waiting);
    expect(asked.text).toContain('<option value="Sasaran"');
    expect(asked.text).not.toContain(`${waiting}/sahkan`);
    expect((await browser.post(`${waiting}/sahkan`)).headers.location).toBe(waiting);
    await browser.post(`${waiting}/pilihan`, { 'kolom-desa': 'Sasaran', 'kolom-kecamatan': 'Kec' });
    expect(words(await browser.get(waiting))).toContain('Buat draf dari 1 desa');
    expect((await browser.post(`${waiting}/sahkan`)).headers.location).toMatch(/^\/lokus\/draf\/\d+$/);
    expect(await members(2031)).toEqual([['Gombong', null]]);
    await browser.get(waiting).expect(404);
    const again = await send(browser, '2032', own);
    expect(again.headers.location).toMatch(/^\/lokus\/draf\/\d+$/);
  });

  it('is asked what a near name means, of villages and of OPD, also where it was typed', async () => {
    const browser = await bappeda();
    const daftar = 'Gombyong; Belik; Dinkess\nDesa Gombong; Belik\n';
    const sent = await browser.post('/lokus', { tahun: '2033', hitungan: 'sk', daftar }).expect(303);
    const waiting = sent.headers.location as string;
    const asked = words(await browser.get(waiting));
    expect(asked).toContain('Baris 1: apa yang dimaksud "Gombyong, Belik"?');
    expect(asked).toContain('Baris 1: apa yang dimaksud "Dinkess"?');
    await browser.post(`${waiting}/pilihan`, { 'maksud-0': '33.27.99.9999', 'maksud-1': 'Dinas Kesehatan' });
    expect(words(await browser.get(waiting))).not.toContain('Dinkess"?');
    await browser.post(`${waiting}/pilihan`, { 'maksud-0': '33.27.03.2001' });
    const told = words(await browser.get(waiting));
    expect(told).toContain('Desa ini sudah ada di baris 1');
    await browser.post(`${waiting}/batal`);
    expect(await members(2033)).toBeUndefined();
    const mended = await browser.post('/lokus', { tahun: '2033', hitungan: 'sk', daftar: 'Gombyong; Belik' });
    await browser.post(`${mended.headers.location}/pilihan`, { 'maksud-0': '33.27.03.2001' });
    await browser.post(`${mended.headers.location}/sahkan`);
    expect(await members(2033)).toEqual([['Gombong', null]]);
  });

  it('is nobody else’s, and no data file', async () => {
    const { location } = (await send(await bappeda(), '2034', 'Tujuan\nGombong\n')).headers;
    const other = await bappeda();
    await other.get(location as string).expect(404);
    await other.post(`${location}/pilihan`, {}).expect(404);
    await other.post(`${location}/batal`).expect(404);
    const id = (location as string).split('/').at(-1);
    await (await bappeda()).get(`/data/impor/${id}`).expect(404);
  });
});

describe('accounts of a sheet that leaves something open', () => {
  const portal = usePortal();

  it('are made once its columns and near names are known', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'ADMIN'));
    const csv = 'Login,nama,peran,opd\ndinkes-9,Petugas Dinkes,opd,Dinkess\n';
    const bytes = Buffer.from(csv);
    const sent = await browser
      .upload('/pengguna/impor', {}, [{ field: 'berkas', name: 'akun.csv', bytes }])
      .expect(303);
    const waiting = sent.headers.location as string;
    expect(words(await browser.get(waiting))).toContain('Kolom mana yang memuat username?');
    await browser.post(`${waiting}/pilihan`, { 'kolom-username': 'Login' });
    expect(words(await browser.get(waiting))).toContain('apa yang dimaksud "Dinkess"?');
    await browser.post(`${waiting}/pilihan`, { 'maksud-0': 'Dinas Kesehatan' });
    const made = await browser.post(`${waiting}/sahkan`).expect(200);
    expect(words(made)).toContain('dinkes-9');
    const stored = await portal.services.db.account.findUnique({
      where: { username: 'dinkes-9' },
      include: { agency: true },
    });
    expect(stored?.agency?.shortName).toBe('Dinkes');
  });
});
