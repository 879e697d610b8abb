import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { execute, sql } from '../../src/database/query.js';
import { allRows, type Listing, readState } from '../../src/web/listing.js';
import { useDatabase } from '../support/database.js';
import { REGION } from '../support/make.js';

const HOW_MANY = 2500;

/** Agencies that end on one of three days or on none, so that most rows tie and many have no value to sort by. */
const listing: Listing<Record<string, never>, { id: number; ends: Date | null }> = {
  name: 'uji',
  filters: z.object({}) as never,
  sorts: {
    sampai: { label: 'Sampai', by: sql`g.valid_to`, nullsLast: true },
    jenis: { label: 'Jenis', by: sql`g.kind` },
  },
  defaultSort: 'sampai',
  key: sql`g.id`,
  select: sql`select g.id, g.valid_to as ends`,
  row: z.object({ id: z.number(), ends: z.date().nullable() }),
  columns: [],
};

describe('an export of several portions', () => {
  const database = useDatabase();
  const from = sql`from agency g where g.region_code = ${REGION} and g.name like 'Uji%'`;
  const fill = () =>
    database.current.transaction((tx) =>
      execute(
        tx,
        sql`insert into agency (region_code, name, short_name, kind, valid_from, valid_to)
            select ${REGION}, 'Uji ' || n, 'Uji ' || n, 'DINAS', '2000-01-01',
              case n % 4 when 0 then null else date '2030-01-01' + (n % 4)::int end
            from generate_series(1, ${HOW_MANY}::int) n`,
      ),
    );

  it('holds each row once and in order, ties and empty values among them', async () => {
    await fill();
    for (const sort of ['sampai', '-sampai', 'jenis', '-jenis']) {
      for (const newestFirst of [false, true]) {
        const state = readState(listing, new URL(`http://x/?urut=${sort}`));
        const rows: { id: number; ends: Date | null }[] = [];
        for await (const row of allRows(database.current.reader, { ...listing, newestFirst }, state, from))
          rows.push(row);
        expect([sort, rows.length]).toEqual([sort, HOW_MANY]);
        expect(new Set(rows.map((row) => row.id)).size).toBe(HOW_MANY);
        const sign = newestFirst ? -1 : 1;
        const value = ({ ends }: { ends: Date | null }) =>
          ends === null ? Number.POSITIVE_INFINITY : ends.getTime() * (sort.startsWith('-') ? -1 : 1);
        const wanted = [...rows].sort(
          (one, other) =>
            (sort.endsWith('jenis') ? 0 : Math.sign(value(one) - value(other) || 0)) ||
            (one.id - other.id) * sign,
        );
        expect(rows.map((row) => row.id)).toEqual(wanted.map((row) => row.id));
      }
    }
  });

  it('repeats and loses nothing when somebody writes meanwhile', async () => {
    const state = readState(listing, new URL('http://x/'));
    const seen: number[] = [];
    for await (const { id } of allRows(database.current.reader, listing, state, from)) {
      seen.push(id);
      if (seen.length > 1) continue;
      await database.current.transaction((tx) =>
        execute(
          tx,
          sql`insert into agency (region_code, name, short_name, kind, valid_from, valid_to)
              select ${REGION}, 'Uji awal ' || n, 'Uji awal ' || n, 'DINAS', '2000-01-01', '2001-01-01'
              from generate_series(1, 500) n`,
        ),
      );
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(HOW_MANY);
  });
});
