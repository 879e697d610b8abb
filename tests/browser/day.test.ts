import { beforeAll, describe, expect, it } from 'vitest';
import { MANDIRAJA, makeAssignment } from '../support/make.js';
import { expectAccessible, useJourney } from './journey.js';

const HOUR = 3_600_000;

/** The day that was meant, and what a plan cannot tell yet. */
describe('the day of an activity', () => {
  const journey = useJourney();
  const noon = new Date(`${new Date().toISOString().slice(0, 10)}T05:00:00Z`);
  const iso = (at: Date) => at.toISOString().slice(0, 10);
  beforeAll(async () => {
    journey.portal.clock.set(noon);
    await journey.account('OPD', 'petugas', { agency: 'Dinkes' });
    await makeAssignment(journey.portal.services.database);
  });

  it('stays what was pressed when the draft in the phone is finished the next morning, or later', async () => {
    const page = await journey.open('phone');
    await journey.signIn(page, 'petugas');
    await page.goto('/kegiatan/baru');
    await page.locator('label', { hasText: 'Hari ini' }).click();
    await page.fill('#uraian', 'Jamban dibangun bersama warga.');
    for (const [days, pressed, typed] of [
      [1, iso(noon), ''],
      [3, 'lain', iso(noon)],
    ] as const) {
      journey.portal.clock.set(new Date(noon.getTime() + days * 24 * HOUR));
      await page.goto('/masuk');
      await journey.signIn(page, 'petugas');
      await page.goto('/kegiatan/baru');
      expect(await page.inputValue('#uraian')).toBe('Jamban dibangun bersama warga.');
      expect(await page.inputValue('input[name=hari]:checked')).toBe(pressed);
      if (typed) expect(await page.inputValue('#tanggal')).toBe(typed);
    }
    journey.portal.clock.set(noon);
  });

  it('is said to lie outside of an assignment as soon as it does, with what was typed kept', async () => {
    const ended = {
      villageCode: MANDIRAJA,
      startsOn: new Date('2020-01-01'),
      endsOn: new Date('2020-12-31'),
    };
    const { database } = journey.portal.services;
    await journey.account('OPD', 'pendukung', { agency: 'DLH' });
    for (const more of [{}, ended])
      await makeAssignment(database, { ...more, agency: 'DLH', role: 'SUPPORT' });
    const page = await journey.open('phone');
    await journey.signIn(page, 'pendukung');
    await page.goto(`/kegiatan/baru?desa=${MANDIRAJA}`);
    const told = page.getByText('di luar penugasan OPD Anda di');
    expect(await page.inputValue('#tanggal')).toBe('2020-12-31');
    expect(await told.isVisible()).toBe(false);
    await page.fill('#uraian', 'Jamban dibangun bersama warga.');
    await page.locator('label', { hasText: 'Hari ini' }).click();
    expect(await told.isVisible()).toBe(true);
    await expectAccessible(page);
    await page.locator('label', { hasText: 'Lain' }).first().click();
    await page.fill('#tanggal', '2020-12-30');
    expect(await told.isVisible()).toBe(false);
    expect(await page.inputValue('#uraian')).toBe('Jamban dibangun bersama warga.');
  });

  it('is said to lie in a closed month as soon as it does, and taken again in an open one', async () => {
    const { portal } = journey;
    await journey.account('KOORDINATOR', 'penutup');
    const closer = await portal.services.db.account.findFirstOrThrow({ where: { username: 'penutup' } });
    const last = new Date(Date.UTC(noon.getUTCFullYear(), noon.getUTCMonth(), 0));
    await (await portal.as(closer)).post('/laporan/tutup', { bulan: iso(last).slice(0, 7) }).expect(303);
    const page = await journey.open('phone');
    await journey.signIn(page, 'petugas');
    await page.goto('/kegiatan/baru');
    const told = page.getByText('sudah ditutup oleh');
    const before = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 0));
    await page.locator('label', { hasText: 'Lain' }).first().click();
    for (const [day, shown] of [
      [last, true],
      [before, false],
    ] as const) {
      await page.fill('#tanggal', iso(day));
      expect([iso(day), await told.isVisible()]).toEqual([iso(day), shown]);
    }
    await page.fill('#tanggal', iso(last));
    await expectAccessible(page);
  });

  it('hides what a plan has none of, and does not send it', async () => {
    const page = await journey.open('phone');
    await journey.signIn(page, 'petugas');
    await page.goto('/kegiatan/baru');
    await page.selectOption('#jenis', 'JMB');
    await page.fill('#jumlah', '12');
    await page.fill('#uraian', 'Jamban akan dibangun.');
    await page.locator('label', { hasText: 'Lain' }).first().click();
    await page.fill('#tanggal', iso(new Date(noon.getTime() + 240 * HOUR)));
    expect(await page.isVisible('#jumlah')).toBe(false);
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('Kegiatan diajukan').waitFor();
    const newest = await journey.portal.services.db.activityRevision.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { lines: true },
    });
    expect(newest).toMatchObject({ workStatus: 'RENCANA', lines: [{ realised: null }] });
  });
});
