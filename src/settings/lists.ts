import { z } from 'zod';
import { rowsOf, type Sql, sql } from '../database/query.js';
import { inRegion } from '../scope.js';
import { textFilter } from '../web/filters.js';
import { defineList } from '../web/list.js';
import { today } from '../web/services.js';
import { settingPaths } from './paths.js';
import { everySetting, inUnit } from './settings.js';

const definitions = rowsOf(
  everySetting.map(({ key, group, label, usual }, position) => ({ key, group, label, usual, position })),
  sql`key text, "group" text, label text, usual int, position int`,
);
const ofKey = new Map(everySetting.map((one) => [one.key, one]));

/** The decision about a setting that comes first among some, as `alias`. */
const decision = (alias: Sql, among: Sql, order: Sql): Sql => sql`left join lateral (
  select y.value, y.since, c.name as set_by from setting y join account c on c.id = y.set_by_id
  where y.key = given.key and ${among} order by ${order} limit 1) ${alias} on true`;

/** What the office has decided about how the portal reckons, as a tab of the reference data. */
export const settingList = defineList({
  path: '/acuan',
  title: 'Data acuan',
  access: 'setting.edit',
  name: 'acuan-pengaturan',
  noun: 'pengaturan',
  row: z.object({
    key: z.string(),
    group: z.string(),
    label: z.string(),
    value: z.number(),
    since: z.date().nullable(),
    set_by: z.string().nullable(),
    next: z.number().nullable(),
    next_since: z.date().nullable(),
  }),
  select: sql`select given.key, given."group", given.label, coalesce(n.value, given.usual) as value, n.since, n.set_by,
    l.value as next, l.since as next_since`,
  from: ({ app, actor }) => {
    const day = sql`${today(app.clock)}::date`;
    const here = inRegion(sql`y`, actor);
    return sql`from ${definitions}
      ${decision(sql`n`, sql`${here} and y.since <= ${day}`, sql`y.since desc, y.id desc`)}
      ${decision(sql`l`, sql`${here} and y.since > ${day}`, sql`y.since, y.id desc`)}`;
  },
  key: sql`given.position`,
  sorts: {
    urut: { label: 'Urutan', by: sql`given.position` },
    nama: { label: 'Nama', by: sql`given.label` },
  },
  defaultSort: 'urut',
  filters: { cari: textFilter('Cari nama', [sql`given.label`, sql`given."group"`]) },
  columns: [
    {
      key: 'nama',
      label: 'Pengaturan',
      value: (row) => row.label,
      cell: (row) => ({ text: row.label, href: settingPaths.one(row.key), sub: row.group }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'bagian', label: 'Bagian', value: (row) => row.group, only: 'file' },
    {
      key: 'nilai',
      label: 'Nilai',
      kind: 'number',
      value: (row) => row.value,
      cell: (row) => ({ text: inUnit(row.key, row.value) }),
      phone: 'value',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => ofKey.get(row.key)?.unit ?? '', only: 'file' },
    {
      key: 'sejak',
      label: 'Berlaku sejak',
      kind: 'date',
      value: (row) => row.since,
      cell: (row) => (row.since ? {} : { text: 'bawaan portal' }),
    },
    { key: 'oleh', label: 'Diputuskan oleh', value: (row) => row.set_by },
    {
      key: 'berikutnya',
      label: 'Berikutnya',
      kind: 'number',
      value: (row) => row.next,
      cell: (row) => ({ text: row.next === null ? '' : inUnit(row.key, row.next) }),
    },
    { key: 'mulai', label: 'Mulai', kind: 'date', value: (row) => row.next_since },
  ],
  empty: { title: 'Tidak ada pengaturan', text: '', action: null },
  head: () => ({
    lead: 'Angka yang dipakai portal untuk menghitung dan mengingatkan. Nilai lama tidak dihapus: yang sudah lewat tetap dihitung dengan nilai harinya.',
  }),
});
