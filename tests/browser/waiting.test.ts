import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, makeVersion } from '../support/make.js';
import { useJourney } from './journey.js';

describe('what takes long', () => {
  const journey = useJourney();
  beforeAll(async () => {
    await journey.account('BAPPEDA', 'bappeda');
    await makeVersion(journey.portal.services.database, 'DESIL1', { [GOMBONG]: 812 });
  });

  it('says so on the button of a form that only asks, and is asked for once', async () => {
    const page = await journey.open('desk');
    await journey.signIn(page, 'bappeda');
    await page.goto('/prioritas/baru');
    const told = await page.evaluate(`(() => {
      const button = document.querySelector('.settings button[type=submit]');
      const sent = [];
      document.addEventListener('submit', (event) => sent.push(!event.defaultPrevented));
      button.click();
      button.click();
      return [button.textContent, button.getAttribute('aria-disabled'), sent];
    })()`);
    expect(told).toEqual(['Menghitung…', 'true', [true, false]]);
    await page.waitForURL('**/prioritas/baru?*');
    await page.getByRole('button', { name: 'Hitung', exact: true }).waitFor();
  });

  it('says so on a link to a file until the file comes, which is fetched once', async () => {
    const page = await journey.open('desk');
    await journey.signIn(page, 'bappeda');
    await page.goto('/desa');
    let files = 0;
    page.on('download', () => {
      files += 1;
    });
    const told = page.evaluate(`new Promise((tell) => {
      const link = document.querySelector('a[href$="format=csv"]');
      const words = [];
      new MutationObserver(() => {
        words.push(link.textContent.trim());
        if (words.length === 2) tell([...words, link.getAttribute('aria-disabled')]);
      }).observe(link, { childList: true });
      link.click();
      link.click();
    })`);
    expect(await told).toEqual(['Menyiapkan…', 'CSV', null]);
    expect(files).toBe(1);
  });
});
