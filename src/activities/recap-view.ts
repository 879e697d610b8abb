import { date, inPercent, isoDate, number, rupiah, shortAmount } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { namesNote } from '../database/former-names.js';
import type { Actor } from '../policy.js';
import { inScope, kecamatanInScope } from '../scope.js';
import { RATE_SET_IN } from '../undertakings/gotong-royong.js';
import {
  type FilterBar,
  field,
  options,
  type PageHead,
  pageHead,
  type Stat,
  type Table,
} from '../web/components.js';
import { aboutTable, exportTable, type TableFormat } from '../web/export.js';
import { filterBar } from '../web/list-page.js';
import { hrefWith } from '../web/list-state.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { besideWords, countingNote, moneyBesideWords } from './counting.js';
import { activityPaths } from './paths.js';
import { cuts, type RecapQuery, type RecapRow } from './recap.js';
import { recapBook } from './recap-book.js';
import { detailColumns, detailsIn, recapTitle, tellsGiven } from './recap-columns.js';
import { recap } from './recap-rows.js';
import { openPeriod, recapTables, signed } from './recap-tables.js';

declare module '../web/render.js' {
  interface Views {
    'activities/rekap': {
      head: PageHead;
      periods: { label: string; href: string; current: boolean }[];
      stats: Stat[];
      tables: Table[];
      printNote: string;
      note: string;
    };
  }
}

/** The recap for the rakor as a page, or as the file that was asked for. Without dates it is this year's. */
export async function recapPage(app: Services, actor: Actor, url: URL, asked: RecapQuery): Promise<Reply> {
  const query = withPeriod(asked, url, today(app.clock));
  const rows = await recap(app.db, actor, query);
  const filter = await recapFilter(app.db, actor, url, query);
  const sum = rows.find((row) => row.level === 3);
  const period = periodInWords(query);
  if (query.format !== 'html') return recapFile(app, query, rows, { period, filter });
  const head = pageHead({
    crumbs: [{ label: 'Kegiatan', href: activityPaths.list }],
    title: 'Rekap kegiatan',
    lead: `Kegiatan terverifikasi yang mulai ${period}. Yang masih diperiksa berdiri sendiri di kolom terakhir.`,
    actions: [{ label: 'Cetak', href: '', icon: 'printer', primary: false }],
  });
  const model = {
    head,
    periods: periodLinks(url, query, today(app.clock)),
    stats: sum ? statsOf(sum) : [],
    tables: recapTables(url, query, rows, filter),
    printNote: `Dikelompokkan menurut ${cuts[query.kelompok]}, ${period}.`,
    note,
  };
  return page('activities/rekap', model, { title: head.title, section: activityPaths.recap });
}

function recapFile(
  app: Services,
  { kelompok, format }: RecapQuery,
  rows: RecapRow[],
  { period, filter }: { period: string; filter: FilterBar },
): Reply {
  const about = aboutTable(app, {
    what: recapTitle(kelompok),
    filter: [`Masa: ${period}`, ...filter.chips.map((chip) => chip.label)].join('; '),
    rule: tellsGiven(kelompok) ? `${note} ${giftNote}` : note,
  });
  if (format === 'xlsx') return recapBook(kelompok, rows, about);
  const columns = detailColumns(kelompok);
  return exportTable(
    { name: 'rekap', format: format as TableFormat, about },
    columns,
    detailsIn(rows, kelompok),
  );
}

const note = `${countingNote} Kegiatan masuk masa hari mulainya. Satu kegiatan dapat memuat beberapa jenis bantuan atau sumber dana, jadi jumlah kegiatan per baris boleh melebihi jumlah seluruhnya. Penerima manfaat tidak dijumlahkan antarjenis. Gotong royong: hari kerja warga menurut tarif pada hari kegiatannya, ditambah nilai barang; di samping anggaran, tidak dijumlahkan ke dana (${RATE_SET_IN}). ${namesNote} "Sedang diperiksa" adalah perubahan bila semua yang diajukan diverifikasi.`;

/** What is said of files alone. */
const giftNote =
  'Di berkas, gotong royong berdiri di baris sendiri dengan jenis bantuan "Gotong royong": tiap kegiatan satu kali, menurut OPD pada yang mencatatnya. Baris itu tidak memuat jumlah lain.';

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

function statsOf(sum: RecapRow): Stat[] {
  const stat = (value: string, label: string, extra: string): Stat => ({
    value,
    label,
    note: extra,
    href: '',
    tone: '',
  });
  const share = sum.planned > 0 ? `${inPercent((100 * sum.spent) / sum.planned)} dari rencana` : '';
  return [
    stat(number(sum.activities), 'kegiatan terverifikasi', besideWords(sum)),
    stat(`Rp ${shortAmount(sum.planned)}`, 'dana rencana', rupiah(sum.planned)),
    stat(
      `Rp ${shortAmount(sum.spent)}`,
      'dana terpakai',
      [share, moneyBesideWords(sum)].filter(Boolean).join(', '),
    ),
    stat(
      number(sum.waiting),
      'kegiatan sedang diperiksa',
      `belum dihitung, ${signed(sum.waiting_spent, rupiah)}`,
    ),
  ];
}

type Entry = [string, string];

async function recapFilter(db: Reader, actor: Actor, url: URL, query: RecapQuery): Promise<FilterBar> {
  const [kecamatan, agencies, categories, funding] = await Promise.all([
    db.kecamatan.findMany({ where: await kecamatanInScope({ db, actor }), orderBy: { name: 'asc' } }),
    db.agency.findMany({ where: await inScope({ db, actor }, 'agency.list'), orderBy: { shortName: 'asc' } }),
    db.category.findMany({ orderBy: { position: 'asc' } }),
    db.fundingSource.findMany({ orderBy: { position: 'asc' } }),
  ]);
  const mine: Entry[] = actor.agencyId === null ? [] : [['saya', 'OPD saya']];
  const select = (
    name: 'kelompok' | 'rinci' | 'kecamatan' | 'opd' | 'jenis' | 'sumber',
    label: string,
    entries: Entry[],
  ) => field({ name, label, type: 'select', required: false, options: options(entries, query[name]) });
  const day = (name: 'dari' | 'sampai', label: string) =>
    field({ name, label, type: 'date', required: false, value: query[name] });
  const all: Entry = ['', 'Semua'];
  const filter = filterBar(url, [
    select('kelompok', 'Kelompokkan menurut', Object.entries(cuts)),
    select('rinci', 'Rincian', [
      ['', 'Ringkas'],
      ['ya', 'Tiap jenis bantuan'],
    ]),
    day('dari', 'Mulai dari'),
    day('sampai', 'Mulai sampai'),
    select('kecamatan', 'Kecamatan', [all, ...kecamatan.map((one): Entry => [one.code, one.name])]),
    select('opd', 'OPD', [all, ...mine, ...agencies.map((one): Entry => [String(one.id), one.shortName])]),
    select('jenis', 'Jenis bantuan', [all, ...categories.map((one): Entry => [one.code, one.name])]),
    select('sumber', 'Sumber dana', [all, ...funding.map((one): Entry => [one.code, one.name])]),
  ]);
  // Grouping and dates are always set, so they are no exceptions worth a chip.
  const chips = filter.chips.filter((chip) =>
    /^(Kecamatan|OPD|Jenis bantuan|Sumber dana): /.test(chip.label),
  );
  return { ...filter, chips };
}
