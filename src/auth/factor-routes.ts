import { z } from 'zod';
import { type FieldErrors, invalid } from '../core/problem.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import {
  accountOf,
  isCodeNow,
  newFactorSecret,
  offered,
  offerFor,
  proveCode,
  removeFactor,
  setFactor,
} from './factor.js';
import { codePage, codesPage, enrolPage, factorPage } from './factor-view.js';
import { localAddress } from './local.js';

// biome-ignore lint/suspicious/noExplicitAny: pages of every shape are shown again alike
type Asked = Pick<Context<'signed-in', any, any, any, any>, 'app' | 'actor'>;
const WRONG = 'Kode tidak cocok, sudah dipakai, atau sudah berganti. Ketik kode yang sekarang tampil.';
const Code = z.string().max(40).catch('');

/** The second step at the door, behind the password. */
export const codeRows: AnyRow[] = [
  row({
    method: 'post',
    path: '/masuk/kode',
    door: true,
    allow: 'public',
    body: z.object({ tiket: z.string().max(500).catch(''), kode: Code, ke: z.string().max(500).optional() }),
    handle: async ({ app, body, session, address }) => {
      const account = await accountOf(app, body.tiket);
      if (!account) return redirect('/masuk');
      const from = { address, device: session.knownDevice(account.id) };
      const right = await proveCode(app, account.id, body.kode, from);
      app.log.info({ event: 'sign-in-code', right, account: account.id }, 'sign-in');
      if (!right) throw invalid({ kode: WRONG });
      await session.signIn(account.id);
      return redirect(localAddress(body.ke));
    },
    invalid: async ({ typed }, errors) =>
      codePage({ ticket: String(typed.tiket ?? ''), next: String(typed.ke ?? ''), error: errors.kode ?? '' }),
  }),
];

async function ownFactorPage({ app, actor }: Asked, error = '') {
  const factor = await app.db.secondFactor.findUnique({ where: { accountId: actor.id } });
  const required = app.config.secondFactorOf.includes(actor.role);
  if (!factor) {
    const secret = newFactorSecret();
    return enrolPage(actor, { secret, offer: offerFor(app, actor, secret), error, required });
  }
  const left = await app.db.recoveryCode.count({ where: { accountId: actor.id, usedAt: null } });
  return factorPage({ since: factor.createdAt, left, error, required });
}

const shownAgain = (asked: Asked, errors: FieldErrors) => ownFactorPage(asked, errors.kode);

/** The password alone neither takes the second step away nor makes codes that do. @throws Problem `invalid`. */
async function proveOwn({
  app,
  actor,
  session,
  address,
  body,
}: Context<'signed-in', unknown, unknown, { kode: string }, unknown>): Promise<void> {
  const from = { address, device: session.knownDevice(actor.id) };
  if (!(await proveCode(app, actor.id, body.kode, from))) throw invalid({ kode: WRONG });
}

/** The own second step: set up, new recovery codes, taken away. */
export const factorRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/akun/langkah-kedua',
    fresh: true,
    allow: 'signed-in',
    handle: (asked) => ownFactorPage(asked),
  }),
  row({
    method: 'post',
    path: '/akun/langkah-kedua',
    proof: true,
    allow: 'signed-in',
    body: z.object({ kunci: z.string().max(500).catch(''), kode: Code }),
    handle: async ({ app, actor, body, session }) => {
      const secret = offered(app, actor, body.kunci);
      if (!secret) throw invalid({ kode: 'Halaman ini sudah lama terbuka. Pindai gambar yang baru.' });
      if (!isCodeNow(secret, body.kode, app.clock.now())) throw invalid({ kode: WRONG });
      return codesPage(await setFactor(app, actor, { secret, sessionId: session.id }));
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const offer = String(typed.kunci ?? '');
      const secret = offered(app, actor, offer);
      const required = app.config.secondFactorOf.includes(actor.role);
      if (!secret || problem.kind === 'conflict')
        return ownFactorPage({ app, actor }, errors.kode ?? problem.message);
      return enrolPage(actor, { secret, offer, error: errors.kode ?? '', required });
    },
  }),
  row({
    method: 'post',
    path: '/akun/langkah-kedua/kode-baru',
    proof: true,
    allow: 'signed-in',
    body: z.object({ kode: Code }),
    handle: async (context) => {
      const { app, actor, session } = context;
      await proveOwn(context);
      return codesPage(await setFactor(app, actor, { secret: null, sessionId: session.id }));
    },
    invalid: shownAgain,
  }),
  row({
    method: 'post',
    path: '/akun/langkah-kedua/lepas',
    proof: true,
    allow: 'signed-in',
    body: z.object({ kode: Code }),
    handle: async (context) => {
      await proveOwn(context);
      await removeFactor(context.app, context.actor);
      return redirect('/akun', { title: 'Langkah kedua dilepas.' });
    },
    invalid: shownAgain,
  }),
];
