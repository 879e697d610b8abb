import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { Problem } from '../core/problem.js';

/** A token per session, sent with every form as `_csrf` (OWASP: synchroniser token). */
const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (req) => (req.body as Record<string, string> | undefined)?._csrf,
});

export const csrf = { generateToken, isRequestValid };

/** A form carries the token of its session; another site cannot know it. @throws Problem `forbidden` without it. */
export function checkToken(req: Request): void {
  if (csrf.isRequestValid(req)) return;
  throw new Problem(
    'forbidden',
    'Halaman ini sudah terlalu lama terbuka. Muat ulang halaman, lalu kirim lagi.',
  );
}
