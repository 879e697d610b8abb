import { findNik } from '../core/nik.js';
import { readCount } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import type { RawCell, RawRecord } from './table.js';

const DECIMAL = /^\d+(?:[.,]\d+)?$/;
const ABSENT = /^(?:[-–]|n\/a)$/i;
const INVISIBLE = /\p{Cf}/gu;
/** Nearly every cell of a large table: signs of ASCII without a space, too many to say that nothing is there. */
const PLAIN = /^[!-~]{4,}$/;
const DOTTED = /^\d\d\.\d\d\.\d\d\.\d{4}$/;

/** What a cell holds: a number, nothing, or a sentence that says why it cannot be read. */
export type Read = { value: number | null; problem: '' } | { value: null; problem: string };

const read = (value: number | null): Read => ({ value, problem: '' });
const refuse = (problem: string): Read => ({ value: null, problem });

/** The trimmed text of a cell; '' when it is empty or says so (`-`, `–`, `n/a`). */
export function textCell(cell: RawCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string' && PLAIN.test(cell)) return cell;
  const text = printable(String(cell)).replace(INVISIBLE, '').trim();
  return ABSENT.test(text) ? '' : text;
}

/** The cell of a record under a column; null where the file has no such column. */
export const cellAt = (record: RawRecord, index: number | undefined): RawCell =>
  index === undefined ? null : (record.cells[index] ?? null);

/** The text of a record's cell. */
export const cellText = (record: RawRecord, index: number | undefined): string =>
  textCell(cellAt(record, index));

/** The days of a workbook count from here. */
const FIRST_DAY = Date.UTC(1899, 11, 30);
const LAST_SERIAL = 2_958_465;

/** The day of a cell as it is written: a workbook keeps days as numbers (`2022-10-24` then), a text is left as it is. */
export function dayCell(cell: RawCell): string {
  if (typeof cell !== 'number') return textCell(cell);
  return Number.isInteger(cell) && cell > 0 && cell <= LAST_SERIAL
    ? new Date(FIRST_DAY + cell * 86_400_000).toISOString().slice(0, 10)
    : String(cell);
}

/**
 * A code of Kemendagri with dots, whatever a spreadsheet put around it: spaces, an apostrophe, a last dot, `.0`.
 * Anything else comes back as it is typed.
 */
export function codeCell(cell: RawCell | undefined): string {
  if (typeof cell === 'string' && DOTTED.test(cell)) return cell;
  const typed = textCell(cell)
    .replace(/\s/g, '')
    .replace(/^['’`]/, '')
    .replace(/\.0?$/, '');
  return /^\d{10}$/.test(typed)
    ? `${typed.slice(0, 2)}.${typed.slice(2, 4)}.${typed.slice(4, 6)}.${typed.slice(6)}`
    : typed;
}

/** Whether the spreadsheet wrote a code as `3,32701E+09`: what is lost cannot be read back. */
export const isScientific = (code: string): boolean => /^\d(?:[.,]\d+)?e\+?\d+$/i.test(code);

/**
 * A whole number ≥ 0: digits alone or groups of three ("1.234" is 1234), nothing or zeros behind a comma; a numeric cell
 * is the number it is.
 */
export function countCell(cell: RawCell | undefined): Read {
  const text = textCell(cell);
  if (text === '') return read(null);
  if (typeof cell === 'number') return checkCount(cell, text);
  const count = readCount(text);
  if (!Number.isNaN(count)) return checkCount(count, text);
  if (/^-/.test(text)) return refuse(`"${short(text)}" negatif. Jumlah paling kecil 0.`);
  if (/^\d{1,3},\d{3}$/.test(text)) {
    const digits = text.replace(',', '');
    return refuse(
      `"${text}" bisa berarti ribuan, bisa desimal. Tulis ${digits} atau ${text.replace(',', '.')}.`,
    );
  }
  return refuse(`"${short(text)}" bukan bilangan bulat. Tulis angka saja, misalnya 1234 atau 1.234.`);
}

function checkCount(value: number, text: string): Read {
  if (value < 0) return refuse(`"${text}" negatif. Jumlah paling kecil 0.`);
  if (!Number.isInteger(value)) return refuse(`"${text.replace('.', ',')}" pecahan. Jumlah ditulis bulat.`);
  if (value > Number.MAX_SAFE_INTEGER)
    return refuse(`"${short(text)}" terlalu besar untuk dihitung. Periksa angkanya.`);
  return read(value);
}

/** A score in 0..1 with one comma or dot; a numeric cell is the number it is. */
export function scoreCell(cell: RawCell | undefined): Read {
  const text = textCell(cell);
  if (text === '') return read(null);
  const value =
    typeof cell === 'number' ? cell : DECIMAL.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(value)) {
    const negative = /^-\d/.test(text);
    return refuse(negative ? outside(text) : `"${short(text)}" bukan angka. Tulis seperti 0,6012.`);
  }
  return value < 0 || value > 1 ? refuse(outside(text)) : read(value);
}

/** Whether a cell holds a number built as a NIK; a spreadsheet keeps one as a number too. */
export function holdsNik(cell: RawCell): boolean {
  if (typeof cell === 'string') return findNik(cell) !== null;
  return cell !== null && cell >= 1e15 && cell < 1e16 && findNik(String(cell)) !== null;
}

const outside = (text: string) =>
  `${short(text).replace('.', ',')} di luar 0 sampai 1. Periksa letak komanya.`;
const short = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
