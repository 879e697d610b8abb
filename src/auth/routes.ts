import { z } from 'zod';
import { change } from '../audit/change.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { GUESSABLE, isGuessable, wordsAbout } from './guessable.js';
import { forgiveSignIn, limitSignIn } from './limit.js';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.js';
import { LOCK_HINT, provePassword, signIn } from './sign-in.js';
import { passwordPage, signInPage } from './views.js';

/** Only an address of this portal may follow a sign-in. */
const localAddress = (value: string | undefined) =>
  value && /^\/(?![/\\])/.test(value) ? value : '/beranda';

const newPassword = z
  .string()
  .min(PASSWORD_MIN, `Kata sandi baru paling sedikit ${PASSWORD_MIN} huruf. Beberapa kata biasa sudah cukup.`)
  .max(PASSWORD_MAX, `Kata sandi baru paling banyak ${PASSWORD_MAX} huruf.`);

export const authRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/masuk',
    allow: 'public',
    query: z.object({ ke: z.string().optional().catch(undefined) }),
    handle: async ({ app, actor, query }) =>
      actor ? redirect('/beranda') : signInPage(app, { username: '', next: query.ke ?? '', error: '' }),
  }),
  row({
    method: 'post',
    path: '/masuk',
    allow: 'public',
    body: z.object({
      username: z.string().max(100).catch(''),
      password: z.string().max(PASSWORD_MAX).catch(''),
      ke: z.string().optional(),
    }),
    handle: async ({ app, body, session, address }) => {
      await limitSignIn(address);
      const accountId = await signIn(app.database, app.clock, body.username, body.password);
      if (accountId === null)
        throw invalid({
          username: `Nama pengguna atau kata sandi tidak cocok, atau akun sedang terkunci. Periksa huruf besar dan kecilnya. ${LOCK_HINT}`,
        });
      await forgiveSignIn(address);
      await session.signIn(accountId);
      return redirect(localAddress(body.ke));
    },
    invalid: ({ app, typed }, errors) =>
      signInPage(app, {
        username: String(typed.username ?? '').slice(0, 100),
        next: String(typed.ke ?? ''),
        error: errors.username ?? 'Isi nama pengguna dan kata sandi.',
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
      return redirect('/masuk', { title: 'Anda sudah keluar.' });
    },
  }),
  row({
    method: 'get',
    path: '/kata-sandi',
    allow: 'signed-in',
    handle: async () => passwordPage({}),
  }),
  row({
    method: 'post',
    path: '/kata-sandi',
    allow: 'signed-in',
    body: z.object({ lama: z.string().max(PASSWORD_MAX), baru: newPassword, ulang: z.string() }),
    handle: async ({ app, actor, body, session }) => {
      const account = await app.db.account.findUniqueOrThrow({ where: { id: actor.id } });
      const errors: FieldErrors = {};
      if ((await provePassword(app.database, app.clock, account, body.lama)) === null)
        errors.lama = `Kata sandi lama tidak cocok, atau akun sedang terkunci. ${LOCK_HINT}`;
      if (body.ulang !== body.baru) errors.ulang = 'Ulangi kata sandi baru persis sama.';
      if (await isGuessable(body.baru, await wordsAbout(app, actor))) errors.baru = GUESSABLE;
      if (body.baru === body.lama) errors.baru = 'Pilih kata sandi yang berbeda dari yang lama.';
      if (Object.keys(errors).length > 0) throw invalid(errors);
      const passwordHash = await hashPassword(body.baru);
      await change(app.database, actor, 'system.password', async (tx) => {
        await tx.account.update({
          where: { id: actor.id },
          data: { passwordHash, mustChangePassword: false },
        });
        await tx.session.deleteMany({ where: { accountId: actor.id } });
        return {
          result: null,
          fact: {
            subjectType: 'akun',
            subjectId: actor.id,
            summary: `${actor.username} mengganti kata sandinya`,
          },
        };
      });
      await session.signIn(actor.id);
      return redirect('/beranda', {
        title: 'Kata sandi sudah diganti.',
        text: 'Perangkat lain sudah dikeluarkan.',
      });
    },
    invalid: (_context, errors) => passwordPage(errors),
  }),
];
