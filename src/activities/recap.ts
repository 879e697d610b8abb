import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { type Sql, sql } from '../database/query.js';
import { WorkStatus } from '../generated/prisma/enums.js';
import { CountRow, JointRow, MoneyRow, QuantityRow } from '../kept/counting.js';
import { GivenRow } from '../undertakings/gotong-royong.js';
import { formatChoice } from '../web/export.js';
import { agencyChoice, readDate } from '../web/form.js';

/** By what the recap is cut. */
export const cuts = {
  opd: 'OPD',
  kecamatan: 'Kecamatan',
  jenis: 'Jenis bantuan',
  dana: 'Sumber dana',
  bulan: 'Bulan',
  triwulan: 'Triwulan',
  tahun: 'Tahun',
} as const;
export type Cut = keyof typeof cuts;

const day = z
  .string()
  .transform((value) => isoDate(readDate(value)))
  .catch('');
export const RecapQuery = z.object({
  kelompok: z.enum(Object.keys(cuts) as [Cut, ...Cut[]]).catch('opd'),
  dari: day,
  sampai: day,
  kecamatan: z.string().max(20).catch(''),
  opd: agencyChoice,
  jenis: z.string().max(10).catch(''),
  sumber: z.string().max(20).catch(''),
  rinci: z.enum(['', 'ya']).catch(''),
  format: formatChoice,
});
export type RecapQuery = z.output<typeof RecapQuery>;

export const RecapLine = z.object({
  /**
   * For files -2 what residents gave within a group and -1 a category within a group, both by status and SK; 0 a category
   * within a group, 1 a group, 2 a category over all groups, 3 everything.
   */
  level: z.number(),
  group_key: z.string().nullable(),
  group_label: z.string().nullable(),
  category: z.string().nullable(),
  unit: z.string().nullable(),
  /** Of the category, as it was when each was verified. */
  strategy: z.string().nullable(),
  /** Number of the SK of the list in force on the day of the activity, where its village stands in it. */
  sk: z.string().nullable(),
  work_status: z.enum(WorkStatus).nullable(),
  /** Whether it still waits to be verified. */
  is_waiting: z.boolean().nullable(),
  ...CountRow.shape,
  ...JointRow.shape,
  ...QuantityRow.shape,
  ...MoneyRow.shape,
  ...GivenRow.shape,
  waiting: z.number(),
  waiting_realised: z.number(),
  waiting_spent: z.number(),
});
export type RecapRow = z.output<typeof RecapLine>;

/** Key, names and order of the groups of a cut. */
export interface Group {
  key: Sql;
  /** What it was called when that was verified, where it was another name; null where names stay. */
  former: Sql;
  name: Sql;
  order: Sql;
}
export const none = sql`null::text`;

/**
 * The group of a cut, from rows `a` joined with their OPD `g`, kecamatan `k` and funder `f`; the former name of an OPD is
 * told by who asks.
 */
export const groupOf = (cut: Cut, formerAgency: Sql): Group => ({
  former: none,
  ...groups(formerAgency)[cut],
});

const groups = (formerAgency: Sql): Record<Cut, Omit<Group, 'former'> & { former?: Sql }> => ({
  opd: { key: sql`g.id::text`, former: formerAgency, name: sql`g.name`, order: sql`g.name` },
  kecamatan: { key: sql`k.code`, name: sql`k.name`, order: sql`k.name` },
  jenis: { key: sql`'semua'::text`, name: sql`'Semua kegiatan'::text`, order: sql`''::text` },
  dana: {
    key: sql`coalesce(f.code, '')`,
    name: sql`coalesce(f.name, 'Sumber dana belum diisi')`,
    order: sql`to_char(coalesce(f.position, 999), '000')`,
  },
  bulan: period(sql`'YYYY-MM'::text`),
  triwulan: period(sql`'YYYY-"TW"Q'::text`),
  tahun: period(sql`'YYYY'::text`),
});

function period(pattern: Sql) {
  const name = sql`to_char(a.starts_on, ${pattern})`;
  return { key: name, name, order: name };
}
