import { date, number } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import {
  type Button,
  cell,
  column,
  type Empty,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { exportLinks } from '../web/table.js';
import { reignView } from './in-force.js';
import { listName } from './list-view.js';
import { lokusPaths } from './paths.js';
import type { ListRow } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'lokus/daftar': { head: PageHead; table: Table };
  }
}

/** All official lists and, for who may see them, drafts. */
export function listsPage(actor: Actor, rows: ListRow[]): Reply {
  const mayDraft = can(actor, 'lokus.draft');
  const actions: Button[] = mayDraft
    ? [{ label: 'Buat daftar', href: lokusPaths.make, icon: 'plus-lg', primary: true }]
    : [];
  const empty: Empty = {
    title: 'Belum ada daftar lokus',
    text: mayDraft
      ? 'Mulai dari hitungan yang tersimpan, atau unggah daftar SK yang sudah ada.'
      : 'Daftar resmi muncul di sini setelah Bappeda menetapkannya dengan SK Bupati.',
    action: mayDraft ? { label: 'Buat daftar', href: lokusPaths.make } : null,
  };
  const head = pageHead({
    title: 'Lokus',
    lead: 'Satu daftar berlaku sejak 1 Januari tahunnya sampai tahun daftar berikutnya mulai. Yang sudah ditetapkan tidak dapat diubah; perbaikan memakai SK perubahan.',
    actions,
  });
  const table: Table = {
    id: 'lokus',
    title: `${number(rows.length)} daftar`,
    exports: exportLinks(new URL(lokusPaths.index, 'http://portal')),
    filter: null,
    columns: [
      column('Daftar', { phone: 'title' }),
      column('Desa dan kelurahan', { numeric: true, phone: 'value' }),
      column('Lanjutan', { numeric: true }),
      column('Kecamatan', { numeric: true }),
      column('Keadaan'),
      column('SK'),
    ],
    rows: rows.map(indexRow),
    total: [],
    pager: null,
    empty,
    note: '',
  };
  return page('lokus/daftar', { head, table }, { title: 'Lokus', section: '/lokus' });
}

/** How a list stands today: a draft, an edition that was replaced, or since or until when it is in force. */
export function stateOf({ reign, newest }: ListRow): Status {
  if (reign === null) return { icon: 'pencil', label: 'Draf', tone: '' };
  return newest ? reignView(reign) : { icon: 'clock', label: 'Diganti edisi baru', tone: 'quiet' };
}

function indexRow(row: ListRow) {
  const draft = row.status === 'DRAFT';
  return tableRow([
    cell({
      text: listName(row),
      href: draft
        ? lokusPaths.draft(row.id)
        : lokusPaths.year(row.year, row.newest ? undefined : row.edition),
      sub: row.run_id === null ? 'tanpa hitungan, menurut SK' : '',
    }),
    cell({ text: number(row.members) }),
    cell({ text: number(row.continuing) }),
    cell({ text: number(row.kecamatan) }),
    cell({ status: stateOf(row) }),
    cell({ text: row.sk_number ?? '–', sub: row.sk_date ? date(row.sk_date) : '' }),
  ]);
}
