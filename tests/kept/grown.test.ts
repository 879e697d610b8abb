import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { multiplyActivities } from '../../bench/activities.mjs';
import { queryRows, type Sql } from '../../src/database/query.js';
import { rebuild } from '../../src/kept/keep.js';
import { loadSample } from '../../src/sample/load.js';
import { usePortal } from '../support/portal.js';

/** A step of a plan as EXPLAIN tells it. */
interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Step[];
}

const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.custom<Step>() })) });

/** All steps of a plan but those that are read until there are enough rows. */
const steps = (step: Step): Step[] => {
  const { 'Node Type': type, Plans: below = [] } = step;
  const isRead = type === 'Limit' && below.every(({ Plans }) => Plans === undefined);
  return [step, ...(isRead ? [] : below.flatMap(steps))];
};

/** Of what grows, a question for the first rows may put so many in order, one for each village: it reads them in theirs. */
const SORTED = 300;

/** Who opens what, once the activities of years have come. */
const PAGES: [who: string | null, path: string][] = [
  [null, '/'],
  [null, '/kecamatan/33.27.03'],
  ['bappeda', '/beranda'],
  ['bappeda', '/lokus/2026'],
  ['bappeda', '/desa'],
  ['bappeda', '/desa/33.27.03.2003'],
  ['bappeda', '/desa/33.27.01.2001'],
  ['bappeda', '/prioritas'],
  ['koordinator', '/beranda'],
  ['koordinator', '/penugasan'],
  ['koordinator', '/kegiatan'],
  ['koordinator', '/periksa'],
  ['koordinator', '/kegiatan?laporan=DIAJUKAN&urut=menunggu'],
  ['koordinator', '/kegiatan?tanggapan=menunggu&urut=sanggahan'],
  ['koordinator', '/kegiatan?desa=33.27.03.2003'],
  ['koordinator', '/opd'],
  ['koordinator', '/rekap'],
  ['koordinator', '/kebutuhan'],
  ['koordinator', '/komitmen'],
  ['koordinator', '/laporan'],
  ['koordinator', '/laporan/diam'],
  ['koordinator', '/evaluasi/2026'],
  ['koordinator', '/rakor'],
  ['koordinator', '/rakor?kecamatan=33.27.03'],
  ['koordinator', '/uji-petik'],
  ['opd', '/beranda'],
  ['opd', '/rakor'],
  ['opd', '/laporan'],
  ['opd', '/kegiatan/baru'],
  ['opd', '/kegiatan?opd=saya&laporan=DIKEMBALIKAN&urut=menunggu'],
  ['desa', '/beranda'],
  ['desa', '/kegiatan?tanggapan=belum&urut=diajukan'],
  ['admin', '/beranda'],
  ['admin', '/audit'],
];

// Plans are PostgreSQL's; the embedded database is asked the same questions.
describe.skipIf(!inject('postgres'))('with the activities of years', () => {
  const portal = usePortal();
  let folder = '';
  let grown: string[] = [];
  const namesOf = async (query: string) => {
    const found = await portal.services.database.scripts((run) => run.query(query));
    return found.map(({ name }) => String(name));
  };
  const isGrown = (step: Step) => grown.includes(step['Relation Name'] ?? '');
  const isWhole = (step: Step) => step['Node Type'] === 'Seq Scan' && isGrown(step);

  const sorted = ({ 'Node Type': type, Plans: [from] = [] }: Step): number =>
    type === 'Sort' && from && steps(from).some(isGrown) ? from['Actual Rows'] * from['Actual Loops'] : 0;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'grown-'));
    const { database, config } = portal.services;
    await loadSample(database, { ...config, evidenceDir: folder }, portal.clock.now());
    await database.scripts(({ exec, query }) =>
      multiplyActivities(
        (statements) => (statements.includes(';') ? exec(statements) : query(statements)),
        40_000,
      ),
    );
    await database.scripts(({ exec }) => exec('analyze'));
    await database.patient.transaction(rebuild);
    await database.scripts(({ exec }) => exec('analyze'));
    grown = await namesOf(
      `select relname as name from pg_class where relkind = 'r' and reltuples > 10000 and relnamespace = 'public'::regnamespace`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has tables that have grown', () => {
    expect(grown).toEqual(
      expect.arrayContaining(['activity', 'activity_revision', 'activity_line', 'shown_activity']),
    );
  });

  it.each(PAGES)(
    'reads for %s at %s none of them from end to end and puts few of their rows in order',
    async (who, address) => {
      const { services } = portal;
      const account = await services.db.account.findFirst({ where: { username: who ?? '' } });
      const browser = await portal.as(account ?? undefined);
      const asked = new Map<string, unknown[]>();
      const { query } = pg.Client.prototype;
      const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
        this: pg.Client,
        ...given: unknown[]
      ) {
        const { text, values } = Object(given[0]) as { text?: string; values?: unknown[] };
        if (text !== undefined && /^\s*(select|with)\b/i.test(text)) asked.set(text, values ?? []);
        return (query as (...given: unknown[]) => unknown).apply(this, given);
      } as never);
      await browser.get(address).expect(200);
      spy.mockRestore();
      expect(asked.size).toBeGreaterThan(0);
      const scans: string[] = [];
      for (const [text, values] of asked) {
        // Asked as pages ask, so that it is planned as theirs is.
        const query = { text: `explain (analyze, format json) ${text}`, values } as Sql;
        const [explained] = await queryRows(services.db, query, Explained);
        const plans = explained?.['QUERY PLAN'] ?? [];
        expect(plans.length).toBe(1);
        const isFirst = /limit \d+\s*$/.test(text);
        const told = text.replace(/\s+/g, ' ').slice(0, 200);
        for (const step of plans.flatMap(({ Plan }) => steps(Plan))) {
          if (isWhole(step)) scans.push(`${step['Relation Name']}: ${told}`);
          if (isFirst && sorted(step) > SORTED) scans.push(`${sorted(step)} rows in order: ${told}`);
        }
      }
      expect(scans).toEqual([]);
    },
  );
});
