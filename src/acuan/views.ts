import { kindWords } from '../agencies/listing.js';
import type { Agency, Category, FundingSource } from '../generated/prisma/client.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import {
  cell,
  column,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import { formPage, typedText } from '../web/form-page.js';
import { dateMedium, isoDate, number, rupiah } from '../web/format.js';
import { page, type Reply } from '../web/reply.js';

declare module '../web/render.js' {
  interface Views {
    'acuan/acuan': {
      head: PageHead;
      tabs: { label: string; href: string; current: boolean }[];
      addHref: string;
      addLabel: string;
      tables: Table[];
    };
  }
}

type Typed = Record<string, unknown>;
const strategies: Record<string, string> = {
  A: 'A, mengurangi beban pengeluaran',
  B: 'B, meningkatkan pendapatan',
  C: 'C, mengurangi kantong kemiskinan',
};
const bare = { exports: [], filter: null, total: [], pager: null, note: '' };
const crumb = { label: 'Data acuan', href: '/acuan' };

function tabsFor(current: string) {
  return [
    ['opd', 'OPD'],
    ['kategori', 'Kategori'],
  ].map(([tab, label]) => ({
    label: label as string,
    href: `/acuan?bagian=${tab}`,
    current: tab === current,
  }));
}

const head = () =>
  pageHead({
    title: 'Data acuan',
    lead: 'Daftar yang dipakai semua isian. Yang sudah dipakai tidak dihapus, hanya diakhiri atau dinonaktifkan.',
  });

export function agenciesReference(agencies: (Agency & { successor: Agency | null })[]): Reply {
  const table: Table = {
    ...bare,
    id: 'opd',
    title: `${number(agencies.length)} OPD`,
    columns: [
      column('OPD', { phone: 'title' }),
      column('Jenis'),
      column('Kapasitas', { numeric: true, phone: 'value' }),
      column('Berlaku'),
      column('Penerus'),
    ],
    rows: agencies.map((one) =>
      tableRow([
        cell({ text: one.shortName, href: `/acuan/opd/${one.id}`, sub: one.name }),
        cell({ text: kindWords[one.kind] }),
        cell({ text: one.capacity === null ? 'tanpa batas' : number(one.capacity) }),
        cell({
          text: one.validTo ? `sampai ${dateMedium(one.validTo)}` : 'ya',
          tone: one.validTo ? 'quiet' : '',
        }),
        cell({ text: one.successor?.shortName ?? '–' }),
      ]),
    ),
    empty: {
      title: 'Belum ada OPD',
      text: 'Tambahkan perangkat daerah kabupaten ini.',
      action: { label: 'Tambah OPD', href: '/acuan/opd/baru' },
    },
  };
  const model = {
    head: head(),
    tabs: tabsFor('opd'),
    addHref: '/acuan/opd/baru',
    addLabel: 'Tambah OPD',
    tables: [table],
  };
  return page('acuan/acuan', model, { title: 'Data acuan', section: '/acuan' });
}

export function categoriesReference(categories: Category[], funding: FundingSource[]): Reply {
  const table: Table = {
    ...bare,
    id: 'kategori',
    title: `${number(categories.length)} kategori bantuan`,
    columns: [
      column('Kategori', { phone: 'title' }),
      column('Satuan', { phone: 'value' }),
      column('Strategi'),
      column('Layanan dasar'),
      column('Harga wajar per satuan', { numeric: true }),
    ],
    rows: categories.map((one) =>
      tableRow([
        cell({
          text: one.name,
          href: `/acuan/kategori/${one.code}`,
          sub: one.active ? one.code : `${one.code}, tidak dipakai lagi`,
        }),
        cell({ text: one.unit }),
        cell({ text: one.strategy ?? '–' }),
        cell({ text: one.basicService ? 'ya' : '–' }),
        cell({
          text: one.priceLow === null ? '–' : `${rupiah(one.priceLow)} sampai ${rupiah(one.priceHigh)}`,
        }),
      ]),
    ),
    empty: { title: 'Belum ada kategori', text: '', action: null },
    note: 'Di luar harga wajar muncul peringatan; isian tetap dapat disimpan.',
  };
  const sources: Table = {
    ...bare,
    id: 'dana',
    title: `${number(funding.length)} sumber dana`,
    columns: [column('Sumber dana', { phone: 'title' }), column('Kode', { phone: 'value' })],
    rows: funding.map((one) => tableRow([cell({ text: one.name }), cell({ text: one.code })])),
    empty: { title: 'Belum ada sumber dana', text: '', action: null },
  };
  const model = {
    head: head(),
    tabs: tabsFor('kategori'),
    addHref: '/acuan/kategori/baru',
    addLabel: 'Tambah kategori',
    tables: [table, sources],
  };
  return page('acuan/acuan', model, { title: 'Data acuan', section: '/acuan' });
}

/** Values of a form: what was typed, else what is stored. */
const valuesOf = (typed: Typed, stored: Record<string, string>) => (name: string) =>
  name in typed ? typedText(typed, name) : (stored[name] ?? '');

export function agencyFormPage(
  agency: Agency | null,
  others: Agency[],
  open: number,
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
    ),
  });
}

type Value = (name: string) => string;

function agencyFields(value: Value, errors: Record<string, string>, others: Agency[]): Field[] {
  const error = (name: string) => errors[name] ?? '';
  const text = (name: string, label: string, more: Partial<Field> = {}) =>
    field({ name, label, type: 'text', value: value(name), error: error(name), ...more });
  const kinds = Object.values(AgencyKind).map((kind): [string, string] => [kind, kindWords[kind]]);
  const successors = others.map((one): [string, string] => [String(one.id), one.shortName]);
  return [
    text('nama', 'Nama lengkap'),
    text('singkatan', 'Singkatan'),
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
  used: number,
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
        terendah: category.priceLow === null ? '' : String(category.priceLow),
        tertinggi: category.priceHigh === null ? '' : String(category.priceHigh),
        aktif: category.active ? 'ya' : '',
      }
    : { aktif: 'ya' };
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
    field({ name: 'layanan', label: 'Termasuk 8 layanan dasar', type: 'checkbox', value: value('layanan') }),
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
