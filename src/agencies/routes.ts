import { z } from 'zod';
import { rowId } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { agencyList } from './lists.js';
import { agencyPage } from './page-view.js';
import { findAgency, resultsOf, seesWork, villagesOf, workOf } from './queries.js';

export const agencyRows: AnyRow[] = [
  listRow(agencyList),
  row({
    method: 'get',
    path: '/opd/:id',
    allow: 'agency.list',
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findAgency({ db: app.db, actor }, 'agency.list', params.id),
    handle: async ({ app, actor, loaded }) => {
      const sees = seesWork(actor);
      const [villages, results, work] = await Promise.all([
        villagesOf(app.db, actor, loaded.id, today(app.clock)),
        sees ? resultsOf(app.db, actor, loaded.id) : null,
        sees ? workOf(app, actor, loaded.id) : null,
      ]);
      return agencyPage(actor, loaded, { villages, results, work }, today(app.clock));
    },
  }),
];
