import { describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { keptFindings } from '../../src/health/sums.js';
import { differences, isStale, rebuild } from '../../src/kept/keep.js';
import { useDatabase } from '../support/database.js';
import { makeVerified } from '../support/make.js';

describe('kept figures', () => {
  const database = useDatabase();
  const wrongTables = async () =>
    (await differences(database.current.reader)).map(({ table }) => table).sort();

  it.each([
    ['shown_activity', sql`update shown_activity set starts_on = starts_on - 1`],
    ['activity_report', sql`delete from activity_report`],
    ['need_standing', sql`update need_standing set delivered = delivered + 1`],
    [
      'reported_month',
      sql`insert into reported_month select id, '2026-01-01', village_code, agency_id, now() from activity limit 1`,
    ],
    ['counted_activity', sql`update counted_activity set spent = spent + 1`],
    [
      'counted_sum',
      sql`insert into counted_sum select region_code, village_code, agency_id, lines, cut, 'X', 1, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, year, 0, 0, 0, 0, 0, 0, 0 from counted_sum where cut = 'SEMUA'`,
    ],
  ])('of %s that are wrong are told, and right once they are built anew', async (table, harm) => {
    await makeVerified(database.current);
    expect(await wrongTables()).toEqual([]);
    await database.current.transaction((tx) => execute(tx, harm));
    expect(await wrongTables()).toEqual([table]);
    expect(await keptFindings(database.current.reader)).toMatchObject([{ state: 'rusak' }]);
    await database.current.transaction(rebuild);
    expect(await wrongTables()).toEqual([]);
    expect(await keptFindings(database.current.reader)).toMatchObject([{ state: 'baik' }]);
  });

  it('are stale until they were built by the rules of today', async () => {
    await database.current.transaction((tx) => execute(tx, sql`update kept_rules set rules = 0`));
    expect(await isStale(database.current.reader)).toBe(true);
    await database.current.transaction(rebuild);
    expect(await isStale(database.current.reader)).toBe(false);
  });
});
