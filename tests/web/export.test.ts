import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { execute, sql } from '../../src/database/query.js';
import type { Actor } from '../../src/policy.js';
import { textFilter } from '../../src/web/filters.js';
import { type At, defineList } from '../../src/web/list.js';
import { allRows, readPage, totalInWords } from '../../src/web/list-rows.js';
import { readFilters, readState } from '../../src/web/list-state.js';
import type { Services } from '../../src/web/services.js';
import { useDatabase } from '../support/database.js';
import { REGION } from '../support/make.js';

const HOW_MANY = 2500;

/** Agencies that end on one of three days or on none, so that most rows tie and many have no value to sort by. */
const list = defineList({
  path: '/uji',
  access: 'agency.list',
  name: 'uji',
  noun: 'OPD',
  title: 'Uji',
  row: z.object({ id: z.number(), ends: z.date().nullable() }),
  select: sql`select g.id, g.valid_to as ends`,
  from: sql`from agency g`,
  where: () => sql`g.name like 'Uji%'`,
  key: sql`g.id`,
  sorts: {
    sampai: { label: 'Sampai', by: sql`g.valid_to`, nullsLast: true },
    jenis: { label: 'Jenis', by: sql`g.kind` },
  },
  defaultSort: 'sampai',
  filters: { cari: textFilter('Cari', [sql`g.name`]) },
  columns: [],
  empty: { title: '', text: '', action: null },
});

describe('an export of several portions', () => {
  const database = useDatabase();
  const actor = { role: 'ADMIN', regionCode: REGION } as Actor;
  const at = (address: string): At<undefined, undefined> => ({
    app: { db: database.current.reader } as Services,
    actor,
    url: new URL(address),
    loaded: undefined,
    known: undefined,
    day: new Date('2026-01-01'),
    filters: readFilters(list.filters, new URL(address)),
  });
  beforeEach(() =>
    database.current.transaction(async (tx) => {
      await execute(tx, sql`delete from agency where name like 'Uji%'`);
      await execute(
        tx,
        sql`insert into agency (region_code, name, short_name, kind, valid_from, valid_to)
            select ${REGION}, 'Uji ' || n, 'Uji ' || n, 'DINAS', '2000-01-01',
              case n % 4 when 0 then null else date '2030-01-01' + (n % 4)::int end
            from generate_series(1, ${HOW_MANY}::int) n`,
      );
    }),
  );

  it('holds each row once and in order, ties and empty values among them', async () => {
    for (const sort of ['sampai', '-sampai', 'jenis', '-jenis']) {
      for (const newestFirst of [false, true]) {
        const here = at(`http://x/?urut=${sort}`);
        const rows: { id: number; ends: Date | null }[] = [];
        for await (const portion of allRows({ ...list, newestFirst }, here, readState(list, here)))
          rows.push(...portion);
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
    const here = at('http://x/');
    const seen: number[] = [];
    for await (const portion of allRows(list, here, readState(list, here))) {
      seen.push(...portion.map(({ id }) => id));
      if (seen.length > portion.length) continue;
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

  it('shows the last page to who asks for one beyond it', async () => {
    const here = at('http://x/?hal=9999');
    const page = await readPage(list, here, readState(list, here));
    expect(page.page).toBeGreaterThan(1);
    expect([page.more, page.rows.length > 0]).toEqual([false, true]);
    expect(page.total).toBe((page.page - 1) * page.pageSize + page.rows.length);
    const first = await readPage(list, at('http://x/'), readState(list, at('http://x/')));
    expect([first.more, totalInWords(first.total)]).toEqual([true, 'lebih dari 1.000']);
    const none = at('http://x/?hal=7&cari=tidak+ada');
    expect(await readPage(list, none, readState(list, none))).toMatchObject({ page: 1, total: 0, rows: [] });
  });

  it('searches signs that a pattern would read as anything', async () => {
    await database.current.transaction((tx) =>
      execute(
        tx,
        sql`insert into agency (region_code, name, short_name, kind, valid_from)
            select ${REGION}, 'Uji kata ' || n, n, 'DINAS', date '2000-01-01'
            from unnest(array['100% kepala', '100 kepala', 'a_b', 'axb', 'a\\b']) n`,
      ),
    );
    const found = async (typed: string) => {
      const here = at(`http://x/?cari=${encodeURIComponent(typed)}`);
      return (await readPage(list, here, readState(list, here))).total;
    };
    expect([await found('0%'), await found('a_b'), await found('a\\b'), await found('uji kata')]).toEqual([
      1, 1, 1, 5,
    ]);
  });
});
