import { z } from 'zod';
import { text } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { today } from '../web/services.js';
import { decisionRows } from './decision-routes.js';
import { amendList } from './draft.js';
import { draftRows } from './draft-routes.js';
import { amendPage } from './form-view.js';
import { lokusIndex } from './lists.js';
import { makeRows } from './make-routes.js';
import { memberList } from './member-list.js';
import { findOfficial } from './official.js';
import { lokusPaths } from './paths.js';

const Year = z.object({ tahun: z.coerce.number().int().min(2015).max(2100) });

export const lokusRows: AnyRow[] = [
  listRow(lokusIndex),
  ...makeRows,
  ...draftRows,
  listRow(memberList),
  row({
    method: 'get',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
    handle: async ({ loaded }) => amendPage(loaded.list),
  }),
  row({
    method: 'post',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
    body: z.object({ alasan: text('Alasan perubahan', 500) }),
    handle: async ({ app, actor, loaded, body }) => {
      const id = await amendList(app.database, actor, loaded.list.id, body.alasan);
      return redirect(lokusPaths.draft(id), { title: 'Draf perubahan dibuat.' });
    },
    invalid: ({ loaded, typed }, errors, problem) =>
      amendPage(loaded.list, typed, formErrors(errors, problem)),
  }),
  ...decisionRows(),
];
