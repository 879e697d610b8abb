import { inSentence } from '../core/format.js';
import type { FilterBar } from '../web/components.js';
import { exportBook, type Sheet } from '../web/export.js';
import type { Reply } from '../web/reply.js';
import { countingNote } from './counting.js';
import { cuts, type RecapQuery, type RecapRow } from './recap.js';

type Column = [head: string, value: (row: RecapRow) => string | number | null];

const money: Column[] = [
  ['Kegiatan', (row) => row.activities],
  ['Dana rencana (Rp)', (row) => row.planned],
  ['Dana terpakai (Rp)', (row) => row.spent],
  ['Bersama OPD lain (kegiatan)', (row) => row.joint],
  ['Direncanakan (kegiatan)', (row) => row.plans],
  ['Direncanakan (Rp)', (row) => row.plans_planned],
  ['Batal (kegiatan)', (row) => row.cancelled],
  ['Batal (Rp terpakai)', (row) => row.cancelled_spent],
  ['Sedang diperiksa (kegiatan)', (row) => row.waiting],
  ['Sedang diperiksa (Rp terpakai)', (row) => row.waiting_spent],
];
const help: Column[] = [
  ['Jenis bantuan', (row) => row.category],
  ['Satuan', (row) => row.unit],
  ['Strategi', (row) => row.strategy],
  ['Terealisasi', (row) => row.realised],
  ['Target didanai', (row) => row.funded],
  ['Penerima (jiwa)', (row) => row.beneficiaries],
  ['Direncanakan', (row) => row.plans_target],
];
const helpWaiting: Column = ['Sedang diperiksa (terealisasi)', (row) => row.waiting_realised];

/**
 * The recap as people hand it round: the groups with their total as on screen, and every kind of help within its
 * group. An activity with several kinds of help is one in its group and one in each of its kinds.
 */
export function recapBook(query: RecapQuery, rows: RecapRow[], period: string, filter: FilterBar): Reply {
  const name = cuts[query.kelompok];
  const above = [
    `Rekap kegiatan menurut ${inSentence(name)}`,
    `Masa: ${period}`,
    ...filter.chips.map((chip) => chip.label),
    countingNote,
    'Kegiatan masuk masa hari mulainya. Yang sedang diperiksa berdiri di kolom sendiri dan belum dihitung.',
  ];
  const byHelp = query.kelompok === 'jenis';
  const label: Column = [name, (row) => (byHelp ? row.category : row.group_label)];
  const groups = rows.filter((row) => row.level === (byHelp ? 2 : 1) && (!byHelp || row.category !== null));
  const details = rows.filter((row) => row.level === 0 && row.category !== null);
  const sheet = (title: string, columns: Column[], shown: RecapRow[]): Sheet => ({
    name: title,
    above,
    heads: columns.map(([head]) => head),
    rows: shown.map((row) => columns.map(([, value]) => value(row))),
    total: null,
  });
  const total = rows.find((row) => row.level === 3);
  return exportBook('rekap', [
    {
      ...sheet('Ringkas', [label, ...money], groups),
      total: total ? ['Seluruhnya', ...money.map(([, value]) => value(total))] : null,
    },
    sheet('Rinci', [...(byHelp ? [] : [label]), ...help, ...money, helpWaiting], details),
  ]);
}
