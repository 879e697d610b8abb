import { kindWords } from '../agencies/lists.js';
import { dateMedium, number, rupiah } from '../core/format.js';
import type { Agency, Category, FundingSource } from '../generated/prisma/client.js';
import { cell, column, type PageHead, pageHead, type Table, tableRow } from '../web/components.js';
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

const bare = { exports: [], filter: null, total: [], pager: null, note: '' };

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
      column('Harga wajar per satuan'),
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
