import { z } from 'zod';
import { date } from '../core/format.js';
import { sql } from '../database/query.js';
import { can } from '../policy.js';
import { sameRegion } from '../scope.js';
import type { Status } from '../web/components.js';
import { type Asked, defineList } from '../web/list.js';
import { type Reign, reignOf, reignView } from './in-force.js';
import { lokusPaths } from './paths.js';
import { listName } from './words.js';

const Row = z.object({
  id: z.number(),
  year: z.number(),
  edition: z.number(),
  status: z.enum(['DRAF', 'FIXED']),
  sk_number: z.string().nullable(),
  sk_date: z.date().nullable(),
  run_id: z.number().nullable(),
  members: z.number(),
  kecamatan: z.number(),
  continuing: z.number(),
  newest: z.boolean(),
  fixed: z.array(z.number()),
});
type ListRow = z.output<typeof Row>;

const mayDraft = ({ actor }: Asked) => can(actor, 'lokus.draft');
const makeLink = { label: 'Buat daftar', href: lokusPaths.make };

/** When a list is in force; a draft has no days yet. */
const reign = (row: ListRow, day: Date): Reign | null =>
  row.status === 'FIXED' ? reignOf(row.year, row.fixed, day) : null;

/** How a list stands today: a draft, an edition that was replaced, or since or until when it is in force. */
function stateOf(row: ListRow, day: Date): Status {
  const days = reign(row, day);
  if (days === null) return { icon: 'pencil', label: 'Draf', tone: '' };
  return row.newest ? reignView(days) : { icon: 'clock', label: 'Diganti edisi baru', tone: 'quiet' };
}

/** All official lists and, for who may see them, drafts. */
export const lokusIndex = defineList({
  path: lokusPaths.index,
  access: 'lokus.list',
  name: 'lokus',
  noun: 'daftar',
  row: Row,
  select: sql`select l.id, l.year, l.edition, l.status::text, l.sk_number, l.sk_date, l.run_id, m.members, m.kecamatan,
      m.continuing, l.status = 'FIXED' and l.edition = f.edition as newest, f.years as fixed`,
  from: sql`from lokus_list l
    left join lateral (select count(*) as members, count(distinct kecamatan_code) as kecamatan,
      count(*) filter (where origin = 'LANJUTAN') as continuing from lokus_member where list_id = l.id) m on true
    left join lateral (select coalesce(array_agg(distinct x.year), '{}') as years,
      max(x.edition) filter (where x.year = l.year) as edition
      from lokus_list x where ${sameRegion(sql`x`, sql`l`)} and x.status = 'FIXED') f on true`,
  key: sql`l.id`,
  newestFirst: true,
  sorts: {
    tahun: { label: 'Tahun', by: sql`(l.year, l.edition)`, startsDescending: true },
    desa: { label: 'Desa dan kelurahan', by: sql`m.members`, startsDescending: true },
  },
  defaultSort: '-tahun',
  filters: {},
  columns: [
    {
      key: 'tahun',
      label: 'Daftar',
      kind: 'order',
      value: (row) => row.year,
      cell: (row) => ({
        text: listName(row),
        href:
          row.status === 'DRAF'
            ? lokusPaths.draft(row.id)
            : lokusPaths.year(row.year, row.newest ? undefined : row.edition),
        sub: row.run_id === null ? 'tanpa hitungan, menurut SK' : '',
      }),
      sort: 'tahun',
      numeric: false,
      phone: 'title',
    },
    { key: 'edisi', label: 'Edisi', kind: 'order', value: (row) => row.edition, only: 'file' },
    {
      key: 'desa_kelurahan',
      label: 'Desa dan kelurahan',
      kind: 'number',
      value: (row) => row.members,
      sort: 'desa',
      phone: 'value',
    },
    { key: 'lanjutan', label: 'Lanjutan', kind: 'number', value: (row) => row.continuing },
    { key: 'kecamatan', label: 'Kecamatan', kind: 'number', value: (row) => row.kecamatan },
    {
      key: 'keadaan',
      label: 'Keadaan',
      value: (row, { day }) => stateOf(row, day).label,
      cell: (row, { day }) => ({ status: stateOf(row, day) }),
    },
    {
      key: 'berlaku_dari',
      label: 'Berlaku dari',
      kind: 'date',
      value: (row, { day }) => reign(row, day)?.from ?? null,
      only: 'file',
    },
    {
      key: 'berlaku_sampai',
      label: 'Berlaku sampai',
      kind: 'date',
      value: (row, { day }) => reign(row, day)?.until ?? null,
      only: 'file',
    },
    {
      key: 'sk',
      label: 'SK',
      value: (row) => row.sk_number,
      cell: (row) => ({ text: row.sk_number ?? '–', sub: row.sk_date ? date(row.sk_date) : '' }),
    },
    { key: 'tanggal_sk', label: 'Tanggal SK', kind: 'date', value: (row) => row.sk_date, only: 'file' },
  ],
  empty: (at) => ({
    title: 'Belum ada daftar lokus',
    text: mayDraft(at)
      ? 'Mulai dari hitungan yang tersimpan, atau unggah daftar SK yang sudah ada.'
      : 'Daftar resmi muncul di sini setelah Bappeda menetapkannya dengan SK Bupati.',
    action: mayDraft(at) ? makeLink : null,
  }),
  title: 'Lokus',
  head: ({ at }) => ({
    lead: 'Satu daftar berlaku sejak 1 Januari tahunnya sampai tahun daftar berikutnya mulai. Yang sudah ditetapkan tidak dapat diubah; perbaikan memakai SK perubahan.',
    actions: mayDraft(at) ? [{ ...makeLink, icon: 'plus-lg', primary: true }] : [],
  }),
});
