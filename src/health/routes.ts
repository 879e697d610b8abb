import type { Database } from '../database/client.js';
import { pendingMigrations } from '../database/migrate.js';
import { json } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';

export const healthRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/sehat',
    bare: true,
    allow: 'public',
    handle: async () => json({ keadaan: 'hidup' }),
  }),
  row({
    method: 'get',
    path: '/siap',
    bare: true,
    allow: 'public',
    handle: async ({ app }) => {
      const ready = await Promise.race([readiness(app.database), later()]);
      return json({ keadaan: ready ? 'siap' : 'belum siap' }, ready ? 200 : 503);
    },
  }),
];

/** Whoever asks is answered within a second, whatever the database does. */
const PATIENCE = 800;
const later = () => new Promise<false>((resolve) => setTimeout(resolve, PATIENCE, false).unref());

const asked = new WeakMap<Database, Promise<boolean>>();

/** All who ask at once share one question, so that a database that stalls is not asked more and more. */
function readiness(database: Database): Promise<boolean> {
  const known = asked.get(database);
  if (known) return known;
  const answer = pendingMigrations(database).then(
    (pending) => pending.length === 0,
    () => false,
  );
  asked.set(database, answer);
  void answer.finally(() => asked.delete(database));
  return answer;
}
