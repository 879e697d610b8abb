import { decimal } from '../core/format.js';
import { sql } from '../database/query.js';
import { idmStatus } from '../ranking/output.js';
import { roundTo } from '../ranking/round.js';
import { type Read, scoreCell } from '../sheets/cells.js';
import type { RawCell } from '../sheets/table.js';
import { villageKind } from '../wilayah/reference.js';
import type { DataKind, FigureColumn, ReadRow } from './kind.js';

/** Rounded as published; its parts stay as they are. */
function idmCell(cell: RawCell | undefined): Read {
  const read = scoreCell(cell);
  return read.value === null ? read : { value: roundTo(read.value, 4), problem: '' };
}

const score = (
  given: Pick<FigureColumn, 'name' | 'label' | 'stored'> & Partial<FigureColumn>,
): FigureColumn => ({
  read: scoreCell,
  digits: 4,
  dated: [given.name],
  ...given,
});

/** Indeks Desa Membangun: a score of desa and, where the file has them, its three parts. */
export const idm: DataKind = {
  code: 'IDM',
  slug: 'idm',
  label: 'IDM',
  word: 'IDM',
  hint: 'Indeks Desa Membangun',
  sources: ['IDM'],
  units: [{ name: 'skor' }],
  figures: [
    score({
      name: 'idm',
      label: 'IDM',
      required: true,
      others: ['nilai_idm', 'skor_idm'],
      dated: ['idm', 'nilai_idm'],
      read: idmCell,
      stored: { column: sql`idm`, type: sql`float8[]` },
    }),
    score({ name: 'iks', label: 'IKS', stored: { column: sql`iks`, type: sql`float8[]` } }),
    score({ name: 'ike', label: 'IKE', stored: { column: sql`ike`, type: sql`float8[]` } }),
    score({ name: 'ikl', label: 'IKL', stored: { column: sql`ikl`, type: sql`float8[]` } }),
  ],
  compared: [{ name: 'status', dated: ['status_idm'] }],
  table: sql`idm_figure`,
  ranked: true,
  total: 'rata-rata',
  without: ['KELURAHAN'],
  chart: {
    mark: 'square',
    hint: 'skor 0 sampai 1',
    digits: 2,
    // Bounds of the IDM status (Permendesa 2/2016), drawn where the score comes near.
    bounds: [
      { value: 0.5989, label: 'Berkembang' },
      { value: 0.7072, label: 'Maju' },
      { value: 0.8155, label: 'Mandiri' },
    ],
  },
  check: checkIdm,
};

function checkIdm({ code, village, values, text, fault, differs }: ReadRow): void {
  const { idm: whole = null, iks = null, ike = null, ikl = null } = values;
  if (villageKind(code) === 'KELURAHAN' && text('idm') !== '')
    fault('idm', `Kelurahan ${village?.name ?? code} tidak punya IDM. Kosongkan sel ini.`);
  if (whole !== null && iks !== null && ike !== null && ikl !== null) {
    const gap = Math.abs(3 * whole - (iks + ike + ikl));
    if (gap > 0.0018 + 1e-9)
      fault('idm', `IDM ${decimal(whole, 4)} bukan rata-rata IKS, IKE, dan IKL. Periksa keempat angkanya.`);
  }
  differs('status', idmStatus(whole) || 'tanpa IDM', 'skornya');
}
