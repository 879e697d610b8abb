import { z } from 'zod';
import { printedUnits } from '../ranking/output.js';
import type { RankedUnit } from '../ranking/types.js';
import { rowId } from '../web/form.js';
import { allRows, readPage, readState } from '../web/listing.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import { searchedCodes } from '../wilayah/search.js';
import { compare } from './compare.js';
import { comparePage } from './compare-view.js';
import { download } from './download.js';
import { rankVersions, storedParameters } from './input.js';
import { resultListing, resultsFrom } from './listings.js';
import { findRun, storedRows } from './queries.js';
import { runPage } from './run-view.js';

const shared = {
  method: 'get' as const,
  allow: 'ranking.read' as const,
  params: z.object({ id: rowId }),
  load: ({ app, actor, params }: Context<'ranking.read', { id: number }, unknown, unknown, unknown>) =>
    findRun(app.db, actor, params.id),
};

/** A saved run as it was stored, and beside what the same data and settings give today. */
export const runRows: AnyRow[] = [
  row({
    ...shared,
    path: '/prioritas/:id',
    handle: async ({ app, actor, loaded: run, url }) => {
      const state = readState(resultListing, url);
      const codes = await searchedCodes(app.db, actor.regionCode, state.filters.cari);
      const from = resultsFrom(run, state.filters, codes);
      if (state.format !== 'html') {
        const rows: RankedUnit[] = [];
        for await (const one of allRows(app.db, resultListing, state, from)) rows.push(one);
        return download(state.format, printedUnits(rows));
      }
      const rows = await storedRows(app.db, run);
      return runPage(actor, run, rows, await readPage(app.db, resultListing, state, from));
    },
  }),
  row({
    ...shared,
    path: '/prioritas/:id/banding',
    handle: async ({ app, loaded: run }) => {
      const versions = { desil1: run.desil1Version, idm: run.idmVersion };
      const again = await rankVersions(app.db, versions, storedParameters(run.parameters));
      return comparePage(run, compare(run.methodVersion, await storedRows(app.db, run), again.rows()));
    },
  }),
];
