import { z } from 'zod';
import { exportListing } from '../web/export.js';
import { rowId } from '../web/form.js';
import { readPage, readState } from '../web/listing.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { agenciesFrom, agencyListing } from './listing.js';
import { agencyPage } from './page-view.js';
import { findAgency, resultsOf, seesWork, villagesOf, workOf } from './queries.js';
import { agenciesPage } from './views.js';

export const agencyRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/opd',
    allow: 'agency.list',
    handle: async ({ app, actor, url }) => {
      const listing = agencyListing(seesWork(actor), today(app.clock));
      const state = readState(listing, url);
      const from = agenciesFrom(actor, state.filters, today(app.clock));
      if (state.format !== 'html') return exportListing(app.db, listing, state, from);
      return agenciesPage(actor, listing, await readPage(app.db, listing, state, from));
    },
  }),
  row({
    method: 'get',
    path: '/opd/:id',
    allow: 'agency.list',
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findAgency(app.db, actor.regionCode, params.id),
    handle: async ({ app, actor, loaded }) => {
      const sees = seesWork(actor);
      const [villages, results, work] = await Promise.all([
        villagesOf(app.db, actor, loaded.id, today(app.clock)),
        sees ? resultsOf(app.db, loaded.id) : null,
        sees ? workOf(app.db, actor, loaded.id, today(app.clock)) : null,
      ]);
      return agencyPage(actor, loaded, villages, results, work, today(app.clock));
    },
  }),
];
