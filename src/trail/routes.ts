import { z } from 'zod';
import { changeName, changeNames } from '../audit/words.js';
import { calendarDay, dateMedium, isoDate, moment, number, timeOfDay } from '../core/format.js';
import type { AuditEntry } from '../generated/prisma/client.js';
import {
  cell,
  column,
  type FilterBar,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import { exportListing } from '../web/export.js';
import { rowId } from '../web/form.js';
import { type ListingPage, readPage, readState } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { filterBar, listTable } from '../web/table.js';
import { differences } from './difference.js';
import { type AuditFilters, type AuditRow, auditFrom, auditListing } from './listing.js';

declare module '../web/render.js' {
  interface Views {
    'trail/daftar': { head: PageHead; table: Table };
    'trail/satu': {
      head: PageHead;
      facts: { label: string; value: string }[];
      changes: Table | null;
    };
  }
}

export const auditRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/audit',
    allow: 'audit.read',
    handle: async ({ app, actor, url }) => {
      const state = readState(auditListing, url);
      const from = auditFrom(actor, state.filters);
      if (state.format !== 'html') return exportListing(app.db, auditListing, state, from);
      return auditPage(await readPage(app.db, auditListing, state, from));
    },
  }),
  row({
    method: 'get',
    path: '/audit/:id',
    allow: 'audit.read',
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) =>
      app.db.auditEntry.findFirst({
        where: { id: params.id, regionCode: actor.regionCode },
      }) as Promise<AuditEntry | null>,
    handle: async ({ loaded }) => entryPage(loaded),
  }),
];

/** Every kind of change there is, by its words. */
const kinds = Object.entries(changeNames).sort(([, one], [, other]) => one.localeCompare(other, 'id'));

function auditPage(state: ListingPage<AuditFilters, AuditRow>): Reply {
  const table = listTable(auditListing, state, {
    title: `${number(state.total)} catatan`,
    columns: [
      { label: 'Apa', phone: 'title' },
      { label: 'Oleh' },
      { label: 'Tindakan' },
      { label: 'Waktu', sort: 'waktu', phone: 'value', numeric: true },
    ],
    row: (row) =>
      tableRow([
        cell({ text: row.summary, href: `/audit/${row.id}`, sub: `${row.subject_type} ${row.subject_id}` }),
        cell({ text: row.actor_name, sub: row.actor_role }),
        cell({ text: changeName(row.action) }),
        cell({ text: dateMedium(calendarDay(row.at)), sub: timeOfDay(row.at) }),
      ]),
    filter: auditFilter(state),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: '/audit' },
    },
    note: 'Catatan tidak dapat diubah atau dihapus, juga tidak lewat basis data.',
  });
  const head = pageHead({
    title: 'Audit',
    lead: 'Setiap perubahan: siapa, kapan, apa, sebelum dan sesudah.',
  });
  return page('trail/daftar', { head, table }, { title: 'Audit', section: '/audit' });
}

function auditFilter(state: ListingPage<AuditFilters, AuditRow>): FilterBar {
  const { filters } = state;
  const date = (name: 'dari' | 'sampai', label: string) =>
    field({ name, label, type: 'date', required: false, value: isoDate(filters[name]) });
  return filterBar(state.url, [
    field({
      name: 'cari',
      label: 'Cari kata atau nama',
      type: 'text',
      value: filters.cari,
      required: false,
    }),
    field({
      name: 'tindakan',
      label: 'Tindakan',
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...kinds], filters.tindakan),
    }),
    date('dari', 'Dari'),
    date('sampai', 'Sampai'),
  ]);
}

function entryPage(entry: AuditEntry): Reply {
  const model = {
    head: pageHead({ crumbs: [{ label: 'Audit', href: '/audit' }], title: entry.summary }),
    facts: [
      { label: 'Waktu', value: `${moment(entry.at)} WIB` },
      { label: 'Oleh', value: `${entry.actorName} (${entry.actorRole})` },
      { label: 'Tindakan', value: changeName(entry.action) },
      { label: 'Mengenai', value: `${entry.subjectType} ${entry.subjectId}` },
    ],
    changes: changeTable(entry),
  };
  return page('trail/satu', model, { title: 'Catatan audit', section: '/audit' });
}

/** Field by field what was and what is; null where the sentence says all. */
function changeTable({ before, after }: AuditEntry): Table | null {
  const rows = differences(before, after);
  if (rows.length === 0) return null;
  return {
    id: 'perubahan',
    title: 'Yang berubah',
    exports: [],
    filter: null,
    total: [],
    pager: null,
    note: '',
    empty: { title: '', text: '', action: null },
    columns: [
      column('Isian', { phone: 'title' }),
      ...(before === null ? [] : [column('Sebelum')]),
      ...(after === null ? [] : [column('Sesudah')]),
    ],
    rows: rows.map((row) =>
      tableRow([
        cell({ text: row.label }),
        ...(before === null ? [] : [cell({ text: row.before })]),
        ...(after === null ? [] : [cell({ text: row.after })]),
      ]),
    ),
  };
}
