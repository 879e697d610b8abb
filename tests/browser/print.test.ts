import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, makeAssignment, makeList, makeVerified, makeVersion } from '../support/make.js';
import { useJourney } from './journey.js';
import { signsBySheet } from './pdf.js';

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
    const printed: number[][] = [];
    /** The same without the rule that keeps the foot with what stands before it: there the walk passes what it is for. */
    const loose: number[][] = [];
    const print = async () => signsBySheet(await page.pdf({ preferCSSPageSize: true }));
    const overflows = () => (printed.at(-1)?.length ?? 0) > (printed[0]?.length ?? 0);
    await page.goto(`/desa/${GOMBONG}`);
    const keepFoot = (breakBefore: string) =>
      page.evaluate(`document.querySelector('.print-foot').style.breakBefore = '${breakBefore}'`);
    // Pushes the card down the sheet, less at a time than its foot is high, until one sheet more begins.
    for (let step = 0; step < 120 && !overflows(); step += 1) {
      await page.evaluate(`document.querySelector('main').style.paddingTop = '${step * 8}px'`);
      await keepFoot('');
      printed.push(await print());
      await keepFoot('auto');
      loose.push(await print());
    }
    await page.evaluate(
      "document.querySelectorAll('header, main > .wrap:not(.print-foot)').forEach((one) => one.remove())",
    );
    const [foot = 0] = await print();
    const alone = (sheets: number[][]) => sheets.filter((one) => one.length > 1 && (one.at(-1) ?? 0) <= foot);
    expect([overflows(), alone(printed).length, alone(loose).length > 0]).toEqual([true, 0, true]);
  });
});
