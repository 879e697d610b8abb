import { z } from 'zod';
import { categoryNameOn, strategyOn, verifiedOn } from '../database/former-names.js';
import { listed, type Sql, sql } from '../database/query.js';
import { linesOf } from '../web/list.js';
import { listInForce } from '../wilayah/in-force.js';
import { type FieldRow, lineFields, shortOf } from './fields.js';
import { sharerName } from './shares.js';

const inDatabase = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

type NumberField = Extract<(typeof lineFields)[number], { kind: 'count' | 'rupiah' }>;

/** The numbers that are filled in of a line, each a column of the file; null for an activity without lines. */
const numberFields = lineFields.filter(
  (field): field is NumberField => field.kind === 'count' || field.kind === 'rupiah',
);
const numbers = listed(
  numberFields.map(({ column }) => column),
  (column) => `l.${inDatabase(column)} as "${column}"`,
);
const Numbers = Object.fromEntries(
  numberFields.map(({ column }) => [column, z.number().nullable()]),
) as Record<NumberField['column'], z.ZodNullable<z.ZodNumber>>;

const Line = z.object({
  category_code: z.string().nullable(),
  category: z.string().nullable(),
  strategy: z.string().nullable(),
  unit: z.string().nullable(),
  funding: z.string().nullable(),
  ...Numbers,
  sk: z.string().nullable(),
  shared: z.number().nullable(),
  shared_rupiah: z.number().nullable(),
  sharers_of_line: z.string().nullable(),
});

const numberColumns = (numberFields as readonly (FieldRow & NumberField)[]).map((field) => ({
  key: field.file ?? field.name,
  label: shortOf(field),
  kind: field.kind === 'rupiah' ? ('rupiah' as const) : ('number' as const),
  ...(field.unit && { unit: field.unit === 'kategori' ? 'kolom satuan' : field.unit }),
  value: (row: z.output<typeof Line>) => row[field.column],
}));

/** The SK of the list in force on the day of a revision, where the village of activity `a` stands in it. */
export const skOfDay = (
  revision: Sql,
): Sql => sql`(select o.sk_number from ${listInForce(sql`a.village_code`, sql`extract(year from ${revision}.starts_on)`)} o
  join lokus_member m on m.list_id = o.id and m.village_code = a.village_code)`;

/** What other OPD did of line `l`: their parts together, and each in words; no row where none did. */
const sharesOfLine = sql`select sum(x.quantity) as quantity, sum(x.rupiah) as rupiah,
    string_agg(${sharerName} || ': ' || concat_ws(', ', x.quantity || ' ' || c.unit, 'Rp ' || replace(to_char(x.rupiah, 'FM999,999,999,999,999'), ',', '.')), '; ' order by x.id) as who
  from line_share x join agency o on o.id = x.agency_id where x.line_id = l.id and x.status = 'DIVERIFIKASI' group by x.line_id`;

/** The lines of revision `s`, each with what a pivot table groups and adds up; an activity without any is one row. */
export const activityLines = linesOf({
  join: sql`left join activity_line l on l.revision_id = s.id left join category c on c.code = l.category_code
    left join funding_source f on f.code = l.funding_code
    left join lateral (${sharesOfLine}) t on true`,
  select: sql`c.code as category_code, ${categoryNameOn(sql`c`, verifiedOn(sql`s`))} as category,
    ${strategyOn(sql`c`, verifiedOn(sql`s`))}::text as strategy, c.unit, f.name as funding,
    ${numbers}, ${skOfDay(sql`s`)} as sk,
    t.quantity as shared, t.rupiah as shared_rupiah, t.who as sharers_of_line`,
  order: sql`l.position`,
  row: Line,
  columns: [
    { key: 'kode_jenis', label: 'Kode jenis bantuan', value: (row) => row.category_code },
    { key: 'jenis', label: 'Jenis bantuan', value: (row) => row.category },
    { key: 'strategi', label: 'Strategi', value: (row) => row.strategy },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit },
    { key: 'sumber_dana', label: 'Sumber dana', value: (row) => row.funding },
    ...numberColumns,
    {
      key: 'bagian_opd_lain',
      label: 'Bagian OPD lain dari jumlah itu',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => row.shared,
    },
    {
      key: 'bagian_opd_lain_rupiah',
      label: 'Bagian OPD lain dari dana itu',
      kind: 'rupiah',
      value: (row) => row.shared_rupiah,
    },
    { key: 'bagian_tiap_opd', label: 'Bagian tiap OPD lain', value: (row) => row.sharers_of_line },
    { key: 'sk_lokus', label: 'SK daftar lokus pada hari itu', value: (row) => row.sk },
  ],
});
