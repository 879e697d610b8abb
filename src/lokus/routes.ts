import { z } from 'zod';
import type { Actor } from '../policy.js';
import { listRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { amendList } from './draft.js';
import { draftRows } from './draft-routes.js';
import { amendPage } from './form-view.js';
import { lokusIndex } from './lists.js';
import { makeRows } from './make-routes.js';
import { memberList } from './member-list.js';
import { findOfficial } from './official.js';
import { lokusPaths } from './paths.js';
import { listUploadRows } from './uploads.js';
import { amend } from './verbs.js';

const Year = z.object({ tahun: z.coerce.number().int().min(2015).max(2100) });

const loadOfficial = async ({
  app,
  actor,
  params,
}: {
  app: Services;
  actor: Actor;
  params: { tahun: number };
}) => {
  const found = await findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) });
  return found?.list ?? null;
};

export const lokusRows: AnyRow[] = [
  listRow(lokusIndex),
  ...makeRows,
  ...listUploadRows,
  ...draftRows,
  listRow(memberList),
  row({
    method: 'get',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: loadOfficial,
    handle: async ({ loaded }) => amendPage(loaded),
  }),
  verbRow(amend, {
    path: '/lokus/:tahun',
    params: Year,
    load: loadOfficial,
    handle: async (_context, { doing, target, note }) => {
      const id = await amendList(doing, target.id, note);
      return redirect(lokusPaths.draft(id), amend.done);
    },
    invalid: ({ loaded, typed }, errors, problem) => amendPage(loaded, typed, formErrors(errors, problem)),
  }),
];
