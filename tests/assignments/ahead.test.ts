import { beforeAll, describe, expect, it } from 'vitest';
import type { Assignment } from '../../src/generated/prisma/client.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const GUNUNGTIGA = '33.27.03.2003';
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const iso = (value: Date | null | undefined) => value?.toISOString().slice(0, 10) ?? null;

describe('the list of a coming year', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, dlh: 0 };
  let coordinator: Browser;
  let present: Assignment;
  beforeAll(async () => {
    const { database } = portal.services;
    coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    ids.dinkes = await agencyId(database, 'Dinkes');
    ids.dlh = await agencyId(database, 'DLH');
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    await makeList(database, 2027, [GOMBONG, MANDIRAJA, GUNUNGTIGA]);
    present = await makeAssignment(database);
  });
  const send = (pilih: string[], more: Record<string, string | number> = {}) =>
    coordinator.post('/penugasan', {
      ...{ pilih, kepada: ids.dlh, peran: 'LEAD', mulai: '2027-01-01', alasan: '' },
      ...{ kembali: '?tahun=2027', ...more },
    });
  const leads = (villageCode: string) =>
    portal.services.db.assignment.findMany({
      where: { villageCode, role: 'LEAD' },
      orderBy: { id: 'asc' },
    });
  const termsOf = async (villageCode: string) =>
    (await leads(villageCode)).map((one) => [one.agencyId, iso(one.startsOn), iso(one.endsOn)]);

  it('is led to from its page, from the page of this year and from the card of a village that is new in it', async () => {
    expect((await coordinator.get('/lokus/2027')).text).toContain('href="/penugasan?tahun=2027"');
    expect((await coordinator.get('/penugasan')).text).toContain('href="/penugasan?tahun=2027"');
    const href = `/penugasan?tahun=2027&cari=${GUNUNGTIGA}&pilih=${GUNUNGTIGA}`;
    expect((await coordinator.get(`/desa/${GUNUNGTIGA}`)).text).toContain(href.replaceAll('&', '&amp;'));
    const page = await coordinator.get(href);
    expect(page.text).toMatch(new RegExp(`value="${GUNUNGTIGA}"[^>]* checked`));
    expect(words(page)).toContain(
      'Penugasan mulai 1 Januari 2027. Sampai hari itu pendamping sekarang tetap.',
    );
  });

  it('keeps the lead of a village that goes on, unless another is assigned', async () => {
    expect(words(await coordinator.get('/penugasan?tahun=2027'))).toContain('Belum ada OPD (2)');
    expect(words(await coordinator.get('/penugasan?tahun=2027&bagian=sudah'))).toContain(
      'lanjut, tetap mendampingi',
    );
  });

  it('takes days of its year only', async () => {
    expect(words(await send([MANDIRAJA], { mulai: '2026-12-01' }).expect(422))).toContain(
      'Lokus 2027 mulai 1 Januari 2027',
    );
    expect(words(await send([MANDIRAJA], { mulai: '2028-01-01' }).expect(422))).toContain(
      'paling akhir 31 Desember 2027',
    );
    expect(words(await send([GUNUNGTIGA], { kembali: '', mulai: '2026-11-20' }).expect(422))).toContain(
      'tidak ada di daftar',
    );
  });

  it('ends the present lead on the eve, which stays until then and is told beside who comes', async () => {
    await send([GOMBONG]).expect(303);
    expect(await termsOf(GOMBONG)).toEqual([
      [ids.dinkes, '2026-01-01', '2026-12-31'],
      [ids.dlh, '2027-01-01', null],
    ]);
    const card = words(await coordinator.get(`/desa/${GOMBONG}`));
    expect(card).toContain('Dinas Kesehatan');
    expect(card).toContain('sejak 1 Januari 2026, DLH mulai 1 Januari 2027');
    expect(words(await coordinator.get('/penugasan?bagian=sudah'))).toContain('DLH mulai 1 Jan 2027');
    expect(words(await coordinator.get(`/opd/${ids.dlh}`))).toContain('Belum mendampingi desa');
    await send([GOMBONG], { kepada: ids.dinkes }).expect(409);
  });

  it('counts the load for the day on which it starts', async () => {
    const { database } = portal.services;
    await database.transaction((tx) =>
      tx.agency.update({ where: { id: ids.dinkes }, data: { capacity: 1 } }),
    );
    // Dinkes leads Gombong today and no more in the year that comes.
    await send([MANDIRAJA], { kepada: ids.dinkes }).expect(303);
    expect(words(await send([GUNUNGTIGA], { kepada: ids.dinkes }).expect(422))).toContain(
      'Dinkes akan mendampingi 2 desa, kapasitasnya 1',
    );
  });

  it('ends who is assigned today on the eve of who comes', async () => {
    const today = { kembali: '', mulai: '2026-11-20' };
    await send([MANDIRAJA], today).expect(303);
    expect(await termsOf(MANDIRAJA)).toEqual([
      [ids.dinkes, '2027-01-01', null],
      [ids.dlh, '2026-11-20', '2026-12-31'],
    ]);
  });

  it('hands over until the eve of who comes', async () => {
    const setda = await agencyId(portal.services.database, 'Setda');
    const form = { opd: setda, tanggal: '2026-11-18', alasan: 'Mutasi' };
    await coordinator.post(`/penugasan/${present.id}/alihkan`, form);
    expect(await termsOf(GOMBONG)).toEqual([
      [ids.dinkes, '2026-01-01', '2026-11-17'],
      [ids.dlh, '2027-01-01', null],
      [setda, '2026-11-18', '2026-12-31'],
    ]);
  });

  it('withdraws what has not begun, and what was ended for it goes on', async () => {
    const [dinkes] = await leads(MANDIRAJA);
    const path = `/penugasan/${dinkes?.id}/batalkan`;
    expect((await coordinator.get('/penugasan?bagian=riwayat')).text).toContain(path);
    await coordinator.post(path, { alasan: '' }).expect(422);
    await coordinator.post(path, { alasan: 'Salah pilih' });
    expect(await termsOf(MANDIRAJA)).toEqual([
      [ids.dinkes, '2027-01-01', '2026-12-31'],
      [ids.dlh, '2026-11-20', null],
    ]);
    expect(words(await coordinator.get('/penugasan?bagian=riwayat'))).toContain('dibatalkan');
    await coordinator.post(path, { alasan: 'Lagi' }).expect(409);
    const begun = `/penugasan/${(await leads(MANDIRAJA))[1]?.id}/batalkan`;
    expect(words(await coordinator.post(begun, { alasan: 'Salah' }).expect(409))).toContain(
      'sudah mulai 20 November 2026',
    );
    const trail = await portal.services.db.auditEntry.findMany({ where: { action: 'assignment.withdraw' } });
    expect(trail).toHaveLength(1);
  });

  it('shows who comes as the lead once the day has come', async () => {
    portal.clock.set(new Date('2027-01-02T03:00:00Z'));
    const later = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const page = words(await later.get('/penugasan?bagian=sudah'));
    expect(page).toContain('Penugasan 2027');
    expect(page).toMatch(/Gombong [^.]*DLH/);
    expect(words(await later.get(`/opd/${ids.dlh}`))).toContain('Gombong');
  });

  it('withdraws for the coordinator alone', async () => {
    for (const role of ['BAPPEDA', 'OPD', 'DESA', 'ADMIN'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      await browser.post(`/penugasan/${present.id}/batalkan`, { alasan: 'x' }).expect(403);
    }
  });

  it('keeps what has ended: only an end that lies ahead can be taken back', async () => {
    const ended = await portal.services.db.assignment.findFirstOrThrow({
      where: { endsOn: day('2026-11-17') },
    });
    const change = portal.services.database.transaction((tx) =>
      tx.assignment.update({
        where: { id: ended.id },
        data: { endsOn: null, endReason: null, endedAt: new Date('2027-01-02T03:00:00Z') },
      }),
    );
    await expect(change).rejects.toThrow(/frozen|constraint violated/);
  });
});
