import { besideWords } from '../activities/counting.js';
import { deliveryBar } from '../charts/bars.js';
import { tileMap } from '../charts/tile-map.js';
import { date, list, number, rupiah, shortAmount } from '../core/format.js';
import { cell, column, type Stat, type Table, tableRow } from '../web/components.js';
import { OPEN } from '../web/document.js';
import { exportLinks } from '../web/list-page.js';
import { type Services, today } from '../web/services.js';
import { asOf } from './open-data.js';
import { type Overview, places, sumsOf, total } from './overview.js';
import { type PublicSum, publicMoneyBeside, standingIn } from './published.js';

declare module '../web/render.js' {
  interface Views {
    'public/depan': LandingPage & {
      /** The rate of the newest spot check that is over; may be ''. */
      spotCheck: string;
    };
  }
}

interface Phase {
  year: string;
  note: string;
  icon: string;
  planned: boolean;
  names: string;
}

interface LandingPage {
  regionName: string;
  lead: string;
  mapTitle: string;
  map: string;
  stats: Stat[];
  /** When the figures above were counted. */
  live: string;
  services: { name: string; unit: string; funded: string; realised: string; bar: string }[];
  phases: Phase[];
  table: Table;
  source: string;
  hiddenNote: string;
}

/** What is told of kinds of help that are hidden, wherever they stand. */
export const HIDDEN = 'disembunyikan';
export const HIDDEN_NOTE =
  'Disembunyikan: di bawah lima orang atau keluarga, juga bila nol. Yang disembunyikan tidak ikut dalam jumlah mana pun, dan perubahan di bawah lima menunggu sampai lima.';

/** The landing page: aggregates only, kecamatan by alphabet. */
export function landingModel(services: Services, data: Overview): LandingPage {
  const { region } = services;
  const since = data.live.since ? `Sejak ${data.live.since}` : 'Mulai tahun ini';
  return {
    regionName: region.name,
    lead: `${since} dinas, badan, dan kecamatan di ${region.name} bekerja bersama pemerintah desa dan warga. Di sini terlihat apa yang dikerjakan dan apa hasilnya.`,
    mapTitle: data.year ? `Desa dampingan per kecamatan, ${data.year}` : 'Desa dan kelurahan per kecamatan',
    map: tileMap(
      data.kecamatan.map((row) => ({
        code: row.code,
        name: row.name,
        units: row.units,
        accompanied: row.members,
        href: `/kecamatan/${row.code}`,
      })),
    ),
    stats: figures(data),
    live: liveWords(data),
    services: serviceRows(sumsOf(data.published, data)),
    phases: phases(data, today(services.clock).getUTCFullYear()),
    table: kecamatanTable(data, region.name, new URL('/kecamatan', 'http://portal')),
    source: `Sumber: laporan kegiatan terverifikasi, Bappeda ${region.name}. ${asOf(data)}`,
    hiddenNote: HIDDEN_NOTE,
  };
}

export const stat = (value: string, label: string, note: string): Stat => ({
  value,
  label,
  note,
  href: '',
  tone: '',
});

/** Which of the figures are of the moment, and of which day the others are. */
function liveWords({ published }: Overview): string {
  const others = published
    ? ` Perangkat daerah, sumber dana, yang direncanakan, dan yang batal per ${date(published.takenOn)}; dana keduanya dibulatkan ke bawah ke 100 juta.`
    : '';
  return `Desa, kegiatan, dan dana terealisasi per ${OPEN.moment} WIB.${others}`;
}

/**
 * Of the moment are only villages, activities and rupiah of the whole kabupaten, of no kind of help, rupiah in short;
 * what stands beside them is of the potret.
 */
function figures(data: Overview): Stat[] {
  const { kecamatan, live, published } = data;
  const beside = standingIn(published, new Set(kecamatan.map((one) => one.code)));
  const { agencies, funders } = published ?? { agencies: null, funders: null };
  const chosen = kecamatan.filter((row) => row.members > 0).length;
  return [
    stat(
      number(total(kecamatan, 'members')),
      'desa dan kelurahan dampingan',
      `di ${number(chosen)} kecamatan, ${number(live.accompanied)} sudah ada pendamping`,
    ),
    ...(agencies === null
      ? []
      : [stat(number(agencies), 'perangkat daerah mendampingi', 'dinas, badan, kantor, dan kecamatan')]),
    stat(
      number(live.activities),
      'kegiatan terverifikasi',
      [live.since ? `sejak ${live.since}` : '', besideWords(beside)].filter(Boolean).join(', '),
    ),
    stat(
      `Rp ${shortAmount(live.spent)}`,
      'dana terealisasi',
      [
        `dari Rp ${shortAmount(live.planned)} rencana`,
        funders === null ? '' : `${number(funders)} sumber dana`,
        publicMoneyBeside(beside),
      ]
        .filter(Boolean)
        .join(', '),
    ),
  ];
}

function serviceRows(sums: PublicSum[]): LandingPage['services'] {
  // Units differ, so each bar is drawn against its own larger figure.
  return sums
    .filter((one) => one.basic_service)
    .map(({ name, unit, hidden, funded, realised }) => ({
      name,
      unit,
      funded: hidden ? HIDDEN : number(funded),
      realised: hidden ? HIDDEN : number(realised),
      bar: hidden ? '' : deliveryBar({ planned: 0, funded, delivered: realised }),
    }));
}

function phases({ kecamatan }: Overview, year: number): Phase[] {
  const years = [...new Set(kecamatan.flatMap((row) => (row.phase === null ? [] : [row.phase])))].sort();
  return years.map((phase) => {
    const rows = kecamatan.filter((row) => row.phase === phase);
    const planned = phase > year;
    const villages = `${number(total(rows, 'members'))} desa`;
    return {
      year: String(phase),
      note: planned ? `${villages}, mulai ${phase}` : `${villages}, sedang berjalan`,
      icon: planned ? 'calendar3' : 'circle-half',
      planned,
      names: list(rows.map((row) => row.name)),
    };
  });
}

/** A figure of the potret; one that an earlier potret does not tell is not there. */
const told = (value: number | null) => (value === null ? '–' : number(value));

const progressColumns = [
  column('Kecamatan', { phone: 'title' }),
  column('Tahap', { numeric: true }),
  column('Desa dampingan', { numeric: true, phone: 'value' }),
  column('Sudah ada pendamping', { numeric: true }),
  column('Kegiatan terverifikasi', { numeric: true }),
  column('Dana terealisasi', { numeric: true }),
];

/** Progress of every kecamatan by alphabet, with the sum; the same on the landing page and at `/kecamatan`. */
export function kecamatanTable(data: Overview, regionName: string, url: URL): Table {
  const rows = places(data);
  const all = standingIn(data.published, new Set(data.kecamatan.map((one) => one.code)));
  const villages = (members: number, units: number) =>
    cell({ text: `${number(members)} dari ${number(units)}` });
  return {
    id: 'kemajuan',
    title: 'Kemajuan per kecamatan',
    exports: exportLinks(url),
    filter: null,
    columns: progressColumns,
    rows: rows.map((row) =>
      tableRow([
        row.code
          ? cell({ text: row.name, href: `/kecamatan/${row.code}` })
          : cell({ text: row.name, sub: list(row.kecamatan.map((one) => one.name)) }),
        cell({ text: row.phase === null ? '–' : String(row.phase) }),
        villages(row.members, row.units),
        cell({ text: told(row.accompanied) }),
        cell({ text: number(row.activities), sub: besideWords(row) }),
        cell({ text: rupiah(row.spent), sub: publicMoneyBeside(row) }),
      ]),
    ),
    total: [
      cell({ text: regionName }),
      cell({ text: '' }),
      villages(total(rows, 'members'), total(rows, 'units')),
      cell({ text: told(all.accompanied) }),
      cell({ text: number(total(rows, 'activities')), sub: besideWords(all) }),
      cell({ text: rupiah(total(rows, 'spent')), sub: publicMoneyBeside(all) }),
    ],
    pager: null,
    empty: { title: 'Belum ada kecamatan', text: 'Daftar wilayah belum dimuat.', action: null },
    note: `Urut abjad. Angka per desa hanya untuk petugas. ${asOf(data)} Yang disembunyikan tidak ikut dijumlah.`,
  };
}
