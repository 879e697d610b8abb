import { number } from '../core/format.js';
import type { Fault } from '../sheets/table.js';
import { type ErrorSummary, errorSummary, type Field, type PageHead, pageHead } from '../web/components.js';
import { formPage, typedFields } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import { lokusPaths } from './paths.js';
import { listName } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'lokus/baru': MakePage;
  }
}

interface MakePage {
  head: PageHead;
  summary: ErrorSummary;
  fields: Field[];
  sheet: Field[];
  faults: { title: string; rows: Fault[] } | null;
}

type Typed = Record<string, unknown>;

/** Where a list comes from: a saved run, or the SK list as a sheet. */
export function makePage(
  runs: { id: number; name: string; selected: number }[],
  typed: Typed,
  errors: Record<string, string> = {},
  faults: Fault[] = [],
): Reply {
  const refused = Object.keys(errors).length + faults.length > 0;
  const title = 'Buat daftar lokus';
  const model: MakePage = {
    head: pageHead({
      crumbs: [{ label: 'Lokus', href: lokusPaths.index }],
      title,
      lead: 'Hasilnya draf yang boleh disunting berhari-hari, lalu ditetapkan dengan SK.',
    }),
    summary: errorSummary(errors),
    fields: makeFields(runs, typed, errors),
    sheet: sheetFields(typed, errors),
    faults:
      faults.length === 0
        ? null
        : { title: `${number(faults.length)} sel tidak dapat dipakai`, rows: faults.slice(0, 100) },
  };
  return page('lokus/baru', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/lokus',
    bodyClass: 'form-page',
  });
}

function sheetFields(typed: Typed, errors: Record<string, string>): Field[] {
  const input = typedFields(typed, errors);
  return [
    input({
      name: 'berkas',
      label: 'Berkas daftar SK',
      type: 'file',
      required: false,
      accept: '.csv,.xlsx',
      hint: 'CSV atau XLSX dengan kolom kode, atau desa dan kecamatan; kolom opd boleh ada.',
    }),
    input({
      name: 'daftar',
      label: 'Atau ketik dan tempel di sini',
      type: 'textarea',
      required: false,
      hint: 'Satu desa sebaris: desa; kecamatan; OPD. Baris dari lembar kerja dapat langsung ditempel. Kosongkan keduanya untuk draf kosong.',
    }),
  ];
}

function makeFields(
  runs: { id: number; name: string; selected: number }[],
  typed: Typed,
  errors: Record<string, string>,
): Field[] {
  const input = typedFields(typed, errors);
  const runChoices = runs.map((run): [string, string] => [
    String(run.id),
    `Hitungan: ${run.name} (${number(run.selected)} terpilih)`,
  ]);
  return [
    input({ name: 'tahun', label: 'Tahun lokus', type: 'number' }),
    input({
      name: 'hitungan',
      label: 'Dasar daftar',
      type: 'select',
      choices: [...runChoices, ['sk', 'Daftar SK yang sudah ada, tanpa hitungan']],
    }),
  ];
}

/** Why an official list is amended; the old edition stays readable. */
export function amendPage(
  list: { year: number; edition: number },
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const title = `Perubahan ${listName(list)}`;
  const input = typedFields(typed, errors);
  return formPage({
    head: pageHead({
      crumbs: [
        { label: 'Lokus', href: lokusPaths.index },
        { label: String(list.year), href: lokusPaths.year(list.year) },
      ],
      title,
      lead: 'Daftar yang berlaku disalin menjadi draf. Setelah diperbaiki dan ditetapkan dengan SK perubahan, draf itu menjadi edisi baru; edisi lama tetap dapat dibaca.',
    }),
    errors,
    section: '/lokus',
    submit: 'Buat draf perubahan',
    action: lokusPaths.amend(list.year),
    fields: [
      input({
        name: 'alasan',
        label: 'Alasan perubahan',
        type: 'textarea',
        hint: 'Tertulis di edisi baru, misalnya "salah tulis nama desa pada lampiran SK".',
      }),
    ],
  });
}
