import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRows, sql } from '../../src/database/query.js';
import { inForce, inForceOn, isInForce, isOver, notOver } from '../../src/wilayah/in-force.js';
import { useDatabase } from '../support/database.js';
import { agencyId, makeAccount, makeAssignment, REGION } from '../support/make.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

/** Files that ask for more or less than whether an assignment holds on a day. */
const REASONED: Record<string, string> = {
  'wilayah/in-force.ts': 'the place itself',
  'sample/assignments.ts': 'plans in memory, before they are assignments',
  'sample/plan.ts': 'plans in memory, before they are assignments',
};

describe('what holds today', () => {
  const database = useDatabase();

  it('is asked in one place: nowhere else is an assignment of today one without an end', () => {
    const asks = /ends_on is (not )?null|endsOn: null|ends_?[oO]n [!=]== null/;
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
      .map((file) => file.split(path.sep).join('/'))
      .filter((file) => asks.test(readFileSync(path.join('src', file), 'utf8')));
    expect(files.sort()).toEqual(Object.keys(REASONED).sort());
  });

  it('has begun and not ended, by SQL, by Prisma and in memory alike; what was withdrawn never holds', async () => {
    const villages = ['2001', '2002', '2003', '2004', '2005'].map((number) => `33.27.03.${number}`);
    const terms: [string, string | null][] = [
      ['2026-01-01', null],
      ['2026-01-01', '2026-11-20'],
      ['2026-01-01', '2026-11-19'],
      ['2026-11-21', null],
      ['2026-11-21', '2026-11-20'],
    ];
    for (const [at, [startsOn, endsOn]] of terms.entries())
      await makeAssignment(database.current, {
        villageCode: villages[at] as string,
        startsOn: day(startsOn),
        endsOn: endsOn === null ? null : day(endsOn),
      });
    const { reader } = database.current;
    const today = day('2026-11-20');
    const codes = async (where: ReturnType<typeof sql>) =>
      (
        await queryRows(
          reader,
          sql`select village_code as code from assignment s where village_code = any(${villages}) and ${where} order by id`,
          z.object({ code: z.string() }),
        )
      ).map((row) => row.code);
    const here = { villageCode: { in: villages } };
    const rows = await reader.assignment.findMany({ where: here, orderBy: { id: 'asc' } });
    const those = (...which: number[]) => which.map((one) => villages[one]);
    expect(await codes(inForce(sql`s`, today))).toEqual(those(0, 1));
    const found = await reader.assignment.findMany({
      where: { ...here, ...inForceOn(today) },
      orderBy: { id: 'asc' },
    });
    expect(found.map((one) => one.villageCode)).toEqual(those(0, 1));
    expect(rows.filter((one) => isInForce(one, today)).map((one) => one.villageCode)).toEqual(those(0, 1));
    expect(await codes(notOver(sql`s`, today))).toEqual(those(0, 1, 3));
    expect(rows.filter((one) => !isOver(one, today)).map((one) => one.villageCode)).toEqual(those(0, 1, 3));
  });

  it('has at most one lead in a village, whoever writes and however many at once', async () => {
    const by = await makeAccount(database.current, 'KOORDINATOR');
    const agency = await agencyId(database.current, 'DLH');
    const lead = (villageCode: string, startsOn: string, endsOn: string) =>
      database.current.transaction((tx) =>
        tx.assignment.create({
          data: {
            ...{ regionCode: REGION, villageCode, agencyId: agency, role: 'LEAD', assignedById: by.id },
            ...{ startsOn: day(startsOn), endsOn: day(endsOn), endReason: 'Selesai' },
          },
        }),
      );
    for (const number of ['2001', '2002', '2003', '2004']) {
      const villageCode = `33.27.01.${number}`;
      const sharingOneDay = await Promise.allSettled([
        lead(villageCode, '2026-01-01', '2026-06-30'),
        lead(villageCode, '2026-06-30', '2026-12-31'),
      ]);
      expect(sharingOneDay.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await Promise.allSettled([lead(villageCode, '2027-01-01', '2027-06-30')]))[0]?.status).toBe(
        'fulfilled',
      );
    }
  });
});
