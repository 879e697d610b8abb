import { z } from 'zod';
import { date, dateMedium, inPercent } from '../core/format.js';
import { sql } from '../database/query.js';
import type { SpotCheck } from '../generated/prisma/client.js';
import { SpotFinding } from '../generated/prisma/enums.js';
import { can } from '../policy.js';
import { inScope } from '../scope.js';
import { textFilter, valueFilter } from '../web/filters.js';
import { rowId } from '../web/form.js';
import { type Asked, type At, defineList, under } from '../web/list.js';
import { villageColumn } from '../wilayah/columns.js';
import { checkPage } from './page.js';
import { spotPaths } from './paths.js';
import { findingNames, findingViews, outOf, waitingView } from './words.js';

const CheckRow = z.object({
  id: z.number(),
  first_day: z.date(),
  last_day: z.date(),
  share: z.number(),
  framed_at: z.date(),
  drawn_at: z.date().nullable(),
  closed_at: z.date().nullable(),
  size: z.number(),
  drawn: z.number(),
  checked: z.number(),
  fit: z.number(),
});
type CheckRow = z.output<typeof CheckRow>;

const stateOf = (row: Pick<CheckRow, 'drawn_at' | 'closed_at'>): string =>
  row.closed_at ? 'Selesai' : row.drawn_at ? 'Diperiksa' : 'Dibekukan';

/** Every spot check there was, the newest first. */
export const checkList = defineList({
  path: spotPaths.list,
  access: 'spotcheck.list',
  name: 'uji-petik',
  noun: 'uji petik',
  row: CheckRow,
  select: sql`select t.id, t.first_day, t.last_day, t.share, t.framed_at, t.drawn_at, t.closed_at, h.size, h.drawn,
    h.checked, h.fit`,
  from: sql`from spot_check t cross join lateral (select count(*) as size, count(q.id) as drawn,
      count(q.finding) as checked, count(*) filter (where q.finding = 'SESUAI') as fit
    from spot_frame w left join spot_case q on q.check_id = w.check_id and q.activity_id = w.activity_id
    where w.check_id = t.id) h`,
  key: sql`t.id`,
  sorts: {
    dibekukan: { label: 'Dibekukan', by: sql`t.framed_at`, startsDescending: true },
    periode: { label: 'Periode', by: sql`t.first_day`, startsDescending: true },
  },
  defaultSort: '-dibekukan',
  filters: {},
  columns: [
    {
      key: 'mulai',
      label: 'Periode',
      kind: 'date',
      value: (row) => row.first_day,
      cell: (row) => ({
        text: `${dateMedium(row.first_day)} sampai ${dateMedium(row.last_day)}`,
        href: spotPaths.one(row.id),
      }),
      sort: 'periode',
      phone: 'title',
    },
    { key: 'sampai', label: 'Sampai', kind: 'date', value: (row) => row.last_day, only: 'file' },
    { key: 'keadaan', label: 'Keadaan', value: stateOf, phone: 'value' },
    { key: 'kerangka', label: 'Kerangka', kind: 'number', unit: 'kegiatan', value: (row) => row.size },
    {
      key: 'bagian',
      label: 'Bagian tiap OPD',
      kind: 'number',
      unit: 'persen',
      value: (row) => row.share,
      cell: (row) => ({ text: inPercent(row.share) }),
    },
    {
      key: 'sampel',
      label: 'Sampel',
      kind: 'number',
      unit: 'kegiatan',
      value: (row) => row.drawn,
      only: 'file',
    },
    {
      key: 'diperiksa',
      label: 'Diperiksa',
      kind: 'number',
      unit: 'kegiatan',
      value: (row) => row.checked,
      cell: (row) => ({ text: row.drawn_at ? outOf(row.checked, row.drawn) : 'belum diundi' }),
    },
    { key: 'sesuai', label: 'Sesuai', kind: 'number', unit: 'kegiatan', value: (row) => row.fit },
    {
      key: 'dibekukan',
      label: 'Dibekukan',
      kind: 'moment',
      value: (row) => row.framed_at,
      sort: 'dibekukan',
    },
  ],
  empty: (at) => ({
    title: 'Belum ada uji petik',
    text: 'Uji petik memeriksa di lapangan sebagian kegiatan terverifikasi yang dipilih undian. Bappeda yang membuatnya.',
    action: can(at.actor, 'spotcheck.draw') ? making : null,
  }),
  title: 'Uji petik',
  head: ({ at }) => ({
    lead: 'Sebagian kegiatan terverifikasi diundi, lalu diperiksa di lapangan. Tidak seorang pun tahu sampelnya sebelum diundi.',
    actions: can(at.actor, 'spotcheck.draw') ? [{ ...making, icon: 'plus-lg', primary: true }] : [],
  }),
});
const making = { label: 'Buat uji petik', href: spotPaths.make };

const CaseRow = z.object({
  id: z.number(),
  activity_id: z.number(),
  agency: z.string(),
  title: z.string(),
  starts_on: z.date(),
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  finding: z.enum(SpotFinding).nullable(),
  visited_on: z.date().nullable(),
  note: z.string().nullable(),
});
type CaseRow = z.output<typeof CaseRow>;

export const findCheck = async ({
  app,
  actor,
  params,
}: Pick<Asked, 'app' | 'actor'> & { params: { id: number } }) =>
  app.db.spotCheck.findFirst({
    where: { ...(await inScope({ db: app.db, actor }, 'spotcheck.list')), id: params.id },
  }) as Promise<SpotCheck | null>;

/** The activities that were drawn, those that wait on top; an OPD gets its own once they were looked at. */
export const caseList = defineList({
  path: '/uji-petik/:id',
  section: spotPaths.list,
  access: 'spotcase.read',
  within: under({ params: z.object({ id: rowId }), load: findCheck }),
  name: 'kasus-uji-petik',
  noun: 'kasus',
  row: CaseRow,
  select: sql`select q.id, q.activity_id, w.agency_name as agency, r.title, r.starts_on, v.code,
    v.name, k.name as kecamatan, q.finding::text, q.visited_on, q.note`,
  from: ({ loaded }: At<SpotCheck>) => sql`from spot_case q
    join spot_check t on t.id = q.check_id and t.id = ${loaded.id}
    join spot_frame w on w.check_id = q.check_id and w.activity_id = q.activity_id
    join activity_revision r on r.id = w.revision_id join activity a on a.id = q.activity_id
    join village v on v.code = a.village_code join kecamatan k on k.code = v.kecamatan_code`,
  key: sql`q.id`,
  sorts: {
    menunggu: { label: 'Belum diperiksa dahulu', by: sql`(q.finding is not null)` },
    opd: { label: 'OPD', by: sql`w.agency_name` },
    desa: { label: 'Desa', by: sql`v.code` },
    dikunjungi: { label: 'Dikunjungi', by: sql`q.visited_on`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'menunggu',
  filters: {
    cari: textFilter('Cari kegiatan, desa, atau OPD', [sql`r.title`, sql`v.name`, sql`w.agency_name`]),
    temuan: valueFilter('Temuan', sql`q.finding`, findingNames),
  },
  columns: [
    {
      key: 'nomor_kegiatan',
      label: 'Nomor kegiatan',
      kind: 'order',
      value: (row) => row.activity_id,
      only: 'file',
    },
    {
      key: 'kegiatan',
      label: 'Kegiatan',
      value: (row) => row.title,
      cell: (row) => ({ text: row.title, href: spotPaths.case(row.id), sub: date(row.starts_on) }),
      phone: 'title',
    },
    { key: 'kode', label: 'Kode desa', value: (row) => row.code, only: 'file' },
    {
      ...villageColumn((row: CaseRow) => row.kecamatan),
      sort: 'desa' as const,
      phone: 'detail' as const,
    },
    { key: 'opd', label: 'OPD', value: (row) => row.agency, sort: 'opd' },
    {
      key: 'temuan',
      label: 'Temuan',
      value: (row) => (row.finding ? findingNames[row.finding] : null),
      cell: (row) => ({ status: row.finding ? findingViews[row.finding] : waitingView, sub: row.note ?? '' }),
      sort: 'menunggu',
      phone: 'value',
    },
    {
      key: 'dikunjungi',
      label: 'Dikunjungi',
      kind: 'date',
      value: (row) => row.visited_on,
      sort: 'dikunjungi',
    },
    { key: 'catatan', label: 'Catatan', value: (row) => row.note, only: 'file' },
  ],
  empty: ({ loaded }) => ({
    title: loaded.drawnAt ? 'Belum ada yang dapat dilihat' : 'Sampel belum diundi',
    text: loaded.drawnAt
      ? 'OPD melihat kegiatannya di sini setelah diperiksa.'
      : 'Sidik kerangka sudah tampil untuk umum. Kegiatan muncul di sini setelah Bappeda mengundi.',
    action: null,
  }),
  note: 'Nama OPD dan isi kegiatan menurut hari kerangka dibekukan.',
  title: ({ loaded }) => `Uji petik ${date(loaded.firstDay)} sampai ${date(loaded.lastDay)}`,
  page: ({ at, table }, { head, frame }) => checkPage(at, table, head, frame),
});
