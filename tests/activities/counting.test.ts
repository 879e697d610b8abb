import { beforeAll, describe, expect, it } from 'vitest';
import { cuts } from '../../src/activities/recap.js';
import {
  agencyId,
  GOMBONG,
  MANDIRAJA,
  makeAccount,
  makeAssignment,
  makeList,
  makeVerified,
} from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const portal = usePortal();
const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

/** What stands beside sums, in the words of `src/activities/counting.ts`: in a line of its own, or after the sum. */
const BESIDE_LINE = /<span class="sub">(?=[^<]*(?:direncanakan|batal))[^<]*<\/span>/g;
const BESIDE =
  /,? ?(direncanakan Rp [\d.]+|terpakai pada yang batal Rp [\d.]+|[\d.]+ direncanakan|[\d.]+ batal)\b/g;
/** Lists of single activities, where the new ones are told one by one, and the legend of an outline. */
const SINGLES =
  /<ol class="timeline">[\s\S]*?<\/ol>|<h3 class="timeline-month.*|<section[^>]*id="kegiatan"[\s\S]*?<\/section>|<\/svg>direncanakan<\/li>/g;

/** What a page or export says of what was delivered; null where this reader is not let in. */
async function delivered(browser: Browser, address: string): Promise<string | null> {
  const answer = await browser.get(address).expect([200, 403]);
  if (answer.status !== 200) return null;
  if (address.includes('format=json')) {
    const rows = JSON.parse(answer.text) as Record<string, unknown>[];
    return JSON.stringify(
      rows
        .filter((row) => row.status_kerja !== 'Rencana' && row.status_kerja !== 'Batal')
        .map((row) => Object.entries(row).filter(([key]) => !/direncanakan|batal/.test(key))),
    );
  }
  // Around the page stand badges of what waits, which is meant to move; its printed foot bears the port of the request.
  const main = /<main[\s\S]*<\/main>/.exec(answer.text)?.[0] ?? '';
  answer.text = main
    .replace(SINGLES, ' ')
    .replace(BESIDE_LINE, '')
    .replace(/127\.0\.0\.1:\d+/g, '');
  return words(answer).replace(BESIDE, '').replace(/\s+/g, ' ');
}

describe('what is counted', STORY, () => {
  let readers: [string, Browser][];
  let open: string[];
  let inside: string[];

  beforeAll(async () => {
    const { database, db } = portal.services;
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    await makeAssignment(database);
    await makeAssignment(database, { villageCode: MANDIRAJA });
    const money = { fundingCode: 'CSR', plannedRupiah: 9_000_000, spentRupiah: 7_000_000 };
    await makeVerified(database, { target: 12, realised: 8, ...money });
    await makeVerified(database, { villageCode: MANDIRAJA, target: 20, realised: 20, ...money });
    await makeVerified(database, { workStatus: 'BERJALAN', realised: 6, startsOn: day('2026-05-04') });
    readers = [['the public', await portal.as()]];
    for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA', 'ADMIN'] as const) {
      readers.push([role, await portal.as(await makeAccount(database, role))]);
    }
    const opd = await agencyId(database);
    open = ['/', '/kecamatan', '/kecamatan?format=json'];
    open.push('/kecamatan/33.27.03', '/kecamatan/33.27.03?format=json');
    inside = ['/desa', '/opd', `/opd/${opd}`, `/desa/${GOMBONG}`, '/lokus/2026'];
    inside.push('/desa?format=json', '/opd?format=json', '/lokus/2026?format=json');
    inside.push('/rekap?kelompok=opd&rinci=ya', '/rekap?kelompok=jenis');
    for (const cut of Object.keys(cuts)) inside.push(`/rekap?kelompok=${cut}&format=json`);
    expect(await db.activity.count()).toBe(3);
  });

  async function readAll(): Promise<Map<string, string>> {
    const read = new Map<string, string>();
    for (const [name, browser] of readers) {
      for (const address of name === 'the public' ? open : [...open, ...inside]) {
        const text = await delivered(browser, address);
        if (text !== null) read.set(`${name} ${address}`, text);
      }
    }
    return read;
  }

  it('moves no total on any page or export when something is planned or cancelled', async () => {
    const { database } = portal.services;
    const before = await readAll();
    expect(before.size).toBeGreaterThan(80);
    const more = { fundingCode: 'CSR', startsOn: day('2026-05-20') };
    await makeVerified(database, {
      ...more,
      workStatus: 'RENCANA',
      target: 9,
      realised: 5,
      plannedRupiah: 77_000,
    });
    await makeVerified(database, {
      ...more,
      workStatus: 'BATAL',
      target: 3,
      realised: null,
      spentRupiah: 55_000,
    });
    const after = await readAll();
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [address, text] of before) {
      expect([address, ...(after.get(address) ?? '').split(' ')]).toEqual([address, ...text.split(' ')]);
    }
  }, 120_000);

  it('names plans and cancelled activities and their money beside the sums', async () => {
    const [, coordinator] = readers.find(([name]) => name === 'KOORDINATOR') as [string, Browser];
    for (const address of ['/rekap', `/desa/${GOMBONG}`, '/desa', '/opd', '/lokus/2026']) {
      expect([address, words(await coordinator.get(address))]).toEqual([
        address,
        expect.stringContaining('1 direncanakan, 1 batal'),
      ]);
    }
    for (const address of ['/rekap', `/desa/${GOMBONG}`]) {
      expect(words(await coordinator.get(address))).toContain(
        'direncanakan Rp 77.000, terpakai pada yang batal Rp 55.000',
      );
    }
    expect(words(await coordinator.get(`/desa/${GOMBONG}`))).toContain('direncanakan 9');
    const rows = JSON.parse((await coordinator.get('/rekap?format=json')).text) as Record<string, number>[];
    const sum = (key: string) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    const beside = ['kegiatan_direncanakan', 'target_direncanakan', 'rupiah_direncanakan'];
    expect([...beside, 'kegiatan_batal', 'rupiah_batal'].map(sum)).toEqual([1, 9, 77_000, 1, 55_000]);
    const states = rows.map((row) => row.status_kerja as unknown as string);
    expect(new Set(states)).toEqual(new Set(['Berjalan', 'Selesai', 'Rencana', 'Batal']));
  });

  it('takes the newest day that has come as laporan terakhir, the same on every page', async () => {
    const { database } = portal.services;
    await makeVerified(database, {
      workStatus: 'BERJALAN',
      startsOn: day('2026-11-02'),
      endsOn: day('2026-12-30'),
    });
    await makeVerified(database, { workStatus: 'RENCANA', startsOn: day('2026-11-19') });
    const [, coordinator] = readers.find(([name]) => name === 'KOORDINATOR') as [string, Browser];
    const opd = await agencyId(database);
    expect(words(await coordinator.get(`/desa/${GOMBONG}`))).toContain('laporan terakhir 20 November 2026');
    expect(words(await coordinator.get(`/opd/${opd}`))).toContain('20 November 2026');
    for (const address of ['/desa?format=json', '/lokus/2026?format=json']) {
      const rows = JSON.parse((await coordinator.get(address)).text) as Record<string, string>[];
      expect(rows.find((row) => row.kode === GOMBONG)?.laporan_terakhir).toBe('2026-11-20');
    }
  });
});
