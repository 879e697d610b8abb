import { date, moment, number } from '../core/format.js';
import {
  cell,
  column,
  type Field,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Stat,
  type Table,
  tableRow,
} from '../web/components.js';
import type { FileColumn } from '../web/export.js';
import { exportLinks } from '../web/list-page.js';
import { page, type Reply } from '../web/reply.js';
import type { Comparison, Difference, Total } from './compare.js';
import type { Coverage } from './coverage.js';
import type { DataKind } from './kind.js';
import { figureText, kindOf, mainFigure, versionTitle } from './kinds.js';
import { dataPaths } from './paths.js';
import { answersOf, type Staged } from './queries.js';
import type { ReadFile } from './read.js';
import { faultList } from './upload-view.js';
import type { Fact } from './version-view.js';

declare module '../web/render.js' {
  interface Views {
    'datasets/pratinjau': PreviewPage;
  }
}

interface PreviewPage {
  head: PageHead;
  stats: Stat[];
  facts: Fact[];
  notices: string[];
  notice: Notice | null;
  /** What the file leaves open, and where the answers go; null when it is clear. */
  questions: { title: string; text: string; fields: Field[]; href: string } | null;
  /** Bad cells, of a file that waits for an answer. */
  faults: { title: string; rows: ReadFile['faults'] } | null;
  tables: Table[];
  /** Null while there is nothing to confirm. */
  confirm: {
    /** The box that confirms a file which covers a part only; null when it is not asked. */
    consent: Field | null;
    href: string;
    label: string;
  } | null;
  cancelHref: string;
}

const crumb = { label: 'Data', href: dataPaths.list };
const states = { muncul: 'muncul', hilang: 'hilang', berubah: '', tetap: 'tetap' } as const;

export interface Preview {
  staged: Staged;
  checked: ReadFile;
  comparison: Comparison;
  coverage: Coverage;
}

export function previewPage(preview: Preview, url: URL): Reply {
  const { staged, checked, comparison, coverage } = preview;
  const what = `${versionTitle(staged)} per ${date(staged.asOf)}`;
  const clean = checked.faults.length === 0;
  // What stands in the rows is told once it is known which column is which.
  const isOpen = checked.open.columns.length > 0;
  const answered = checked.hidden === 0 || answersOf(staged).hidden !== undefined;
  const rows = `${number(checked.figures.length)} baris bersih dari ${staged.fileName}`;
  const model: PreviewPage = {
    head: pageHead({
      crumbs: [crumb, { label: 'Unggah data', href: dataPaths.upload }],
      title: 'Pratinjau unggahan',
      lead: `${what}: ${clean ? rows : `${staged.fileName} belum dapat dibaca seluruhnya`}. Belum dihitung di mana pun.`,
    }),
    stats: clean ? stats(checked, comparison, coverage) : [],
    facts: facts(staged, checked),
    notices: isOpen ? [] : checked.notices.map((notice) => notice.text),
    notice: clean ? withoutComparison(staged, checked, comparison) : null,
    questions: questions(staged, checked),
    faults: clean || isOpen ? null : faultList(checked, staged.fileName),
    tables: clean ? [totalTable(staged, comparison), differenceTable(staged, comparison, url)] : [],
    confirm:
      clean && answered
        ? {
            consent: coverage.partial ? consent(coverage) : null,
            href: dataPaths.confirm(staged.id),
            label: `Sahkan ${number(checked.figures.length)} baris`,
          }
        : null,
    cancelHref: dataPaths.cancel(staged.id),
  };
  return page('datasets/pratinjau', model, { title: 'Pratinjau unggahan', section: '/data' });
}

const facts = (staged: Staged, checked: ReadFile): Fact[] => [
  { label: 'Sumber', value: staged.source },
  { label: 'Satuan', value: checked.unit },
  { label: 'Berkas', value: staged.fileName },
  { label: 'Diunggah', value: `${moment(staged.createdAt)}, disimpan 24 jam` },
];

function withoutComparison(staged: Staged, checked: ReadFile, { previousId }: Comparison): Notice | null {
  if (previousId !== null) return null;
  return {
    tone: 'info',
    title: 'Belum ada pembanding.',
    text: `Belum ada versi ${staged.source} dengan satuan ${checked.unit}. Sumber atau satuan lain tidak dapat dibandingkan.`,
    links: [],
  };
}

function questions(staged: Staged, checked: ReadFile): PreviewPage['questions'] {
  const { columns, offered } = checked.open;
  const answers = answersOf(staged);
  const asked = [...new Set([...columns, ...Object.keys(answers.columns)])];
  const fields = asked.map((name) =>
    field({
      name: `kolom-${name}`,
      label: `Kolom mana yang memuat ${name}?`,
      type: 'select',
      options: options(
        [['', 'Pilih kolom'], ...offered.map((one): [string, string] => [one, one])],
        answers.columns[name] ?? '',
      ),
    }),
  );
  if (checked.hidden > 0)
    fields.push(
      field({
        name: 'tersembunyi',
        label: `${number(checked.hidden)} baris disembunyikan di lembarnya`,
        type: 'radios',
        options: options(
          [
            ['ikutkan', 'Ikutkan'],
            ['lewati', 'Lewati'],
          ],
          answers.hidden ?? '',
        ),
      }),
    );
  if (fields.length === 0) return null;
  const named = asked.length > 0 ? ` Pilihan kolom diingat untuk berkas ${staged.source} berikutnya.` : '';
  return {
    title: 'Yang perlu Anda pilih',
    text: `Portal tidak menebak.${named}`,
    fields,
    href: dataPaths.answer(staged.id),
  };
}

function stats(checked: ReadFile, comparison: Comparison, coverage: Coverage): Stat[] {
  const count = (state: Difference['state']) =>
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
function totalTable(staged: Staged, { totals, whole }: Comparison): Table {
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

function differenceTable(staged: Staged, comparison: Comparison, url: URL): Table {
  const kind = kindOf(staged.kind);
  return {
    id: 'perbandingan',
    title: 'Desa demi desa, perubahan terbesar di atas',
    exports: exportLinks(url),
    filter: null,
    columns: compared('Desa atau kelurahan'),
    rows: comparison.differences.map((row) =>
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
    note: '',
  };
}

export const differenceColumns: FileColumn<Difference>[] = [
  { key: 'kode', value: (row) => row.code },
  { key: 'nama', value: (row) => row.name },
  { key: 'kecamatan', value: (row) => row.kecamatanName },
  { key: 'lama', value: (row) => row.before },
  { key: 'baru', value: (row) => row.after },
  { key: 'perubahan', value: (row) => row.change },
  { key: 'keadaan', value: (row) => row.state },
];
