import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, makeAssignment } from '../support/make.js';
import { COUNTER, count, expectAccessible, useJourney } from './journey.js';

describe("an officer's month on a phone", () => {
  const journey = useJourney();
  const now = new Date(`${new Date().toISOString().slice(0, 10)}T05:00:00Z`);
  const back = (months: number, day: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, day));
  const iso = (at: Date) => at.toISOString().slice(0, 10);

  beforeAll(async () => {
    const { portal } = journey;
    portal.clock.set(now);
    await makeAssignment(portal.services.database, { startsOn: back(12, 1) });
    await journey.account('OPD', 'petugas', { agency: 'Dinkes' });
    const officer = await portal.services.db.account.findFirstOrThrow({ where: { username: 'petugas' } });
    const lines = { jenis: 'JMB', jumlah: '12', 'baris.0.jenis': 'AIR', 'baris.0.jumlah': '30' };
    const day = { hari: 'lain', tanggal: iso(back(2, 14)) };
    const told = { desa: GOMBONG, ...day, ...lines, uraian: 'Jamban dan air bersih.', aksi: 'ajukan' };
    await (await portal.as(officer)).post('/kegiatan', told).expect(303);
  });

  it("is reported in at most six presses and three typed fields, last time's lines as the start", async () => {
    const page = await journey.open('phone');
    await page.addInitScript(COUNTER);
    await journey.signIn(page, 'petugas');
    await page.goto('/beranda');
    await page.evaluate('sessionStorage.clear()');
    await page.locator('nav a[href="/laporan"]:visible').click();
    await page.locator(`a[href*="bulan=${iso(back(1, 1)).slice(0, 7)}"]`, { hasText: 'Laporkan' }).click();
    for (const [field, typed] of [
      ['#jumlah', '7'],
      ['[name="baris.0.jumlah"]', '11'],
      ['#uraian', ' Tahap kedua.'],
    ] as const) {
      await page.locator(field).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(typed);
    }
    const [presses, typed] = [await count(page, 'presses'), await count(page, 'typed')];
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('Kegiatan diajukan').waitFor();
    expect(presses + 1).toBeLessThanOrEqual(6);
    expect(typed).toBeLessThanOrEqual(3);
    // What was pressed and typed was counted, and the last press, too.
    expect([await count(page, 'presses'), typed]).toEqual([presses + 1, 3]);
    const newest = await journey.portal.services.db.activityRevision.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { lines: { orderBy: { position: 'asc' } } },
    });
    expect(newest).toMatchObject({
      startsOn: back(0, 0),
      reviewStatus: 'DIAJUKAN',
      lines: [
        { categoryCode: 'JMB', realised: 7 },
        { categoryCode: 'AIR', realised: 11 },
      ],
    });
  });

  it('is pasted from Excel: what is wrong stands at its row, and the rest is submitted without it', async () => {
    const page = await journey.open('phone');
    await journey.signIn(page, 'petugas');
    await page.goto('/laporan');
    await page.getByRole('link', { name: 'Impor dari Excel' }).click();
    await expectAccessible(page);
    const day = iso(back(1, 5));
    await page.selectOption('#bulan', day.slice(0, 7));
    const rows = [`${GOMBONG};;${day};JMB;4;;;;Jamban di RT 3.`, `${GOMBONG};;${day};JMB;-4;;;;Salah ketik.`];
    await page.fill('#tempelan', rows.join('\n'));
    await page.getByRole('button', { name: 'Periksa dahulu' }).click();
    await page.getByText('1 kegiatan siap diajukan dan 1 baris keliru').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Tinggalkan 1 baris yang keliru').check();
    await page.getByRole('button', { name: 'Ajukan 1 kegiatan' }).click();
    await page.getByText('Ditinggalkan: baris 2.').waitFor();
    // What was stored is not offered again, as if it had been lost.
    await page.goto('/laporan/impor');
    expect(await page.inputValue('#tempelan')).toBe('');
  });

  it('is nihil in one press, its reason with it', async () => {
    const page = await journey.open('phone');
    await page.addInitScript(COUNTER);
    await journey.signIn(page, 'petugas');
    await page.goto('/laporan');
    await expectAccessible(page);
    const month = iso(back(3, 1)).slice(0, 7);
    const form = page.locator('form.nil', { has: page.locator(`input[name=bulan][value="${month}"]`) });
    await page.evaluate('sessionStorage.clear()');
    await form.getByRole('button', { name: 'Nihil: menunggu anggaran cair' }).click();
    await page.getByText('dicatat.').waitFor();
    expect([await count(page, 'presses'), await count(page, 'typed')]).toEqual([1, 0]);
    const said = await journey.portal.services.db.nilReport.findFirstOrThrow();
    expect(said).toMatchObject({ month: back(3, 1), reason: 'Menunggu anggaran cair' });
  });
});
