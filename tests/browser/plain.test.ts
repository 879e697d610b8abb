import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, makeAssignment, makeList } from '../support/make.js';
import { PASSWORD, useJourney } from './journey.js';

/** What an officer does in the village, on an old phone or without a mouse. */
describe('an officer', () => {
  const journey = useJourney();
  beforeAll(async () => {
    journey.portal.clock.set(new Date());
    const { database } = journey.portal.services;
    await journey.account('OPD', 'petugas', { agency: 'Dinkes' });
    await journey.account('KOORDINATOR', 'koordinator');
    await makeList(database, new Date().getUTCFullYear(), [GOMBONG]);
    await makeAssignment(database);
  });

  it('logs an activity where no script runs, is refused with everything typed, and mends it', async () => {
    const page = await journey.open('phone', true);
    await journey.signIn(page, 'petugas');
    await page.goto('/kegiatan/baru');
    await page.locator('label', { hasText: 'Hari ini' }).click();
    await page.selectOption('#jenis', 'JMB');
    await page.fill('#jumlah', 'dua belas');
    await page.fill('#uraian', 'Jamban dibangun bersama warga.');
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    expect(await page.inputValue('#jumlah')).toBe('dua belas');
    expect(await page.inputValue('#uraian')).toBe('Jamban dibangun bersama warga.');
    await page.fill('#jumlah', '12');
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('Kegiatan diajukan').waitFor();

    const desk = await journey.open('desk', true);
    await journey.signIn(desk, 'koordinator');
    await desk.goto(new URL(page.url()).pathname);
    await desk.getByRole('button', { name: 'Verifikasi' }).click();
    await desk.getByText('Kegiatan diverifikasi').waitFor();
  });

  it('does the same by keyboard alone', async () => {
    const page = await journey.open('desk');
    await page.goto('/masuk');
    await reach(page, '#username');
    await page.keyboard.type('petugas');
    await reach(page, '#password');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/beranda');

    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Lompat ke isi');
    await reach(page, 'a[href="/kegiatan/baru"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/kegiatan/baru');
    await reach(page, 'input[name=hari]');
    await page.keyboard.press('Space');
    await reach(page, '#jenis');
    await page.keyboard.type('Jamban');
    await reach(page, '#jumlah');
    await page.keyboard.type('9');
    await reach(page, '#uraian');
    await page.keyboard.type('Sembilan jamban selesai.');
    await reach(page, 'button[value=ajukan]');
    await page.keyboard.press('Enter');
    await page.getByText('Kegiatan diajukan').waitFor();
    expect(await page.locator('h1').textContent()).toContain('Sembilan jamban selesai');
  });

  it('finds what was typed after the session ended, where a colleague at the same phone does not', async () => {
    const page = await journey.open('phone');
    await journey.account('OPD', 'rekan', { agency: 'Dinkes' });
    await journey.signIn(page, 'petugas');
    await page.goto(`/kegiatan/baru?desa=${GOMBONG}`);
    await page.fill('#uraian', 'Ditulis sebelum sesi berakhir.');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('masih ada di perangkat ini').waitFor();
    await page.fill('#username', 'petugas');
    await page.fill('#password', PASSWORD);
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await page.waitForURL(`**/kegiatan/baru?desa=${GOMBONG}`);
    expect(await page.inputValue('#uraian')).toBe('Ditulis sebelum sesi berakhir.');
    await page.context().clearCookies();
    await journey.signIn(page, 'rekan');
    await page.goto(`/kegiatan/baru?desa=${GOMBONG}`);
    expect(await page.inputValue('#uraian')).toBe('');
  });

  it('sends photos of the camera small', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    const photo = await sharp({
      create: { width: 3000, height: 2000, channels: 3, background: '#888', noise },
    })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(photo.length).toBeGreaterThan(2_000_000);
    const page = await journey.open('phone');
    await journey.signIn(page, 'petugas');
    await page.goto('/kegiatan/baru');
    await page.getByText('Foto atau PDF').first().click();
    await page.getByText('belum ada yang dipilih').waitFor();
    await page.setInputFiles('#bukti', { name: 'IMG_1.png', mimeType: 'image/jpeg', buffer: photo });
    await page.getByText('Foto dikecilkan dari').waitFor();
    expect(await page.textContent('.file')).toContain('IMG_1.png');
    const sent = await page.evaluate<{ name: string; size: number }>(
      '(({ name, size }) => ({ name, size }))(document.querySelector("#bukti").files[0])',
    );
    expect(sent.name).toBe('IMG_1.jpg');
    expect(sent.size).toBeLessThan(photo.length / 2);
  });

  const focused = (page: Page) => page.evaluate('document.activeElement?.textContent ?? ""');

  /** Goes on with Tab until the element has the focus, which must be visible. */
  async function reach(page: Page, selector: string) {
    for (let step = 0; step < 60; step++) {
      const there = `document.activeElement?.matches(${JSON.stringify(selector)})`;
      if (await page.evaluate(there)) {
        const outline = 'getComputedStyle(document.activeElement).outlineStyle';
        const shadow = 'getComputedStyle(document.activeElement).boxShadow';
        const ring =
          'getComputedStyle(document.activeElement.nextElementSibling ?? document.body).outlineStyle';
        const seen = await page.evaluate(
          `[${outline}, ${ring}].some((one) => one !== 'none') || ${shadow} !== 'none'`,
        );
        expect([selector, seen]).toEqual([selector, true]);
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }
});
