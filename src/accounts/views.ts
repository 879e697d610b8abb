import { ONE_TIME_DAYS } from '../auth/password.js';
import { list, moment, number } from '../core/format.js';
import type { AuditEntry } from '../generated/prisma/client.js';
import { Role } from '../generated/prisma/enums.js';
import { roleLabels } from '../policy.js';
import type { Fault } from '../sheets/table.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type PageHead,
  pageHead,
  type Status,
} from '../web/components.js';
import { formPage, typedFields } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import type { findAccount, HandedOut } from './accounts.js';
import { type AccountState, accountState } from './accounts.js';
import { accountPaths } from './paths.js';
import { type KnownPlaces, placeKinds } from './places.js';
import { renameFields } from './rename-view.js';
import { SHAPE } from './sheet.js';

declare module '../web/render.js' {
  interface Views {
    'accounts/satu': AccountPage;
    'accounts/sandi': { head: PageHead; accounts: HandedOut[]; days: number; notices: string[] };
    'accounts/impor': {
      head: PageHead;
      summary: ErrorSummary;
      file: Field;
      template: string;
      faults: { title: string; rows: Fault[] } | null;
    };
  }
}

export type AccountFacts = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/** A button of the account's page; what cannot be taken back is folded away, so that it takes two presses. */
interface AccountAction {
  title: string;
  text: string;
  href: string;
  label: string;
  danger: boolean;
  folded: boolean;
}

interface AccountPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  rename: { action: string; fields: Field[] };
  actions: AccountAction[];
  trail: { when: string; who: string; what: string; href: string }[];
}

export const stateView: Record<AccountState, Status> = {
  aktif: { icon: 'check-circle', label: 'Aktif', tone: '' },
  nonaktif: { icon: 'slash-circle', label: 'Nonaktif', tone: 'quiet' },
  terkunci: { icon: 'lock-fill', label: 'Terkunci', tone: 'warn' },
  'sandi sekali pakai': { icon: 'key', label: 'Sandi sekali pakai', tone: '' },
};
const crumb = { label: 'Pengguna', href: accountPaths.list };
export const roleEntries = Object.values(Role).map((role): [string, string] => [role, roleLabels[role]]);

type Typed = Record<string, unknown>;

export function createPage(
  known: KnownPlaces,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  return formPage({
    head: pageHead({
      crumbs: [crumb],
      title: 'Tambah pengguna',
      lead: 'Portal membuat sandi sekali pakai yang tampil satu kali. Pemiliknya memilih sandi sendiri saat pertama masuk.',
    }),
    errors,
    action: accountPaths.create,
    section: '/pengguna',
    submit: 'Buat akun',
    fields: createFields(known, typed, errors),
  });
}

function createFields(known: KnownPlaces, typed: Typed, errors: Record<string, string>): Field[] {
  const input = typedFields(typed, errors);
  return [
    input({
      name: 'username',
      label: 'Nama pengguna',
      type: 'text',
      hint: 'Huruf kecil, angka, titik, tanda hubung. Contoh: dinkes-1.',
    }),
    input({
      name: 'nama',
      label: 'Nama yang tampil',
      type: 'text',
      hint: 'Jabatan lebih baik daripada nama orang, misalnya Petugas Dinkes.',
    }),
    input({ name: 'peran', label: 'Peran', type: 'select', choices: [['', 'Pilih peran'], ...roleEntries] }),
    ...placeKinds.map(({ name, label, roles }) =>
      input({
        name,
        label,
        type: 'select',
        required: false,
        hint: `Untuk peran ${list(roles.map((role) => roleLabels[role]))}.`,
        choices: [
          ['', 'Tidak ada'],
          ...(known.get(name)?.all ?? []).map((one): [string, string] => [one.value, one.label]),
        ],
      }),
    ),
  ];
}

/** From where a password that was lost is made anew. */
const standAt = ([first, second]: HandedOut[]): string =>
  first && !second ? accountPaths.account(first.id) : accountPaths.list;

/** Shown once, straight after the passwords were made; nothing keeps them. */
export function passwordsPage(accounts: HandedOut[], notices: string[] = []): Reply {
  const head = pageHead({
    crumbs: [crumb],
    title:
      accounts.length === 1
        ? `Sandi sekali pakai untuk ${accounts[0]?.username}`
        : `${number(accounts.length)} akun dibuat`,
    lead: 'Catat atau cetak sekarang. Halaman ini tidak dapat dibuka lagi; sandi yang hilang diganti dengan yang baru.',
    actions: [{ label: 'Cetak', href: '', icon: 'printer', primary: false }],
  });
  return page(
    'accounts/sandi',
    { head, accounts, days: ONE_TIME_DAYS, notices },
    { title: 'Sandi sekali pakai', section: '/pengguna', tells: standAt(accounts) },
  );
}

export function bulkPage(errors: Record<string, string> = {}, faults: Fault[] = []): Reply {
  const title = 'Tambah banyak pengguna';
  const model = {
    head: pageHead({
      crumbs: [crumb],
      title,
      lead: 'Satu baris satu akun. Satu sel keliru menolak seluruh berkas; bila bersih, sandi sekali pakainya tampil satu kali.',
    }),
    summary: errorSummary(errors),
    file: field({
      name: 'berkas',
      label: 'Berkas',
      type: 'file',
      accept: '.csv,.xlsx',
      hint: `CSV atau XLSX dengan kolom ${SHAPE.columns.map(({ name }) => name).join(', ')}.`,
      error: errors.berkas ?? '',
    }),
    template: accountPaths.template,
    faults:
      faults.length === 0
        ? null
        : { title: `${number(faults.length)} sel tidak dapat dipakai`, rows: faults.slice(0, 200) },
  };
  const refused = faults.length + Object.keys(errors).length > 0;
  return page('accounts/impor', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/pengguna',
    bodyClass: 'form-page',
  });
}

export function accountPage(
  account: AccountFacts,
  given: { trail: AuditEntry[]; successor: string; now: Date },
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const { trail, now } = given;
  const locked = account.lockedUntil !== null && account.lockedUntil > now;
  const state = accountState({
    disabled_at: account.disabledAt,
    locked,
    must_change_password: account.mustChangePassword,
  });
  const model: AccountPage = {
    head: pageHead({
      crumbs: [crumb],
      title: account.name,
      subtitle: account.username,
      statuses: [stateView[state]],
    }),
    facts: factsOf(account),
    rename: { action: accountPaths.action(account.id, 'nama'), fields: renameFields(account, typed, errors) },
    actions: actionsOf(account.id, {
      disabled: account.disabledAt !== null,
      locked,
      successor: given.successor,
      secondStep: account.factor !== null,
    }),
    trail: trail.map((entry) => ({
      when: moment(entry.at),
      who: entry.actorName,
      what: entry.summary,
      href: `/audit/${entry.id}`,
    })),
  };
  return page('accounts/satu', model, { title: account.name, section: '/pengguna' });
}

const factsOf = (account: AccountFacts): AccountPage['facts'] => {
  const { place, lastSignInAt } = account;
  return [
    { label: 'Peran', value: roleLabels[account.role] },
    { label: 'Tempat', value: place },
    { label: 'Dibuat', value: moment(account.createdAt) },
    { label: 'Terakhir masuk', value: lastSignInAt ? moment(lastSignInAt) : 'belum pernah' },
  ];
};

/** What may be done to an account, by the last word of its address. */
const actionWords = {
  aktifkan: {
    title: 'Akun ini nonaktif',
    text: 'Bila diaktifkan, akun dapat masuk lagi dengan sandi lamanya.',
    label: 'Aktifkan lagi',
  },
  'buka-kunci': {
    title: 'Akun ini terkunci',
    text: 'Terlalu banyak sandi salah dari banyak tempat. Perangkat yang pernah masuk tetap dapat masuk; bagi yang lain kuncinya terbuka sendiri setelah 15 menit.',
    label: 'Buka kunci',
  },
  pindahkan: {
    title: 'OPD akun ini diteruskan',
    text: 'Petugas melanjutkan pekerjaan OPD lama dan baru. Riwayatnya tetap.',
    label: 'Pindahkan ke OPD penerus',
  },
  sandi: {
    title: 'Ganti sandi',
    text: 'Sandi lama tidak berlaku lagi dan semua perangkatnya dikeluarkan.',
    label: 'Buat sandi sekali pakai',
  },
  'lepas-langkah-kedua': {
    title: 'Lepas langkah kedua',
    text: 'Bila ponselnya hilang dan kode pemulihannya habis. Pastikan dahulu, bertatap muka atau lewat nomor kantor, bahwa itu pemiliknya. Semua perangkatnya dikeluarkan.',
    label: 'Lepas langkah kedua akun ini',
  },
  nonaktifkan: {
    title: 'Nonaktifkan akun',
    text: 'Akun tidak dapat masuk; semua perangkatnya dikeluarkan. Riwayatnya tetap ada.',
    label: 'Nonaktifkan akun ini',
  },
} satisfies Record<string, Pick<AccountAction, 'title' | 'text' | 'label'>>;

function actionsOf(id: number, state: Standing): AccountAction[] {
  const action = (name: keyof typeof actionWords, folded: boolean): AccountAction => ({
    ...actionWords[name],
    href: accountPaths.action(id, name),
    danger: name === 'nonaktifkan',
    folded,
  });
  const move = action('pindahkan', false);
  return [
    ...(state.disabled ? [action('aktifkan', false)] : []),
    ...(state.locked && !state.disabled ? [action('buka-kunci', false)] : []),
    ...(state.successor ? [{ ...move, title: `${move.title} ${state.successor}` }] : []),
    ...(state.secondStep ? [action('lepas-langkah-kedua', true)] : []),
    ...(state.disabled ? [] : [action('sandi', true), action('nonaktifkan', true)]),
  ];
}

interface Standing {
  disabled: boolean;
  locked: boolean;
  secondStep: boolean;
  /** Short name of the OPD that goes on with this account's; '' while its own is of today. */
  successor: string;
}
