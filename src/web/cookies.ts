import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.js';

/** Over TLS a cookie says in its name that no other host and no page without TLS has set it. */
export const cookieName = ({ production }: Pick<Config, 'production'>, name: string): string =>
  production ? `__Host-${name}` : name;

/** What the browser sent under this name; '' when nothing. */
export const readCookie = (req: Request, config: Config, name: string): string =>
  sent(req, cookieName(config, name)) ?? '';

function sent(req: Request, name: string): string | undefined {
  const wanted = `${name}=`;
  const found = (req.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(wanted));
  return found?.slice(wanted.length);
}

/** The browser says of a link to a file that it waits until an answer comes, whatever it is; see public/js/forms.js. */
export const endWaiting: RequestHandler = (req, res, next) => {
  if (sent(req, 'unduh') !== undefined) res.clearCookie('unduh', { sameSite: 'lax' });
  next();
};

/** Sets a cookie that scripts and other sites cannot use, for so many days; for the open browser alone with null. */
export function setCookie(
  res: Response,
  config: Config,
  given: { name: string; value: string; days: number | null },
): void {
  res.cookie(cookieName(config, given.name), given.value, {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.production,
    path: '/',
    encode: String,
    ...(given.days === null ? {} : { maxAge: given.days * 86_400_000 }),
  });
}
