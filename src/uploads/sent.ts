import { invalid } from '../core/problem.js';
import type { Shape } from '../sheets/header.js';
import { safeFileName } from '../web/form.js';
import type { Upload } from '../web/upload.js';

const PASTED = 'ketikan';

/** A sheet as it came; its source tells whether as a file or pasted into the form. */
export interface SentSheet {
  source: string;
  bytes: Uint8Array;
}
export const isPasted = ({ source }: Pick<SentSheet, 'source'>): boolean => source === PASTED;

/**
 * The sheet of a form in which it is chosen as `berkas` or pasted into `tempelan`.
 * @throws Problem `invalid` where there is neither.
 */
export function sheetSent([file]: Upload[], typed: Record<string, unknown>) {
  // As typed, so that lines are numbered as the person sees them.
  const pasted = typeof typed.tempelan === 'string' ? typed.tempelan : '';
  if (!file && pasted.trim() === '')
    throw invalid({ berkas: 'Pilih berkas CSV atau XLSX, atau tempel barisnya.' });
  return {
    source: file ? 'berkas' : PASTED,
    fileName: file ? safeFileName(file.fileName) : 'baris yang ditempel',
    bytes: new Uint8Array(file ? file.bytes : Buffer.from(pasted)),
  };
}

/** The shape of a sheet that may be pasted without a head, its cells in the order of `headless` then. */
export const pastedShape = (shape: Shape, headless: readonly string[], sent: SentSheet): Shape =>
  isPasted(sent) ? { ...shape, headless, separator: separatorOf(sent.bytes) } : shape;

/** What stands between the cells of what was pasted; from a spreadsheet it is a tab. */
const separatorOf = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes);
  return ['\t', ';', ','].find((one) => text.includes(one)) ?? ';';
};
