import type { Answers } from '../sheets/header.js';
import type { SheetTable } from '../sheets/read.js';
import { type Fault, type FileFault, HOLDS_NIK, type SheetNotice } from '../sheets/table.js';

/** What reading a file came to, whatever it holds. */
export interface Reading {
  notices: SheetNotice[];
  faults: Fault[];
  /** Faults beyond those that are kept. */
  moreFaults: number;
  /** Needed columns that were not found, and the columns to choose from. */
  open: { columns: string[]; offered: string[] };
  /** Rows of data that the sheet hides. */
  hidden: number;
  /** Some cell holds a number like a NIK: nothing of this file may be kept. */
  hasNik: boolean;
}

export const holdNik = (faults: Fault[]): boolean =>
  faults.some(({ message }) => message.endsWith(HOLDS_NIK));

/** What is known of a file once its table is read. */
export const readingOf = ({ header, notices, faults, moreFaults, hidden }: SheetTable): Reading => ({
  ...{ notices, faults, moreFaults, hidden, open: header.open },
  hasNik: holdNik(faults),
});

/** Of a file that is no table. */
export const unread = ({ fault }: FileFault): Reading => ({
  ...{ notices: [], faults: [fault], moreFaults: 0, hidden: 0, open: { columns: [], offered: [] } },
  hasNik: false,
});

/** Whether the file can be read on once a person has answered something about it. */
export const canAsk = ({ hasNik, hidden, open, faults }: Reading): boolean =>
  !hasNik &&
  (hidden > 0 ||
    (open.columns.length > 0 && open.offered.length > 0) ||
    (faults.length > 0 && faults.every(({ ask }) => ask !== undefined)));

/** What a person must answer before the file counts, in a sentence; '' when nothing is left. */
export function openWords({ hidden, open, faults }: Reading, answers: Answers): string {
  if (open.columns.length > 0) return 'Pilih dahulu kolom yang belum dikenali.';
  if (hidden > 0 && answers.hidden === undefined)
    return 'Pilih dahulu apakah baris yang tersembunyi ikut dibaca.';
  return faults.some(({ ask }) => ask) ? 'Pilih dahulu apa yang dimaksud nama yang belum dikenali.' : '';
}
