import { isScientific } from '../sheets/cells.js';
import type { Reference } from './reference.js';

/** The titles under which files have the Kemendagri code of a desa or kelurahan. */
export const CODE_TITLES = ['kode', 'kode_desa', 'kode_desa_kelurahan', 'kemendagri_kode_desa_kelurahan'];

const EXAMPLE = '33.27.03.2001';

/**
 * Why this cell is the code of no village of a list, and how to mend it. What BPS calls a village is told apart from the
 * official list only: somebody's own may use such codes.
 */
export function whyNoVillage(
  code: string,
  {
    kecamatan,
    standing,
  }: { kecamatan: { has: (code: string) => boolean }; standing?: Reference['standing'] },
): string {
  if (code === '') return `Kode kosong. Isi kode Kemendagri, misalnya ${EXAMPLE}.`;
  if (isScientific(code))
    return `${code} bukan lagi kode: lembar kerja mengubahnya menjadi angka ilmiah dan angka belakangnya hilang. Isi ulang kode dari sumbernya dengan format kolom Teks.`;
  const digits = code.replace(/\./g, '');
  const above = `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 6)}`;
  if (/^\d{6}$/.test(digits) && kecamatan.has(above))
    return `${code} adalah kode kecamatan. Tulis kode desa, misalnya ${above}.2001.`;
  if (standing === undefined && /^\d{6}0\d{3}$/.test(digits))
    return `${digits} tampaknya kode BPS. Pakai kode Kemendagri, misalnya ${EXAMPLE}.`;
  return `Kode ${code.slice(0, 30)} tidak ada di daftar wilayah. Pakai kode Kemendagri, misalnya ${EXAMPLE}.`;
}

/** The kecamatan in which these villages lie. */
export const kecamatanOf = (codes: Iterable<string>) => ({
  kecamatan: new Set([...codes].map((code) => code.slice(0, 8))),
});
