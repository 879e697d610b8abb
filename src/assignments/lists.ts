import { z } from 'zod';
import { dateMedium } from '../core/format.js';
import { agencyNameOn } from '../database/former-names.js';
import { sql } from '../database/query.js';
import { lokusPaths } from '../lokus/paths.js';
import { can } from '../policy.js';
import type { Empty } from '../web/components.js';
import { type Asked, type At, defineList, type Filter, type ListColumn } from '../web/list.js';
import type { Tabbed } from '../web/list-row.js';
import { villageColumn } from '../wilayah/columns.js';
import { agencyFilter, kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import { inForce, withdrawn } from '../wilayah/in-force.js';
import { historyList } from './history-list.js';
import { type Matched, matched, needWords } from './matched.js';
import { type MemberTab, membersOf, waiting } from './members.js';
import { type AssignmentParts, idOf, isAhead, partsFor, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';
import { proposalCell } from './proposals-view.js';
import { chosen } from './ticked.js';
import { assignmentsPage, titleOf } from './views.js';

const Row = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  phase: z.number().nullable(),
  lead_id: z.number().nullable(),
  lead: z.string().nullable(),
  since: z.date().nullable(),
  supporters: z.string().nullable(),
  proposal: z.string().nullable(),
  before: z.string().nullable(),
  /** The lead that is coming after the one of the day: `DLH mulai 1 Jan 2027`. */
  next: z.object({ id: z.number(), agency: z.string(), starts_on: z.coerce.date() }).nullable(),
});
type Row = z.output<typeof Row>;
/** What the tabs know; who waits is matched for whoever assigns. */
type Known = AssignmentParts & { matched: Matched | null };
type Here = At<unknown, Known>;
type Sorts = 'kode' | 'nama' | 'kecamatan' | 'opd' | 'sejak';

const mayAssign = ({ actor }: Asked) => can(actor, 'assignment.create');

const empties = (year: number | null): Record<MemberTab, Empty> => ({
  belum: {
    title: 'Tidak ada yang menunggu',
    text: 'Semua desa lokus yang sudah mulai punya OPD utama.',
    action: null,
  },
  sudah: {
    title: 'Belum ada yang ditugaskan',
    text: 'Desa muncul di sini setelah koordinator menugaskan OPD utama.',
    action: { label: 'Lihat yang belum ada OPD', href: assignmentPaths.tab('belum', year) },
  },
  nanti: {
    title: 'Tidak ada',
    text: 'Tidak ada desa lokus yang baru mulai sesudah tahun ini.',
    action: null,
  },
});

const withoutList: Empty = {
  title: 'Belum ada daftar lokus',
  text: 'Desa muncul di sini setelah Bappeda menetapkan daftar lokus dengan SK.',
  action: { label: 'Buka lokus', href: lokusPaths.index },
};

const anyAgency = agencyFilter(() => sql`true`, { ended: true });
const filters = {
  cari: placeFilter(sql`m.village_code`),
  kecamatan: kecamatanFilter(sql`m.kecamatan_code`),
  opd: {
    ...anyAgency,
    where: (value, { known: { day } }) =>
      value === ''
        ? null
        : sql`exists (select from assignment x where x.village_code = m.village_code and ${inForce(sql`x`, day)}
            and x.agency_id = ${Number(value)})`,
  },
} satisfies Record<string, Filter<Here>>;

/** Other assignments of the village of `m`: OPD `y` of `x`. */
const others = sql`assignment x join agency y on y.id = x.agency_id where x.village_code = m.village_code`;

const columns: ListColumn<Row, Sorts, Here>[] = [
  { key: 'kode', label: 'Kode', value: (row) => row.code, only: 'file' },
  villageColumn((row) => (row.lead_id === null ? row.code : row.kecamatan)),
  {
    key: 'kecamatan',
    label: 'Kecamatan',
    value: (row) => row.kecamatan,
    sort: 'kecamatan',
  },
  { key: 'mulai', label: 'Tahun mulai', kind: 'order', value: (row) => row.phase, only: 'file' },
  {
    key: 'opd_utama',
    label: 'OPD utama',
    value: (row) => row.lead,
    cell: (row, { known }) => ({ text: row.lead ?? '–', sub: leadNote(known, row) }),
    sort: 'opd',
    phone: 'value',
  },
  {
    key: 'opd_pendukung',
    label: 'OPD pendukung',
    value: (row) => row.supporters,
  },
  {
    key: 'sejak',
    label: 'Sejak',
    kind: 'date',
    value: (row) => row.since,
    sort: 'sejak',
    numeric: true,
  },
  {
    key: 'kebutuhan_terbesar',
    label: 'Kebutuhan terbesar',
    value: (row, { known }) => needsOf(known, row.code),
    shown: mayAssign,
  },
  {
    key: 'usulan',
    label: 'Usulan',
    value: (row, { known }) => (known.matched ? proposalCell(known.matched, row.code).text : null),
    cell: (row, { known }) => (known.matched ? proposalCell(known.matched, row.code) : {}),
    shown: mayAssign,
  },
  {
    key: 'usulan_sk',
    label: 'Usulan SK',
    value: (row) => row.proposal,
    cell: (row, { known }) => ({ text: row.proposal ?? '–', sub: leadNote(known, row) }),
  },
  {
    key: 'pendamping_sebelumnya',
    label: 'Pendamping sebelumnya',
    value: (row) => row.before,
  },
  {
    key: 'opd_berikutnya',
    label: 'OPD berikutnya',
    value: (row) => row.next?.agency ?? null,
    only: 'file',
  },
  {
    key: 'opd_berikutnya_mulai',
    label: 'OPD berikutnya mulai',
    kind: 'date',
    value: (row) => row.next?.starts_on ?? null,
    only: 'file',
  },
];

const ofMatching = new Set(['kebutuhan_terbesar', 'usulan']);

const withMatched = async (asked: Asked): Promise<Known> => {
  const parts = await partsFor(asked);
  return { ...parts, matched: mayAssign(asked) ? await matched(asked, parts) : null };
};

const needsOf = (known: Known, code: string): string | null => {
  const village = known.matched?.input.villages.find((one) => one.code === code);
  return village ? needWords(village) : null;
};

/** What the screen shows of it; beside two buttons and the loads there is no room for more. */
const onScreen = (tab: MemberTab): string[] =>
  tab === 'sudah'
    ? ['nama', 'opd_utama', 'opd_pendukung', 'sejak']
    : tab === 'belum'
      ? ['nama', 'kecamatan', 'kebutuhan_terbesar', 'usulan']
      : ['nama', 'kecamatan', 'usulan_sk', 'pendamping_sebelumnya'];

const shared = {
  path: assignmentPaths.list,
  access: 'assignment.list' as const,
  name: 'penugasan',
  noun: 'desa dan kelurahan',
  known: async (asked: Asked) => ({ ...(await partsFor(asked)), matched: null }) as Known,
  row: Row,
  select: ({
    known: { day },
  }: Here) => sql`select m.village_code as code, m.name, k.name as kecamatan, p.year as phase, s.id as lead_id,
      g.short_name as lead, s.starts_on as since, ${agencyNameOn(sql`o`, sql`l.sk_date`)} as proposal,
      (select string_agg(y.short_name, ', ' order by y.short_name) from ${others} and x.role = 'SUPPORT'
        and ${inForce(sql`x`, day)}) as supporters,
      (select ${agencyNameOn(sql`y`, sql`x.ends_on`)} from ${others} and x.role = 'LEAD' and x.ends_on < ${day}
        and not ${withdrawn(sql`x`)} order by x.ends_on desc, x.id desc limit 1) as before,
      (select json_build_object('id', x.id, 'agency', y.short_name, 'starts_on', x.starts_on) from ${others}
        and x.role = 'LEAD' and x.starts_on > ${day} and not ${withdrawn(sql`x`)} order by x.starts_on limit 1) as next`,
  from: ({ known: { list, day } }: Here) => membersOf(idOf(list), day),
  key: sql`m.village_code`,
  sorts: {
    kode: { label: 'Kode', by: sql`m.village_code` },
    nama: { label: 'Nama', by: sql`m.name` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    opd: { label: 'OPD utama', by: sql`g.short_name`, nullsLast: true },
    sejak: { label: 'Sejak', by: sql`s.starts_on`, nullsLast: true },
  },
  defaultSort: 'kode' as const,
  filters,
  near: (at: Here) => nearPlaces(at),
  title: ({ known }: Here) => titleOf(known),
};

/** Villages of the list that is assigned in one of the three states, with who accompanies them on its day. */
const villagesIn = (tab: MemberTab) =>
  defineList<Row, Sorts, unknown, Known>({
    ...shared,
    ...(tab === 'belum' && { known: withMatched }),
    where: ({ known: { day } }) => waiting(day)[tab],
    columns: columns
      .filter(({ key }) => tab === 'belum' || !ofMatching.has(key))
      .map((one) => (onScreen(tab).includes(one.key) ? one : { ...one, only: 'file' })),
    line: (row, at) => (mayAssign(at) ? { select: row.code, actions: leadActions(at.known, row) } : {}),
    empty: ({ known }) => (known.list ? empties(shownYear(known))[tab] : withoutList),
    page: async (shown, { frame }) => assignmentsPage(shown, tab, frame, await chosen(shown.at)),
  });

/** What becomes of the lead of the day: it goes on from before, is coming, or gives way to another one. */
function leadNote(parts: AssignmentParts, row: Row): string {
  const notes = [
    isAhead(parts) && row.since !== null && row.since < parts.day ? 'lanjut, tetap mendampingi' : '',
    row.next ? `${row.next.agency} mulai ${dateMedium(row.next.starts_on)}` : '',
  ];
  return notes.filter(Boolean).join('; ');
}

/** What can be done with the lead of the day: one that holds today is handed over or ended, one that comes withdrawn. */
function leadActions(parts: AssignmentParts, row: Row) {
  if (row.lead_id === null || row.since === null) return [];
  if (row.since > parts.today) return [{ label: 'Batalkan', href: assignmentPaths.withdraw(row.lead_id) }];
  if (isAhead(parts)) return [];
  return [
    { label: 'Alihkan', href: assignmentPaths.handOver(row.lead_id) },
    { label: 'Akhiri', href: assignmentPaths.end(row.lead_id) },
  ];
}

/** Villages without a lead, with one, those that begin later, and every assignment there was. */
export const assignmentLists: Tabbed = {
  path: assignmentPaths.list,
  access: 'assignment.list',
  tabs: {
    belum: { label: 'Belum ada OPD', list: villagesIn('belum') },
    sudah: { label: 'Sudah ditugaskan', list: villagesIn('sudah') },
    nanti: { label: 'Mulai nanti', list: villagesIn('nanti') },
    riwayat: { label: 'Riwayat', list: historyList },
  },
};
