import { z } from 'zod';
import { change } from '../audit/change.js';
import { conflict, type FieldErrors, invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { ticketFor } from './factor.js';
import { codePage } from './factor-view.js';
import { GUESSABLE, isGuessable, wordsAbout } from './guessable.js';
import { localAddress } from './local.js';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.js';
import { LOCK_HINT, provePassword, signIn } from './sign-in.js';
import { passwordPage, signInPage } from './views.js';

const newPassword = z
  .string()
  .min(PASSWORD_MIN, `Kata sandi baru paling sedikit ${PASSWORD_MIN} huruf. Beberapa kata biasa sudah cukup.`)
  .max(PASSWORD_MAX, `Kata sandi baru paling banyak ${PASSWORD_MAX} huruf.`);

export const authRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/masuk',
    fresh: true,
    door: true,
    allow: 'public',
    query: z.object({
      ke: z.string().optional().catch(undefined),
      keluar: z.string().optional().catch(undefined),
    }),
    handle: async ({ app, actor, query }) =>
      actor
        ? redirect('/beranda')
        : signInPage(app, { username: '', next: query.ke ?? '', error: '', left: query.keluar === 'ya' }),
  }),
  row({
    method: 'post',
    path: '/masuk',
    door: true,
    allow: 'public',
    body: z.object({
      username: z.string().max(100).catch(''),
      password: z.string().max(PASSWORD_MAX).catch(''),
      ke: z.string().optional(),
    }),
    handle: async ({ app, body, session, address }) => {
      const account = await signIn(app, body, (id) => ({ address, device: session.knownDevice(id) }));
      app.log.info({ event: 'sign-in', right: account !== null, account: account?.id }, 'sign-in');
      if (account === null)
        throw invalid({
          username: `Nama pengguna atau kata sandi tidak cocok, atau sudah terlalu sering salah. Periksa huruf besar dan kecilnya. ${LOCK_HINT}`,
        });
      if (await app.db.secondFactor.findUnique({ where: { accountId: account.id } }))
        return codePage({ ticket: ticketFor(app, account), next: body.ke ?? '', error: '' });
      await session.signIn(account.id);
      return redirect(localAddress(body.ke));
    },
    invalid: ({ app, typed }, errors) =>
      signInPage(app, {
        username: String(typed.username ?? '').slice(0, 100),
        next: String(typed.ke ?? ''),
        error: errors.username ?? 'Isi nama pengguna dan kata sandi.',
        left: false,
      }),
  }),
  // Typed or kept as a bookmark: leaving needs the button, which the menu holds.
  row({
    method: 'get',
    path: '/keluar',
    allow: 'signed-in',
    handle: async () => redirect('/menu'),
  }),
  row({
    method: 'post',
    path: '/keluar',
    allow: 'signed-in',
    handle: async ({ session }) => {
      await session.signOut();
      return redirect('/masuk?keluar=ya');
    },
  }),
  row({
    method: 'get',
    path: '/kata-sandi',
    fresh: true,
    allow: 'signed-in',
    handle: async ({ app }) => passwordPage({}, kindsHint(app)),
  }),
  row({
    method: 'post',
    path: '/kata-sandi',
    allow: 'signed-in',
    body: z.object({ lama: z.string().max(PASSWORD_MAX), baru: newPassword, ulang: z.string() }),
    handle: async ({ app, actor, body, session, address }) => {
      const errors: FieldErrors = {};
      const account = await app.db.account.findUniqueOrThrow({ where: { id: actor.id } });
      const from = { address, device: session.knownDevice(actor.id) };
      const proven = await provePassword(app, { name: account.username, account }, body.lama, from);
      if (proven === null)
        errors.lama = `Kata sandi lama tidak cocok, atau sudah terlalu sering salah. ${LOCK_HINT}`;
      if (body.ulang !== body.baru) errors.ulang = 'Ulangi kata sandi baru persis sama.';
      if (await isGuessable(body.baru, await wordsAbout(app, actor))) errors.baru = GUESSABLE;
      if (kindsIn(body.baru) < app.config.passwordRules.kinds) errors.baru = kindsHint(app);
      if (body.baru === body.lama) errors.baru = 'Pilih kata sandi yang berbeda dari yang lama.';
      if (Object.keys(errors).length > 0) throw invalid(errors);
      await changePassword(app, actor, { old: account.passwordHash, now: body.baru });
      await session.signIn(actor.id);
      return redirect('/beranda', {
        title: 'Kata sandi sudah diganti.',
        text: 'Perangkat lain sudah dikeluarkan.',
      });
    },
    invalid: ({ app }, errors) => passwordPage(errors, kindsHint(app)),
  }),
];

/**
 * Sets a new password where the old one is still the one that was proven, and ends every session of the account.
 * @throws Problem `conflict` when another form was faster.
 */
async function changePassword(
  app: Services,
  actor: Actor,
  { old, now }: { old: string; now: string },
): Promise<void> {
  const passwordHash = await hashPassword(now);
  await change(app.database, actor, 'system.password', async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: actor.id, passwordHash: old },
      data: { passwordHash, mustChangePassword: false, passwordSetAt: app.clock.now() },
    });
    if (count === 0)
      throw conflict('Kata sandi ini baru saja diganti di tempat lain.', {
        lama: 'Kata sandi baru saja diganti di tempat lain. Masuk lagi dengan yang baru.',
      });
    await tx.session.deleteMany({ where: { accountId: actor.id } });
    const summary = `${actor.username} mengganti kata sandinya`;
    return { result: null, fact: { subjectType: 'akun', subjectId: actor.id, summary } };
  });
}

const kindsIn = (password: string): number =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u].filter((kind) => kind.test(password)).length;

/** The rule of the office, where it has one. */
function kindsHint({ config }: Services): string {
  const { kinds } = config.passwordRules;
  return kinds > 1
    ? `Aturan kantor: paling sedikit ${kinds} dari huruf kecil, huruf besar, angka, dan tanda.`
    : '';
}
