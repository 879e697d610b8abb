import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import type { Database } from '../../src/database/client.js';
import { keepUp } from '../../src/kept/keep.js';
import { assess } from '../../src/needs/assess.js';
import { holdMeeting } from '../../src/rakor/meeting.js';
import {
  agencyId,
  GOMBONG,
  makeAccount,
  makeAssignment,
  makeList,
  makeReferral,
  makeVerified,
  makeVersion,
} from '../support/make.js';
import { expectAccessible, useJourney } from './journey.js';
import { signsBySheet } from './pdf.js';

/** The village disputes an activity, and nobody has answered. */
const dispute = async (database: Database, activityId: number) => {
  const { id: createdById } = await makeAccount(database, 'DESA');
  await database.transaction(async (tx) => {
    const { id: revisionId } = await tx.activityRevision.findFirstOrThrow({ where: { activityId } });
    const word = { kind: 'SANGGAHAN', reason: 'Belum sampai.' } as const;
    await tx.villageResponse.create({ data: { revisionId, createdById, ...word } });
    await keepUp(tx, { activities: [activityId] });
  });
};

describe('paper', () => {
  const journey = useJourney();
  beforeAll(() => journey.account('KOORDINATOR', 'koordinator'));

  it('shows every row of a list, its foot, and none of its buttons', async () => {
    const page = await journey.open('desk');
    await page.addInitScript("window.print = () => document.body.setAttribute('data-printed', 'ya')");
    await journey.signIn(page, 'koordinator');
    await page.goto('/desa');
    await page.getByRole('link', { name: 'Cetak' }).click();
    await page.waitForURL('**/desa?cetak=ya');
    expect(await page.getAttribute('body', 'data-printed')).toBe('ya');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('tbody tr:visible').count()).toBe(223);
    expect(await page.locator('.btn:visible, .filter:visible, .pager-links:visible').count()).toBe(0);
    expect(await page.locator('.print-foot').textContent()).toMatch(/\/desa\. Dicetak .* oleh Koordinator/);
  });

  it('of a Kartu Desa has no sheet with nothing but its foot, however many results there are', async () => {
    const { database, db } = journey.portal.services;
    await makeList(database, 2026, [GOMBONG]);
    await makeAssignment(database);
    for (const asOf of ['2022-03-01', '2024-03-01', '2026-03-01']) {
      await makeVersion(database, 'DESIL1', { [GOMBONG]: 812 }, { asOf });
      await makeVersion(database, 'IDM', { [GOMBONG]: 0.61 }, { asOf });
    }
    for (const { code: categoryCode } of await db.category.findMany())
      await makeVerified(database, { categoryCode, fundingCode: 'APBDES', spentRupiah: 7_000_000 });
    const page = await journey.open('desk');
    await journey.signIn(page, 'koordinator');
    await page.goto(`/desa/${GOMBONG}`);
    const print = async () => signsBySheet(await page.pdf({ preferCSSPageSize: true }));
    await page.evaluate(
      "document.querySelectorAll('header, main > .wrap:not(.print-foot)').forEach((one) => one.remove())",
    );
    const [foot = 0] = await print();
    const alone = (sheets: number[]) => sheets.length > 1 && (sheets.at(-1) ?? 0) <= foot;
    await page.goto(`/desa/${GOMBONG}`);
    // Pushes the card down the sheet, less at a time than its foot is high, until one sheet more begins.
    const printed = [await print()];
    const overflows = () => (printed.at(-1)?.length ?? 0) > (printed[0]?.length ?? 0);
    for (let step = 1; step < 80 && !overflows(); step += 1) {
      await page.evaluate(`document.querySelector('main').style.paddingTop = '${step * 24}px'`);
      printed.push(await print());
    }
    expect([overflows(), printed.filter(alone).length]).toEqual([true, 0]);
  });

  it('of a rakor about the whole is two sheets at most, with more of each kind than it shows', async () => {
    const { database, db } = journey.portal.services;
    const places = await db.village.findMany({ orderBy: { code: 'asc' }, skip: 100, take: 12 });
    const doing = doingAs(
      database,
      await makeAccount(database, 'KOORDINATOR'),
      new Date('2026-11-20T03:00:00Z'),
    );
    const told = { assessedOn: new Date('2026-02-01'), source: 'ASESMEN', note: null } as const;
    const needs = ['JMB', 'AIR'].map((categoryCode) => ({ categoryCode, baseline: 40, target: null }));
    for (const { code: villageCode } of places) {
      await makeAssignment(database, { villageCode });
      await assess(doing, { ...told, villageCode, needs });
      await makeVerified(database, { villageCode, workStatus: 'RENCANA', realised: null, target: 5 });
      await dispute(
        database,
        await makeVerified(database, { villageCode, title: 'Penyuluhan dan rembug warga' }),
      );
      await makeReferral(database, { villageCode, dueOn: new Date('2026-11-01') });
    }
    const point = { party: 'OPD', agencyId: await agencyId(database), villageCode: null } as const;
    const points = places.map(({ name }) => ({
      ...point,
      what: `Menengok ${name}`,
      dueOn: new Date('2026-12-01'),
    }));
    const held = {
      kecamatanCode: null,
      agencyId: null,
      heldOn: new Date('2026-11-10'),
      title: 'Rakor',
      note: null,
    };
    await holdMeeting(doing, held, points);
    const page = await journey.open('desk');
    await journey.signIn(page, 'koordinator');
    await page.goto('/rakor');
    expect(await page.getByText(/^dan \d+ lagi$/).count()).toBe(7);
    const sheets = signsBySheet(await page.pdf({ preferCSSPageSize: true }));
    expect(sheets.length).toBeLessThanOrEqual(2);
  });

  it('of the matrix is A3 from head to foot, as wide as its sheet; a phone offers kecamatan first', async () => {
    const { database, db } = journey.portal.services;
    const villages = await db.village.findMany({ where: { code: { endsWith: '1' } }, take: 30 });
    await makeList(
      database,
      2025,
      villages.map(({ code }) => code),
    );
    const page = await journey.open('desk');
    await journey.signIn(page, 'koordinator');
    await page.goto('/matriks?tahun=2025');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)[.\d]* (\d+)/g)].map(([, ...sides]) =>
      sides.map(Number),
    );
    expect(sheets.length).toBeGreaterThan(0);
    for (const sides of sheets) expect(sides).toEqual([1191, 841]);
    await page.emulateMedia({ media: 'print' });
    const widths = await page.evaluate(
      "['.matrix', '.matrix-section'].map((one) => Math.round(document.querySelector(one).getBoundingClientRect().width))",
    );
    expect(new Set(widths as number[]).size).toBe(1);

    const phone = await journey.open('phone');
    await journey.signIn(phone, 'koordinator');
    await phone.goto('/matriks?tahun=2025');
    await expectAccessible(phone);
    const rows = phone.locator('.matrix tbody tr:visible');
    expect(await rows.count()).toBe(0);
    await phone.getByRole('link', { name: 'Tampilkan semua' }).click();
    // Others in which work goes on are shown beside them.
    const all = await rows.count();
    expect(all).toBeGreaterThanOrEqual(villages.length);
    await phone.goto('/matriks?tahun=2025');
    await phone.locator('.places a').first().click();
    await phone.waitForURL('**kecamatan=**');
    expect(await rows.count()).toBeLessThan(all);
    expect(await rows.count()).toBeGreaterThan(0);
    await expectAccessible(phone);
  });
});
