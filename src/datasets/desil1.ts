import { sql } from '../database/query.js';
import { countCell } from '../sheets/cells.js';
import type { DataKind, FigureColumn, ReadRow } from './kind.js';

/** The largest count that the database holds. */
const LARGEST = 2_147_483_647;

const count = (
  given: Pick<FigureColumn, 'name' | 'label' | 'stored'> & Partial<FigureColumn>,
): FigureColumn => ({
  read: countCell,
  digits: 0,
  largest: LARGEST,
  ...given,
});

/** How many of a village belong to the poorest tenth of the nation. */
export const desil1: DataKind = {
  code: 'DESIL1',
  slug: 'desil1',
  label: 'Desil 1',
  word: 'desil 1',
  hint: 'Jumlah warga termiskin per desa',
  sources: ['DTSEN', 'DTKS', 'P3KE'],
  units: [
    { name: 'jiwa', others: ['orang'] },
    { name: 'keluarga', others: ['kk'] },
    { name: 'rumah tangga' },
  ],
  figures: [
    count({
      name: 'desil1',
      label: 'Desil 1',
      required: true,
      others: ['jumlah_penduduk_desil_1', 'penduduk_desil_1', 'jumlah_desil_1'],
      stored: { column: sql`desil1`, type: sql`int[]` },
    }),
    count({
      name: 'jumlah_penduduk',
      label: 'Penduduk',
      unit: 'jiwa',
      stored: { column: sql`population`, type: sql`int[]` },
    }),
  ],
  compared: [
    { name: 'nama', others: ['nama_desa', 'kemendagri_nama_desa_kelurahan'] },
    { name: 'kecamatan' },
  ],
  table: sql`desil1_figure`,
  ranked: true,
  total: 'jumlah',
  without: [],
  chart: { mark: 'dot', hint: '', digits: 0, bounds: [] },
  check: checkPopulation,
};

function checkPopulation({ values, unit, fault }: ReadRow): void {
  const { desil1: poor = null, jumlah_penduduk: population = null } = values;
  if (population === 0) fault('jumlah_penduduk', 'Jumlah penduduk 0. Isi jumlahnya atau kosongkan sel ini.');
  else if (unit === 'jiwa' && population !== null && poor !== null && population < poor) {
    fault(
      'jumlah_penduduk',
      `Jumlah penduduk ${population} lebih kecil dari desil 1 (${poor}). Periksa keduanya.`,
    );
  }
}
