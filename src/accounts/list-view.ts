import { moment, number } from '../core/format.js';
import { roleLabels } from '../policy.js';
import {
  cell,
  type FilterBar,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { type AccountFilters, type AccountRow, accountState } from './listing.js';
import { accountPaths } from './paths.js';
import { roleEntries, stateView } from './views.js';

declare module '../web/render.js' {
  interface Views {
    'accounts/daftar': { head: PageHead; table: Table };
  }
}

export function accountsPage(
  listing: Listing<AccountFilters, AccountRow>,
  state: ListingPage<AccountFilters, AccountRow>,
): Reply {
  const head = pageHead({
    title: 'Pengguna',
    lead: `${number(state.total)} akun. Satu akun satu peran; sandinya dipilih pemiliknya sendiri.`,
    actions: [
      { label: 'Tambah banyak', href: accountPaths.bulk, icon: 'upload', primary: false },
      { label: 'Tambah pengguna', href: accountPaths.create, icon: 'plus-lg', primary: true },
    ],
  });
  const table = listTable(listing, state, {
    title: `${number(state.total)} akun`,
    columns: [
      { label: 'Nama', sort: 'nama', phone: 'title' },
      { label: 'Peran', sort: 'peran' },
      { label: 'Tempat' },
      { label: 'Keadaan', phone: 'value' },
      { label: 'Terakhir masuk', sort: 'masuk' },
    ],
    row: (row) =>
      tableRow([
        cell({ text: row.name, href: accountPaths.account(row.id), sub: row.username }),
        cell({ text: roleLabels[row.role] }),
        cell({ text: row.place ?? '–' }),
        cell({ status: stateView[accountState(row)] ?? null }),
        cell({ text: row.last_sign_in_at ? moment(row.last_sign_in_at) : 'belum pernah' }),
      ]),
    filter: accountFilter(state),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: accountPaths.list },
    },
  });
  return page('accounts/daftar', { head, table }, { title: 'Pengguna', section: '/pengguna' });
}

function accountFilter({ url, filters }: ListingPage<AccountFilters, AccountRow>): FilterBar {
  return filterBar(url, [
    field({
      name: 'cari',
      label: 'Cari nama atau tempat',
      type: 'text',
      value: filters.cari,
      required: false,
    }),
    field({
      name: 'peran',
      label: 'Peran',
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...roleEntries], filters.peran),
    }),
    field({
      name: 'keadaan',
      label: 'Keadaan',
      type: 'select',
      required: false,
      options: options(
        [
          ['', 'Semua'],
          ['aktif', 'Aktif'],
          ['nonaktif', 'Nonaktif'],
          ['terkunci', 'Terkunci'],
          ['sandi', 'Sandi sekali pakai'],
          ['bergabung', 'OPD-nya sudah bergabung'],
        ],
        filters.keadaan,
      ),
    }),
  ]);
}
