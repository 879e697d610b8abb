import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, useJourney, WIDTHS } from './journey.js';

type Size = keyof typeof WIDTHS;

/** From the data files to a verified activity in a village: the programme's whole main job, by hand. */
describe.each(Object.keys(WIDTHS) as Size[])('the main job on a %s', (size) => {
  const journey = useJourney();
  const state = { desil1: '', idm: '', photo: Buffer.alloc(0) };
  beforeAll(async () => {
    journey.portal.clock.set(new Date());
    await journey.account('BAPPEDA', 'bappeda');
    await journey.account('KOORDINATOR', 'koordinator');
    await journey.account('OPD', 'petugas', { agency: 'Dinkes' });
    await journey.account('DESA', 'desa', { villageCode: '33.27.03.2001' });
    const places = await readFile('prisma/reference/wilayah-33.27.csv', 'utf8');
    const codes = places.match(/^33\.27\.0[13]\.2\d{3}/gm) ?? [];
    state.desil1 = `kode,desil1,jumlah_penduduk\n${codes.map((code, at) => `${code},${900 - at * 20},5000\n`).join('')}`;
    state.idm = `kode;idm\n${codes.map((code, at) => `${code};0,${6001 + at * 40}\n`).join('')}`;
    state.desil1 = state.desil1.replace('33.27.03.2001,', '33.27.03.2001,1').replace(',1700', ',1900');
    state.photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#4f9e7b' } })
      .jpeg()
      .toBuffer();
  });

  const open = async (username: string) => {
    const page = await journey.open(size);
    await journey.signIn(page, username);
    return page;
  };

  it('leads from two files to figures that anybody can see', async () => {
    const bappeda = await open('bappeda');
    await importFile(bappeda, 'desil1', 'desil1.csv', state.desil1);
    await importFile(bappeda, 'idm', 'idm.csv', state.idm);
    await rankAndFix(bappeda);
    const coordinator = await open('koordinator');
    await assignDinkes(coordinator);
    const officer = await open('petugas');
    const address = await logActivity(officer, state.photo);
    expect(await figureOf(size)).toBe('0');
    await sendBack(coordinator, address);
    await mend(officer, address);
    await coordinator.goto(address);
    await coordinator.getByRole('button', { name: 'Verifikasi' }).click();
    await coordinator.getByText('Diverifikasi').first().waitFor();
    expect(await figureOf(size)).toBe('1');
    const village = await open('desa');
    await village.goto(address);
    await village.getByRole('button', { name: /^Konfirmasi/ }).click();
    await village.getByText('Dikonfirmasi desa').first().waitFor();
    await expectAccessible(village);
  });

  async function importFile(page: Page, kind: string, name: string, text: string) {
    await page.goto(`/data/impor?jenis=${kind}`);
    await page.setInputFiles('#berkas', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    if (kind === 'desil1') await page.selectOption('#sumber', 'DTSEN');
    await page.fill('#per', '2026-01-31');
    await page.getByRole('button', { name: 'Periksa berkas' }).click();
    await page.getByRole('button', { name: /^Sahkan/ }).waitFor();
    await expectAccessible(page);
    // The file names two kecamatan only.
    await page.getByLabel(/memang hanya sebagian/).check();
    await page.getByRole('button', { name: /^Sahkan/ }).click();
    await page.getByText('Versi data disahkan').waitFor();
  }

  async function rankAndFix(page: Page) {
    await page.goto('/prioritas/baru?seleksi=kuota:5');
    await expectAccessible(page);
    await page.getByText('Simpan hitungan').click();
    await page.fill('#nama', 'Lokus uji');
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await page.getByText('Hitungan disimpan').waitFor();
    await page.getByRole('link', { name: 'Jadikan draf daftar lokus' }).click();
    await page.getByRole('button', { name: 'Buat draf' }).click();
    await page.locator('.fold-title', { hasText: 'Tambahkan desa' }).click();
    await page.selectOption('#desa', { index: 3 });
    await page.fill('#alasan', 'Hasil rakor');
    await page.getByRole('button', { name: 'Tambahkan', exact: true }).click();
    await page.getByText('ditambahkan').first().waitFor();
    await expectAccessible(page);
    await page.fill('#sk', '188.4/96/TAHUN 2026');
    await page.check('#yakin');
    await page.getByRole('button', { name: 'Tetapkan', exact: true }).click();
    await page.waitForURL(/\/lokus\/20\d\d$/);
    await expectAccessible(page);
  }

  async function assignDinkes(page: Page) {
    await page.goto('/penugasan');
    await page.locator('input[name=pilih][value="33.27.03.2001"]').check();
    await page.selectOption('#kepada', { label: 'Dinkes, 0 desa' });
    await page.locator('.selection-more > summary').click();
    await page.fill('#mulai', '2026-02-01');
    await page.getByRole('button', { name: 'Tugaskan', exact: true }).click();
    await page.getByText('Dinkes ditugaskan ke 1 desa').waitFor();
    await expectAccessible(page);
  }

  async function logActivity(page: Page, photo: Buffer): Promise<string> {
    await page.goto('/kegiatan/baru?desa=33.27.03.2001');
    await page.locator('label', { hasText: 'Kemarin' }).click();
    await page.locator('select[name^=kategori], select[name^=jenis]').first().selectOption('JMB');
    await page.locator('input[inputmode=numeric]').first().fill('18');
    await page
      .locator('textarea')
      .first()
      .fill('Pembangunan jamban sehat bersama warga. Tinggal enam rumah.');
    await page.locator('.fold-title', { hasText: 'Foto atau PDF' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: photo });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('Kegiatan diajukan').waitFor();
    await expectAccessible(page);
    return new URL(page.url()).pathname;
  }

  async function sendBack(page: Page, address: string) {
    await page.goto(address);
    await page.locator('summary', { hasText: 'Kembalikan dengan catatan' }).click();
    await page.locator('textarea[name=catatan]').fill('Lengkapi jumlah penerima.');
    await page.getByRole('button', { name: 'Kembalikan dengan catatan' }).click();
    await page.getByText('Dikembalikan').first().waitFor();
  }

  async function mend(page: Page, address: string) {
    await page.goto('/beranda');
    await page.getByText('“Lengkapi jumlah penerima.”', { exact: true }).waitFor();
    await page.goto(`${address}/ubah`);
    await page.locator('textarea').first().fill('Pembangunan jamban sehat bersama warga, 18 rumah.');
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click();
    await page.getByText('Kegiatan diajukan').waitFor();
  }

  /** Verified activities of Belik as a visitor reads them. */
  async function figureOf(width: Size): Promise<string> {
    const visitor = await journey.open(width);
    await visitor.goto('/');
    await expectAccessible(visitor);
    // What is live is the number of the whole kabupaten; a kecamatan's comes with the next potret.
    const shown = visitor
      .locator('.stats > li', { hasText: 'kegiatan terverifikasi' })
      .locator('.stat-value');
    return String(await shown.textContent()).trim();
  }
});
