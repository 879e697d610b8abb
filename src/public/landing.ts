import { besideWords } from '../activities/counting.js';
import { deliveryBar } from '../charts/bars.js';
import { tileMap } from '../charts/tile-map.js';
import { list, moment, number, rupiah, shortAmount } from '../core/format.js';
import { cell, column, type Stat, type Table, tableRow } from '../web/components.js';
import { type Services, today } from '../web/services.js';
import { exportLinks } from '../web/table.js';
import type { KecamatanOverview, Overview } from './overview.js';
import type { PublicSum } from './sums.js';
import { cellWords } from './suppression.js';

declare module '../web/render.js' {
  interface Views {
    'public/depan': LandingPage;
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
  services: { name: string; unit: string; funded: string; realised: string; bar: string }[];
  phases: Phase[];
  table: Table;
  source: string;
}

const sum = <T>(rows: T[], pick: (row: T) => number) => rows.reduce((total, row) => total + pick(row), 0);

/** The landing page: aggregates only, kecamatan by alphabet. */
export function landingModel(services: Services, data: Overview): LandingPage {
  const { region } = services;
  const members = sum(data.kecamatan, (row) => row.members);
  const since = data.since ? `Sejak ${data.since}` : 'Mulai tahun ini';
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
    stats: figures(data, members),
    services: serviceRows(data.sums.total),
    phases: phases(data, today(services.clock).getUTCFullYear()),
    table: kecamatanTable(data.kecamatan, region.name, new URL('/kecamatan', 'http://portal')),
    source: `Sumber: laporan kegiatan terverifikasi, Bappeda ${region.name}, ${moment(services.clock.now())} WIB.`,
  };
}

function figures(data: Overview, members: number): Stat[] {
  const spent = sum(data.kecamatan, (row) => row.spent);
  const planned = sum(data.kecamatan, (row) => row.planned);
  const accompanied = sum(data.kecamatan, (row) => row.accompanied);
  const beside = {
    plans: sum(data.kecamatan, (row) => row.plans),
    cancelled: sum(data.kecamatan, (row) => row.cancelled),
  };
  const chosen = data.kecamatan.filter((row) => row.members > 0).length;
  const stat = (value: string, label: string, note: string): Stat => ({
    value,
    label,
    note,
    href: '',
    tone: '',
  });
  return [
    stat(
      number(members),
      'desa dan kelurahan dampingan',
      `di ${number(chosen)} kecamatan, ${number(accompanied)} sudah ada pendamping`,
    ),
    stat(number(data.agencies), 'perangkat daerah mendampingi', 'dinas, badan, kantor, dan kecamatan'),
    stat(
      number(sum(data.kecamatan, (row) => row.activities)),
      'kegiatan terverifikasi',
      [data.since ? `sejak ${data.since}` : '', besideWords(beside)].filter(Boolean).join(', '),
    ),
    stat(
      `Rp ${shortAmount(spent)}`,
      'dana terealisasi',
      `dari Rp ${shortAmount(planned)} rencana, ${number(data.fundingSources)} sumber dana`,
    ),
  ];
}

function serviceRows(sums: PublicSum[]): LandingPage['services'] {
  // Units differ, so each bar is drawn against its own larger figure.
  return sums
    .filter((one) => one.basicService)
    .map(({ name, unit, funded, realised }) => ({
      name,
      unit,
      funded: cellWords(funded, number),
      realised: cellWords(realised, number),
      bar:
        typeof funded === 'number' && typeof realised === 'number'
          ? deliveryBar({ planned: 0, funded, delivered: realised })
          : '',
    }));
}

function phases(data: Overview, year: number): Phase[] {
  const years = [...new Set(data.kecamatan.flatMap((row) => (row.phase === null ? [] : [row.phase])))].sort();
  return years.map((phase) => {
    const rows = data.kecamatan.filter((row) => row.phase === phase);
    const planned = phase > year;
    const villages = `${number(sum(rows, (row) => row.members))} desa`;
    return {
      year: String(phase),
      note: planned ? `${villages}, mulai ${phase}` : `${villages}, sedang berjalan`,
      icon: planned ? 'calendar3' : 'circle-half',
      planned,
      names: list(rows.map((row) => row.name)),
    };
  });
}

/** Progress of every kecamatan by alphabet, with the sum; the same on the landing page and at `/kecamatan`. */
export function kecamatanTable(rows: KecamatanOverview[], regionName: string, url: URL): Table {
  return {
    id: 'kemajuan',
    title: 'Kemajuan per kecamatan',
    exports: exportLinks(url),
    filter: null,
    columns: [
      column('Kecamatan', { phone: 'title' }),
      column('Tahap', { numeric: true }),
      column('Desa dampingan', { numeric: true, phone: 'value' }),
      column('Sudah ada pendamping', { numeric: true }),
      column('Kegiatan terverifikasi', { numeric: true }),
      column('Dana terealisasi', { numeric: true }),
    ],
    rows: rows.map((row) =>
      tableRow([
        cell({ text: row.name, href: `/kecamatan/${row.code}` }),
        cell({ text: row.phase === null ? '–' : String(row.phase) }),
        cell({ text: `${number(row.members)} dari ${number(row.units)}` }),
        cell({ text: number(row.accompanied) }),
        cell({ text: number(row.activities), sub: besideWords(row) }),
        cell({ text: rupiah(row.spent) }),
      ]),
    ),
    total: [
      cell({ text: regionName }),
      cell({ text: '' }),
      cell({
        text: `${number(sum(rows, (row) => row.members))} dari ${number(sum(rows, (row) => row.units))}`,
      }),
      cell({ text: number(sum(rows, (row) => row.accompanied)) }),
      cell({ text: number(sum(rows, (row) => row.activities)) }),
      cell({ text: rupiah(sum(rows, (row) => row.spent)) }),
    ],
    pager: null,
    empty: { title: 'Belum ada kecamatan', text: 'Daftar wilayah belum dimuat.', action: null },
    note: 'Urut abjad. Angka per desa hanya untuk petugas.',
  };
}
