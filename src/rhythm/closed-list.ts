import { z } from 'zod';
import { EMPTY, number, rupiah } from '../core/format.js';
import { categoryNameOn } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { choiceFilter } from '../web/filters.js';
import { defineList, type ListColumn } from '../web/list.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { countedIn } from './closing.js';
import { type AtMonth, monthFilter, monthShared } from './month.js';
import { monthTyped } from './months.js';

/** A figure as it was kept when the month was closed, and what has moved since. */
const figure = (
  key: string,
  label: string,
  kind: 'number' | 'rupiah',
  name: 'activities' | 'realised' | 'spent',
) =>
  [
    { key, label, kind, value: (row: Moved) => row[`${name}_kept`] },
    {
      key: `${key}_sesudah`,
      label: `${label}, sesudah penutupan`,
      kind,
      value: (row: Moved) => row[name] - row[`${name}_kept`],
      cell: (row: Moved) => ({ text: signed(row[name] - row[`${name}_kept`], kind) }),
    },
  ] as const satisfies ListColumn<Moved, never, unknown>[];

const signed = (value: number, kind: 'number' | 'rupiah') => {
  const written = kind === 'rupiah' ? rupiah(Math.abs(value)) : number(Math.abs(value));
  return value === 0 ? EMPTY : `${value > 0 ? '+' : '-'}${written}`;
};

const MovedRow = z.object({
  key: z.string(),
  code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  category: z.string(),
  unit: z.string(),
  activities: z.number(),
  realised: z.number(),
  spent: z.number(),
  activities_kept: z.number(),
  realised_kept: z.number(),
  spent_kept: z.number(),
});
type Moved = z.output<typeof MovedRow>;

/** What was verified of a closed month by then, by village and kind of help, and how that has moved since. */
export const closedList = defineList({
  ...monthShared,
  name: ({ known }) => `penutupan-${monthTyped(known.month.month)}`,
  noun: 'jumlah yang disimpan',
  row: MovedRow,
  select: sql`select q.*`,
  from: ({
    known: { month, closing },
    actor,
  }) => sql`from (select v.region_code, v.code || ' ' || y.code as key, v.code,
      v.name as village, v.kecamatan_code, k.name as kecamatan,
      ${categoryNameOn(sql`y`, sql`${month.lastDay}::date`)} as category, y.unit,
      coalesce(n.activities, 0) as activities, coalesce(n.realised, 0) as realised, coalesce(n.spent, 0) as spent,
      coalesce(o.activities, 0) as activities_kept, coalesce(o.realised, 0) as realised_kept, coalesce(o.spent, 0) as spent_kept
    from (select c.village_code, c.code, sum(c.activities) as activities, sum(c.realised) as realised, sum(c.spent) as spent
        ${countedIn(actor, month.month)} group by c.village_code, c.code having sum(c.activities) > 0) n
      full join (select * from closing_sum where closing_id = ${closing?.id ?? 0}::int) o
        on o.village_code = n.village_code and o.category_code = n.code
      join village v on v.code = coalesce(n.village_code, o.village_code)
      join kecamatan k on k.code = v.kecamatan_code
      join category y on y.code = coalesce(n.code, o.category_code)) q`,
  where: ({ known: { closing } }) => (closing?.reopenedAt === null ? sql`true` : sql`false`),
  key: sql`q.key`,
  sorts: {
    desa: { label: 'Desa', by: sql`q.village` },
    jenis: { label: 'Jenis bantuan', by: sql`q.category` },
  },
  defaultSort: 'desa',
  filters: {
    bulan: monthFilter,
    gerak: choiceFilter<AtMonth>('Sesudah penutupan', {
      ya: {
        label: 'Berubah',
        where: sql`(q.activities, q.realised, q.spent) is distinct from (q.activities_kept, q.realised_kept, q.spent_kept)`,
      },
    }),
    ...placeFilters(sql`q.code`, sql`q.kecamatan_code`),
  },
  columns: [
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.code, only: 'file' },
    { ...(placeColumns[0] as (typeof placeColumns)[0]), phone: 'title' },
    ...placeColumns.slice(1),
    {
      key: 'jenis',
      label: 'Jenis bantuan',
      value: (row) => row.category,
      cell: (row) => ({ text: row.category, sub: row.unit }),
      sort: 'jenis',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, only: 'file' },
    ...figure('kegiatan', 'Kegiatan', 'number', 'activities'),
    ...figure('terealisasi', 'Terealisasi', 'number', 'realised'),
    ...figure('rupiah', 'Dana terpakai', 'rupiah', 'spent'),
  ],
  empty: {
    title: 'Bulan ini belum ditutup',
    text: 'Setelah koordinator menutupnya, jumlah yang sudah diverifikasi disimpan di sini, dan perubahan sesudahnya disebut di sampingnya.',
    action: null,
  },
  note: 'Yang terverifikasi saat bulan ditutup, menurut hari mulai kegiatan. Sesudah penutupan: yang bergerak karena pemeriksaan yang masih berjalan.',
});
