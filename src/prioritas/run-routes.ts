import { z } from 'zod';
import { rowId } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { type AnyRow, row } from '../web/route.js';
import { compareRuns } from './compare.js';
import { comparePage } from './compare-view.js';
import { rankVersions, storedParameters } from './input.js';
import { findRun } from './queries.js';
import { storedRows } from './results.js';
import { resultList } from './run-list.js';

/** A saved run as it was stored, and beside what the same data and settings give today. */
export const runRows: AnyRow[] = [
  listRow(resultList),
  row({
    method: 'get',
    path: '/prioritas/:id/banding',
    allow: 'ranking.read',
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findRun(app.db, actor, params.id),
    handle: async ({ app, loaded: run }) => {
      const versions = { desil1: run.desil1Version, idm: run.idmVersion };
      const again = await rankVersions(app.db, versions, storedParameters(run.parameters));
      return comparePage(run, compareRuns(run.methodVersion, await storedRows(app.db, run), again.rows()));
    },
  }),
];
