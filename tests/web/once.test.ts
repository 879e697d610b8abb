import { describe, expect, it } from 'vitest';
import { tidyUp } from '../../src/sweep.js';
import { FIVE, setScene } from '../activities/scene.js';
import { makeAccount } from '../support/make.js';
import { type Browser, TEST_NOW, usePortal, words } from '../support/portal.js';

/** The one-time ids of a page's forms, by where they are sent. */
async function idsOf(browser: Browser, page: string): Promise<Map<string, string>> {
  const { text } = await browser.get(page);
  const forms = text.matchAll(
    /<form[^>]*action="([^"]*)"[^>]*>(?:(?!<\/form>)[\s\S])*?name="kiriman" value="([^"]*)"/g,
  );
  return new Map([...forms].map(([, action, id]) => [action as string, id as string]));
}

describe('a form that comes again', () => {
  const portal = usePortal();
  const count = () => portal.services.db.activity.count();
  const fresh = async (browser: Browser) => {
    const id = (await idsOf(browser, '/kegiatan/baru')).get('/kegiatan') as string;
    return { ...FIVE, kiriman: id, aksi: 'ajukan' };
  };

  it('is stored once, however often and however closely it is sent, and leads to the first', async () => {
    const { asOfficer } = await setScene(portal);
    const sent = await fresh(asOfficer);
    const before = await count();
    const answers = await Promise.all([1, 2, 3].map(() => asOfficer.post('/kegiatan', sent)));
    const back = await asOfficer.post('/kegiatan', { ...sent, aksi: 'draf' });
    expect(new Set([...answers, back].map((one) => one.headers.location)).size).toBe(1);
    expect(await count()).toBe(before + 1);
    expect(words(await asOfficer.get(back.headers.location as string))).toContain(
      'Kiriman ini sudah tersimpan.',
    );
  });

  it('uses no id up while it is refused, and keeps the one it came with', async () => {
    const { asOfficer } = await setScene(portal);
    const sent = await fresh(asOfficer);
    const refused = await asOfficer.post('/kegiatan', { ...sent, jumlah: '' }).expect(422);
    expect(refused.text).toContain(`name="kiriman" value="${sent.kiriman}"`);
    const before = await count();
    await asOfficer.post('/kegiatan', sent);
    await asOfficer.post('/kegiatan', sent);
    expect(await count()).toBe(before + 1);
  });

  it('takes other files for something else that was sent', async () => {
    const { asOfficer } = await setScene(portal);
    const sent = await fresh(asOfficer);
    await asOfficer.post('/kegiatan', sent);
    const paper = [{ field: 'bukti', name: 'surat.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') }];
    const other = await asOfficer.upload('/kegiatan', sent, paper).expect(409);
    expect(words(other)).toContain('yang Anda kirim sekarang berbeda');
  });

  it('stores nothing when something else was typed since, shows it again and takes it as new', async () => {
    const { asOfficer } = await setScene(portal);
    const sent = await fresh(asOfficer);
    await asOfficer.post('/kegiatan', sent);
    const before = await count();
    const other = await asOfficer.post('/kegiatan', { ...sent, jumlah: '7' }).expect(409);
    expect([other.status, words(other).includes('yang Anda kirim sekarang berbeda')]).toEqual([409, true]);
    expect(await count()).toBe(before);
    const id = /name="kiriman" value="([^"]+)"/.exec(other.text)?.[1] as string;
    expect(id).not.toBe(sent.kiriman);
    await asOfficer.post('/kegiatan', { ...sent, jumlah: '7', kiriman: id });
    expect(await count()).toBe(before + 1);
  });

  it('is asked about when it tells the same thing in a new form, with a way to what is there and one to log it too', async () => {
    const { asOfficer, log } = await setScene(portal);
    const id = await log({ jumlah: '31' });
    const before = await count();
    const sent = { ...(await fresh(asOfficer)), jumlah: '31' };
    const asked = await asOfficer.post('/kegiatan', sent).expect(409);
    expect([asked.status, words(asked)]).toEqual([
      409,
      expect.stringContaining('Anda sudah mencatat ini pukul 10.00'),
    ]);
    expect(asked.text).toContain(`href="/kegiatan/${id}"`);
    expect(asked.text).toContain('value="31"');
    const running = { ...(await fresh(asOfficer)), jumlah: '31', status: 'BERJALAN' };
    await asOfficer.post('/kegiatan', running).expect(409);
    expect(await count()).toBe(before);
    await asOfficer.post('/kegiatan', { ...sent, catat_juga: 'ya' });
    expect(await count()).toBe(before + 1);
  });

  it('is the account’s own, and forgotten after a month', async () => {
    const { asOfficer, log } = await setScene(portal);
    await log();
    const sent = { ...(await fresh(asOfficer)), catat_juga: 'ya' };
    await asOfficer.post('/kegiatan', sent);
    const colleague = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const before = await count();
    await colleague.post('/kegiatan', sent);
    expect(await count()).toBe(before + 1);
    const known = () => portal.services.db.sentForm.count({ where: { id: sent.kiriman } });
    expect(await known()).toBe(2);
    portal.clock.set(new Date(TEST_NOW.getTime() + 31 * 86_400_000));
    await tidyUp(portal.services);
    portal.clock.set(TEST_NOW);
    expect(await known()).toBe(0);
  });

  it('decides once when it is pressed twice, and both presses are answered alike', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const kiriman = (await idsOf(scene.asCoordinator, `/kegiatan/${id}`)).get(`/kegiatan/${id}/verifikasi`);
    const press = () => scene.press(scene.asCoordinator, id, 'verifikasi', { kiriman: kiriman as string });
    const [one, two] = await Promise.all([press(), press()]);
    expect([one.status, two.status, two.headers.location]).toEqual([303, 303, one.headers.location]);
    const steps = (await scene.current(id)).revision.steps.filter((step) => step.kind === 'VERIFIKASI');
    expect(steps).toHaveLength(1);
  });

  it('has an id on every page that holds one, never twice on a page', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const { text } = await scene.asCoordinator.get(`/kegiatan/${id}`);
    const ids = [...text.matchAll(/name="kiriman" value="([^"]*)"/g)].map(([, one]) => one);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('');
  });
});

describe('what somebody else took meanwhile', () => {
  const portal = usePortal();

  it('is said at its field, when two ask for the same at once', async () => {
    const admin = await portal.as(await makeAccount(portal.services.database, 'ADMIN'));
    const account = { username: 'sama', nama: 'Sama', peran: 'KOORDINATOR' };
    const opd = { nama: 'Dinas Sama', singkatan: 'Sama', jenis: 'DINAS', kapasitas: '', mulai: '2020-01-01' };
    const kind = { kode: 'SMA', nama: 'Sama', satuan: 'unit', strategi: '', urutan: '1' };
    for (const [address, form, told] of [
      ['/pengguna/baru', account, 'sudah dipakai'],
      ['/acuan/opd/baru', opd, 'sudah dipakai'],
      ['/acuan/kategori/baru', kind, 'Kode ini sudah dipakai'],
    ] as const) {
      const answers = await Promise.all(
        [1, 2, 3].map(() => admin.post(address, form).expect([200, 303, 422])),
      );
      const refused = answers.filter((one) => one.status === 422);
      expect([address, answers.map((one) => one.status), refused.length]).toEqual([
        address,
        expect.not.arrayContaining([500]),
        2,
      ]);
      for (const one of refused) expect(words(one)).toContain(told);
    }
  });
});
