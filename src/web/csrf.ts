import { csrfSync } from 'csrf-sync';

/** A token per session, sent with every form as `_csrf` (OWASP: synchroniser token). */
const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (req) => (req.body as Record<string, string> | undefined)?._csrf,
});

export const csrf = { generateToken, isRequestValid };
