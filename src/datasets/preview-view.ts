import { date, decimal, moment, number } from '../core/format.js';
import {
  cell,
  column,
  type Field,
  field,
  type Notice,
  type PageHead,
  pageHead,
  type Stat,
  type Table,
  tableRow,
} from '../web/components.js';
import type { ExportColumn } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { exportLinks } from '../web/table.js';
import type { CheckedFile } from './check.js';
import type { Comparison, Difference } from './compare.js';
import type { Coverage } from './coverage.js';
import { dataPaths } from './paths.js';
import type { Staged } from './queries.js';
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
  table: Table;
  /** The box that confirms a file which covers a part only; null when it is not asked. */
  consent: Field | null;
  confirmHref: string;
  cancelHref: string;
  confirmLabel: string;
}

const crumb = { label: 'Data', href: dataPaths.list };
const figureText = (kind: 'DESIL1' | 'IDM', value: number | null) =>
  kind === 'IDM' ? decimal(value, 4) : number(value);
const states = { muncul: 'muncul', hilang: 'hilang', berubah: '', tetap: 'tetap' } as const;

export function previewPage(
  staged: Staged,
  checked: CheckedFile,
  comparison: Comparison,
  coverage: Coverage,
  url: URL,
): Reply {
  const what = `${staged.kind === 'IDM' ? 'IDM' : `${staged.source} desil 1`} per ${date(staged.asOf)}`;
  const model: PreviewPage = {
    head: pageHead({
      crumbs: [crumb, { label: 'Unggah data', href: dataPaths.upload }],
      title: 'Pratinjau unggahan',
      lead: `${what}: ${number(checked.figures.length)} baris bersih dari ${staged.fileName}. Belum dihitung di mana pun.`,
    }),
    stats: stats(checked, comparison, coverage),
    facts: [
      { label: 'Sumber', value: staged.source },
      { label: 'Satuan', value: checked.unit },
      { label: 'Berkas', value: staged.fileName },
      { label: 'Diunggah', value: `${moment(staged.createdAt)}, disimpan 24 jam` },
    ],
    notices: checked.notices.map((notice) => notice.text),
    notice: comparison.previousId
      ? null
      : {
          tone: 'info',
          title: 'Belum ada pembanding.',
          text: `Belum ada versi ${staged.source} dengan satuan ${checked.unit}. Sumber atau satuan lain tidak dapat dibandingkan.`,
          links: [],
        },
    table: differenceTable(staged, comparison, url),
    consent: coverage.partial ? consent(coverage) : null,
    confirmHref: dataPaths.confirm(staged.id),
    cancelHref: dataPaths.cancel(staged.id),
    confirmLabel: `Sahkan ${number(checked.figures.length)} baris`,
  };
  return page('datasets/pratinjau', model, { title: 'Pratinjau unggahan', section: '/data' });
}

function stats(checked: CheckedFile, comparison: Comparison, coverage: Coverage): Stat[] {
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

function differenceTable(staged: Staged, comparison: Comparison, url: URL): Table {
  const sign = (value: number | null) => (value !== null && value > 0 ? '+' : '');
  return {
    id: 'perbandingan',
    title: 'Desa demi desa, perubahan terbesar di atas',
    exports: exportLinks(url),
    filter: null,
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Lama', { numeric: true }),
      column('Baru', { numeric: true, phone: 'value' }),
      column('Perubahan', { numeric: true }),
    ],
    rows: comparison.differences.map((row) =>
      tableRow([
        cell({ text: row.name, sub: `${row.kecamatanName}, ${row.code}` }),
        cell({ text: figureText(staged.kind, row.before) }),
        cell({ text: figureText(staged.kind, row.after) }),
        cell({
          text: states[row.state] || `${sign(row.change)}${figureText(staged.kind, row.change)}`,
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

export const differenceColumns: ExportColumn<Difference>[] = [
  { key: 'kode', value: (row) => row.code },
  { key: 'nama', value: (row) => row.name },
  { key: 'kecamatan', value: (row) => row.kecamatanName },
  { key: 'lama', value: (row) => row.before },
  { key: 'baru', value: (row) => row.after },
  { key: 'perubahan', value: (row) => row.change },
  { key: 'keadaan', value: (row) => row.state },
];

type TemplatePlace = { code: string; name: string; kecamatanName: string };

/** A template lists every village, so that only the figures are left to type. */
export function templateColumns(kind: 'desil1' | 'idm'): ExportColumn<TemplatePlace>[] {
  const place: ExportColumn<TemplatePlace>[] = [
    { key: 'kode', value: (village) => village.code },
    { key: 'nama', value: (village) => village.name },
    { key: 'kecamatan', value: (village) => village.kecamatanName },
  ];
  const blanks = kind === 'idm' ? ['idm', 'iks', 'ike', 'ikl'] : ['desil1', 'jumlah_penduduk', 'satuan'];
  return [...place, ...blanks.map((key) => ({ key, value: () => (key === 'satuan' ? 'jiwa' : '') }))];
}
