import { z } from 'zod';
import { moment, number } from '../core/format.js';
import { accountNameAt } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { can } from '../policy.js';
import { textFilter } from '../web/filters.js';
import { defineList } from '../web/list.js';
import { storedParameters } from './input.js';
import { prioritasPaths } from './paths.js';
import { parameterWords } from './words.js';

const Row = z.object({
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

const computeLink = { label: 'Hitung prioritas', href: prioritasPaths.whatIf };

/** All saved runs of the kabupaten, newest first. */
export const runList = defineList({
  path: prioritasPaths.list,
  access: 'ranking.read',
  name: 'hitungan',
  noun: 'hitungan tersimpan',
  row: Row,
  select: sql`select r.id, r.name, r.parameters, r.created_at,
    ${accountNameAt(sql`c`, sql`r.created_at`)} as author,
    (select count(*) from ranking_result x where x.run_id = r.id) as ranked,
    (select count(*) from ranking_result x where x.run_id = r.id and x.selected) as selected,
    (select count(*) from ranking_result x where x.run_id = r.id and x.fragile) as fragile,
    (select string_agg(l.year || case when l.status = 'DRAF' then ' (draf)' when l.edition > 1 then ' edisi ' || l.edition
        else '' end, ', ' order by l.year, l.edition) from lokus_list l where l.run_id = r.id) as lists`,
  from: sql`from ranking_run r join account c on c.id = r.created_by_id`,
  key: sql`r.id`,
  newestFirst: true,
  sorts: {
    dibuat: { label: 'Disimpan', by: sql`r.created_at`, startsDescending: true },
    nama: { label: 'Nama', by: sql`r.name` },
  },
  defaultSort: '-dibuat',
  filters: { cari: textFilter('Cari nama hitungan', [sql`r.name`]) },
  columns: [
    { key: 'id', label: 'Nomor hitungan', kind: 'order', value: (row) => row.id, only: 'file' },
    {
      key: 'nama',
      label: 'Hitungan',
      value: (row) => row.name,
      cell: (row) => ({
        text: row.name,
        href: prioritasPaths.run(row.id),
        sub: parameterWords(storedParameters(row.parameters)),
      }),
      sort: 'nama',
      phone: 'title',
    },
    {
      key: 'pengaturan',
      label: 'Pengaturan',
      value: (row) => parameterWords(storedParameters(row.parameters)),
      only: 'file',
    },
    { key: 'diperingkat', label: 'Diperingkat', kind: 'number', value: (row) => row.ranked, only: 'file' },
    {
      key: 'terpilih',
      label: 'Terpilih',
      kind: 'number',
      value: (row) => row.selected,
      cell: (row) => ({ text: `${number(row.selected)} dari ${number(row.ranked)}` }),
      phone: 'value',
    },
    { key: 'rapuh', label: 'Rapuh', kind: 'number', value: (row) => row.fragile },
    { key: 'lokus', label: 'Lokus', value: (row) => row.lists },
    {
      key: 'disimpan',
      label: 'Disimpan',
      kind: 'moment',
      value: (row) => row.created_at,
      cell: (row) => ({ text: moment(row.created_at), sub: row.author }),
      sort: 'dibuat',
    },
    { key: 'oleh', label: 'Oleh', value: (row) => row.author, only: 'file' },
  ],
  empty: ({ actor }) => ({
    title: 'Belum ada hitungan tersimpan',
    text: can(actor, 'ranking.save')
      ? 'Atur bobot dan kuota, lihat hasilnya, lalu simpan. Hitungan tersimpan dapat dijadikan daftar resmi.'
      : 'Hitungan muncul di sini setelah Bappeda menyimpannya. Anda tetap dapat mencoba pengaturan sendiri.',
    action: computeLink,
  }),
  title: 'Prioritas',
  head: () => ({
    lead: 'Setiap hitungan menyimpan pengaturan, versi data, dan hasilnya, sehingga dapat diulang dan diperiksa siapa pun.',
    actions: [{ ...computeLink, icon: 'bar-chart', primary: true }],
  }),
});
