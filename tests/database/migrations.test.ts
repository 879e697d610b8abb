import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { migrate } from '../../src/database/migrate.js';
import { execute, queryRow, queryRows, sql } from '../../src/database/query.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { type ParameterName, readParameters, writeParameters } from '../../src/ranking/parameters.js';
import { rank, TRIES } from '../../src/ranking/ranking.js';
import type { Unit } from '../../src/ranking/types.js';
import { useOlderDatabase } from '../support/database.js';

/** Three kecamatan: one measured whole, one with a kelurahan, one without any IDM; two villages have the same IDM. */
const FIGURES: [code: string, p: number, i: number | null][] = [
  ['33.27.01.2001', 90, 0.61],
  ['33.27.01.2002', 70, 0.5512],
  ['33.27.02.1001', 55, null],
  ['33.27.02.2002', 30, 0.61],
  ['33.27.02.2003', 20, 0.7314],
  ['33.27.03.1001', 80, null],
];
const SETTINGS: Partial<Record<ParameterName, string>>[] = [
  {},
  { tanpaIdm: 'rata-kecamatan', bobotIdm: '0.3' },
  { normalisasi: 'persentil', seleksi: 'kuota:3' },
  { normalisasi: 'persentil', tanpaIdm: 'rata-kecamatan' },
  { tanpaIdm: 'keluarkan', dasar: 'persen' },
];
const units = FIGURES.map(
  ([code, p, i]): Unit => ({
    code,
    name: `Desa ${code.slice(9)}`,
    kecamatanCode: code.slice(0, 8),
    kecamatanName: `Kecamatan ${code.slice(6, 8)}`,
    kelurahan: i === null,
    p,
    i,
    n: 1000,
  }),
);

describe('an installation made by the version before', () => {
  const older = useOlderDatabase('20261126');

  it('keeps to the letter what was frozen, and fills only what is new', async () => {
    const database = older.current;
    await fill();
    const frozen = await columnsOfFrozen();
    const before = await hashes(frozen);
    expect((await migrate(database)).length).toBeGreaterThan(0);
    expect(await hashes(frozen)).toEqual(before);
    const versions = await queryRows(
      database.reader,
      sql`select distinct method_version as version from ranking_run`,
      z.object({ version: z.number() }),
    );
    expect(versions).toEqual([{ version: 1 }]);
    for (const [at, settings] of SETTINGS.entries()) {
      const stored = await queryRows(
        database.reader,
        sql`select village_code as code, name, kecamatan, lack_idm as b from ranking_result where run_id = ${at + 1}
            order by position`,
        z.object({
          code: z.string(),
          name: z.string(),
          kecamatan: z.string(),
          b: z.number().nullable(),
        }),
      );
      const rows = rank(units, readParameters(settings).parameters).rows();
      expect(stored.map(({ b, ...row }) => ({ ...row, b: b?.toFixed(12) }))).toEqual(
        rows.map(({ code, name, kecamatanName, b }) => ({
          code,
          name,
          kecamatan: kecamatanName,
          b: b?.toFixed(12),
        })),
      );
    }
    const decisions = await queryRows(
      database.reader,
      sql`select list_year as year from village_decision order by id`,
      z.object({ year: z.number() }),
    );
    // By the list in force that day; before the first one, and in a year with nothing but a draft, by the day itself.
    expect(decisions.map((one) => one.year)).toEqual([2020, 2021, 2021, 2022]);
    await expect(
      database.transaction((tx) => execute(tx, sql`update village_decision set list_year = 2022`)),
    ).rejects.toThrow('frozen');
    await expect(
      database.transaction((tx) => execute(tx, sql`update ranking_result set name = 'lain'`)),
    ).rejects.toThrow('frozen');
  });

  function fill() {
    return older.current.alone(async ({ query }) => {
      const run = ({ text, values }: ReturnType<typeof sql>) => query(text, values);
      await run(sql`insert into region (code, name) values ('33.27', 'Kabupaten Pemalang')`);
      await run(sql`insert into kecamatan (code, region_code, name, former_names, valid_from)
        select distinct k, '33.27', 'Kecamatan ' || right(k, 2), '{}'::text[], date '2000-01-01'
        from unnest(${units.map((one) => one.kecamatanCode)}::text[]) k`);
      await run(sql`insert into village (code, region_code, kecamatan_code, name, search_name, former_names, kind, valid_from)
        select v, '33.27', left(v, 8), 'Desa ' || right(v, 4), 'desa', '{}'::text[], 'DESA', date '2000-01-01'
        from unnest(${units.map((one) => one.code)}::text[]) v`);
      await run(sql`insert into account (region_code, username, name, role, password_hash)
        values ('33.27', 'bappeda', 'Bappeda', 'BAPPEDA', '-')`);
      await run(sql`insert into dataset_version (region_code, kind, source, as_of, unit, file_name, sha256, byte_size,
          row_count, notices) values ('33.27', 'DESIL1', 'DTKS', date '2022-01-31', 'jiwa', 'a.csv', 'a', 1, 6, '{}')`);
      await run(sql`insert into lokus_list (region_code, year, created_by_id, status, sk_number, sk_date, fixed_at)
        select '33.27', y, 1, case when y = 2024 then 'DRAFT' else 'FIXED' end::list_status, 'SK', date '2021-02-14', now()
        from unnest(array[2021, 2022, 2024]) y`);
      await run(sql`insert into village_decision (region_code, village_code, outcome, decided_on, reason, decided_by_id)
        select '33.27', '33.27.01.2001', 'TUNTAS', d, 'Selesai.', 1
        from unnest(array[date '2020-12-31', '2021-01-01', '2021-12-31', '2024-06-01']) d`);
      for (const settings of SETTINGS) {
        await run(sql`insert into ranking_run (region_code, name, parameters, desil1_version_id, desil1_sha256, messages,
            created_by_id) values ('33.27', 'uji', ${JSON.stringify(writeParameters(readParameters(settings).parameters))}::jsonb, 1, 'a', '{}', 1)`);
        for (const [at, row] of rank(units, readParameters(settings).parameters).rows().entries())
          await run(sql`insert into ranking_result (run_id, village_code, position, rank, score6, desil1, population, idm,
              kuadran, without_idm, selected, best_rank, worst_rank, stability, fragile)
            values (currval('ranking_run_id_seq'), ${row.code}, ${at + 1}, ${row.rank}, ${row.score6}, ${row.p}, ${row.n},
              ${row.i}, ${row.kuadran}, ${row.withoutIdm}, ${row.selected}, ${row.bestRank}, ${row.worstRank},
              ${row.timesSelected / TRIES}, ${row.fragile})`);
      }
    });
  }

  /** Every table that a trigger freezes, with the columns it had then. */
  function columnsOfFrozen() {
    return queryRows(
      older.current.reader,
      sql`select c.table_name as name, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as columns
          from information_schema.columns c where c.table_schema = 'public' and c.table_name in (
            select event_object_table from information_schema.triggers where trigger_name like '%\_frozen')
          group by c.table_name order by c.table_name`,
      z.object({ name: z.string(), columns: z.string() }),
    );
  }

  /** Of lists only the official ones: a draft is nothing that was fixed. */
  const frozenOf = (table: string) => (table === 'lokus_list' ? sql`where status = 'FIXED'` : sql``);

  function hashes(tables: { name: string; columns: string }[]) {
    return Promise.all(
      tables.map(async ({ name, columns }) => {
        const { hash } = await queryRow(
          older.current.reader,
          sql`select md5(string_agg(t::text, ';' order by t::text)) as hash
              from (select ${Prisma.raw(columns)} from ${Prisma.raw(name)} ${frozenOf(name)}) t`,
          z.object({ hash: z.string().nullable() }),
        );
        return `${name} ${hash}`;
      }),
    );
  }
});
