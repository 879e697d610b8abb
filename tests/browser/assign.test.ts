import { describe, expect, it } from 'vitest';
import { agencyId, makeList } from '../support/make.js';
import { expectAccessible, useJourney, type WIDTHS } from './journey.js';

const CODES = Array.from({ length: 12 }, (_, index) => `33.27.03.${2001 + index}`);

describe('ticking villages', () => {
  const journey = useJourney();

  it.each(['desk', 'phone'] as (keyof typeof WIDTHS)[])(
    'keeps the bar in sight at %s width, over nothing that has the focus, and warns about capacity at once',
    async (width) => {
      const { database } = journey.portal.services;
      if (width === 'desk') await makeList(database, 2026, CODES);
      const id = await agencyId(database, 'Dinkes');
      await database.transaction((tx) => tx.agency.update({ where: { id }, data: { capacity: 1 } }));
      await journey.account('KOORDINATOR', `koordinator-${width}`);
      const page = await journey.open(width);
      await journey.signIn(page, `koordinator-${width}`);
      await page.goto('/penugasan');
      await page.selectOption('#kepada', String(id));
      const boxes = page.locator('tbody input[name=pilih]');
      await boxes.nth(0).check();
      expect(await page.locator('[data-capacity-warning]').textContent()).toBe('');
      await boxes.nth(9).check();
      expect(await page.locator('[data-capacity-warning]').textContent()).toContain(
        'Dinkes akan mendampingi 2 desa, kapasitasnya 1.',
      );
      await boxes.nth(width === 'desk' ? 11 : 8).scrollIntoViewIfNeeded();
      const bar = await page.locator('.selection').boundingBox();
      const nav = await page.locator('.tabbar').boundingBox();
      // Over the list on a wide screen; on a phone under it, right over the navigation.
      if (width === 'desk') expect(bar).toMatchObject({ y: 0 });
      else expect(Math.abs((bar?.y ?? 0) + (bar?.height ?? 0) - (nav?.y ?? 0))).toBeLessThan(12);
      const hidden = await page.evaluate(`(() => {
        const bar = document.querySelector('.selection');
        return [...document.querySelectorAll('tbody a, tbody input')].reverse().filter((one) => {
          one.focus();
          const box = one.getBoundingClientRect();
          const over = bar.getBoundingClientRect();
          return box.bottom > over.top && box.top < over.bottom - 2;
        }).length;
      })()`);
      expect(hidden).toBe(0);
      await expectAccessible(page);
    },
  );
});
