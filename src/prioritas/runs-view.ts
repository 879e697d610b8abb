import { moment, number } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import { cell, field, type PageHead, pageHead, type Table, tableRow } from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { storedParameters } from './input.js';
import { type RunFilters, type RunRow, runListing } from './listings.js';
import { prioritasPaths } from './paths.js';
import { parameterWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'prioritas/daftar': { head: PageHead; table: Table };
  }
}

/** All saved runs. */
export function runsPage(actor: Actor, state: ListingPage<RunFilters, RunRow>): Reply {
  const compute = {
    label: 'Hitung prioritas',
    href: prioritasPaths.whatIf,
    icon: 'bar-chart',
    primary: true,
  };
  const head = pageHead({
    title: 'Prioritas',
    lead: 'Setiap hitungan menyimpan pengaturan, versi data, dan hasilnya, sehingga dapat diulang dan diperiksa siapa pun.',
    actions: [compute],
  });
  const table = listTable(runListing, state, {
    title: `${number(state.total)} hitungan tersimpan`,
    columns: [
      { label: 'Hitungan', sort: 'nama', phone: 'title' },
      { label: 'Terpilih', numeric: true, phone: 'value' },
      { label: 'Rapuh', numeric: true },
      { label: 'Lokus' },
      { label: 'Disimpan', sort: 'dibuat' },
    ],
    row: (row) =>
      tableRow([
        cell({
          text: row.name,
          href: prioritasPaths.run(row.id),
          sub: parameterWords(storedParameters(row.parameters)),
        }),
        cell({ text: `${number(row.selected)} dari ${number(row.ranked)}` }),
        cell({ text: number(row.fragile) }),
        cell({ text: row.lists ?? '–' }),
        cell({ text: moment(row.created_at), sub: row.author }),
      ]),
    filter: filterBar(state.url, [
      field({
        name: 'cari',
        label: 'Cari nama hitungan',
        type: 'text',
        value: state.filters.cari,
        required: false,
      }),
    ]),
    empty: {
      title: 'Belum ada hitungan tersimpan',
      text: can(actor, 'ranking.save')
        ? 'Atur bobot dan kuota, lihat hasilnya, lalu simpan. Hitungan tersimpan dapat dijadikan daftar resmi.'
        : 'Hitungan muncul di sini setelah Bappeda menyimpannya. Anda tetap dapat mencoba pengaturan sendiri.',
      action: { label: compute.label, href: compute.href },
    },
  });
  return page('prioritas/daftar', { head, table }, { title: 'Prioritas', section: '/prioritas' });
}
