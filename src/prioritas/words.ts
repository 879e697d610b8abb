import type { DatasetVersion } from '../generated/prisma/client.js';
import type { Parameters, RankedUnit } from '../ranking/types.js';
import { date, decimal, month, number } from '../web/format.js';

export const kuadranNames = [
  '',
  'I, prioritas utama',
  'II, kantong kemiskinan di desa maju',
  'III, desa tertinggal, miskin sedikit',
  'IV, pemantauan',
];

/** `DTKS Maret 2022, jiwa`. */
export const versionName = (version: Pick<DatasetVersion, 'kind' | 'source' | 'asOf' | 'unit'>): string =>
  version.kind === 'IDM'
    ? `IDM ${version.asOf.getUTCFullYear()}`
    : `${version.source} ${month(version.asOf)}, ${version.unit}`;

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
    `bobot IDM ${decimal(parameters.bobotIdm, 2)}`,
    withoutIdm[parameters.tanpaIdm],
    selectionWords(parameters),
  ].join(', ');

/** "Desil 1: 812 jiwa, tertinggi ke-9. IDM 0,6012, terendah ke-21." */
export function whyWords(
  row: Pick<RankedUnit, 'p' | 'x' | 'i' | 'xRank' | 'iRank' | 'b'>,
  parameters: Parameters,
  unit: string,
): string {
  const share = parameters.dasar === 'persen' ? ` (${decimal(row.x, 2)} %)` : '';
  const poor = `Desil 1: ${number(row.p)} ${unit}${share}, tertinggi ke-${number(row.xRank)}.`;
  if (row.i !== null && row.iRank !== null)
    return `${poor} IDM ${decimal(row.i, 4)}, terendah ke-${number(row.iRank)}.`;
  return row.b === null
    ? `${poor} Tanpa IDM: skor dari desil 1 saja.`
    : `${poor} Tanpa IDM: memakai rata-rata kecamatannya.`;
}

/** `DTKS per 31 Maret 2022 (SHA-256 7f3a91c2…)`. */
export const sourceWords = (version: DatasetVersion): string =>
  `${version.source} per ${date(version.asOf)} (versi ${version.id}, SHA-256 ${version.sha256.slice(0, 12)}…)`;
