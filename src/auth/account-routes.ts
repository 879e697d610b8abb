import { z } from 'zod';
import { redirect } from '../web/reply.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import { ownAccountPage } from './account-view.js';
import { devicesOf, signOutDevices } from './devices.js';

type Asked = Pick<Context<'signed-in', unknown, unknown, unknown, unknown>, 'app' | 'actor' | 'session'>;

async function ownPage({ app, actor, session }: Asked) {
  const { idleMinutes } = app.config;
  const given = { sessionId: session.id, now: app.clock.now(), idleMinutes };
  const [devices, factors] = await Promise.all([
    devicesOf(app.db, actor, given),
    app.db.secondFactor.count({ where: { accountId: actor.id } }),
  ]);
  return ownAccountPage(actor, devices, { idleMinutes, hasSecondStep: factors > 0 });
}

/** Shown where a device has gone before its button was pressed. */
const gone = () => redirect('/akun', { title: 'Perangkat itu sudah keluar.', tone: 'warn' });

/** What everybody has of their own: where they are signed in, and what they sign in with. */
export const ownAccountRows: AnyRow[] = [
  row({ method: 'get', path: '/akun', fresh: true, allow: 'signed-in', handle: ownPage }),
  row({
    method: 'post',
    path: '/akun/perangkat/:tanda/keluarkan',
    proof: true,
    allow: 'signed-in',
    params: z.object({ tanda: z.string().regex(/^[0-9a-f]{16}$/) }),
    handle: async ({ app, actor, session, params }) => {
      await signOutDevices(app.database, actor, { sessionId: session.id, mark: params.tanda });
      return redirect('/akun', { title: 'Perangkat itu sudah dikeluarkan.' });
    },
    invalid: gone,
  }),
  row({
    method: 'post',
    path: '/akun/perangkat/keluarkan-lain',
    proof: true,
    allow: 'signed-in',
    handle: async ({ app, actor, session }) => {
      const count = await signOutDevices(app.database, actor, { sessionId: session.id, mark: null });
      return redirect('/akun', { title: `${count} perangkat lain sudah dikeluarkan.` });
    },
    invalid: gone,
  }),
];
