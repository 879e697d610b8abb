import { number } from '../core/format.js';
import type { Continuing } from './draft.js';

/** The villages that may go on from the list before, as ticks: all, by kecamatan, one by one. */
export interface CarryView {
  title: string;
  all: string;
  error: string;
  groups: { code: string; name: string; villages: { code: string; name: string }[] }[];
}

/** Null while none is left to go on. */
export function carryView(missing: Continuing[], errors: Record<string, string>): CarryView | null {
  if (missing.length === 0) return null;
  const count = number(missing.length);
  const codes = [...new Set(missing.map((one) => one.code.slice(0, 8)))];
  return {
    title: `${count} desa lokus ${missing[0]?.year} belum tuntas dan belum ada di draf ini.`,
    all: `Semua, ${count} desa`,
    error: errors.lanjutan ?? '',
    groups: codes.map((code) => {
      const villages = missing.filter((one) => one.code.startsWith(`${code}.`));
      return { code, name: `Kecamatan ${villages[0]?.kecamatan}, ${number(villages.length)} desa`, villages };
    }),
  };
}
