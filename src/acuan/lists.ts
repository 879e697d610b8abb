import { z } from 'zod';
import { kindWords } from '../agencies/lists.js';
import { number, rupiah } from '../core/format.js';
import { sql } from '../database/query.js';
import { AgencyKind, Strategy } from '../generated/prisma/enums.js';
import { dayOffList } from '../rhythm/days-off.js';
import { settingList } from '../settings/lists.js';
import { choiceFilter, textFilter, valueFilter } from '../web/filters.js';
import { defineList } from '../web/list.js';
import type { Tabbed } from '../web/list-row.js';

const shared = {
  path: '/acuan',
  title: 'Data acuan',
};
const adding = (label: string, href: string) => ({
  lead: 'Daftar yang dipakai semua isian. Yang sudah dipakai tidak dihapus, hanya diakhiri atau dinonaktifkan.',
  actions: [{ label, href, icon: 'plus-lg', primary: true }],
});

const agencies = defineList({
  ...shared,
  access: 'agency.edit',
  name: 'acuan-opd',
  noun: 'OPD',
  row: z.object({
    id: z.number(),
    name: z.string(),
    short_name: z.string(),
    kind: z.enum(AgencyKind),
    capacity: z.number().nullable(),
    technical: z.boolean(),
    serves: z.string().nullable(),
    valid_from: z.date(),
    valid_to: z.date().nullable(),
    successor: z.string().nullable(),
  }),
  select: sql`select g.id, g.name, g.short_name, g.kind::text, g.capacity, g.technical, g.valid_from, g.valid_to,
    n.short_name as successor, (select string_agg(c.name, ', ' order by c.position) from agency_field d
      join category c on c.code = d.category_code where d.agency_id = g.id) as serves`,
  from: sql`from agency g left join agency n on n.id = g.successor_id`,
  key: sql`g.id`,
  sorts: {
    berlaku: {
      label: 'Masa berlaku',
      by: sql`coalesce(g.valid_to, 'infinity'::date)`,
      startsDescending: true,
    },
    nama: { label: 'Nama', by: sql`g.short_name` },
    kapasitas: { label: 'Kapasitas', by: sql`g.capacity`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'nama',
  filters: {
    cari: textFilter('Cari nama', [sql`g.name`, sql`g.short_name`]),
    jenis: valueFilter('Jenis', sql`g.kind`, kindWords),
  },
  columns: [
    {
      key: 'singkatan',
      label: 'OPD',
      value: (row) => row.short_name,
      cell: (row) => ({ text: row.short_name, href: `/acuan/opd/${row.id}`, sub: row.name }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'nama', label: 'Nama lengkap', value: (row) => row.name, only: 'file' },
    { key: 'jenis', label: 'Jenis', value: (row) => kindWords[row.kind] },
    {
      key: 'kapasitas',
      label: 'Kapasitas',
      kind: 'number',
      unit: 'desa; kosong tanpa batas',
      value: (row) => row.capacity,
      cell: (row) => ({ text: row.capacity === null ? 'tanpa batas' : number(row.capacity) }),
      sort: 'kapasitas',
      phone: 'value',
    },
    {
      key: 'melayani',
      label: 'Melayani',
      value: (row) => row.serves,
    },
    { key: 'teknis', label: 'OPD teknis', value: (row) => row.technical },
    { key: 'mulai', label: 'Berlaku sejak', kind: 'date', value: (row) => row.valid_from, only: 'file' },
    { key: 'sampai', label: 'Sampai', kind: 'date', value: (row) => row.valid_to, sort: 'berlaku' },
    { key: 'penerus', label: 'Penerus', value: (row) => row.successor },
  ],
  empty: {
    title: 'Belum ada OPD',
    text: 'Tambahkan perangkat daerah kabupaten ini.',
    action: { label: 'Tambah OPD', href: '/acuan/opd/baru' },
  },
  head: () => adding('Tambah OPD', '/acuan/opd/baru'),
});

const strategies = { A: 'A', B: 'B', C: 'C' };

const categories = defineList({
  ...shared,
  access: 'category.edit',
  name: 'acuan-kategori',
  noun: 'kategori bantuan',
  row: z.object({
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    strategy: z.enum(Strategy).nullable(),
    basic_service: z.boolean(),
    counts_people: z.boolean(),
    price_low: z.number().nullable(),
    price_high: z.number().nullable(),
    active: z.boolean(),
  }),
  select: sql`select c.code, c.name, c.unit, c.strategy::text, c.basic_service, c.counts_people, c.price_low, c.price_high,
    c.active`,
  from: sql`from category c`,
  key: sql`c.code`,
  sorts: {
    urut: { label: 'Urutan isian', by: sql`c.position` },
    nama: { label: 'Kategori', by: sql`c.name` },
    strategi: { label: 'Strategi', by: sql`c.strategy`, nullsLast: true },
  },
  defaultSort: 'urut',
  filters: {
    cari: textFilter('Cari nama atau kode', [sql`c.name`, sql`c.code`]),
    strategi: valueFilter('Strategi', sql`c.strategy`, strategies),
    dipakai: choiceFilter('Keadaan', {
      ya: { label: 'Dipakai', where: sql`c.active` },
      tidak: { label: 'Tidak dipakai lagi', where: sql`not c.active` },
    }),
  },
  columns: [
    { key: 'kode', label: 'Kode', value: (row) => row.code, only: 'file' },
    {
      key: 'nama',
      label: 'Kategori',
      value: (row) => row.name,
      cell: (row) => ({
        text: row.name,
        href: `/acuan/kategori/${row.code}`,
        sub: row.active ? row.code : `${row.code}, tidak dipakai lagi`,
      }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, phone: 'value' },
    { key: 'strategi', label: 'Strategi', value: (row) => row.strategy, sort: 'strategi' },
    { key: 'layanan_dasar', label: 'Layanan dasar', value: (row) => row.basic_service },
    { key: 'menghitung_orang', label: 'Menghitung orang', value: (row) => row.counts_people, only: 'file' },
    {
      key: 'harga_terendah',
      label: 'Harga wajar per satuan',
      kind: 'rupiah',
      value: (row) => row.price_low,
      cell: (row) => ({
        text: row.price_low === null ? '–' : `${rupiah(row.price_low)} sampai ${rupiah(row.price_high)}`,
      }),
      numeric: false,
    },
    {
      key: 'harga_tertinggi',
      label: 'Harga wajar tertinggi',
      kind: 'rupiah',
      value: (row) => row.price_high,
      only: 'file',
    },
    { key: 'dipakai', label: 'Dipakai', value: (row) => row.active, only: 'file' },
  ],
  empty: {
    title: 'Belum ada kategori',
    text: 'Tambahkan jenis bantuan yang dicatat OPD.',
    action: { label: 'Tambah kategori', href: '/acuan/kategori/baru' },
  },
  note: 'Di luar harga wajar muncul peringatan; isian tetap dapat disimpan.',
  head: () => adding('Tambah kategori', '/acuan/kategori/baru'),
});

const funding = defineList({
  ...shared,
  access: 'category.edit',
  name: 'acuan-dana',
  noun: 'sumber dana',
  row: z.object({ code: z.string(), name: z.string() }),
  select: sql`select f.code, f.name`,
  from: sql`from funding_source f`,
  key: sql`f.code`,
  sorts: { urut: { label: 'Urutan isian', by: sql`f.position` }, nama: { label: 'Nama', by: sql`f.name` } },
  defaultSort: 'urut',
  filters: {},
  columns: [
    { key: 'nama', label: 'Sumber dana', value: (row) => row.name, sort: 'nama', phone: 'title' },
    { key: 'kode', label: 'Kode', value: (row) => row.code, phone: 'value' },
  ],
  empty: { title: 'Belum ada sumber dana', text: 'Daftar ini dimuat pengelola server.', action: null },
  head: () => ({ lead: 'Sumber dana kegiatan. Daftar ini ikut dengan portal.' }),
});

/** The reference data that every form offers, one list a tab. */
export const reference: Tabbed = {
  path: shared.path,
  access: 'agency.edit',
  tabs: {
    opd: { label: 'OPD', list: agencies },
    kategori: { label: 'Kategori', list: categories },
    dana: { label: 'Sumber dana', list: funding },
    pengaturan: { label: 'Pengaturan', list: settingList },
    libur: { label: 'Hari libur', list: dayOffList },
  },
};
