import { besideWords } from '../activities/counting.js';
import { loadWords, overCapacity } from '../assignments/load.js';
import { loadSquares } from '../charts/squares.js';
import { date, number } from '../core/format.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import { type Actor, can } from '../policy.js';
import {
  cell,
  field,
  options,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, type ListColumn, listTable } from '../web/table.js';
import { type AgencyFilters, type AgencyRow, kindWords } from './listing.js';

declare module '../web/render.js' {
  interface Views {
    'agencies/daftar': { head: PageHead; table: Table };
  }
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
  return page('agencies/daftar', { head, table }, { title: 'OPD', section: '/opd' });
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
  if (withActivities) cells.push(cell({ text: number(row.activities), sub: besideWords(row) }));
  return tableRow(cells);
}
