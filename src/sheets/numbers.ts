import { readCount } from '../core/count.js';
import type { RawCell } from './table.js';

const DECIMAL = /^\d+(?:[.,]\d+)?$/;

/** What a cell holds: a number, nothing, or a sentence that says why it cannot be read. */
export type Read = { value: number | null; problem: '' } | { value: null; problem: string };

const read = (value: number | null): Read => ({ value, problem: '' });
const refuse = (problem: string): Read => ({ value: null, problem });

/** A whole number ≥ 0: digits alone or groups of three ("1.234" is 1234); a numeric cell is the number it is. */
export function countCell(cell: RawCell | undefined): Read {
  if (cell === null || cell === undefined) return read(null);
  if (typeof cell === 'number') return checkCount(cell, String(cell));
  const text = cell.trim();
  if (text === '') return read(null);
  const count = readCount(text);
  if (!Number.isNaN(count)) return checkCount(count, text);
  if (/^-/.test(text)) return refuse(`"${short(text)}" negatif. Jumlah paling kecil 0.`);
  return refuse(`"${short(text)}" bukan bilangan bulat. Tulis angka saja, misalnya 1234 atau 1.234.`);
}

function checkCount(value: number, text: string): Read {
  if (value < 0) return refuse(`"${text}" negatif. Jumlah paling kecil 0.`);
  if (!Number.isInteger(value)) return refuse(`"${text}" pecahan. Jumlah ditulis bulat.`);
  if (value > Number.MAX_SAFE_INTEGER)
    return refuse(`"${short(text)}" terlalu besar untuk dihitung. Periksa angkanya.`);
  return read(value);
}

/** A score in 0..1 with one comma or dot; a numeric cell is the number it is. */
export function readScore(cell: RawCell | undefined): Read {
  if (cell === null || cell === undefined) return read(null);
  if (typeof cell === 'string' && cell.trim() === '') return read(null);
  const text = String(cell).trim();
  const value =
    typeof cell === 'number' ? cell : DECIMAL.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(value)) {
    const negative = /^-\d/.test(text);
    return refuse(negative ? outside(text) : `"${short(text)}" bukan angka. Tulis seperti 0,6012.`);
  }
  return value < 0 || value > 1 ? refuse(outside(text)) : read(value);
}

const outside = (text: string) => `${short(text)} di luar 0 sampai 1. Periksa letak komanya.`;
const short = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
