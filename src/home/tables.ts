import { activityPaths } from '../activities/paths.js';
import { age, calendarDay, date, dateMedium, daysBetween, EMPTY, number, rupiah } from '../core/format.js';
import { DAYS_SILENT } from '../lokus/silence.js';
import { undertakingPaths } from '../undertakings/paths.js';
import type { OwedRow } from '../undertakings/standing.js';
import { amountOf, ownerOf, progressOf } from '../undertakings/words.js';
import {
  type Cell,
  cell,
  column,
  type Empty,
  type Link,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import { totalInWords } from '../web/list-rows.js';
import { reviewStatusView } from '../web/statuses.js';
import { REMIND } from './paths.js';
import type { Silent, WaitingActivity } from './queries.js';
import type { Waiting } from './waiting.js';

/** The oldest of what waits, as a short table with a way to see all. */
export interface Section {
  title: string;
  allHref: string;
  allLabel: string;
  table: Table;
}

function section<T>(
  id: string,
  title: string,
  { rows, total }: Waiting<T>,
  parts: {
    columns: Table['columns'];
    row: (row: T) => TableRow;
    empty: Empty;
    /** The list of exactly these things. */
    allHref: string;
    note?: string;
  },
): Section {
  return {
    title,
    allHref: total > rows.length ? parts.allHref : '',
    allLabel: `Lihat semua ${totalInWords(total)}`,
    table: {
      id,
      title: '',
      exports: [],
      filter: null,
      columns: parts.columns,
      rows: rows.map(parts.row),
      total: [],
      pager: null,
      empty: parts.empty,
      note: parts.note ?? '',
    },
  };
}

const days = (from: Date, today: Date) =>
  `${number(Math.max(0, daysBetween(calendarDay(from), today)))} hari`;
const nothing = (text: string): Empty => ({ title: '', text, action: null });

interface ActivityParts {
  today: Date;
  /** The word on the button that leads to where it is done. */
  action: string;
  edit?: boolean;
  /** More than one thing that may be done to a row. */
  actions?: (row: WaitingActivity) => Link[];
  allHref: string;
  empty: string;
  withStatus?: boolean;
}

/** Activities that wait for a hand. */
export const activitySection = (
  id: string,
  title: string,
  waiting: Waiting<WaitingActivity>,
  parts: ActivityParts,
): Section =>
  section(id, title, waiting, {
    allHref: parts.allHref,
    empty: nothing(parts.empty),
    columns: [
      column('Kegiatan', { phone: 'title' }),
      column('Isi'),
      column('Menunggu', { numeric: true, phone: 'value' }),
    ],
    row: (row) => activityRow(row, parts),
  });

function activityRow(row: WaitingActivity, parts: ActivityParts): TableRow {
  const href = activityPaths.one(row.id);
  const action = { label: parts.action, href: parts.edit ? activityPaths.edit(row.id) : href };
  return tableRow(
    [
      cell({
        text: row.title,
        href,
        sub: `${dateMedium(row.starts_on)}. ${row.village}, ${row.kecamatan}. ${row.agency}`,
        status: parts.withStatus ? reviewStatusView[row.review_status] : null,
      }),
      cell({ text: row.line ?? '', sub: row.note ? `“${row.note}”` : row.spent ? rupiah(row.spent) : '' }),
      cell({ text: days(row.since, parts.today) }),
    ],
    { actions: parts.actions?.(row) ?? [action] },
  );
}

const remind = (row: Silent) => ({ label: 'Ingatkan', href: `${REMIND}#opd-${row.agency_id}` });

/** Villages in which nothing was reported for long; the agency is told or logs. Squares stand before who reminds. */
export function silentSection(
  silent: Waiting<Silent>,
  today: Date,
  { own = false, squares }: { own?: boolean; squares?: Map<string, string> },
): Section {
  return section('diam', own ? 'Desa yang lama tanpa laporan' : 'Desa diam', silent, {
    allHref: `/desa?diam=ya${own ? '&opd=saya' : ''}&urut=terakhir`,
    empty: nothing(`Tidak ada desa yang lebih dari ${DAYS_SILENT} hari tanpa laporan.`),
    note: `Lebih dari ${DAYS_SILENT} hari sejak kegiatan terakhir yang diajukan atau diverifikasi, atau sejak OPD utamanya ditugaskan.`,
    columns: [
      column(own ? 'Desa' : 'Desa dan OPD utama', { phone: 'title' }),
      ...(squares ? [column('Enam bulan')] : []),
      column('Diam sejak'),
      column('Diam', { numeric: true, phone: 'value' }),
    ],
    row: (row) =>
      tableRow(
        [
          cell({
            text: row.village,
            href: `/desa/${row.code}`,
            sub: own ? row.kecamatan : `${row.kecamatan}. ${row.agency}`,
          }),
          ...(squares ? [cell({ svg: squares.get(row.code) ?? '' })] : []),
          cell({ text: date(row.since) }),
          cell({ text: days(row.since, today), tone: 'warn' }),
        ],
        {
          actions: own
            ? [{ label: 'Catat', href: activityPaths.createIn(row.code) }]
            : [squares ? remind(row) : { label: 'Buka OPD', href: `/opd/${row.agency_id}` }],
        },
      ),
  });
}

/** Promises past their date. */
export function promiseSection(promises: Waiting<OwedRow>, today: Date, allHref: string): Section {
  return section('janji', 'Komitmen yang lewat batas', promises, {
    allHref,
    empty: nothing('Semua komitmen ditepati atau belum sampai batasnya.'),
    columns: [
      column('Komitmen', { phone: 'title' }),
      column('Terpenuhi', { numeric: true }),
      column('Lewat', { numeric: true, phone: 'value' }),
    ],
    row: (row) => {
      const due = row.due_on as Date;
      const late = cell({ text: days(due, today), tone: 'warn', sub: `jatuh tempo ${date(due)}` });
      return promiseLine(row, late, 'Buka');
    },
  });
}

/** Promises of which something was reported that waits for this person's word. */
export function promisesToConfirmSection(promises: Waiting<OwedRow>, today: Date, allHref: string): Section {
  return section('janji-menunggu', 'Pemenuhan menunggu konfirmasi', promises, {
    allHref,
    empty: nothing('Tidak ada pemenuhan yang menunggu konfirmasi.'),
    columns: [
      column('Komitmen', { phone: 'title' }),
      column('Terpenuhi', { numeric: true }),
      column('Menunggu', { numeric: true, phone: 'value' }),
    ],
    row: (row) => {
      const reported = row.reported > 0 ? `${amountOf(row.reported, row.unit)} dilaporkan` : '';
      const waits = cell({ text: days(row.waiting_since as Date, today), sub: reported });
      return promiseLine(row, waits, 'Tanggapi');
    },
  });
}

/** Action points that are to be done, what is due first on top. */
export const pointSection = (points: Waiting<OwedRow>, today: Date, allHref: string): Section =>
  section('tindak-lanjut', 'Tindak lanjut untuk Anda', points, {
    allHref,
    empty: nothing(''),
    columns: [
      column('Tindak lanjut', { phone: 'title' }),
      column('Terpenuhi'),
      column('Batas', { numeric: true, phone: 'value' }),
    ],
    row: (row) => {
      const due = row.due_on as Date;
      const late = row.late ? ({ tone: 'warn', sub: `lewat ${days(due, today)}` } as const) : {};
      return promiseLine(row, cell({ text: dateMedium(due), ...late }), 'Buka');
    },
  });

/** Referrals that wait for an answer, or were declined and go to nobody. */
export const referralSection = (
  [id, title]: [id: string, title: string],
  referrals: Waiting<OwedRow>,
  parts: { today: Date; action: string; allHref: string },
): Section =>
  section(id, title, referrals, {
    allHref: parts.allHref,
    empty: nothing(''),
    columns: [
      column('Rujukan', { phone: 'title' }),
      column('Jumlah'),
      column('Umur', { numeric: true, phone: 'value' }),
    ],
    row: (row) => {
      const href = undertakingPaths.one(row.id);
      const sub = [row.village, `${row.asker ?? 'Koordinator'} ke ${ownerOf(row)}`]
        .filter(Boolean)
        .join('. ');
      const due = row.due_on ? `batas ${dateMedium(row.due_on)}` : '';
      return tableRow(
        [
          cell({ text: row.what, href, sub }),
          cell({ text: amountOf(row.quantity, row.unit) || EMPTY }),
          cell({ text: days(row.born_at, parts.today), sub: due }),
        ],
        { actions: [{ label: parts.action, href }] },
      );
    },
  });

const promiseLine = (row: OwedRow, age: Cell, label: string): TableRow => {
  const href = undertakingPaths.one(row.id);
  const sub = [ownerOf(row), row.village].filter(Boolean).join(', ');
  return tableRow([cell({ text: row.what, href, sub }), cell({ text: progressOf(row) }), age], {
    actions: [{ label, href }],
  });
};

/** Things that are no activities: drafts, uploads, accounts. */
export function plainSection(
  id: string,
  title: string,
  waiting: Waiting<{ text: string; href: string; sub: string; since: Date; action: string }>,
  parts: { today: Date; empty: string; allHref: string },
): Section {
  return section(id, title, waiting, {
    allHref: parts.allHref,
    empty: nothing(parts.empty),
    columns: [column('Apa', { phone: 'title' }), column('Sejak', { numeric: true, phone: 'value' })],
    row: (row) =>
      tableRow(
        [
          cell({ text: row.text, href: row.href, sub: row.sub }),
          cell({ text: age(calendarDay(row.since), parts.today) }),
        ],
        { actions: [{ label: row.action, href: row.href }] },
      ),
  });
}

export const disputeSection = (
  disputes: Waiting<WaitingActivity>,
  day: Date,
  action: string,
  allHref: string,
) =>
  activitySection('sanggahan', 'Disanggah desa', disputes, {
    today: day,
    action,
    allHref,
    empty: 'Tidak ada sanggahan yang belum dijawab.',
  });
