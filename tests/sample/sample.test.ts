import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agencyLoads } from '../../src/assignments/load.js';
import { queryRow, type Sql, sql } from '../../src/database/query.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { loadSample } from '../../src/sample/load.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

describe('the sample data', () => {
  const portal = usePortal();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sample-'));
    const { database, config } = portal.services;
    await loadSample(database, { ...config, evidenceDir: folder }, TEST_NOW);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const as = async (username: string) =>
    portal.as(await portal.services.db.account.findFirstOrThrow({ where: { username } }));
  const count = async (query: Sql) =>
    (await queryRow(portal.services.db, query, z.object({ count: z.number() }))).count;
  const members = (year: number, condition: Sql) =>
    count(sql`select count(*) as count from lokus_member m join lokus_list l on l.id = m.list_id
              where l.year = ${year} and ${condition}`);

  it('has the official lists of 2021, 2022 and this year', async () => {
    expect(await members(2021, sql`true`)).toBe(25);
    expect(await members(2022, sql`true`)).toBe(79);
    expect(await members(2022, sql`m.origin = 'LANJUTAN'`)).toBe(25);
    expect(await members(2022, sql`substr(m.village_code, 10, 1) = '1'`)).toBeGreaterThan(0);
    expect(await members(2026, sql`true`)).toBe(79);
    expect(await members(2026, sql`m.origin = 'LANJUTAN'`)).toBeGreaterThan(20);
    expect(
      await count(sql`select count(distinct p.kecamatan_code) as count from lokus_phase p join lokus_list l
      on l.id = p.list_id where l.year = 2022`),
    ).toBe(14);
    expect(await count(sql`select count(*) as count from lokus_phase p where p.year = 2027`)).toBe(2);
  });

  it('has the potret of several months, with something hidden and kecamatan that are read together', async () => {
    expect(await count(sql`select count(*) as count from public_snapshot`)).toBe(6);
    const stranger = await portal.as();
    const { body } = await stranger.get('/kecamatan/hasil?format=json');
    const hidden = body.find((one: { disembunyikan: boolean }) => one.disembunyikan);
    expect(words(await stranger.get(`/kecamatan/${hidden.kode.split(' ')[0]}`))).toMatch(
      /Jenis lainnya .* disembunyikan/,
    );
    expect(words(await stranger.get('/kecamatan'))).toContain('Kecamatan dengan kurang dari tiga desa');
    expect(words(await stranger.get('/'))).toContain('per 1 November 2026, diperbarui tiap bulan');
  });

  it('shows every status of a village in the list of this year', async () => {
    const bappeda = await portal.services.db.account.findFirstOrThrow({ where: { username: 'bappeda' } });
    const browser = await portal.as(bappeda);
    const found: Record<string, number> = {};
    for (const status of ['tuntas', 'mulai', 'belum', 'lanjutan', 'didampingi'])
      found[status] = JSON.parse((await browser.get(`/lokus/2026?status=${status}&format=json`)).text).length;
    expect(found).toMatchObject({ tuntas: 2, belum: 9 });
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0);
    expect(Object.values(found).reduce((sum, one) => sum + one)).toBe(79);
    // What begins next year has had no OPD and no work of its own yet.
    expect(
      await count(sql`select count(*) as count from lokus_phase p join lokus_member m on m.list_id = p.list_id
        and m.kecamatan_code = p.kecamatan_code join assignment s on s.village_code = m.village_code where p.year = 2027`),
    ).toBe(0);
  });

  it('has two kecamatan that begin next year, and nothing was done there yet', async () => {
    expect(
      await count(sql`select count(*) as count from lokus_phase p join activity a on a.village_code like p.kecamatan_code || '.%'
        where p.year = 2027`),
    ).toBe(0);
  });

  it('tells of a village that was tuntas in one list and chosen in the next', async () => {
    const anew = await queryRow(
      portal.services.db,
      sql`select min(d.village_code) as code, count(*) as count from village_decision d
          join lokus_member m on m.village_code = d.village_code
          join lokus_list l on l.id = m.list_id and l.year = 2026 where d.list_year = 2022 and d.outcome = 'TUNTAS'`,
      z.object({ code: z.string(), count: z.number() }),
    );
    expect(anew.count).toBe(1);
    const bappeda = await portal.services.db.account.findFirstOrThrow({ where: { username: 'bappeda' } });
    const browser = await portal.as(bappeda);
    const statusIn = async (year: number) =>
      ((await browser.get(`/lokus/${year}?format=json`)).body as { kode: string; status: string }[]).find(
        (row) => row.kode === anew.code,
      )?.status;
    expect(await statusIn(2022)).toBe('Tuntas');
    expect(await statusIn(2026)).toBe('Didampingi');
    expect(
      await count(sql`select count(*) as count from ranking_run where method_version = 1`),
    ).toBeGreaterThan(1);
  });

  it('has a tie at the quota and rapuh villages', async () => {
    const runs = await portal.services.db.rankingRun.findMany({ orderBy: { id: 'asc' } });
    expect(runs[0]?.messages.join()).toContain('skor sama di batas kuota');
    expect(await count(sql`select count(*) as count from ranking_result where fragile`)).toBeGreaterThan(0);
  });

  it('leaves nine villages without a lead and one OPD over its capacity', async () => {
    const koordinator = await portal.services.db.account.findFirstOrThrow({
      where: { username: 'koordinator' },
    });
    expect(words(await (await portal.as(koordinator)).get('/penugasan'))).toContain('Belum ada OPD (9)');
    const loads = await agencyLoads(portal.services.db, portal.services.region, TEST_NOW);
    expect(
      loads.filter((one) => one.capacity !== null && one.leads > one.capacity).map((one) => one.short_name),
    ).toEqual(['Inspektorat']);
  });

  it('has some 600 activities in every state up to yesterday', async () => {
    const total = await portal.services.db.activity.count();
    expect(total).toBeGreaterThan(550);
    expect(total).toBeLessThan(750);
    for (const state of ['DRAF', 'DIAJUKAN', 'DIKEMBALIKAN', 'DIVERIFIKASI']) {
      expect(
        await count(
          sql`select count(*) as count from activity_revision where review_status::text = ${state}`,
        ),
      ).toBeGreaterThan(3);
    }
    for (const state of ['RENCANA', 'BERJALAN', 'SELESAI', 'BATAL']) {
      expect(
        await count(sql`select count(*) as count from activity_revision where work_status::text = ${state}`),
      ).toBeGreaterThan(3);
    }
    expect(
      await count(sql`select count(*) as count from activity_revision
        where starts_on >= '2026-11-20' and work_status <> 'RENCANA'`),
    ).toBe(0);
    expect(
      await count(sql`select count(*) as count from activity_revision where number > 1`),
    ).toBeGreaterThan(3);
    expect(
      await count(
        sql`select count(*) as count from village_response where kind = 'SANGGAHAN' and answer is null`,
      ),
    ).toBeGreaterThan(0);
    expect(await count(sql`select count(*) as count from evidence`)).toBeGreaterThan(100);
  });

  it('tells of plans ahead, plans whose day has come, one postponed, one cancelled after it cost money, one done', async () => {
    const officer = await portal.services.db.account.findFirstOrThrow({ where: { username: 'opd' } });
    const mine = await portal.services.db.activity.findMany({
      where: { agencyId: officer.agencyId as number },
      include: { revisions: { orderBy: { number: 'asc' }, include: { lines: true } } },
    });
    const has = (told: (revisions: (typeof mine)[number]['revisions']) => boolean) =>
      mine.filter(({ revisions }) => told(revisions)).length;
    const last = (revisions: (typeof mine)[number]['revisions']) => revisions.at(-1);
    const planned = (one: ReturnType<typeof last>) =>
      one?.workStatus === 'RENCANA' && one.reviewStatus === 'DIVERIFIKASI';
    expect(has((all) => planned(last(all)) && (last(all)?.startsOn ?? 0) > TEST_NOW)).toBeGreaterThan(2);
    expect(has((all) => planned(last(all)) && (last(all)?.endsOn ?? TEST_NOW) < TEST_NOW)).toBeGreaterThan(1);
    expect(has((all) => all.length > 1 && planned(last(all)) && !!last(all)?.changeReason)).toBeGreaterThan(
      0,
    );
    const spent = (one: ReturnType<typeof last>) => one?.lines.some((line) => (line.spentRupiah ?? 0n) > 0n);
    expect(
      has((all) => planned(all[0]) && last(all)?.workStatus === 'BATAL' && spent(last(all)) === true),
    ).toBeGreaterThan(0);
    for (const state of ['DIAJUKAN', 'DIVERIFIKASI']) {
      const done = (one: ReturnType<typeof last>) =>
        one?.workStatus === 'SELESAI' && one.reviewStatus === state && one.number === 2;
      expect(has((all) => planned(all[0]) && done(last(all)))).toBeGreaterThan(0);
    }
  });

  it('shows what changed since a report was returned, and one that was verified and is to be mended', async () => {
    const { db } = portal.services;
    const account = (username: string) => db.account.findUniqueOrThrow({ where: { username } });
    const coordinator = await portal.as(await account('koordinator'));
    const returned = await db.activityRevision.findFirstOrThrow({
      where: { reviewStatus: 'DIAJUKAN', steps: { some: { kind: 'KEMBALIKAN' } } },
    });
    const page = words(await coordinator.get(`/kegiatan/${returned.activityId}`));
    expect(page).toMatch(
      /Yang berubah sejak dikembalikan 2 hal berubah.*Dihitung ulang bersama kepala dusun/,
    );
    const recalled = await db.activityRevision.findFirstOrThrow({
      where: { reviewStatus: 'DIKEMBALIKAN', submittedAt: null },
    });
    expect(words(await coordinator.get(`/kegiatan/${recalled.activityId}`))).toContain('Perbaikan diminta');
    const officer = words(await (await portal.as(await account('opd'))).get('/beranda'));
    expect(officer).toContain('Diminta diperbaiki: “Foto dan jumlahnya tidak cocok.');
  });

  it('gives the demo officer work and the demo village something to confirm', async () => {
    const mine = (state: string) =>
      count(sql`select count(*) as count from activity a
      join activity_revision r on r.id = a.current_revision_id join account c on c.username = 'opd' and c.agency_id = a.agency_id
      where r.review_status::text = ${state}`);
    expect(await mine('DIKEMBALIKAN')).toBeGreaterThan(0);
    expect(await mine('DRAF')).toBeGreaterThan(0);
    expect(
      await count(sql`select count(*) as count from activity a join activity_revision r on r.id = a.current_revision_id
      join account c on c.username = 'desa' and c.village_code = a.village_code
      where r.review_status = 'DIAJUKAN' and not exists (select from village_response p where p.revision_id = r.id)`),
    ).toBeGreaterThan(0);
  });

  it.each([
    ['bappeda', 'Pekerjaan belum selesai'],
    ['koordinator', 'Perlu diperiksa'],
    ['opd', 'Dikembalikan koordinator'],
    ['desa', 'Menunggu tanggapan desa'],
    ['admin', 'Akun terkunci'],
  ])('has homes that show %s what waits', async (username, section) => {
    const page = words(await (await as(username)).get('/beranda'));
    expect(page).toContain('Yang menunggu Anda');
    expect(page).toContain(section);
    await (await as(username)).get('/menu');
  });

  it('reminds the demo officer, once, of a village that was tuntas a year ago and that their OPD led last', async () => {
    const { db } = portal.services;
    const officer = await db.account.findFirstOrThrow({ where: { username: 'opd' } });
    const told = await db.news.findMany({ where: { topic: 'PASCA' } });
    expect(told.map(({ accountId }) => accountId)).toEqual([officer.id]);
    const { decidedOn, village } = await db.villageDecision.findUniqueOrThrow({
      where: { id: told[0]?.subjectId as number },
      include: { village: true },
    });
    expect(TEST_NOW.getTime() - decidedOn.getTime()).toBeGreaterThan(366 * 86_400_000);
    expect(words(await (await as('opd')).get('/beranda'))).toMatch(
      new RegExp(`${village.name} .*?Tuntas sejak \\d+ \\w+ 2025\\. Tengok apakah hasilnya bertahan`),
    );
  });

  it('has homes and menus of which every link opens', async () => {
    expect(Object.values(Role)).toHaveLength(5);
    for (const username of ['bappeda', 'koordinator', 'opd', 'desa', 'admin']) {
      const browser = await as(username);
      const seen = new Set<string>();
      for (const start of ['/beranda', '/menu']) {
        const page = await browser.get(start);
        for (const [, href] of page.text.matchAll(/href="(\/[^"#]*)"/g))
          if (href) seen.add(href.replaceAll('&amp;', '&'));
      }
      for (const href of seen) {
        if (href.startsWith('/assets/')) continue;
        await browser.get(href).expect([200, 303]);
      }
    }
  });

  it('says on every page that it is a sample', async () => {
    const { region } = portal.services;
    region.sample = true;
    expect(words(await (await portal.as()).get('/'))).toContain('Data contoh');
    region.sample = false;
  });
});
