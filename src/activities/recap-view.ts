import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import {
  cell,
  column,
  field,
  options,
  type PageHead,
  pageHead,
  type Stat,
  type Table,
  tableRow,
} from '../web/components.js';
import { exportRows } from '../web/export.js';
import { date, isoDate, number, rupiah } from '../web/format.js';
import { type ExportColumn, hrefWith } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { exportLinks, filterBar } from '../web/table.js';
import { activityPaths } from './paths.js';
import { type Cut, cuts, type RecapQuery, type RecapRow, recap } from './recap.js';

declare module '../web/render.js' {
  interface Views {
    'kegiatan/rekap': {
      head: PageHead;
      periods: { label: string; href: string; current: boolean }[];
      stats: Stat[];
      table: Table;
      printNote: string;
    };
  }
}

/** The recap for the rakor as a page, or as the file that was asked for. Without dates it is this year's. */
export async function recapPage(app: Services, actor: Actor, url: URL, asked: RecapQuery): Promise<Reply> {
  const query = withPeriod(asked, url, today(app.clock));
  const rows = await recap(app.db, actor, query);
  const details = rows.filter((row) => row.level === 0 && row.category !== null);
  if (query.format !== 'html')
    return exportRows('rekap', query.format, exportColumns(query.kelompok), details);
  const sum = rows.find((row) => row.level === 3);
  const period = periodInWords(query);
  const head = pageHead({
    crumbs: [{ label: 'Kegiatan', href: activityPaths.list }],
    title: 'Rekap kegiatan',
    lead: `Kegiatan yang diverifikasi, ${period}. Yang masih diperiksa berdiri sendiri di kolom terakhir.`,
    actions: [{ label: 'Cetak', href: '', icon: 'printer', primary: false }],
  });
  const model = {
    head,
    periods: periodLinks(url, query, today(app.clock)),
    stats: sum ? statsOf(sum) : [],
    table: await recapTable(app.db, actor, url, query, rows),
    printNote: `Dikelompokkan menurut ${cuts[query.kelompok]}, ${period}.`,
  };
  return page('kegiatan/rekap', model, { title: head.title, section: activityPaths.recap });
}

function withPeriod(query: RecapQuery, url: URL, day: Date): RecapQuery {
  if (url.searchParams.has('dari') || url.searchParams.has('sampai')) return query;
  const year = day.getUTCFullYear();
  return { ...query, dari: `${year}-01-01`, sampai: `${year}-12-31` };
}

function periodInWords({ dari, sampai }: RecapQuery): string {
  if (dari && sampai) return `${date(new Date(dari))} sampai ${date(new Date(sampai))}`;
  if (dari) return `sejak ${date(new Date(dari))}`;
  return sampai ? `sampai ${date(new Date(sampai))}` : 'seluruh masa';
}

function periodLinks(url: URL, query: RecapQuery, day: Date) {
  const year = day.getUTCFullYear();
  const quarter = Math.floor(day.getUTCMonth() / 3);
  const lastDay = (month: number) => isoDate(new Date(Date.UTC(year, month, 0)));
  const firstDay = (month: number) => isoDate(new Date(Date.UTC(year, month, 1)));
  const month = day.getUTCMonth();
  const entries: [string, string, string][] = [
    ['Tahun ini', `${year}-01-01`, `${year}-12-31`],
    ['Triwulan ini', firstDay(quarter * 3), lastDay(quarter * 3 + 3)],
    ['Bulan ini', firstDay(month), lastDay(month + 1)],
    ['Tahun lalu', `${year - 1}-01-01`, `${year - 1}-12-31`],
    ['Seluruh masa', '', ''],
  ];
  return entries.map(([label, dari, sampai]) => ({
    label,
    href: dari ? hrefWith(url, { dari, sampai }) : openPeriod(url),
    current: query.dari === dari && query.sampai === sampai,
  }));
}

/** An empty `dari` in the address means no beginning; left out, it would mean this year. */
function openPeriod(url: URL): string {
  const base = hrefWith(url, { dari: null, sampai: null });
  return `${base}${base.includes('?') ? '&' : '?'}dari=`;
}

function statsOf(sum: RecapRow): Stat[] {
  const stat = (value: string, label: string, note: string): Stat => ({
    value,
    label,
    note,
    href: '',
    tone: '',
  });
  const share =
    sum.planned > 0 ? `${number(Math.round((100 * sum.spent) / sum.planned))} % dari rencana` : '';
  return [
    stat(number(sum.activities), 'kegiatan terverifikasi', ''),
    stat(rupiah(sum.planned), 'dana rencana', 'terverifikasi'),
    stat(rupiah(sum.spent), 'dana terpakai', share),
    stat(
      number(sum.waiting),
      'kegiatan sedang diperiksa',
      `belum dihitung, ${signed(sum.waiting_spent, rupiah)}`,
    ),
  ];
}

/** `+12`, `−3`: what verifying would move. */
const signed = (value: number, words: (value: number) => string) =>
  value < 0 ? `−${words(-value)}` : `+${words(value)}`;

async function recapTable(
  db: Reader,
  actor: Actor,
  url: URL,
  query: RecapQuery,
  rows: RecapRow[],
): Promise<Table> {
  const exports = [...exportLinks(url), { label: 'Cetak', href: '' }];
  return {
    id: 'rekap',
    title: `Menurut ${cuts[query.kelompok] === 'OPD' ? 'OPD' : cuts[query.kelompok].toLowerCase()}`,
    exports,
    filter: await recapFilter(db, actor, url, query),
    columns: [
      column('Jenis bantuan', { phone: 'title' }),
      column('Kegiatan', { numeric: true }),
      column('Target didanai', { numeric: true }),
      column('Terealisasi', { numeric: true, phone: 'value' }),
      column('Penerima (jiwa)', { numeric: true }),
      column('Dana rencana (Rp)', { numeric: true }),
      column('Dana terpakai (Rp)', { numeric: true }),
      column('Sedang diperiksa', { numeric: true }),
    ],
    rows: detailRows(rows, query.kelompok),
    total: [],
    pager: null,
    empty: {
      title: 'Tidak ada kegiatan dalam masa ini',
      text: 'Pilih masa yang lain, atau hapus saringan.',
      action: { label: 'Lihat seluruh masa', href: openPeriod(url) },
    },
    note: 'Kegiatan dihitung pada tanggal mulainya, juga yang masih rencana atau batal. Satu kegiatan dapat memuat beberapa jenis bantuan, jadi jumlah kegiatan per jenis boleh melebihi jumlah kelompoknya. Penerima manfaat tidak dijumlahkan antarjenis. "Sedang diperiksa" adalah perubahan bila semua yang diajukan diverifikasi.',
  };
}

function detailRows(rows: RecapRow[], cut: Cut) {
  let group = '';
  return rows.flatMap((row) => {
    if (row.level === 1) {
      group = cut === 'jenis' ? '' : groupLine(row);
      return [];
    }
    if (row.level !== 0 || row.category === null) return [];
    const cutBefore = group;
    group = '';
    return [tableRow(cellsOf(row), { cutBefore })];
  });
}

const groupLine = (row: RecapRow) =>
  `${row.group_label}: ${number(row.activities)} kegiatan, terpakai ${rupiah(row.spent)} dari rencana ${rupiah(row.planned)}`;

function cellsOf(row: RecapRow) {
  const unit = row.unit ?? '';
  const waiting =
    row.waiting === 0
      ? cell({ text: '–' })
      : cell({
          text: `${number(row.waiting)} kegiatan`,
          sub: `${signed(row.waiting_realised, number)} ${unit}`,
        });
  return [
    cell({ text: row.category ?? '' }),
    cell({ text: number(row.activities) }),
    cell({ text: number(row.target) }),
    cell({ text: number(row.realised), sub: unit }),
    cell({ text: number(row.beneficiaries) }),
    cell({ text: number(row.planned) }),
    cell({ text: number(row.spent) }),
    waiting,
  ];
}

async function recapFilter(db: Reader, actor: Actor, url: URL, query: RecapQuery) {
  const { regionCode } = actor;
  const [kecamatan, agencies, categories] = await Promise.all([
    db.kecamatan.findMany({ where: { regionCode }, orderBy: { name: 'asc' } }),
    db.agency.findMany({ where: { regionCode }, orderBy: { shortName: 'asc' } }),
    db.category.findMany({ orderBy: { position: 'asc' } }),
  ]);
  type Entry = [string, string];
  const select = (name: 'kecamatan' | 'opd' | 'jenis', label: string, entries: Entry[]) => ({
    ...field({ name, label, type: 'select', required: false }),
    options: options([['', 'Semua'], ...entries], query[name]),
  });
  const day = (name: 'dari' | 'sampai', label: string) =>
    field({ name, label, type: 'date', required: false, value: query[name] });
  const filter = filterBar(url, [
    field({
      name: 'kelompok',
      label: 'Kelompokkan menurut',
      type: 'select',
      options: options(Object.entries(cuts), query.kelompok),
    }),
    day('dari', 'Mulai dari'),
    day('sampai', 'Mulai sampai'),
    select(
      'kecamatan',
      'Kecamatan',
      kecamatan.map((one): Entry => [one.code, one.name]),
    ),
    select(
      'opd',
      'OPD',
      agencies.map((one): Entry => [String(one.id), one.shortName]),
    ),
    select(
      'jenis',
      'Jenis bantuan',
      categories.map((one): Entry => [one.code, one.name]),
    ),
  ]);
  // Grouping and dates are always set, so they are no exceptions worth a chip.
  const chips = filter.chips.filter((chip) => /^(Kecamatan|OPD|Jenis bantuan): /.test(chip.label));
  return { ...filter, chips };
}

function exportColumns(cut: Cut): ExportColumn<RecapRow>[] {
  return [
    { key: cut === 'jenis' ? 'kelompok' : cut, value: (row) => row.group_label },
    { key: 'jenis_bantuan', value: (row) => row.category },
    { key: 'satuan', value: (row) => row.unit },
    { key: 'kegiatan_terverifikasi', value: (row) => row.activities },
    { key: 'target_didanai', value: (row) => row.target },
    { key: 'terealisasi', value: (row) => row.realised },
    { key: 'penerima_jiwa', value: (row) => row.beneficiaries },
    { key: 'rupiah_rencana', value: (row) => row.planned },
    { key: 'rupiah_terpakai', value: (row) => row.spent },
    { key: 'sedang_diperiksa_kegiatan', value: (row) => row.waiting },
    { key: 'sedang_diperiksa_terealisasi', value: (row) => row.waiting_realised },
    { key: 'sedang_diperiksa_rupiah_terpakai', value: (row) => row.waiting_spent },
  ];
}
