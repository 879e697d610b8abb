import { beforeAll, describe, expect, it } from 'vitest';
import { useJourney } from './journey.js';

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
});
