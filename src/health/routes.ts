import { pendingMigrations } from '../database/migrate.js';
import { json } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';

export const healthRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/sehat',
    allow: 'public',
    handle: async () => json({ keadaan: 'hidup' }),
  }),
  row({
    method: 'get',
    path: '/siap',
    allow: 'public',
    handle: async ({ app }) => {
      const ready = await pendingMigrations(app.database).then(
        (pending) => pending.length === 0,
        () => false,
      );
      return json({ keadaan: ready ? 'siap' : 'belum siap' }, ready ? 200 : 503);
    },
  }),
];
