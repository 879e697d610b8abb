import { kindWords } from '../agencies/lists.js';
import { isoDate, number } from '../core/format.js';
import type { Agency, Category } from '../generated/prisma/client.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import { type Field, field, options, pageHead } from '../web/components.js';
import { formPage, typedText } from '../web/form-page.js';
import type { Reply } from '../web/reply.js';

type Typed = Record<string, unknown>;
const strategies: Record<string, string> = {
  A: 'A, mengurangi beban pengeluaran',
  B: 'B, meningkatkan pendapatan',
  C: 'C, mengurangi kantong kemiskinan',
};
const crumb = { label: 'Data acuan', href: '/acuan' };

/** Values of a form: what was typed, else what is stored. */
const valuesOf = (typed: Typed, stored: Record<string, string>) => (name: string) =>
  name in typed ? typedText(typed, name) : (stored[name] ?? '');

export function agencyFormPage(
  agency: Agency | null,
  { others, open, today }: { others: Agency[]; open: number; today: Date },
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const stored: Record<string, string> = agency
    ? {
        nama: agency.name,
        singkatan: agency.shortName,
        jenis: agency.kind,
        kapasitas: agency.capacity === null ? '' : String(agency.capacity),
        mulai: isoDate(agency.validFrom),
        sampai: isoDate(agency.validTo),
        penerus: String(agency.successorId ?? ''),
        sejak: isoDate(today),
      }
    : {};
  const moving =
    open > 0
      ? ` Bila diakhiri dengan penerus, ${number(open)} penugasannya yang terbuka diteruskan penerusnya mulai hari berikutnya, juga draf dan kegiatan yang dikembalikan.`
      : '';
  return formPage({
    head: pageHead({
      crumbs: [crumb],
      title: agency ? `Ubah ${agency.shortName}` : 'Tambah OPD',
      lead: `Riwayat OPD yang bergabung tetap miliknya.${moving}`,
    }),
    errors,
    section: '/acuan',
    submit: agency ? 'Simpan perubahan' : 'Tambah OPD',
    action: agency ? `/acuan/opd/${agency.id}` : '/acuan/opd/baru',
    fields: agencyFields(
      valuesOf(typed, stored),
      errors,
      others.filter((one) => one.id !== agency?.id),
      agency === null,
    ),
  });
}

/** Since when a changed name holds; what is older keeps the one before. */
export const sinceField = (label: string, value: string, error: string): Field =>
  field({
    name: 'sejak',
    label,
    type: 'date',
    required: false,
    hint: 'Hanya bila berubah. Yang lebih lama tetap memakai nama lama. Kosongkan bila sekadar memperbaiki tulisan.',
    value,
    error,
  });

/** Asks before an OPD is merged: what moves and from when. The form comes back as it was sent. */
export function mergePage(agency: Agency, words: string[], typed: Typed): Reply {
  const kept = Object.keys(typed).filter((name) => name !== '_csrf' && name !== 'setuju');
  const hidden = (name: string, value: string) => field({ name, label: name, type: 'hidden', value });
  return formPage({
    head: pageHead({
      crumbs: [crumb, { label: agency.shortName, href: `/acuan/opd/${agency.id}` }],
      title: `Gabungkan ${agency.shortName}`,
      lead: words.join(' '),
    }),
    errors: {},
    section: '/acuan',
    submit: 'Gabungkan',
    action: `/acuan/opd/${agency.id}`,
    fields: [...kept.map((name) => hidden(name, typedText(typed, name))), hidden('setuju', 'ya')],
  });
}

type Value = (name: string) => string;

function agencyFields(
  value: Value,
  errors: Record<string, string>,
  others: Agency[],
  isNew: boolean,
): Field[] {
  const error = (name: string) => errors[name] ?? '';
  const text = (name: string, label: string, more: Partial<Field> = {}) =>
    field({ name, label, type: 'text', value: value(name), error: error(name), ...more });
  const kinds = Object.values(AgencyKind).map((kind): [string, string] => [kind, kindWords[kind]]);
  const successors = others.map((one): [string, string] => [String(one.id), one.shortName]);
  return [
    text('nama', 'Nama lengkap'),
    text('singkatan', 'Singkatan'),
    ...(isNew ? [] : [sinceField('Nama dan singkatan ini berlaku sejak', value('sejak'), error('sejak'))]),
    field({
      name: 'jenis',
      label: 'Jenis',
      type: 'select',
      error: error('jenis'),
      options: options([['', 'Pilih jenis'], ...kinds], value('jenis')),
    }),
    text('kapasitas', 'Kapasitas', {
      type: 'number',
      required: false,
      unit: 'desa',
      hint: 'Paling banyak berapa desa sebagai OPD utama. Kosong berarti tanpa batas.',
    }),
    text('mulai', 'Mulai berlaku', { type: 'date' }),
    text('sampai', 'Hari terakhir', {
      type: 'date',
      required: false,
      hint: 'Bila bergabung atau berganti nama.',
    }),
    field({
      name: 'penerus',
      label: 'Penerus',
      type: 'select',
      required: false,
      error: error('penerus'),
      options: options([['', 'Tidak ada'], ...successors], value('penerus')),
    }),
  ];
}

export function categoryFormPage(
  category: Category | null,
  { used, today }: { used: number; today: Date },
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const stored: Record<string, string> = category
    ? {
        kode: category.code,
        nama: category.name,
        satuan: category.unit,
        strategi: category.strategy ?? '',
        layanan: category.basicService ? 'ya' : '',
        orang: category.countsPeople ? 'ya' : '',
        terendah: category.priceLow === null ? '' : String(category.priceLow),
        tertinggi: category.priceHigh === null ? '' : String(category.priceHigh),
        aktif: category.active ? 'ya' : '',
        sejak: isoDate(today),
      }
    : { aktif: 'ya', orang: 'ya' };
  const kept =
    used > 0 ? ` Satuannya tidak dapat diganti karena sudah dipakai ${number(used)} baris kegiatan.` : '';
  return formPage({
    head: pageHead({
      crumbs: [crumb],
      title: category ? `Ubah ${category.name}` : 'Tambah kategori',
      lead: `Satuan kategori menjadi satuan setiap baris kegiatan.${kept}`,
    }),
    errors,
    section: '/acuan',
    submit: category ? 'Simpan perubahan' : 'Tambah kategori',
    action: category ? `/acuan/kategori/${category.code}` : '/acuan/kategori/baru',
    fields: categoryFields(
      Object.keys(typed).length > 0 ? (name) => typedText(typed, name) : valuesOf({}, stored),
      errors,
      category === null,
    ),
  });
}

function categoryFields(value: Value, errors: Record<string, string>, isNew: boolean): Field[] {
  const error = (name: string) => errors[name] ?? '';
  const text = (name: string, label: string, more: Partial<Field> = {}) =>
    field({ name, label, type: 'text', value: value(name), error: error(name), ...more });
  const money = { type: 'number' as const, required: false, unit: 'rupiah' };
  return [
    ...(isNew
      ? [text('kode', 'Kode', { hint: 'Tiga huruf besar, misalnya AIR. Tidak dapat diganti.' })]
      : []),
    text('nama', 'Nama'),
    text('satuan', 'Satuan', { hint: 'Misalnya unit rumah, orang, KPM.' }),
    field({
      name: 'strategi',
      label: 'Strategi (Inpres 4/2022)',
      type: 'select',
      required: false,
      error: error('strategi'),
      options: options([['', 'Tidak ada'], ...Object.entries(strategies)], value('strategi')),
    }),
    ...(isNew ? [] : [sinceField('Nama dan strategi ini berlaku sejak', value('sejak'), error('sejak'))]),
    field({ name: 'layanan', label: 'Termasuk 8 layanan dasar', type: 'checkbox', value: value('layanan') }),
    field({
      name: 'orang',
      label: 'Satuannya orang atau keluarga; jumlah publik di bawah 5 disembunyikan',
      type: 'checkbox',
      value: value('orang'),
    }),
    text('terendah', 'Harga wajar terendah', money),
    text('tertinggi', 'Harga wajar tertinggi', money),
    field({
      name: 'aktif',
      label: 'Dapat dipilih pada kegiatan baru',
      type: 'checkbox',
      value: value('aktif'),
    }),
  ];
}
