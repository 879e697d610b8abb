import { date, number } from '../core/format.js';
import { previewPage } from '../uploads/preview.js';
import {
  cell,
  column,
  type Field,
  field,
  type Notice,
  pageHead,
  type Stat,
  type Table,
  tableRow,
} from '../web/components.js';
import type { FileColumn } from '../web/export.js';
import { exportLinks } from '../web/list-page.js';
import type { Reply } from '../web/reply.js';
import type { FigureComparison, FigureDifference, Total } from './compare.js';
import type { Coverage } from './coverage.js';
import type { DataKind } from './kind.js';
import { figureText, kindOf, mainFigure, versionTitle } from './kinds.js';
import { dataPaths } from './paths.js';
import type { StagedData } from './queries.js';
import type { ReadFile } from './read.js';

const crumb = { label: 'Data', href: dataPaths.list };
const states = { muncul: 'muncul', hilang: 'hilang', berubah: '', tetap: 'tetap' } as const;

export interface Preview {
  staged: StagedData;
  checked: ReadFile;
  comparison: FigureComparison;
  coverage: Coverage;
}

export function dataPreview(preview: Preview, url: URL): Reply {
  const { staged, checked, comparison, coverage } = preview;
  const what = `${versionTitle(staged)} per ${date(staged.asOf)}`;
  const rows = `${number(checked.figures.length)} baris bersih dari ${staged.fileName}`;
  const state = checked.faults.length === 0 ? rows : `${staged.fileName} belum dapat dibaca seluruhnya`;
  return previewPage(dataPaths.upload, staged, checked, {
    head: pageHead({
      crumbs: [crumb, { label: 'Unggah data', href: dataPaths.upload }],
      title: 'Pratinjau unggahan',
      lead: `${what}: ${state}. Belum dihitung di mana pun.`,
    }),
    facts: [
      { label: 'Sumber', value: staged.source },
      { label: 'Satuan', value: checked.unit },
    ],
    stats: stats(checked, comparison, coverage),
    notice: withoutComparison(staged, checked, comparison),
    tables: [totalTable(staged, comparison), differenceTable(staged, comparison, url)],
    asked: coverage.partial ? [consent(coverage)] : [],
    confirm: `Sahkan ${number(checked.figures.length)} baris`,
    section: '/data',
  });
}

function withoutComparison(
  staged: StagedData,
  checked: ReadFile,
  { previousId }: FigureComparison,
): Notice | null {
  if (previousId !== null) return null;
  return {
    tone: 'info',
    title: 'Belum ada pembanding.',
    text: `Belum ada versi ${staged.source} dengan satuan ${checked.unit}. Sumber atau satuan lain tidak dapat dibandingkan.`,
    links: [],
  };
}

function stats(checked: ReadFile, comparison: FigureComparison, coverage: Coverage): Stat[] {
  const count = (state: FigureDifference['state']) =>
    number(comparison.differences.filter((row) => row.state === state).length);
  const stat = (value: string, label: string, note: string, tone: Stat['tone'] = ''): Stat => ({
    value,
    label,
    note,
    href: '',
    tone,
  });
  const changed = comparison.previousId ? 'dari versi sebelumnya' : 'belum ada versi pembanding';
  const found = [
    stat(number(checked.figures.length), 'baris', 'semua lolos pemeriksaan'),
    stat(count('berubah'), 'berubah', changed),
    stat(count('muncul'), 'muncul', 'baru ada angkanya'),
    stat(count('hilang'), 'hilang', 'ada di versi lama saja'),
  ];
  if (coverage.missing > 0)
    found.push(
      stat(number(coverage.missing), 'tanpa angka', `dari ${number(coverage.expected)} desa`, 'warn'),
    );
  return found;
}

const consent = ({ missing, expected }: Coverage): Field =>
  field({
    name: 'sebagian',
    type: 'checkbox',
    label: `Berkas ini memang hanya sebagian: ${number(missing)} dari ${number(expected)} desa tanpa angka.`,
  });

const signed = (kind: DataKind, value: number | null) =>
  `${value !== null && value > 0 ? '+' : ''}${figureText(mainFigure(kind), value)}`;

const compared = (title: string) => [
  column(title, { phone: 'title' }),
  column('Lama', { numeric: true }),
  column('Baru', { numeric: true, phone: 'value' }),
  column('Perubahan', { numeric: true }),
];

const totalWords = { jumlah: 'Jumlah', 'rata-rata': 'Rata-rata' } as const;

/** What the file says of each kecamatan beside what was there. */
function totalTable(staged: StagedData, { totals, whole }: FigureComparison): Table {
  const kind = kindOf(staged.kind);
  const { label } = mainFigure(kind);
  const cells = ({ name, before, after }: Total) => [
    cell({ text: name }),
    cell({ text: figureText(mainFigure(kind), before) }),
    cell({ text: figureText(mainFigure(kind), after) }),
    cell({ text: signed(kind, before === null || after === null ? null : after - before) }),
  ];
  return {
    id: 'kecamatan',
    title: `${totalWords[kind.total]} ${label} menurut kecamatan`,
    exports: [],
    filter: null,
    columns: compared('Kecamatan'),
    rows: totals.map((one) => tableRow(cells(one))),
    total: cells(whole),
    pager: null,
    empty: { title: 'Tidak ada baris', text: '', action: null },
    note: '',
  };
}

/** Rows of a preview on screen; all of them are in its files. */
const SHOWN = 50;

function differenceTable(staged: StagedData, { differences }: FigureComparison, url: URL): Table {
  const kind = kindOf(staged.kind);
  const all = differences.length;
  return {
    id: 'perbandingan',
    title: 'Desa demi desa, perubahan terbesar di atas',
    exports: exportLinks(url),
    filter: null,
    columns: compared('Desa atau kelurahan'),
    rows: differences.slice(0, SHOWN).map((row) =>
      tableRow([
        cell({ text: row.name, sub: `${row.kecamatanName}, ${row.code}` }),
        cell({ text: figureText(mainFigure(kind), row.before) }),
        cell({ text: figureText(mainFigure(kind), row.after) }),
        cell({
          text: states[row.state] || signed(kind, row.change),
          tone: row.state === 'hilang' ? 'warn' : '',
        }),
      ]),
    ),
    total: [],
    pager: null,
    empty: { title: 'Tidak ada baris', text: '', action: null },
    note:
      all > SHOWN
        ? `${number(SHOWN)} perubahan terbesar dari ${number(all)} desa; semuanya ada di berkas CSV dan XLSX.`
        : '',
  };
}

export const differenceColumns: FileColumn<FigureDifference>[] = [
  { key: 'kode', value: (row) => row.code },
  { key: 'nama', value: (row) => row.name },
  { key: 'kecamatan', value: (row) => row.kecamatanName },
  { key: 'lama', value: (row) => row.before },
  { key: 'baru', value: (row) => row.after },
  { key: 'perubahan', value: (row) => row.change },
  { key: 'keadaan', value: (row) => row.state },
];
