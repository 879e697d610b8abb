import { createHash } from 'node:crypto';
import type { Content } from '../activities/content.js';
import { dateMedium, EMPTY, month as inWords, list, monthOf, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { closedMonths } from '../rhythm/closing.js';
import { monthTyped, plusMonths } from '../rhythm/months.js';
import { rhythmPaths } from '../rhythm/paths.js';
import { previewPage } from '../uploads/preview.js';
import { isPasted } from '../uploads/sent.js';
import { freshSheet, type SheetRefused, sheetPage } from '../uploads/sheet-page.js';
import type { Staged } from '../uploads/staged.js';
import {
  type Button,
  cell,
  column,
  type Field,
  field,
  type Link,
  pageHead,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import type { Reply } from '../web/reply.js';
import { reviewStatusView } from '../web/statuses.js';
import { monthSheetPaths } from './paths.js';
import {
  type KnownMonth,
  MONTH_HEADLESS,
  type MonthSheet,
  type SheetActivity,
  type SheetRow,
} from './sheet.js';

const crumbs: [Link] = [{ label: 'Laporan', href: rhythmPaths.list }];
const title = 'Kegiatan sebulan dari Excel';
/** How many months are offered, this one included. */
const OFFERED = 6;

/** Where a month is chosen and its sheet, or pasted. */
export async function monthSheetPage(
  { db, actor, day }: { db: Reader; actor: Actor; day: Date },
  month: Date,
  refused: SheetRefused = freshSheet,
): Promise<Reply> {
  const closed = new Set((await closedMonths(db, actor)).map((one) => monthTyped(one.month)));
  const recent = Array.from({ length: OFFERED }, (_, back) => plusMonths(monthOf(day), -back));
  const open = recent.filter((one) => !closed.has(monthTyped(one)));
  return sheetPage(
    {
      crumbs,
      title,
      action: monthSheetPaths.base,
      template: {
        label: `Unduh templat ${inWords(month)}`,
        href: monthSheetPaths.templateOf(monthTyped(month)),
        hint: 'berisi desa OPD Anda dan jenis bantuan bulan sebelumnya. Rencana yang sudah tercatat tidak ditulis lagi: tandai selesai di Tugas saya.',
      },
      asked: (input) => [
        input({
          name: 'bulan',
          label: 'Bulan',
          type: 'select',
          value: monthTyped(month),
          choices: open.map((one) => [monthTyped(one), inWords(one)]),
        }),
      ],
      file: {
        label: 'Berkas kegiatan',
        hint: 'Satu baris satu jenis bantuan. Kolom kode (atau desa dan kecamatan), tanggal, jenis, jumlah, uraian; yang lain boleh kosong. Baris dengan desa, tanggal, dan uraian yang sama menjadi satu kegiatan.',
      },
      headless: MONTH_HEADLESS,
    },
    refused,
  );
}

export const leftOut = ({ rows, activities }: MonthSheet): SheetRow[] => {
  const stored = new Set(activities.flatMap((one) => one.rows));
  return rows.filter((row) => !stored.has(row));
};

/** What a preview showed: which rows count and how, so that nobody confirms what has become another since. */
export const shownAs = ({ activities }: MonthSheet): string =>
  createHash('sha256')
    .update(JSON.stringify(activities.map(({ rows, lacks }) => [rows.map(({ line }) => line), lacks])))
    .digest('hex')
    .slice(0, 16);

const complete = ({ lacks }: SheetActivity) => lacks.length === 0;

/** Back to what was pasted, to mend it there. */
const mend = ({ id }: Staged): Button => ({
  label: 'Ubah yang ditempel',
  href: monthSheetPaths.again(id),
  icon: 'pencil',
  primary: false,
});

/** What a waiting sheet would store, row by row, with what is wrong where. */
export function monthPreview(staged: Staged, read: MonthSheet, known: KnownMonth): Reply {
  const isRead = read.rows.length > 0;
  return previewPage(monthSheetPaths.base, staged, read, {
    head: pageHead({
      crumbs: [...crumbs, { label: title, href: monthSheetPaths.create(monthTyped(known.month)) }],
      title: `Pratinjau ${inWords(known.month)}`,
      lead: isRead ? leadOf(read) : 'Belum dapat dibaca seluruhnya.',
      actions: isPasted(staged) ? [mend(staged)] : [],
    }),
    tables: isRead ? [rowsTable(read, known)] : [],
    asked: askedOf(read),
    confirm: pressesOf(read),
    partly: true,
    section: rhythmPaths.list,
  });
}

const counts = (read: MonthSheet) => {
  const ready = read.activities.filter(complete).length;
  return { ready, drafts: read.activities.length - ready, left: leftOut(read).length };
};

function leadOf(read: MonthSheet): string {
  const { ready, drafts, left } = counts(read);
  const told = [
    `${number(ready)} kegiatan siap diajukan`,
    ...(drafts > 0 ? [`${number(drafts)} menjadi draf`] : []),
    ...(left > 0 ? [`${number(left)} baris keliru`] : []),
  ];
  return `${list(told)}. Belum ada yang disimpan.`;
}

/** What is complete may be submitted at once; what is not becomes a draft either way. */
function pressesOf(read: MonthSheet) {
  const { ready, drafts } = counts(read);
  if (ready + drafts === 0) return [];
  const keep = { value: 'draf', label: `Simpan ${number(ready + drafts)} draf` };
  const others = drafts > 0 ? `, simpan ${number(drafts)} draf` : ' kegiatan';
  return ready > 0 ? [keep, { value: 'ajukan', label: `Ajukan ${number(ready)}${others}` }] : [keep];
}

function askedOf(read: MonthSheet): Field[] {
  const left = leftOut(read).length;
  const seen = field({ name: 'dilihat', label: 'Pratinjau', type: 'hidden', value: shownAs(read) });
  if (left === 0) return [seen];
  const label = `Tinggalkan ${number(left)} baris yang keliru`;
  return [seen, field({ name: 'tinggalkan', label, type: 'checkbox' })];
}

function rowsTable(read: MonthSheet, known: KnownMonth): Table {
  return {
    id: 'baris',
    title: `${number(read.rows.length)} baris`,
    exports: [],
    filter: null,
    columns: [
      column('Baris', { numeric: true, phone: 'rank' }),
      column('Desa', { phone: 'title' }),
      column('Tanggal'),
      column('Jenis bantuan'),
      column('Jumlah', { numeric: true, phone: 'value' }),
      column('Uraian'),
      column('Keadaan'),
    ],
    rows: read.rows.map(rowOf(read, known)),
    total: [],
    pager: null,
    empty: { title: 'Tidak ada baris', text: '', action: null },
    note: '',
  };
}

function rowOf(read: MonthSheet, known: KnownMonth) {
  const activityOf = new Map(read.activities.flatMap((one) => one.rows.map((row) => [row, one] as const)));
  const places = new Map(known.villages.map((one) => [one.code, one]));
  const kinds = new Map(known.categories.map((one) => [one.code, one]));
  return (row: SheetRow): TableRow => {
    const { typed, villageCode, line, content } = row;
    const place = places.get(villageCode);
    const kind = kinds.get(typed.jenis ?? '');
    return tableRow([
      cell({ text: number(line) }),
      cell(place ? { text: place.name, sub: place.kecamatan } : { text: EMPTY }),
      cell({ text: content ? dateMedium(content.startsOn) : (typed.tanggal ?? '') }),
      cell({ text: kind?.name ?? EMPTY }),
      cell(amountOf(row, kind?.unit ?? '')),
      cell({ text: content?.title ?? (typed.uraian ?? '').slice(0, 80) }),
      stateCell(row, activityOf.get(row) ?? null),
    ]);
  };
}

function amountOf({ content, typed }: SheetRow, unit: string) {
  const [line] = content?.lines ?? ([] as Content['lines']);
  if (!line) return { text: typed.jumlah ?? '' };
  return line.realised === null && line.target !== null
    ? { text: number(line.target), sub: `target, ${unit}` }
    : { text: number(line.realised), sub: unit };
}

function stateCell({ faults }: SheetRow, activity: SheetActivity | null) {
  if (!activity)
    return cell({
      status: { icon: 'exclamation-triangle', label: 'Keliru', tone: 'warn' },
      sub: faults
        .map(({ column, message }) => (column === '-' ? message : `${column}: ${message}`))
        .join('\n'),
    });
  if (!complete(activity)) return cell({ status: reviewStatusView.DRAF, sub: activity.lacks.join('\n') });
  const [first] = activity.rows;
  const together = activity.rows.length > 1 ? `Satu kegiatan, mulai baris ${number(first?.line)}` : '';
  return cell({ status: { icon: 'check-circle', label: 'Siap diajukan', tone: 'good' }, sub: together });
}
