import { besideWords } from '../activities/counting.js';
import { age, date, dateMedium, decimal, inSentence, number, list as words } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import {
  type Button,
  cell,
  type FilterBar,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, type ListColumn, listTable } from '../web/table.js';
import { type Reign, reignView } from './in-force.js';
import { type Days, type MemberFilters, type MemberRow, todayWords } from './listing.js';
import { assignLink } from './next-step.js';
import type { OfficialList } from './official.js';
import { lokusPaths } from './paths.js';
import { type PhaseView, phaseViews } from './phase-view.js';
import type { PhaseRow } from './queries.js';
import { standingView } from './standing.js';

declare module '../web/render.js' {
  interface Views {
    'lokus/tahun': ListPage;
  }
}

interface ListPage {
  head: PageHead;
  /** Says that a newer edition holds; null for the newest. */
  replaced: Notice | null;
  years: { label: string; href: string; current: boolean }[];
  phases: PhaseView[];
  table: Table;
  removals: { name: string; note: string }[];
  amendHref: string;
}

export const listName = (list: { year: number; edition: number }): string =>
  `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}`;

export interface ListPageParts {
  list: OfficialList;
  /** All official lists and editions, newest first. */
  all: OfficialList[];
  phases: PhaseRow[];
  agencies: { id: number; name: string }[];
  removals: { name: string; rank: number | null; reason: string }[];
  /** Names that came and went against the edition before. */
  enters: string[];
  leaves: string[];
  /** When the list is in force. */
  reign: Reign;
  /** The day of which statuses, OPD and figures are told, and today. */
  days: Days;
}

/** One official list: SK, phases by year, members as they stood on its day, with today beside where it differs. */
export function listPage(
  actor: Actor,
  parts: ListPageParts,
  listing: Listing<MemberFilters, MemberRow>,
  state: ListingPage<MemberFilters, MemberRow>,
): Reply {
  const { list } = parts;
  const title = listName(list);
  const withRank = can(actor, 'poverty.read');
  const newest = isNewest(parts, list);
  const model: ListPage = {
    head: pageHead({
      crumbs: [{ label: 'Lokus', href: lokusPaths.index }],
      title,
      subtitle: `SK Bupati ${list.sk_number}, ${date(list.sk_date)}`,
      lead: [
        list.run_id === null ? 'Daftar ini dimasukkan dari SK, tanpa hitungan di portal.' : '',
        amendmentWords(parts),
      ]
        .filter(Boolean)
        .join(' '),
      statuses: [reignView(parts.reign), { icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: [...(newest ? assignLink(actor, list.year, parts.reign) : []), ...runLink(list, withRank)],
    }),
    replaced: replacedNotice(parts),
    years: yearLinks(parts),
    phases: phaseViews(parts.phases, parts.days.day.getUTCFullYear()),
    table: memberTable(parts, listing, state, { withRank, decide: can(actor, 'village.decide') }),
    removals: withRank ? parts.removals.map(removalView) : [],
    amendHref: can(actor, 'lokus.draft') && newest ? lokusPaths.amend(list.year) : '',
  };
  return page('lokus/tahun', model, { title, section: '/lokus' });
}

function replacedNotice({ list, all }: ListPageParts): Notice | null {
  const newest = all.find((one) => one.year === list.year);
  if (!newest || newest.id === list.id) return null;
  return {
    tone: 'warn',
    title: `Edisi ini sudah diganti edisi ${newest.edition}.`,
    text: `Yang berlaku SK ${newest.sk_number}, ${date(newest.sk_date)}.`,
    links: [{ label: `Buka edisi ${newest.edition}`, href: lokusPaths.year(newest.year) }],
  };
}

/** What an amending edition changed, and why. */
function amendmentWords({ list, enters, leaves }: ListPageParts): string {
  if (list.amend_reason === null) return '';
  const changes = [
    enters.length > 0 ? `masuk ${words(enters)}` : '',
    leaves.length > 0 ? `keluar ${words(leaves)}` : '',
  ].filter(Boolean);
  return `Perubahan: ${list.amend_reason.replace(/\.$/, '')}${changes.length > 0 ? ` (${changes.join('; ')})` : ''}.`;
}

const runLink = (list: OfficialList, withRank: boolean): Button[] =>
  withRank && list.run_id !== null
    ? [
        {
          label: 'Hitungan yang dipakai',
          href: `/prioritas/${list.run_id}`,
          icon: 'bar-chart',
          primary: false,
        },
      ]
    : [];

const isNewest = ({ all }: ListPageParts, list: OfficialList) =>
  all.find((one) => one.year === list.year)?.id === list.id;

const removalView = (one: ListPageParts['removals'][number]) => ({
  name: one.name,
  note: `${one.rank === null ? '' : `peringkat ${number(one.rank)}. `}${one.reason}`,
});

function yearLinks(parts: ListPageParts) {
  return parts.all
    .map((one) => {
      const newest = isNewest(parts, one);
      return {
        label: newest && one.edition === 1 ? String(one.year) : `${one.year}, edisi ${one.edition}`,
        href: lokusPaths.year(one.year, newest ? undefined : one.edition),
        current: one.id === parts.list.id,
      };
    })
    .reverse();
}

function memberTable(
  parts: ListPageParts,
  listing: Listing<MemberFilters, MemberRow>,
  state: ListingPage<MemberFilters, MemberRow>,
  may: { withRank: boolean; decide: boolean },
): Table {
  const { withRank } = may;
  const columns: ListColumn[] = [
    { label: 'No.', numeric: true, phone: 'hide' },
    { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
    { label: 'Kecamatan', sort: 'kecamatan' },
    { label: 'Status', phone: 'value' },
    { label: 'OPD', sort: 'opd' },
  ];
  if (withRank) {
    columns.push(
      { label: 'Peringkat', sort: 'peringkat', numeric: true },
      { label: 'Kegiatan', sort: 'kegiatan', numeric: true },
      { label: 'Laporan terakhir', sort: 'terakhir', numeric: true },
    );
  }
  return listTable(listing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns,
    row: (row, index) =>
      memberRow(row, index, parts, { withRank, decide: may.decide && state.filters.keputusan !== '' }),
    filter: memberFilter(parts, state, may.decide),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: state.url.pathname },
    },
    note: [
      withRank
        ? 'Kegiatan: terverifikasi saja. Laporan terakhir: yang diajukan atau diverifikasi, tanpa rencana dan yang batal.'
        : '',
      dayNote(parts),
    ]
      .filter(Boolean)
      .join(' '),
  });
}

const said = (parts: (string | false | null)[]) =>
  parts.flatMap((part) => (part ? [part.replace(/\.$/, '')] : [])).join('; ');

/** Of which day the page speaks. */
function dayNote({ reign: { day, state } }: ListPageParts): string {
  if (state === 'running') return 'Status dan OPD menurut hari ini.';
  const which = state === 'ended' ? 'hari terakhir daftar ini berlaku' : 'hari pertama daftar ini berlaku';
  return `Status, OPD, dan kegiatan menurut ${date(day)}, ${which}.`;
}

/** Whoever looks for the undecided came to decide. */
function memberRow(
  row: MemberRow,
  index: number,
  { list, days, reign }: ListPageParts,
  { withRank, decide }: { withRank: boolean; decide: boolean },
) {
  const { day } = days;
  const status = standingView(row, day.getUTCFullYear());
  const now = reign.state === 'ended' ? { status: todayWords(row, days), lead: row.now_lead } : null;
  const cells = [
    cell({ text: String(index + 1) }),
    cell({ text: row.name, href: `/desa/${row.code}`, sub: row.code }),
    cell({ text: row.kecamatan }),
    cell({
      status,
      sub: said([
        row.origin === 'TAMBAHAN' ? `Tambahan. ${row.reason ?? ''}` : (row.reason ?? ''),
        now && now.status !== status.label ? `hari ini: ${inSentence(now.status)}` : '',
      ]),
    }),
    cell({
      text: row.lead ?? 'belum ada',
      tone: row.lead === null ? 'quiet' : '',
      sub: said([
        row.supporters ? `bersama ${row.supporters}` : '',
        row.proposal && row.proposal !== row.lead ? `menurut SK: ${row.proposal}` : '',
        now && now.lead !== row.lead ? `hari ini: ${now.lead ?? 'belum ada'}` : '',
      ]),
    }),
  ];
  if (withRank) {
    cells.push(
      cell({ text: number(row.rank), sub: row.score6 === null ? '' : decimal(row.score6 / 1e6, 4) }),
      cell({ text: number(row.activities), sub: besideWords(row) }),
      cell({
        text: row.newest ? dateMedium(row.newest) : 'belum pernah',
        sub: row.newest && reign.state === 'running' ? age(row.newest, day) : '',
        tone: row.silent && reign.state === 'running' ? 'warn' : '',
      }),
    );
  }
  const actions = decide
    ? [{ label: 'Putuskan', href: `/desa/${row.code}/keputusan?lokus=${list.year}` }]
    : [];
  return tableRow(cells, { actions });
}

function memberFilter(
  parts: ListPageParts,
  state: ListingPage<MemberFilters, MemberRow>,
  mayDecide: boolean,
): FilterBar {
  const { filters } = state;
  const select = (name: string, label: string, entries: [string, string][], chosen: string) =>
    field({
      name,
      label,
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...entries], chosen),
    });
  return filterBar(state.url, [
    field({ name: 'cari', label: 'Cari nama atau kode', type: 'text', value: filters.cari, required: false }),
    select(
      'kecamatan',
      'Kecamatan',
      parts.phases.map((one) => [one.code, one.name]),
      filters.kecamatan,
    ),
    select(
      'opd',
      'OPD',
      parts.agencies.map((one) => [String(one.id), one.name]),
      filters.opd,
    ),
    select(
      'status',
      'Status',
      [
        ['didampingi', 'Didampingi'],
        ['lanjutan', 'Lanjutan'],
        ['belum', 'Belum ada OPD'],
        ['mulai', 'Mulai tahun depan'],
        ['tuntas', 'Tuntas'],
      ],
      filters.status,
    ),
    ...(mayDecide
      ? [select('keputusan', 'Keputusan', [['belum', 'Belum diputuskan']], filters.keputusan)]
      : []),
  ]);
}
