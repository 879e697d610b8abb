import { darkTileMap } from '../charts/tile-map.js';
import { number } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { overview } from '../public/overview.js';
import { page, type Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import { ONE_TIME_DAYS, PASSWORD_MIN } from './password.js';

declare module '../web/render.js' {
  interface Views {
    'auth/masuk': SignInPage;
    'auth/kata-sandi': PasswordPage;
  }
}

interface SignInPage {
  username: string;
  next: string;
  error: string;
  /** Somebody just signed out here. */
  left: boolean;
  demoAccounts: boolean;
  oneTimeDays: number;
  /** The kabupaten in the dark: one square a desa, yellow where one is accompanied. */
  map: string;
  mapText: string;
}

interface PasswordPage {
  errors: { lama: string; baru: string; ulang: string };
  minimum: number;
  /** What the office asks beside; may be ''. */
  rule: string;
}

export async function signInPage(
  app: Services,
  form: { username: string; next: string; error: string; left: boolean },
): Promise<Reply> {
  const demo = await app.db.account.count({ where: { isDemo: true, disabledAt: null } });
  const title = form.error ? 'Galat: Masuk' : 'Masuk';
  const model = { ...form, demoAccounts: demo > 0, oneTimeDays: ONE_TIME_DAYS, ...(await signInMap(app)) };
  return page('auth/masuk', model, { title, bodyClass: 'signin' });
}

async function signInMap(app: Services) {
  const { kecamatan } = await overview(app);
  const sum = (key: 'units' | 'members') => kecamatan.reduce((total, row) => total + row[key], 0);
  const mapText = `${number(kecamatan.length)} kecamatan, ${number(sum('units'))} desa dan kelurahan. Kotak kuning: ${number(sum('members'))} desa dampingan.`;
  const tiles = kecamatan.map((row) => ({
    code: row.code,
    name: row.name,
    units: row.units,
    accompanied: row.members,
    href: '',
  }));
  return { map: darkTileMap(tiles, mapText), mapText };
}

export function passwordPage(errors: FieldErrors, rule: string): Reply {
  const model = {
    errors: { lama: errors.lama ?? '', baru: errors.baru ?? '', ulang: errors.ulang ?? '' },
    minimum: PASSWORD_MIN,
    rule,
  };
  const title = Object.keys(errors).length > 0 ? 'Galat: Ganti kata sandi' : 'Ganti kata sandi';
  return page('auth/kata-sandi', model, { title, bodyClass: 'form-page' });
}
