import { z } from 'zod';
import { listRow } from '../web/list-row.js';
import { type AnyRow, row } from '../web/route.js';
import { cellPage, findCell } from './cell-page.js';
import { matrixList } from './lists.js';

export const matrixRows: AnyRow[] = [
  listRow(matrixList),
  row({
    method: 'get',
    path: '/matriks/:desa/:jenis',
    allow: 'need.read',
    params: z.object({ desa: z.string().max(20), jenis: z.string().max(10) }),
    load: ({ app, actor, params }) => findCell(app, actor, params),
    subject: (cell) => ({ villageCode: cell.village_code, leadId: cell.lead_id }),
    handle: ({ app, actor, loaded }) => cellPage(app, actor, loaded),
  }),
];
