import { scoreBar } from '../charts/bars.js';
import { sensitivityLine } from '../charts/sensitivity.js';
import { decimal, number } from '../core/format.js';
import type { Ranking } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import type { Cell, Column, Status, TableRow } from '../web/components.js';
import { kuadranNames, whyWords } from './words.js';

/** What a place of the order is told against. */
export interface Around extends Pick<Ranking, 'parameters' | 'count'> {
  /** What decile 1 counts. */
  unit: string;
  /** Codes of the official list it is compared with; null without one. */
  official: Set<string> | null;
  /** The rank of the last selected, where there is one line between the selected and the others. */
  cut: number | null;
}

interface UnitColumn {
  key: string;
  label: string | ((unit: string) => string);
  /** Key of the sort of a saved run. */
  sort?: 'urut' | 'nama' | 'desil1' | 'idm' | 'stabilitas';
  numeric?: boolean;
  phone?: Column['phone'];
  cell: (row: RankedUnit, around: Around) => Partial<Cell>;
}

/** The columns of a ranking, of a what-if and of a saved run. On a phone the sentence tells both figures. */
export const unitColumns: UnitColumn[] = [
  {
    key: 'peringkat',
    label: 'No.',
    sort: 'urut',
    numeric: true,
    phone: 'rank',
    cell: (row) => ({ text: number(row.rank) }),
  },
  {
    key: 'nama',
    label: 'Desa atau kelurahan dan alasannya',
    sort: 'nama',
    phone: 'title',
    cell: (row, { parameters, unit, official }) => ({
      text: row.name,
      href: `/desa/${row.code}`,
      beside: row.kecamatanName,
      tags: tags(row, official),
      sub: whyWords(row, parameters, unit),
    }),
  },
  {
    key: 'desil1',
    label: (unit) => `Desil 1 (${unit})`,
    sort: 'desil1',
    numeric: true,
    phone: 'hide',
    cell: (row) => ({ text: number(row.p) }),
  },
  {
    key: 'idm',
    label: 'IDM',
    sort: 'idm',
    numeric: true,
    phone: 'hide',
    cell: (row) => ({ text: decimal(row.i, 4) }),
  },
  {
    key: 'bagian',
    label: 'Skor dan bagiannya',
    cell: (row, { parameters }) => {
      const [desil1, idm] = shares(row, parameters.bobotIdm);
      return { svg: scoreBar({ desil1, idm }) };
    },
  },
  {
    key: 'skor',
    label: 'Skor',
    numeric: true,
    phone: 'value',
    cell: (row, { parameters }) => ({
      text: decimal(row.score6 / 1e6, 4),
      sub: parameters.metode === 'kuadran' ? `kuadran ${kuadranNames[row.kuadran]?.split(',')[0]}` : '',
    }),
  },
  {
    key: 'kepekaan',
    label: 'Kepekaan',
    sort: 'stabilitas',
    cell: (row, { cut, count }) => ({
      svg: sensitivityLine({
        now: row.rank,
        best: row.bestRank,
        worst: row.worstRank,
        quota: cut,
        count,
        frail: row.fragile,
      }),
      sub: `${number(row.bestRank)} sampai ${number(row.worstRank)}`,
    }),
  },
];

/** What was not selected stands back. */
export const unitLine = (row: RankedUnit): Pick<TableRow, 'tone'> => ({ tone: row.selected ? '' : 'quiet' });

/** The two parts of a score: the share of decile 1 and that of IDM, 0..1. */
function shares(row: RankedUnit, weight: number): [number, number] {
  const score = row.score6 / 1e6;
  if (row.b === null) return [score, 0];
  const idm = weight * row.b;
  return [Math.max(0, score - idm), Math.min(idm, score)];
}

function tags(row: RankedUnit, official: Set<string> | null): Status[] {
  const found: Status[] = [];
  if (row.withoutIdm) found.push({ icon: 'dash-square-dotted', label: 'Tanpa IDM', tone: '' });
  if (official && row.selected && !official.has(row.code))
    found.push({ icon: 'plus-lg', label: 'Masuk', tone: 'good' });
  if (official && !row.selected && official.has(row.code))
    found.push({ icon: 'x-lg', label: 'Keluar', tone: '' });
  if (row.fragile) found.push({ icon: 'exclamation-triangle', label: 'Rapuh', tone: 'warn' });
  return found;
}
