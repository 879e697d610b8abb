import type { Fault, SheetNotice } from '../sheets/table.js';

/** A remark takes one line, whatever the cell or name that it quotes holds. */
export const lines = (remarks: string[]): string =>
  remarks.map((remark) => `${remark.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`).join('');

/** Bad cells as standard error names them: `FILE:LINE kolom: pesan`. */
export const faultRemarks = (file: string, faults: Fault[]): string[] =>
  faults.map((fault) => `${file}:${fault.line} ${fault.column}: ${fault.message}`);

/** Notices as standard error tells them. */
export const noticeRemarks = (notices: SheetNotice[]): string =>
  lines(notices.map((notice) => `catatan: ${notice.text}`));
