// How long the portal's event loop stands still at most: so long everybody waits.
import { send } from '../drills/support/people.mjs';
import { report } from './setting.mjs';

/** Milliseconds of the longest stop since this was last asked. */
export async function loopDelay(portal) {
  const { text } = await send(portal.port, { path: '/metrics' });
  return 1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
}

/** Does the work of a phase and tells its longest stop. */
export async function watched(portal, name, work) {
  await loopDelay(portal);
  const done = await work();
  const delay = await loopDelay(portal);
  report(
    `Jeda terlama, ${name}`,
    `${delay.toFixed(0)} ms`,
    '-',
    true,
    'semua permintaan menunggu selama itu',
  );
  return done;
}
