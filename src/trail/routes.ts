import { z } from 'zod';
import { changeName } from '../audit/words.js';
import { moment } from '../core/format.js';
import type { AuditEntry } from '../generated/prisma/client.js';
import { sees } from '../scope.js';
import { cell, column, type PageHead, pageHead, type Table, tableRow } from '../web/components.js';
import { rowId } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { page, type Reply } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { fieldChanges } from './difference.js';
import { auditList, roleName } from './lists.js';

declare module '../web/render.js' {
  interface Views {
    'trail/satu': {
      head: PageHead;
      facts: { label: string; value: string }[];
      changes: Table | null;
    };
  }
}

export const auditRows: AnyRow[] = [
  listRow(auditList),
  row({
    method: 'get',
    path: '/audit/:id',
    allow: 'audit.read',
    params: z.object({ id: rowId }),
    load: async ({ app, actor, params: { id } }) =>
      (await sees({ db: app.db, actor }, 'audit.read', id))
        ? (app.db.auditEntry.findUnique({ where: { id } }) as Promise<AuditEntry | null>)
        : null,
    handle: async ({ loaded }) => entryPage(loaded),
  }),
];

function entryPage(entry: AuditEntry): Reply {
  const model = {
    head: pageHead({ crumbs: [{ label: 'Audit', href: '/audit' }], title: entry.summary }),
    facts: [
      { label: 'Waktu', value: `${moment(entry.at)} WIB` },
      { label: 'Oleh', value: `${entry.actorName} (${roleName(entry.actorRole)})` },
      { label: 'Tindakan', value: changeName(entry.action) },
      { label: 'Mengenai', value: `${entry.subjectType} ${entry.subjectId}` },
    ],
    changes: changeTable(entry),
  };
  return page('trail/satu', model, { title: 'Catatan audit', section: '/audit' });
}

/** Field by field what was and what is; null where the sentence says all. */
function changeTable({ before, after }: AuditEntry): Table | null {
  const rows = fieldChanges(before, after);
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
