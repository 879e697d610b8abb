import { notFound } from '../core/problem.js';
import type { Database } from '../database/client.js';
import { pendingMigrations } from '../database/migrate.js';
import { file, json } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { uploadsNow } from '../web/upload.js';
import { healthPage } from './page.js';

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
      const [ready, full] = await Promise.all([
        Promise.race([readiness(app.database), later()]),
        app.disk.isFull(),
      ]);
      if (ready && full) return json({ keadaan: 'cakram hampir penuh, tidak ada yang disimpan' }, 503);
      return json({ keadaan: ready ? 'siap' : 'belum siap' }, ready ? 200 : 503);
    },
  }),
  row({
    method: 'get',
    path: '/metrics',
    bare: true,
    allow: 'public',
    handle: async ({ app, address }) => {
      if (!HERE.has(address)) throw notFound();
      return file(null, 'text/plain; version=0.0.4', Buffer.from(await figures(app)));
    },
  }),
  row({
    method: 'get',
    path: '/kesehatan',
    fresh: true,
    allow: 'system.read',
    handle: ({ app }) => healthPage(app),
  }),
];

/** Figures are read by a program on this machine. */
const HERE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

async function figures({ watch, database, disk, pages }: Services): Promise<string> {
  const { open, most, waiting } = database.load();
  const kept = pages.load();
  const answers = database.answers.load();
  const { rss, heapUsed } = process.memoryUsage();
  return watch.text({
    portal_database_connections: open,
    portal_database_connections_most: most,
    portal_database_waiting: waiting,
    portal_pages_kept: kept.pages,
    portal_pages_kept_bytes: kept.bytes,
    portal_pages_found: kept.found,
    portal_pages_made: kept.made,
    portal_answers_kept: answers.answers,
    portal_answers_kept_bytes: answers.bytes,
    portal_answers_found: answers.found,
    portal_answers_asked: answers.asked,
    portal_uploads: uploadsNow(),
    portal_disk_free_bytes: await disk.left(),
    nodejs_eventloop_lag_max_seconds: watch.loopDelay() / 1_000,
    process_resident_memory_bytes: rss,
    nodejs_heap_size_used_bytes: heapUsed,
  });
}

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
