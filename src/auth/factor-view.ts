import { renderSVG } from 'uqr';
import { date, number } from '../core/format.js';
import type { Actor } from '../policy.js';
import { type Field, field, type PageHead, pageHead } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { factorAddress } from './factor.js';

declare module '../web/render.js' {
  interface Views {
    'auth/kode': { ticket: string; next: string; code: Field; error: string };
    'auth/langkah-kedua': EnrolPage;
    'auth/langkah-terpasang': FactorPage;
    'auth/pemulihan': { head: PageHead; codes: string[] };
  }
}

interface EnrolPage {
  head: PageHead;
  required: boolean;
  /** The picture for the camera, and the same in letters. */
  qr: string;
  groups: string;
  offer: string;
  code: Field;
}

interface FactorPage {
  head: PageHead;
  required: boolean;
  left: string;
  few: boolean;
  code: Field;
}

const crumbs = [{ label: 'Akun dan perangkat', href: '/akun' }];
const codeField = (error: string, hint: string) =>
  field({ name: 'kode', label: 'Kode', type: 'text', hint, error, autocomplete: 'one-time-code' });

/** Asked behind the password. */
export function codePage({ ticket, next, error }: { ticket: string; next: string; error: string }): Reply {
  const hint = 'Enam angka dari aplikasi di ponsel Anda, atau satu kode pemulihan.';
  const title = error ? 'Galat: Langkah kedua' : 'Langkah kedua';
  const model = { ticket, next, error, code: codeField(error, hint) };
  return page('auth/kode', model, { title, bodyClass: 'signin' });
}

export function enrolPage(
  actor: Actor,
  { secret, offer, error, required }: { secret: string; offer: string; error: string; required: boolean },
): Reply {
  const title = 'Pasang langkah kedua';
  const model: EnrolPage = {
    head: pageHead({
      crumbs,
      title,
      lead: 'Sesudah kata sandi, portal meminta kode yang berganti setiap 30 detik di ponsel Anda. Kata sandi yang bocor saja tidak cukup untuk masuk.',
    }),
    required,
    qr: renderSVG(factorAddress(secret, actor.username), { border: 2 }),
    groups: (secret.match(/.{1,4}/g) ?? []).join(' '),
    offer,
    code: codeField(error, 'Enam angka yang sekarang tampil di aplikasi.'),
  };
  return page('auth/langkah-kedua', model, {
    title: error ? `Galat: ${title}` : title,
    bodyClass: 'form-page',
  });
}

export function factorPage(given: { since: Date; left: number; error: string; required: boolean }): Reply {
  const { since, left, error, required } = given;
  const model: FactorPage = {
    head: pageHead({ crumbs, title: 'Langkah kedua', lead: `Terpasang sejak ${date(since)}.` }),
    required,
    left: `${number(left)} kode pemulihan belum dipakai.`,
    few: left < 3,
    code: codeField(
      error,
      'Untuk kedua tombol di bawah: enam angka dari aplikasi, atau satu kode pemulihan.',
    ),
  };
  return page('auth/langkah-terpasang', model, { title: error ? 'Galat: Langkah kedua' : 'Langkah kedua' });
}

/** Shown once, straight after they were made. */
export function codesPage(codes: string[]): Reply {
  const head = pageHead({
    crumbs,
    title: 'Kode pemulihan Anda',
    lead: 'Cetak atau catat sekarang, simpan terpisah dari ponsel. Bila ponsel hilang, satu kode membuka portal satu kali.',
    actions: [{ label: 'Cetak', href: '', icon: 'printer', primary: false }],
  });
  return page('auth/pemulihan', { head, codes }, { title: 'Kode pemulihan', tells: '/akun' });
}
