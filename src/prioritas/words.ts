import { capital, date, decimal, number } from '../core/format.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import type { Parameters, RankedKecamatan, RankedUnit } from '../ranking/types.js';

export const kuadranNames = [
  '',
  'I, prioritas utama',
  'II, kantong kemiskinan di desa maju',
  'III, desa tertinggal, miskin sedikit',
  'IV, pemantauan',
];

/** `kuota 79 desa`. */
export function selectionWords({ seleksi }: Parameters): string {
  switch (seleksi.kind) {
    case 'kuota':
      return `kuota ${number(seleksi.limit)}`;
    case 'kuota-kecamatan':
      return `kuota ${number(seleksi.limit)} tiap kecamatan`;
    case 'ambang':
      return `skor paling sedikit ${decimal(seleksi.limit, 4)}`;
    case 'kuadran-i':
      return 'semua di kuadran I';
  }
}

const withoutIdm = {
  renormalisasi: 'tanpa IDM: pakai desil 1 saja',
  'rata-kecamatan': 'tanpa IDM: pakai rata-rata kecamatannya',
  keluarkan: 'tanpa IDM: dikeluarkan',
} as const;

/** All parameters in one line of words. */
export const parameterWords = (parameters: Parameters): string =>
  [
    parameters.metode === 'skor' ? 'urut skor' : 'urut kuadran',
    parameters.dasar === 'jumlah' ? 'jumlah jiwa' : 'persen penduduk',
    parameters.normalisasi === 'minmax' ? 'skala min-maks' : 'skala persentil',
    `bobot IDM ${weightWords(parameters.bobotIdm)}`,
    withoutIdm[parameters.tanpaIdm],
    selectionWords(parameters),
  ].join(', ');

const lacking = new Map<string, string>(
  Object.entries({
    desil1: 'angka desil 1',
    jumlah_penduduk: 'jumlah penduduk',
  }),
);

/** What the ranking says of itself, in the words of the screen; it is kept in those of the command line. */
export function messageWords(line: string): string {
  const said = line
    .replace(
      /^data belum lengkap: (\S+) (.*) \((\w+)\)$/,
      (_, code, name, column) => `${name} (${code}) belum punya ${lacking.get(column) ?? column}`,
    )
    .replace(/^tanpa IDM, dikeluarkan: (\S+) (.*)$/, '$2 ($1) tanpa IDM, jadi dikeluarkan')
    .replace(/^(catatan|peringatan): /, '');
  return capital(said);
}

/** A weight with the decimals it was given, two at least: `0,50`, `0,333`. */
export function weightWords(value: number): string {
  const digits = String(value).split('.')[1]?.length ?? 0;
  return decimal(value, Math.min(6, Math.max(2, digits)));
}

type Explained = Pick<RankedUnit, 'p' | 'x' | 'i' | 'xRank' | 'iRank'>;

/** "Desil 1: 812 jiwa, tertinggi ke-9. IDM 0,6012, terendah ke-21." */
export function whyWords(
  row: Explained & Pick<RankedUnit, 'b'>,
  parameters: Parameters,
  unit: string,
): string {
  const poor = poorWords(row, parameters, unit);
  if (row.i !== null) return `${poor} ${idmWords('IDM', row)}`;
  return row.b === null
    ? `${poor} Tanpa IDM: skor dari desil 1 saja.`
    : `${poor} Tanpa IDM: memakai rata-rata kecamatannya.`;
}

/** The same of a kecamatan, with how many of its desa and kelurahan are chosen. */
export function whyKecamatan(row: RankedKecamatan, parameters: Parameters, unit: string): string {
  const idm = row.i === null ? 'Tanpa IDM: skor dari desil 1 saja.' : idmWords('Rata-rata IDM', row);
  return `${poorWords(row, parameters, unit)} ${idm} Terpilih ${number(row.selected)} dari ${number(row.units)} desa dan kelurahannya.`;
}

function poorWords({ p, x, xRank }: Explained, { dasar }: Parameters, unit: string): string {
  const share = dasar === 'persen' ? ` (${decimal(x, 2)} %)` : '';
  return `Desil 1: ${number(p)} ${unit}${share}, tertinggi ke-${number(xRank)}.`;
}

const idmWords = (name: string, { i, iRank }: Explained) =>
  `${name} ${decimal(i, 4)}, terendah ke-${number(iRank)}.`;

/** `DTKS per 31 Maret 2022 (SHA-256 7f3a91c2…)`. */
export const sourceWords = (version: DatasetVersion): string =>
  `${version.source} per ${date(version.asOf)} (versi ${version.id}, SHA-256 ${version.sha256.slice(0, 12)}…)`;
