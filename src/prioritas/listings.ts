import { z } from 'zod';
import { join, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import type { Listing } from '../web/listing.js';

const RunFilters = z.object({ cari: z.string().max(100).catch('') });
export type RunFilters = z.output<typeof RunFilters>;

const RunRow = z.object({
  id: z.number(),
  name: z.string(),
  parameters: z.record(z.string(), z.string()),
  created_at: z.date(),
  author: z.string(),
  ranked: z.number(),
  selected: z.number(),
  fragile: z.number(),
  lists: z.string().nullable(),
});
export type RunRow = z.output<typeof RunRow>;

/** All saved runs of the kabupaten, newest first. */
export const runListing: Listing<RunFilters, RunRow> = {
  name: 'hitungan',
  filters: RunFilters,
  sorts: {
    dibuat: { label: 'Disimpan', by: sql`r.created_at`, startsDescending: true },
    nama: { label: 'Nama', by: sql`r.name` },
  },
  defaultSort: '-dibuat',
  key: sql`r.id`,
  newestFirst: true,
  select: sql`select r.id, r.name, r.parameters, r.created_at, c.name as author,
    (select count(*) from ranking_result x where x.run_id = r.id) as ranked,
    (select count(*) from ranking_result x where x.run_id = r.id and x.selected) as selected,
    (select count(*) from ranking_result x where x.run_id = r.id and x.fragile) as fragile,
    (select string_agg(l.year || case when l.status = 'DRAFT' then ' (draf)' when l.edition > 1 then ' edisi ' || l.edition
        else '' end, ', ' order by l.year, l.edition) from lokus_list l where l.run_id = r.id) as lists`,
  row: RunRow,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'nama', value: (row) => row.name },
    { key: 'disimpan', value: (row) => row.created_at.toISOString() },
    { key: 'oleh', value: (row) => row.author },
    { key: 'diperingkat', value: (row) => row.ranked },
    { key: 'terpilih', value: (row) => row.selected },
    { key: 'rapuh', value: (row) => row.fragile },
    { key: 'lokus', value: (row) => row.lists },
  ],
};

export function runsFrom(actor: Actor, filters: RunFilters): Sql {
  const pattern = `%${filters.cari}%`;
  return sql`from ranking_run r join account c on c.id = r.created_by_id
    where r.region_code = ${actor.regionCode} and r.name ilike ${pattern}`;
}

const ResultFilters = z.object({
  cari: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  kuadran: z.enum(['', '1', '2', '3', '4']).catch(''),
  pilihan: z.enum(['', 'terpilih', 'rapuh', 'tidak']).catch(''),
});
export type ResultFilters = z.output<typeof ResultFilters>;

const ResultRow = z.object({ code: z.string() });
export type ResultRow = z.output<typeof ResultRow>;

/** Which rows of one run, and in which order; what is told of each comes from the run's ranking. */
export const resultListing: Listing<ResultFilters, ResultRow> = {
  name: 'peringkat',
  filters: ResultFilters,
  sorts: {
    urut: { label: 'Peringkat', by: sql`x.position` },
    nama: { label: 'Nama', by: sql`v.name` },
    desil1: { label: 'Desil 1', by: sql`x.desil1`, startsDescending: true },
    idm: { label: 'IDM', by: sql`x.idm`, nullsLast: true },
    stabilitas: { label: 'Stabilitas', by: sql`x.stability`, startsDescending: true },
  },
  defaultSort: 'urut',
  key: sql`x.position`,
  select: sql`select x.village_code as code`,
  row: ResultRow,
  columns: [],
};

const choices = { terpilih: sql`x.selected`, rapuh: sql`x.fragile`, tidak: sql`not x.selected` };

/** FROM and WHERE of a run's results; `codes` are what a search found, null when nothing is searched. */
export function resultsFrom(runId: number, filters: ResultFilters, codes: string[] | null): Sql {
  const conditions = [
    sql`x.run_id = ${runId}`,
    ...(codes ? [sql`x.village_code = any(${codes}::text[])`] : []),
    ...(filters.kecamatan ? [sql`v.kecamatan_code = ${filters.kecamatan}`] : []),
    ...(filters.kuadran ? [sql`x.kuadran = ${Number(filters.kuadran)}`] : []),
    ...(filters.pilihan ? [choices[filters.pilihan]] : []),
  ];
  return sql`from ranking_result x join village v on v.code = x.village_code
    join kecamatan k on k.code = v.kecamatan_code where ${join(conditions, ' and ')}`;
}
