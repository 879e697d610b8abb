// How long the portal's event loop stands still at most, as everybody waits so long, and what the portal holds.
import { send } from '../drills/support/people.mjs';
import { report } from './setting.mjs';

/** Milliseconds of the longest stop since this was last asked. */
export async function loopDelay(portal) {
  const { text } = await send(portal.port, { path: '/metrics' });
  return 1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
}

/** Does the work of a phase; tells its longest stop and the memory that the portal holds after it. */
export async function watched(portal, name, work) {
  await loopDelay(portal);
  const done = await work();
  const delay = await loopDelay(portal);
  report(
    `Jeda terlama selama ${name}`,
    `${delay.toFixed(0)} ms`,
    '-',
    true,
    'semua permintaan menunggu selama itu',
  );
  const megabytes = portal.memory();
  report(`Memori sesudah ${name}`, `${megabytes} MB`, '250 MB', megabytes < 250, 'yang menetap');
  return done;
}
