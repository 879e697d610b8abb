import { cellAt, cellText, codeCell, isScientific } from '../sheets/cells.js';
import { type Answers, askKey, type SheetColumn } from '../sheets/header.js';
import type { Fault, RawRecord } from '../sheets/table.js';
import { CODE_TITLES, kecamatanOf, whyNoVillage } from './codes.js';
import { type NamedPlace, PlaceNames } from './names.js';

/** The columns in which a sheet names a village: by code, else by name with its kecamatan. */
export const PLACE_COLUMNS: SheetColumn[] = [
  { name: 'kode', others: CODE_TITLES },
  { name: 'desa', others: ['nama', 'nama_desa', 'desa/kelurahan', 'desa_kelurahan'] },
  { name: 'kecamatan' },
];

/** What is wrong with a sheet of which no row names a village. */
export const nowhere: Fault = {
  line: 1,
  column: '-',
  message: 'Tidak ada baris yang menyebut desa. Isi kode, atau desa dan kecamatannya.',
};

/** Reads which village a row of a sheet is about; a name that is only near is asked about, never taken. */
export class PlaceCells {
  private readonly codes: Set<string>;
  private readonly names: PlaceNames;

  constructor(
    private readonly at: Map<string, number>,
    villages: NamedPlace[],
    private readonly told: { answers: Answers; faults: Fault[] },
  ) {
    this.codes = new Set(villages.map((one) => one.code));
    this.names = new PlaceNames(villages);
  }

  /** The code of the village; null where it is not clear, which stands among the faults then. */
  read(record: RawRecord): string | null {
    const typed = codeCell(cellAt(record, this.at.get('kode')));
    const name = cellText(record, this.at.get('desa'));
    // Where a list has no column for codes, one may stand in the place of the name.
    const code = typed === '' ? codeCell(name) : typed;
    if (this.codes.has(code)) return code;
    if (typed !== '' || /^[\d.]+$/.test(code) || isScientific(code)) {
      const column = typed === '' ? 'desa' : 'kode';
      const message = whyNoVillage(code, kecamatanOf(this.codes));
      this.told.faults.push({ line: record.line, column, message });
      return null;
    }
    const kecamatan = cellText(record, this.at.get('kecamatan'));
    const typedPlace = kecamatan === '' ? name : `${name}, ${kecamatan}`;
    const answered = this.told.answers.meant?.[askKey('desa', typedPlace)];
    if (answered !== undefined && this.codes.has(answered)) return answered;
    const found = this.names.find(name, kecamatan);
    if ('code' in found) return found.code;
    const { message, meant } = found;
    const ask = meant.length > 0 ? { ask: { typed: typedPlace, meant } } : {};
    this.told.faults.push({ line: record.line, column: 'desa', message, ...ask });
    return null;
  }
}
