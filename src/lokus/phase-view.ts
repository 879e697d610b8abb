import { phaseSquares } from '../charts/squares.js';
import { date, number } from '../core/format.js';
import type { Reign } from './in-force.js';
import type { PhaseRow } from './queries.js';

export interface PhaseView {
  year: string;
  note: string;
  planned: boolean;
  rows: { name: string; href: string; count: string; squares: string }[];
}

/** The phases of a list as columns by year; hollow is what has not begun, as all of a list that is still to come. */
export function phaseViews(rows: PhaseRow[], { day, state, from }: Reign): PhaseView[] {
  const begins = state === 'coming' ? `mulai ${date(from)}` : null;
  return [...new Set(rows.map((row) => row.year))].map((phase) => {
    const there = rows.filter((row) => row.year === phase);
    const planned = begins !== null || phase > day.getUTCFullYear();
    const count = there.reduce((sum, row) => sum + row.members, 0);
    const goOn = there.every((row) => row.continuing === row.members);
    return {
      year: String(phase),
      note: `${number(count)} desa, ${begins ?? (planned ? 'rencana' : goOn ? 'lanjutan' : 'berjalan')}`,
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
