import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRows, sql } from '../../src/database/query.js';
import { inRegion } from '../../src/scope.js';
import { everySetting, settingInForce, settingsOn } from '../../src/settings/settings.js';
import { makeAccount, REGION } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const ADDRESS = '/acuan/pengaturan/batas-laporan';
const here = { regionCode: REGION };
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('settings', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const decided = async (value: number, since: string) =>
    portal.services.database.transaction((tx) =>
      tx.setting.create({
        data: { regionCode: REGION, key: 'batas-laporan', value, since: day(since), setById: 1 },
      }),
    );
  const on = async (text: string) => (await settingsOn(portal.services.db, here, day(text))).reportDeadline;

  it('hold their usual value until the admin decides, and the decided one from its day on', async () => {
    const browser = await admin();
    expect(await on('2026-11-01')).toBe(10);
    await decided(12, '2026-10-01');
    await decided(15, '2026-11-01');
    expect(await Promise.all(['2026-09-30', '2026-10-31', '2026-11-01'].map(on))).toEqual([10, 12, 15]);
    const [row] = await queryRows(
      portal.services.db,
      sql`select ${settingInForce('reportDeadline', inRegion(sql`y`, here), sql`d.day`)} as value
          from (values ('2026-10-15'::date)) d(day)`,
      z.object({ value: z.number() }),
    );
    expect(row?.value).toBe(12);
    expect(words(await browser.get('/acuan?bagian=pengaturan'))).toContain('15 bulan berikutnya');
  });

  it('are decided on screen, told in the trail, and a later word on the same day counts', async () => {
    const browser = await admin();
    const sejak = '2027-03-01';
    for (const nilai of ['11', '12']) await browser.post(ADDRESS, { nilai, sejak }).expect(303);
    expect(await on(sejak)).toBe(12);
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'setting.edit' },
      orderBy: { id: 'desc' },
    });
    expect(entry).toMatchObject({ subjectId: 'batas-laporan', summary: expect.stringContaining('12') });
  });

  it('refuse what is out of range or would change days that are over, and keep the typing', async () => {
    const browser = await admin();
    const refused = await browser.post(ADDRESS, { nilai: '40', sejak: '2020-01-01' }).expect(422);
    expect(words(refused)).toContain('Isi angka 1 sampai 28');
    expect(words(refused)).toContain('Hari yang sudah lewat dihitung dengan nilai harinya');
    expect(refused.text).toContain('value="40"');
    await browser.post(ADDRESS, { nilai: '', sejak: '2027-01-01' }).expect(422);
    await browser.get('/acuan/pengaturan/constructor').expect(404);
  });

  it('are the admin’s alone, and have a page each', async () => {
    const browser = await admin();
    for (const { key } of everySetting) await browser.get(`/acuan/pengaturan/${key}`).expect(200);
    const other = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    await other.post(ADDRESS, { nilai: '11', sejak: '2027-03-01' }).expect(403);
  });
});
