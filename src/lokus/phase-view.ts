import { phaseSquares } from '../charts/squares.js';
import { number } from '../core/format.js';
import type { PhaseRow } from './queries.js';

export interface PhaseView {
  year: string;
  note: string;
  planned: boolean;
  rows: { name: string; href: string; count: string; squares: string }[];
}

/** The phases of a list as columns by year, planned years hollow. */
export function phaseViews(rows: PhaseRow[], year: number): PhaseView[] {
  return [...new Set(rows.map((row) => row.year))].map((phase) => {
    const there = rows.filter((row) => row.year === phase);
    const planned = phase > year;
    const count = there.reduce((sum, row) => sum + row.members, 0);
    const goOn = there.every((row) => row.continuing === row.members);
    return {
      year: String(phase),
      note: `${number(count)} desa, ${planned ? 'rencana' : goOn ? 'lanjutan' : 'berjalan'}`,
      planned,
      rows: there.map((row) => ({
        name: row.name,
        href: `/kecamatan/${row.code}`,
        count: number(row.members),
        squares: phaseSquares(row.members, planned),
      })),
    };
  });
}
