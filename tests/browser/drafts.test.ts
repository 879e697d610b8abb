import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount, makeAssignment, makeVerified } from '../support/make.js';
import { useJourney } from './journey.js';

/** Whatever is typed in a field of more than a line is found again. */
describe('a reason that takes time to write', () => {
  const journey = useJourney();
  let path = '';
  beforeAll(async () => {
    await journey.account('KOORDINATOR', 'koordinator');
    const { id } = await makeAssignment(journey.portal.services.database);
    path = `/penugasan/${id}/akhiri`;
  });
  const open = async (page: Page) => {
    await page.goto(path);
    // The tab has its own place for what is typed, which it asks the browser for.
    await page.waitForFunction(() => {
      const { sessionStorage } = globalThis as unknown as { sessionStorage: object };
      return Object.keys(sessionStorage).some((key) => key.startsWith('isian:'));
    });
    return page.locator('textarea').first();
  };
  const REASON = 'Desa sudah tuntas menurut musyawarah.';

  it('survives the end of the session, says that it came back, and can be emptied', async () => {
    const page = await journey.open('phone');
    await journey.signIn(page, 'koordinator');
    await (await open(page)).fill(REASON);
    await journey.portal.services.database.transaction((tx) => tx.session.deleteMany({}));
    await page.locator('form:has(textarea) button[type=submit]').click();
    await page.waitForURL('**/masuk**');
    await page.getByText('masih ada di perangkat ini').waitFor();
    await journey.signIn(page, 'koordinator');
    const field = await open(page);
    await expect.poll(() => field.inputValue()).toBe(REASON);
    await page.getByText('Isian Anda yang belum terkirim ada di sini lagi.').waitFor();
    await page.getByRole('button', { name: 'Kosongkan' }).click();
    await page.waitForLoadState();
    expect(await (await open(page)).inputValue()).toBe('');
  });

  it('is not shared by two tabs, and comes back in the next once its tab is closed', async () => {
    const page = await journey.open('desk');
    await journey.signIn(page, 'koordinator');
    await (await open(page)).fill(REASON);
    const second = await page.context().newPage();
    const other = await open(second);
    await other.pressSequentially('Lain');
    expect(await page.locator('textarea').first().inputValue()).toBe(REASON);
    await second.close();
    await page.close();
    const third = await second.context().newPage();
    const found = await open(third);
    await expect.poll(() => found.inputValue()).toBe(REASON);
    // The one that is left is found too, though its tab was not the first.
    await third.getByRole('button', { name: 'Kosongkan' }).click();
    await third.waitForLoadState();
    await third.close();
    const fourth = await second.context().newPage();
    const left = await open(fourth);
    await expect.poll(() => left.inputValue()).toBe('Lain');
  });

  it('belongs to the account that typed it', async () => {
    const { database } = journey.portal.services;
    await makeAccount(database, 'KOORDINATOR');
    await journey.account('KOORDINATOR', 'koordinator-dua');
    await makeVerified(database);
    const page = await journey.open('desk');
    await journey.signIn(page, 'koordinator');
    await (await open(page)).fill(REASON);
    await page.context().clearCookies();
    await journey.signIn(page, 'koordinator-dua');
    expect(await (await open(page)).inputValue()).toBe('');
  });
});
