import { EMPTY, inSentence, number, rupiah } from '../core/format.js';
import { daysWords, givenWords } from '../undertakings/gotong-royong.js';
import { cell, column, type FilterBar, type Table, tableRow } from '../web/components.js';
import { exportLinks } from '../web/list-page.js';
import { hrefWith } from '../web/list-state.js';
import { besideWords, jointWords, moneyBesideWords, plannedWords } from './counting.js';
import { type Cut, cuts, type RecapQuery, type RecapRow } from './recap.js';
import { tellsGiven } from './recap-columns.js';

/** An empty `dari` in the address means no beginning; left out, it would mean this year. */
export function openPeriod(url: URL): string {
  const base = hrefWith(url, { dari: null, sampai: null });
  return `${base}${base.includes('?') ? '&' : '?'}dari=`;
}

/** `+12`, `−3`: what verifying would move. */
export const signed = (value: number, words: (value: number) => string) =>
  value < 0 ? `−${words(-value)}` : `+${words(value)}`;

/**
 * Money by group, then quantities by category; on wish every category within its group instead. The first table
 * carries the exports (always in full detail) and the filter.
 */
export function recapTables(url: URL, query: RecapQuery, rows: RecapRow[], filter: FilterBar): Table[] {
  const frame = {
    exports: [...exportLinks(url), { label: 'Cetak', href: '' }],
    filter,
    empty: {
      title: 'Tidak ada kegiatan dalam masa ini',
      text: 'Pilih masa yang lain, atau hapus saringan.',
      action: { label: 'Lihat seluruh masa', href: openPeriod(url) },
    },
  };
  const plain = { ...frame, exports: [], filter: null };
  const overAll = rows.filter((row) => row.level === 2 && row.category !== null);
  if (query.rinci === 'ya' && query.kelompok !== 'jenis') {
    const title = `${titleOf(query.kelompok)}, rinci`;
    return [table('rekap', { title, columns: quantityColumns, rows: detailRows(rows), ...frame })];
  }
  const byCategory = overAll.map((row) => tableRow(quantityCells(row)));
  const title = 'Menurut jenis bantuan';
  if (query.kelompok === 'jenis')
    return [table('rekap', { title, columns: quantityColumns, rows: byCategory, ...frame })];
  const groups = rows.filter((row) => row.level === 1);
  const total = rows.filter((row) => row.level === 3 && groups.length > 1);
  const money: Table = {
    ...table('rekap', {
      title: titleOf(query.kelompok),
      columns: moneyColumns(query.kelompok),
      rows: groups.map(moneyRow(url, query)),
      ...frame,
    }),
    total: total.flatMap((row) => moneyCells(row, { cut: query.kelompok, label: 'Seluruhnya', href: '' })),
  };
  return overAll.length === 0
    ? [money]
    : [money, table('hasil', { title, columns: quantityColumns, rows: byCategory, ...plain })];
}

const titleOf = (cut: Cut) => `Menurut ${inSentence(cuts[cut])}`;

const table = (
  id: string,
  shown: Pick<Table, 'title' | 'columns' | 'rows' | 'exports' | 'filter' | 'empty'>,
): Table => ({ id, total: [], pager: null, note: '', ...shown });

const moneyColumns = (cut: Cut) => [
  column(cuts[cut], { phone: 'title' }),
  column('Kegiatan', { numeric: true, phone: 'value' }),
  column('Dana rencana', { numeric: true }),
  column('Dana terpakai', { numeric: true }),
  ...(tellsGiven(cut) ? [column('Gotong royong', { numeric: true })] : []),
  column('Sedang diperiksa', { numeric: true }),
];

const moneyRow = (url: URL, query: RecapQuery) => (row: RecapRow) =>
  tableRow(
    moneyCells(row, {
      cut: query.kelompok,
      label: row.group_label ?? '',
      href: drillDown(url, query.kelompok, row),
    }),
  );

/** One OPD or kecamatan opens with its kinds of help. */
function drillDown(url: URL, cut: Cut, row: RecapRow): string {
  if (cut !== 'opd' && cut !== 'kecamatan') return '';
  return hrefWith(url, { kelompok: 'jenis', [cut]: row.group_key });
}

function moneyCells(row: RecapRow, { cut, label, href }: { cut: Cut; label: string; href: string }) {
  return [
    cell({ text: label, href }),
    cell({
      text: number(row.activities),
      sub: [besideWords(row), jointWords(row)].filter(Boolean).join(', '),
    }),
    cell({ text: rupiah(row.planned) }),
    cell({ text: rupiah(row.spent), sub: moneyBesideWords(row) }),
    ...(tellsGiven(cut) ? [givenCell(row)] : []),
    row.waiting === 0
      ? cell({ text: '–' })
      : cell({
          text: `${number(row.waiting)} kegiatan`,
          sub: row.waiting_spent === 0 ? '' : signed(row.waiting_spent, rupiah),
        }),
  ];
}

const givenCell = (row: RecapRow) =>
  cell({ text: givenWords(row) || EMPTY, sub: row.given_value > 0 ? daysWords(row) : '' });

const quantityColumns = [
  column('Jenis bantuan', { phone: 'title' }),
  column('Terealisasi', { numeric: true, phone: 'value' }),
  column('Target didanai', { numeric: true }),
  column('Penerima (jiwa)', { numeric: true }),
  column('Kegiatan', { numeric: true }),
  column('Dana rencana', { numeric: true }),
  column('Dana terpakai', { numeric: true }),
  column('Sedang diperiksa', { numeric: true }),
];

function detailRows(rows: RecapRow[]) {
  let group = '';
  return rows.flatMap((row) => {
    if (row.level === 1) group = groupLine(row);
    if (row.level !== 0 || row.category === null) return [];
    const cutBefore = group;
    group = '';
    return [tableRow(quantityCells(row), { cutBefore })];
  });
}

const groupLine = (row: RecapRow) =>
  `${row.group_label}: ${number(row.activities)} kegiatan, terpakai ${rupiah(row.spent)} dari rencana ${rupiah(row.planned)}`;

function quantityCells(row: RecapRow) {
  const unit = row.unit ?? '';
  const moved = `${signed(row.waiting_realised, number)} ${unit}`;
  return [
    cell({ text: row.category ?? '' }),
    cell({ text: number(row.realised), sub: unit }),
    cell({ text: number(row.funded), sub: plannedWords(row) }),
    cell({ text: number(row.beneficiaries) }),
    cell({
      text: number(row.activities),
      sub: [besideWords(row), jointWords(row)].filter(Boolean).join(', '),
    }),
    cell({ text: rupiah(row.planned) }),
    cell({ text: rupiah(row.spent), sub: moneyBesideWords(row) }),
    row.waiting === 0 ? cell({ text: '–' }) : cell({ text: `${number(row.waiting)} kegiatan`, sub: moved }),
  ];
}
