import { dateMedium, isoDate, number } from '../core/format.js';
import type { Category } from '../generated/prisma/client.js';
import { previewPage } from '../uploads/preview.js';
import { freshSheet, type SheetRefused, sheetPage } from '../uploads/sheet-page.js';
import type { Staged } from '../uploads/staged.js';
import { cell, column, type Link, pageHead, type Table, tableRow } from '../web/components.js';
import type { Reply } from '../web/reply.js';
import { needPaths } from './paths.js';
import { HEADLESS, type KnownNeeds, type NeedSheet } from './sheet.js';
import type { AssessedVillage } from './subject.js';
import { sourceLabels } from './words.js';

const crumbs: [Link] = [{ label: 'Kebutuhan', href: needPaths.list }];

/** Where a sheet of needs is chosen or pasted. */
export const bulkPage = (refused: SheetRefused = freshSheet): Reply =>
  sheetPage(
    {
      crumbs,
      title: 'Impor kebutuhan',
      action: needPaths.bulk,
      template: {
        label: 'Unduh templat XLSX',
        href: needPaths.template,
        hint: 'isi kolom butuh, lalu hapus baris yang tidak dinilai.',
      },
      file: {
        label: 'Berkas kebutuhan',
        hint: 'Kolom kode (atau desa dan kecamatan), jenis, butuh, tanggal; target dan sumber boleh ada.',
      },
      headless: HEADLESS,
    },
    refused,
  );

const PREVIEWED = 200;

/** What a waiting sheet would store. */
export function needPreview(staged: Staged, read: NeedSheet, known: KnownNeeds): Reply {
  const count = new Set(read.assessments.map(({ villageCode }) => villageCode)).size;
  return previewPage(needPaths.bulk, staged, read, {
    head: pageHead({
      crumbs: [...crumbs, { label: 'Impor', href: needPaths.bulk }],
      title: 'Pratinjau kebutuhan',
      lead:
        read.faults.length === 0
          ? `Kebutuhan ${number(count)} desa akan dicatat; asesmen sebelumnya tetap tersimpan.`
          : 'Belum dapat dibaca seluruhnya.',
    }),
    tables: [previewTable(read, known)],
    confirm: `Simpan kebutuhan ${number(count)} desa`,
    section: '/kebutuhan',
  });
}

function previewTable({ assessments }: NeedSheet, { villages, categories }: KnownNeeds): Table {
  const names = new Map(villages.map((one) => [one.id, one]));
  const kinds = new Map(categories.map((one) => [one.code, one]));
  const all = assessments.flatMap((one) => one.needs.map((need) => ({ ...one, ...need })));
  const numeric = { numeric: true };
  return {
    id: 'kebutuhan',
    title: `${number(all.length)} kebutuhan${all.length > PREVIEWED ? `, ${PREVIEWED} yang pertama di bawah` : ''}`,
    exports: [],
    filter: null,
    columns: [
      column('Desa', { phone: 'title' }),
      column('Jenis bantuan'),
      column('Butuh', { ...numeric, phone: 'value' }),
      column('Target', numeric),
      column('Per tanggal'),
    ],
    rows: all.slice(0, PREVIEWED).map((one) =>
      tableRow([
        cell({
          text: names.get(one.villageCode)?.name ?? one.villageCode,
          sub: names.get(one.villageCode)?.kecamatan ?? '',
        }),
        cell({
          text: kinds.get(one.categoryCode)?.name ?? one.categoryCode,
          sub: kinds.get(one.categoryCode)?.unit ?? '',
        }),
        cell({ text: number(one.baseline) }),
        cell({ text: number(one.target) }),
        cell({ text: dateMedium(one.assessedOn), sub: sourceLabels[one.source] }),
      ]),
    ),
    total: [],
    pager: null,
    empty: { title: 'Tidak ada kebutuhan', text: 'Berkas ini tidak memuat baris kebutuhan.', action: null },
    note: '',
  };
}

interface TemplateRow {
  village: AssessedVillage;
  category: Category;
  today: Date;
}

/** A row for every village that this person tells of, and every kind of help. */
export function* templateRows({ villages, writable, categories, today }: KnownNeeds): Generator<TemplateRow> {
  for (const village of villages.filter(({ id }) => writable.has(id)))
    for (const category of categories) yield { village, category, today };
}

export const templateColumns = [
  { key: 'kode', value: ({ village }: TemplateRow) => village.id },
  { key: 'desa', value: ({ village }: TemplateRow) => village.name },
  { key: 'kecamatan', value: ({ village }: TemplateRow) => village.kecamatan },
  { key: 'jenis', value: ({ category }: TemplateRow) => category.code },
  { key: 'butuh', value: () => null },
  { key: 'target', value: () => null },
  { key: 'tanggal', value: ({ today }: TemplateRow) => isoDate(today) },
  { key: 'sumber', value: () => sourceLabels.ASESMEN },
];
