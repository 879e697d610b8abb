import { kindWords } from '../agencies/lists.js';
import { type ServingAgency, servesOf } from '../agencies/subject.js';
import { date, isoDate, number } from '../core/format.js';
import type { Agency, Category } from '../generated/prisma/client.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import { type Field, field, pageHead } from '../web/components.js';
import { formPage, typedFields } from '../web/form-page.js';
import type { Reply } from '../web/reply.js';

type Typed = Record<string, unknown>;
/** What was sent, as a whole: a box that is not ticked is not sent. */
const sentOr = (typed: Typed, stored: Typed): Typed => (Object.keys(typed).length > 0 ? typed : stored);

/** What the form of an OPD offers. */
interface AgencyParts {
  others: Agency[];
  categories: Category[];
  /** Its open assignments. */
  open: number;
  today: Date;
}

const strategies = {
  A: 'A, mengurangi beban pengeluaran',
  B: 'B, meningkatkan pendapatan',
  C: 'C, mengurangi kantong kemiskinan',
};
const crumb = { label: 'Data acuan', href: '/acuan' };

export function agencyFormPage(
  agency: ServingAgency | null,
  { others, categories, open, today }: AgencyParts,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const input = typedFields(sentOr(typed, agency ? agencyFacts(agency, today) : {}), errors);
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
    fields: [
      ...agencyFields(
        input,
        others.filter((one) => one.id !== agency?.id),
        agency === null,
      ),
      ...servesFields(input, categories),
    ],
  });
}

/** An OPD as its form is filled in. */
const agencyFacts = (agency: ServingAgency, today: Date): Typed => ({
  nama: agency.name,
  singkatan: agency.shortName,
  jenis: agency.kind,
  kapasitas: agency.capacity === null ? '' : String(agency.capacity),
  mulai: isoDate(agency.validFrom),
  sampai: isoDate(agency.validTo),
  penerus: String(agency.successorId ?? ''),
  teknis: agency.technical ? 'ya' : '',
  melayani: servesOf(agency),
  sejak: isoDate(today),
});

/** Since when a changed name holds; what is older keeps the one before. */
const sinceField = (label: string) => ({
  name: 'sejak',
  label,
  type: 'date' as const,
  required: false,
  hint: 'Hanya bila berubah. Yang lebih lama tetap memakai nama lama. Kosongkan bila sekadar memperbaiki tulisan.',
});

/** Asks before an OPD is merged: what moves and from when. The form comes back as it was sent. */
export function mergePage(agency: Agency, words: string[], typed: Typed): Reply {
  const kept = Object.keys(typed).filter((name) => name !== '_csrf' && name !== 'setuju');
  const hidden = (name: string, value: string) => field({ name, label: name, type: 'hidden', value });
  const values = (name: string) => [typed[name]].flat().map(String);
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
    fields: [
      ...kept.flatMap((name) => values(name).map((value) => hidden(name, value))),
      hidden('setuju', 'ya'),
    ],
  });
}

type Input = ReturnType<typeof typedFields>;

function agencyFields(input: Input, others: Agency[], isNew: boolean): Field[] {
  const kinds = Object.values(AgencyKind).map((kind): [string, string] => [kind, kindWords[kind]]);
  const successors = others.map((one): [string, string] => [
    String(one.id),
    one.validTo ? `${one.shortName} (sampai ${date(one.validTo)})` : one.shortName,
  ]);
  return [
    input({ name: 'nama', label: 'Nama lengkap', type: 'text' }),
    input({ name: 'singkatan', label: 'Singkatan', type: 'text' }),
    ...(isNew ? [] : [input(sinceField('Nama dan singkatan ini berlaku sejak'))]),
    input({ name: 'jenis', label: 'Jenis', type: 'select', choices: [['', 'Pilih jenis'], ...kinds] }),
    input({
      name: 'kapasitas',
      label: 'Kapasitas',
      type: 'number',
      required: false,
      unit: 'desa',
      hint: 'Paling banyak berapa desa sebagai OPD utama. Kosong berarti tanpa batas.',
    }),
    input({ name: 'mulai', label: 'Mulai berlaku', type: 'date' }),
    input({
      name: 'sampai',
      label: 'Hari terakhir',
      type: 'date',
      required: false,
      hint: 'Bila bergabung atau berganti nama.',
    }),
    input({
      name: 'penerus',
      label: 'Penerus',
      type: 'select',
      required: false,
      choices: [['', 'Tidak ada'], ...successors],
    }),
  ];
}

const servesFields = (input: Input, categories: Category[]): Field[] => [
  input({
    name: 'melayani',
    label: 'Melayani',
    type: 'checkboxes',
    required: false,
    hint: 'Jenis bantuan di bidangnya. Usulan penugasan mencocokkannya dengan kebutuhan desa.',
    choices: categories.map(({ code, name }): [string, string] => [code, name]),
  }),
  input({
    name: 'teknis',
    label: 'OPD teknis: mengerjakan sendiri bantuan di bidangnya',
    type: 'checkbox',
  }),
];

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
    fields: categoryFields(typedFields(sentOr(typed, stored), errors), category === null),
  });
}

function categoryFields(input: Input, isNew: boolean): Field[] {
  const price = { type: 'number' as const, required: false, unit: 'rupiah' };
  const code = {
    name: 'kode',
    label: 'Kode',
    type: 'text' as const,
    hint: 'Tiga huruf besar, misalnya AIR. Tidak dapat diganti.',
  };
  return [
    ...(isNew ? [input(code)] : []),
    input({ name: 'nama', label: 'Nama', type: 'text' }),
    input({ name: 'satuan', label: 'Satuan', type: 'text', hint: 'Misalnya unit rumah, orang, KPM.' }),
    input({
      name: 'strategi',
      label: 'Strategi (Inpres 4/2022)',
      type: 'select',
      required: false,
      choices: [['', 'Tidak ada'], ...Object.entries(strategies)],
    }),
    ...(isNew ? [] : [input(sinceField('Nama dan strategi ini berlaku sejak'))]),
    input({ name: 'layanan', label: 'Termasuk 8 layanan dasar', type: 'checkbox' }),
    input({
      name: 'orang',
      label: 'Satuannya orang atau keluarga; jumlah publik di bawah 5 disembunyikan',
      type: 'checkbox',
    }),
    input({ name: 'terendah', label: 'Harga wajar terendah', ...price }),
    input({ name: 'tertinggi', label: 'Harga wajar tertinggi', ...price }),
    input({ name: 'aktif', label: 'Dapat dipilih pada kegiatan baru', type: 'checkbox' }),
  ];
}
