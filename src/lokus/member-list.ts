import { z } from 'zod';
import { countedColumns } from '../activities/counting.js';
import { date, decimal, number } from '../core/format.js';
import { agencyNameOn } from '../database/former-names.js';
import { type Sql, sql } from '../database/query.js';
import { joinedCounts } from '../kept/counting.js';
import { villageReports } from '../kept/reports.js';
import { can } from '../policy.js';
import { choiceFilter } from '../web/filters.js';
import { optionalRowId } from '../web/form.js';
import { type Asked, defineList, type Entry, type Filter, under } from '../web/list.js';
import { today } from '../web/services.js';
import { villageColumn } from '../wilayah/columns.js';
import { kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import { inForce } from '../wilayah/in-force.js';
import { listPage } from './list-view.js';
import {
  ListMemberRow,
  leadCell,
  type MembersAt,
  newestCell,
  of,
  statusCell,
  todayWords,
} from './member-row.js';
import { agenciesIn, findOfficial, type Official } from './official.js';
import { isSilent } from './silence.js';
import {
  isDone,
  isUndecided,
  type MemberStatus,
  memberStatuses,
  standingView,
  statusConditions,
} from './standing.js';
import { listName, originWords } from './words.js';

/** Rank and score of single villages are for those who may read poverty data. */
const withRank = ({ actor }: Asked) => can(actor, 'poverty.read');
const mayDecide = ({ actor }: Asked) => can(actor, 'village.decide');

const statusWords: Record<MemberStatus, string> = {
  didampingi: 'Didampingi',
  lanjutan: 'Lanjutan',
  belum: 'Belum ada OPD',
  mulai: 'Mulai tahun depan',
  tuntas: 'Tuntas',
};

/** A status is the first whose condition holds: those before it do not. */
function statusIs(status: MemberStatus, day: Date): Sql {
  const rules = statusConditions(day);
  const before = memberStatuses.slice(0, memberStatuses.indexOf(status));
  return before.reduce((all, one) => sql`${all} and (${rules[one]}) is not true`, sql`(${rules[status]})`);
}

const filters = {
  cari: placeFilter(sql`m.village_code`),
  kecamatan: kecamatanFilter(sql`m.kecamatan_code`),
  opd: {
    label: 'OPD',
    type: 'select',
    read: z
      .string()
      .regex(/^\d{1,9}$/)
      .catch(''),
    entries: async ({ app, loaded: { list, days } }) =>
      (await agenciesIn(app.db, list.id, days.day)).map((one): Entry => [String(one.id), one.name]),
    where: (value, { loaded: { days } }) =>
      value === ''
        ? null
        : sql`exists (select from assignment x where x.village_code = m.village_code
            and ${inForce(sql`x`, days.day)} and x.agency_id = ${Number(value)})`,
  },
  status: choiceFilter<MembersAt>(
    'Status',
    Object.fromEntries(
      (Object.keys(statusWords) as MemberStatus[]).map((status) => [
        status,
        { label: statusWords[status], where: ({ loaded }) => statusIs(status, loaded.days.day) },
      ]),
    ),
  ),
  keputusan: choiceFilter<MembersAt>(
    'Keputusan',
    {
      belum: {
        label: 'Belum diputuskan',
        where: ({ loaded }) => isUndecided(sql`m.village_code`, loaded.days.day),
      },
    },
    { offered: mayDecide },
  ),
} satisfies Record<string, Filter<MembersAt>>;

/** The members of an official list as they stood on its day, with today beside where it differs. */
export const memberList = defineList({
  path: '/lokus/:tahun',
  access: 'lokus.read',
  within: under({
    params: z.object({ tahun: z.coerce.number().int().min(2015).max(2100) }),
    query: z.object({ edisi: optionalRowId }),
    load: ({ app, actor, params, query }) =>
      findOfficial(app.db, actor, params.tahun, { edition: query.edisi, today: today(app.clock) }),
    subject: ({ list }) => list,
  }),
  name: ({ loaded }) => `lokus-${loaded.list.year}`,
  noun: 'desa dan kelurahan',
  row: ListMemberRow,
  select: ({
    loaded: {
      days: { day, today },
    },
  }) => sql`select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6,
      p.year as phase, g.id as lead_id, ${agencyNameOn(sql`g`, sql`${day}::date`)} as lead,
      o.id as proposal_id, ${agencyNameOn(sql`o`, sql`l.sk_date`)} as proposal,
      (select string_agg(${agencyNameOn(sql`o`, sql`${day}::date`)}, ', ' order by o.short_name) from assignment x join agency o on o.id = x.agency_id
        where x.village_code = m.village_code and x.role = 'SUPPORT' and ${inForce(sql`x`, day)}) as supporters,
      ${isDone(sql`m.village_code`, day)} as done, ${joinedCounts}, f.newest,
      ${isSilent(sql`m.village_code`, sql`s.starts_on`, sql`f.newest`, day)} as silent,
      n.origin::text as now_origin, np.year as now_phase, ${isDone(sql`m.village_code`, today)} as now_done,
      ng.id as now_lead_id, ng.short_name as now_lead`,
  from: ({
    loaded: {
      list,
      days: { day, today, current },
    },
  }) => sql`from lokus_list l join lokus_member m on m.list_id = l.id and l.id = ${list.id}
    join kecamatan k on k.code = m.kecamatan_code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id left join agency o on o.id = m.agency_id
    left join lokus_member n on n.list_id = ${current?.id ?? null}::int and n.village_code = m.village_code
    left join lokus_phase np on np.list_id = n.list_id and np.kecamatan_code = n.kecamatan_code
    left join assignment ns on ns.village_code = m.village_code and ns.role = 'LEAD' and ${inForce(sql`ns`, today)}
    left join agency ng on ng.id = ns.agency_id
    left join ${villageReports(day, day < today ? day.getUTCFullYear() : null)} f on f.village_code = m.village_code`,
  key: sql`m.village_code`,
  sorts: {
    kode: { label: 'Kode', by: sql`m.village_code` },
    nama: { label: 'Nama', by: sql`m.name` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    peringkat: { label: 'Peringkat', by: sql`m.rank`, nullsLast: true },
    opd: { label: 'OPD', by: sql`g.short_name`, nullsLast: true },
    kegiatan: { label: 'Kegiatan', by: sql`coalesce(f.activities, 0)`, startsDescending: true },
    terakhir: { label: 'Laporan terakhir', by: sql`f.newest`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'kode',
  filters,
  columns: [
    {
      key: 'no',
      label: 'No.',
      kind: 'number',
      value: () => null,
      cell: (_row, _at, index) => ({ text: String(index + 1) }),
      phone: 'hide',
      only: 'screen',
    },
    { key: 'kode', label: 'Kode Kemendagri', value: (row) => row.code, only: 'file' },
    villageColumn((row) => row.code),
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, sort: 'kecamatan' },
    { key: 'asal', label: 'Asal', value: (row) => originWords[row.origin], only: 'file' },
    { key: 'alasan', label: 'Alasan', value: (row) => row.reason, only: 'file' },
    { key: 'mulai', label: 'Tahun mulai', kind: 'order', value: (row) => row.phase, only: 'file' },
    { key: 'opd_menurut_sk', label: 'OPD menurut SK', value: (row) => row.proposal, only: 'file' },
    {
      key: 'status',
      label: 'Status',
      value: (row, at) => standingView(row, of(at).days.day.getUTCFullYear()).label,
      cell: statusCell,
      phone: 'value',
    },
    { key: 'opd_utama', label: 'OPD', value: (row) => row.lead, cell: leadCell, sort: 'opd' },
    { key: 'opd_pendukung', label: 'OPD pendukung', value: (row) => row.supporters, only: 'file' },
    { key: 'tuntas', label: 'Tuntas', value: (row) => row.done, only: 'file' },
    {
      key: 'per_tanggal',
      label: 'Status dan OPD per',
      kind: 'date',
      value: (_row, at) => of(at).days.day,
      only: 'file',
    },
    {
      key: 'status_hari_ini',
      label: 'Status hari ini',
      value: (row, at) => todayWords(row, of(at)),
      only: 'file',
    },
    { key: 'opd_utama_hari_ini', label: 'OPD hari ini', value: (row) => row.now_lead, only: 'file' },
    {
      key: 'peringkat',
      label: 'Peringkat',
      kind: 'number',
      value: (row) => row.rank,
      cell: (row) => ({
        text: number(row.rank),
        sub: row.score6 === null ? '' : decimal(row.score6 / 1e6, 4),
      }),
      sort: 'peringkat',
      shown: withRank,
    },
    {
      key: 'skor',
      label: 'Skor',
      kind: 'decimal',
      value: (row) => (row.score6 === null ? null : row.score6 / 1e6),
      only: 'file',
      shown: withRank,
    },
    ...countedColumns('Kegiatan', withRank),
    {
      key: 'laporan_terakhir',
      label: 'Laporan terakhir',
      kind: 'date',
      value: (row) => row.newest,
      cell: newestCell,
      sort: 'terakhir',
      numeric: true,
      shown: withRank,
    },
  ],
  /** Whoever looks for the undecided came to decide. */
  line: (row, { actor, filters, loaded }) => ({
    actions:
      can(actor, 'village.decide') && filters.keputusan
        ? [{ label: 'Putuskan', href: `/desa/${row.code}/keputusan?lokus=${loaded.list.year}` }]
        : [],
  }),
  empty: { title: 'Daftar ini tidak memuat desa', text: '', action: null },
  near: (at) => nearPlaces(at),
  note: (at) =>
    [
      withRank(at)
        ? 'Kegiatan: terverifikasi saja. Laporan terakhir: yang diajukan atau diverifikasi, tanpa rencana dan yang batal.'
        : '',
      dayNote(at.loaded),
    ]
      .filter(Boolean)
      .join(' '),
  title: ({ loaded }) => listName(loaded.list),
  page: ({ at, table }, { frame }) => listPage(at, table, frame),
});

/** Of which day the page speaks. */
function dayNote({ reign: { day, state } }: Official): string {
  if (state === 'running') return 'Status dan OPD menurut hari ini.';
  const which = state === 'ended' ? 'hari terakhir daftar ini berlaku' : 'hari pertama daftar ini berlaku';
  return `Status, OPD, dan kegiatan menurut ${date(day)}, ${which}.`;
}
