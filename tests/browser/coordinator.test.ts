import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { MANDIRAJA, makeAssignment, makeList } from '../support/make.js';
import { STORY } from '../support/story.js';
import { COUNTER, count, useJourney } from './journey.js';

const NINE = Array.from({ length: 9 }, (_, index) => `33.27.03.${2002 + index}`);
const DAY = 86_400_000;

/** What a coordinator does in a month, from Beranda on: what is pressed, by its first words, and what is then told. */
const STEPS: Record<string, { presses: string[]; most: number; told: RegExp }> = {
  'Siapa yang belum lapor': { presses: ['Laporan Oktober'], most: 1, told: /1 dari 2 desa sudah dilaporkan/ },
  Mengingatkan: { presses: ['Ingatkan', 'Sudah dihubungi', 'Catat'], most: 4, told: /DLH sudah dihubungi/ },
  Memeriksa: {
    presses: ['Periksa', 'Centang 36 tanpa tanda', 'Verifikasi yang dicentang'],
    ...{ most: 12, told: /36 laporan diverifikasi/ },
  },
  'Membagi desa': {
    presses: ['Penugasan', 'Lihat usulan', 'Tugaskan yang dicentang'],
    ...{ most: 6, told: /9 desa ditugaskan menurut usulan/ },
  },
  Kesenjangan: { presses: ['Matriks'], most: 1, told: /Matriks kesenjangan/ },
  Rakor: { presses: ['Bahan rakor'], most: 2, told: /Bahan rakor kabupaten/ },
  'Menutup bulan': {
    presses: ['Laporan Oktober', 'Tutup bulan', 'Tutup bulan ini'],
    ...{ most: 3, told: /Oktober 2026 ditutup/ },
  },
};

/** How many clicks a text says a step takes: `**Memeriksa** (3 klik`, on the page without the stars. */
const clicksTold = (text: string, step: string) =>
  Number(new RegExp(`${step}(?:\\*\\*)? \\((\\d+) klik`).exec(text)?.[1]);

describe("a coordinator's month, its presses counted", STORY, () => {
  const journey = useJourney();

  beforeAll(async () => {
    const { portal } = journey;
    const { database } = portal.services;
    const scene = await setScene(portal);
    await makeList(database, 2026, NINE);
    await makeAssignment(database, { villageCode: MANDIRAJA, agency: 'DLH' });
    for (let back = 0; back < 36; back++) {
      const day = new Date(portal.clock.now().getTime() - back * DAY).toISOString().slice(0, 10);
      await scene.log({ hari: 'lain', tanggal: day });
    }
    await journey.account('KOORDINATOR', 'koordinator-uji');
  });

  it.each(Object.entries(STEPS))(
    '%s takes as many as the docs and the help page say',
    async (step, given) => {
      const page = await journey.open('desk');
      await page.addInitScript(COUNTER);
      await journey.signIn(page, 'koordinator-uji');
      await page.goto('/bantuan');
      const help = (await page.locator('main').textContent()) ?? '';
      await page.goto('/beranda');
      await page.evaluate('sessionStorage.clear()');
      for (const words of given.presses) {
        await page.locator('a:visible, button:visible').filter({ hasText: words }).first().click();
        await page.waitForLoadState();
      }
      await page.locator('body', { hasText: given.told }).waitFor();
      const presses = await count(page, 'presses');
      expect(presses).toBe(given.presses.length);
      expect(presses).toBeLessThanOrEqual(given.most);
      const docs = readFileSync('docs/sebulan.md', 'utf8');
      expect([clicksTold(docs, step), clicksTold(help, step)]).toEqual([presses, presses]);
    },
  );

  it('left nine villages with nine OPD and 36 reports verified', async () => {
    const { db } = journey.portal.services;
    const leads = await db.assignment.findMany({ where: { villageCode: { in: NINE }, role: 'LEAD' } });
    expect([leads.length, new Set(leads.map(({ agencyId }) => agencyId)).size]).toEqual([9, 9]);
    expect(await db.activityRevision.count({ where: { reviewStatus: 'DIVERIFIKASI' } })).toBe(36);
  });
});
