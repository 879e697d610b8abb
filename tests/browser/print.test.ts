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
});
