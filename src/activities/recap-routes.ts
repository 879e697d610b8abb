import { type AnyRow, row } from '../web/route.js';
import { RecapQuery } from './recap.js';
import { recapPage } from './recap-view.js';

export const recapRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/rekap',
    allow: 'recap.read',
    query: RecapQuery,
    handle: ({ app, actor, url, query }) => recapPage(app, actor, url, query),
  }),
];
