import { loadWords, overCapacity } from '../assignments/load.js';
import { roleWords } from '../assignments/taken.js';
import { moneyBars } from '../charts/bars.js';
import { loadSquares } from '../charts/squares.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import { type Actor, can } from '../policy.js';
import {
  cell,
  column,
  field,
  options,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { date, number, rupiah, shortAmount } from '../web/format.js';
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, type ListColumn, listTable } from '../web/table.js';
import { type AgencyFilters, type AgencyRow, kindWords } from './listing.js';
import type { AgencyFacts, AgencyResults, AgencyVillage } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'opd/daftar': { head: PageHead; table: Table };
    'opd/satu': AgencyPage;
  }
}

interface AgencyPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  related: { label: string; name: string; href: string }[];
  villages: Table;
  past: { name: string; href: string; note: string }[];
  results: { table: Table; funding: string } | null;
}

export function agenciesPage(
  actor: Actor,
  listing: Listing<AgencyFilters, AgencyRow>,
  state: ListingPage<AgencyFilters, AgencyRow>,
): Reply {
  const withActivities = can(actor, 'recap.read');
  const edit = { label: 'Data acuan', href: '/acuan', icon: 'pencil', primary: false };
  const head = pageHead({
    title: 'Perangkat daerah',
    lead: 'Setiap OPD, berapa desa yang dipimpinnya hari ini, dan berapa yang sanggup ditangani.',
    actions: can(actor, 'agency.edit') ? [edit] : [],
  });
  const columns: ListColumn[] = [
    { label: 'OPD', sort: 'nama', phone: 'title' },
    { label: 'Jenis', sort: 'jenis' },
    { label: 'Beban' },
    { label: 'OPD utama di', sort: 'desa', numeric: true, phone: 'value' },
    { label: 'Pendukung di', numeric: true },
  ];
  if (withActivities) columns.push({ label: 'Kegiatan', sort: 'kegiatan', numeric: true });
  const table = listTable(listing, state, {
    title: `${number(state.total)} OPD`,
    columns,
    row: (row) => agencyRow(row, withActivities),
    filter: agencyFilter(state),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: '/opd' },
    },
    note: `Kapasitas kosong berarti tanpa batas.${withActivities ? ' Kegiatan: terverifikasi saja.' : ''}`,
  });
  return page('opd/daftar', { head, table }, { title: 'OPD', section: '/opd' });
}

function agencyFilter({ url, filters }: ListingPage<AgencyFilters, AgencyRow>) {
  const kinds = Object.values(AgencyKind).map((kind): [string, string] => [kind, kindWords[kind]]);
  return filterBar(url, [
    field({ name: 'cari', label: 'Cari nama', type: 'text', value: filters.cari, required: false }),
    field({
      name: 'jenis',
      label: 'Jenis',
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...kinds], filters.jenis),
    }),
    field({
      name: 'berlaku',
      label: 'Masa berlaku',
      type: 'select',
      required: false,
      options: options(
        [
          ['', 'Berlaku hari ini'],
          ['semua', 'Termasuk yang sudah bergabung'],
        ],
        filters.berlaku,
      ),
    }),
  ]);
}

function agencyRow(row: AgencyRow, withActivities: boolean) {
  const tags: Status[] = overCapacity(row, 0)
    ? [{ icon: 'exclamation-triangle', label: 'Melebihi', tone: 'warn' }]
    : [];
  const ended = row.valid_to
    ? ` Sampai ${date(row.valid_to)}${row.successor ? `, diteruskan ${row.successor}` : ''}.`
    : '';
  const cells = [
    cell({ text: row.short_name, href: `/opd/${row.id}`, sub: `${row.name}.${ended}`, tags }),
    cell({ text: kindWords[row.kind] }),
    cell({ svg: loadSquares(row.leads, row.capacity) }),
    cell({ text: loadWords(row) }),
    cell({ text: number(row.supports) }),
  ];
  if (withActivities) cells.push(cell({ text: number(row.activities) }));
  return tableRow(cells);
}

export function agencyPage(
  actor: Actor,
  agency: AgencyFacts,
  villages: AgencyVillage[],
  results: AgencyResults | null,
): Reply {
  const open = villages.filter((one) => one.ends_on === null);
  const ended = agency.validTo
    ? [{ icon: 'slash-circle', label: `Berakhir ${date(agency.validTo)}`, tone: 'quiet' as const }]
    : [];
  const related = [
    ...(agency.successor
      ? [{ label: 'Diteruskan', name: agency.successor.name, href: `/opd/${agency.successor.id}` }]
      : []),
    ...agency.predecessors.map((one) => ({ label: 'Meneruskan', name: one.name, href: `/opd/${one.id}` })),
  ];
  const leads = open.filter((one) => one.role === 'LEAD').length;
  const model: AgencyPage = {
    head: pageHead({
      crumbs: [{ label: 'OPD', href: '/opd' }],
      title: agency.name,
      subtitle: agency.shortName,
      statuses: ended,
      actions: can(actor, 'agency.edit')
        ? [{ label: 'Ubah', href: `/acuan/opd/${agency.id}`, icon: 'pencil', primary: false }]
        : [],
    }),
    facts: [
      { label: 'Jenis', value: kindWords[agency.kind] },
      {
        label: 'OPD utama di',
        value: `${loadWords({ leads, capacity: agency.capacity })} desa`,
      },
    ],
    related,
    villages: villageTable(open),
    past: villages.filter((one) => one.ends_on !== null).map(pastView),
    results: results && resultsView(results),
  };
  return page('opd/satu', model, { title: agency.shortName, section: '/opd' });
}

const pastView = (one: AgencyVillage) => ({
  name: `${one.name}, ${one.kecamatan}`,
  href: `/desa/${one.code}`,
  note: `${roleWords[one.role]}, ${date(one.starts_on)} sampai ${date(one.ends_on)}${one.end_reason ? `. ${one.end_reason}` : ''}`,
});

const bare = { exports: [], filter: null, total: [], pager: null, note: '' };

function villageTable(open: AgencyVillage[]): Table {
  return {
    ...bare,
    id: 'desa',
    title: `Desa hari ini, ${number(open.length)}`,
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Peran', { phone: 'value' }),
      column('Sejak'),
    ],
    rows: open.map((one) =>
      tableRow([
        cell({ text: one.name, href: `/desa/${one.code}`, sub: `${one.kecamatan}, ${one.code}` }),
        cell({ text: roleWords[one.role] }),
        cell({ text: date(one.starts_on) }),
      ]),
    ),
    empty: {
      title: 'Belum mendampingi desa',
      text: 'Desa muncul di sini setelah koordinator menugaskan OPD ini.',
      action: null,
    },
  };
}

function resultsView({ categories, funding }: AgencyResults): AgencyPage['results'] {
  const total = funding.reduce((sum, one) => sum + one.spent, 0);
  const rows = funding.map((one) => ({ label: one.name, value: one.spent, text: shortAmount(one.spent) }));
  const table: Table = {
    ...bare,
    id: 'hasil',
    title: 'Hasil menurut jenis bantuan',
    columns: [
      column('Jenis bantuan', { phone: 'title' }),
      column('Kegiatan', { numeric: true }),
      column('Didanai', { numeric: true }),
      column('Terealisasi', { numeric: true, phone: 'value' }),
      column('Dana terpakai', { numeric: true }),
    ],
    rows: categories.map((one) =>
      tableRow([
        cell({ text: one.name, sub: one.unit }),
        cell({ text: number(one.activities) }),
        cell({ text: number(one.funded) }),
        cell({ text: number(one.realised) }),
        cell({ text: rupiah(one.spent) }),
      ]),
    ),
    empty: {
      title: 'Belum ada kegiatan terverifikasi',
      text: 'Angka muncul di sini setelah koordinator memverifikasi.',
      action: null,
    },
    note: 'Kegiatan terverifikasi saja.',
  };
  const chart =
    total > 0
      ? moneyBars(
          rows,
          { label: 'Jumlah', unit: 'Rp', text: shortAmount(total) },
          `Dana terpakai menurut sumber, terbesar ${rows[0]?.label}`,
        )
      : '';
  return { table, funding: chart };
}
