import { decimal, inPercent, isoDate, number } from '../core/format.js';
import { versionName } from '../datasets/kinds.js';
import { reignView } from '../lokus/in-force.js';
import type { Official } from '../lokus/official.js';
import { lokusPaths } from '../lokus/paths.js';
import { can } from '../policy.js';
import {
  cell,
  column,
  type ErrorSummary,
  errorSummary,
  type Field,
  type Notice,
  type PageHead,
  pageHead,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import { typedFields } from '../web/form-page.js';
import type { Shown } from '../web/list.js';
import { hrefWith } from '../web/list-state.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import type { Basis, Pair } from './basis.js';
import { type EffectRow, effectByKecamatan } from './effect.js';
import { changeInPercent, changeWords, type FactRow, partWords } from './facts.js';
import { outcomeField, reasonField, skField } from './form-view.js';
import type { EvaluationAt } from './lists.js';
import { evaluationPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'evaluation/tahun': EvaluationPage;
  }
}

interface EvaluationPage {
  head: PageHead;
  summary: ErrorSummary;
  notices: Notice[];
  years: { label: string; href: string; current: boolean }[];
  effect: Table;
  table: Table;
  form: { action: string; back: string; fields: Field[]; open: boolean } | null;
}

export interface Sent {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
  conflict: string;
}
const nothingSent: Sent = { typed: {}, errors: {}, conflict: '' };

/** Rapat evaluasi: what became of each kecamatan, and every village with its facts beside the decision. */
export async function evaluationPage(
  { at, table }: Shown<FactRow, EvaluationAt>,
  frame: Frame,
  sent: Sent = nothingSent,
): Promise<Reply> {
  const { app, actor, loaded, known } = at;
  const { list } = loaded;
  const effect = await effectByKecamatan(app.db, actor, list, known);
  const ticked = new Set([sent.typed.pilih ?? []].flat());
  const refused = sent.conflict !== '' || Object.keys(sent.errors).length > 0;
  const model: EvaluationPage = {
    head: headOf(loaded, effect, known.basis),
    summary: errorSummary(sent.errors),
    notices: sent.conflict
      ? [{ tone: 'warn', title: 'Belum diputuskan', text: sent.conflict, links: [] }]
      : [],
    years: yearLinks(loaded),
    effect: effectTable(at, effect),
    table: {
      ...table,
      // What was ticked stays in sight.
      filter: table.filter && { ...table.filter, places: refused ? [] : table.filter.places },
      rows: table.rows.map((row) => ({ ...row, picked: ticked.has(row.select) })),
    },
    form:
      can(actor, 'village.decide') && table.rows.length > 0
        ? {
            action: evaluationPaths.decide(list.year),
            back: at.url.search,
            fields: decisionFields(at, sent),
            open: Object.keys(sent.errors).length > 0,
          }
        : null,
  };
  return page('evaluation/tahun', model, {
    ...frame,
    title: refused ? `Galat: ${frame.title}` : frame.title,
  });
}

function decisionFields({ day, loaded }: EvaluationAt, { typed, errors }: Sent): Field[] {
  const input = typedFields(typed, errors);
  const value = isoDate(day < loaded.reign.from ? loaded.reign.from : day);
  return [
    input(outcomeField),
    input({ name: 'tanggal', label: 'Tanggal keputusan', type: 'date', value }),
    input(reasonField),
    input(skField),
  ];
}

/** Years whose list has several editions stand once. */
function yearLinks({ all, list }: Official) {
  const years = [...new Set(all.map(({ year }) => year))];
  return years.map((year) => ({
    label: `Lokus ${year}`,
    href: evaluationPaths.year(year),
    current: year === list.year,
  }));
}

function headOf({ list, reign }: Official, effect: EffectRow[], basis: Basis): PageHead {
  return pageHead({
    crumbs: [
      { label: 'Lokus', href: lokusPaths.index },
      { label: `Lokus ${list.year}`, href: lokusPaths.year(list.year) },
    ],
    title: `Evaluasi lokus ${list.year}`,
    lead: finding(effect, basis),
    statuses: [reignView(reign)],
    actions: [{ label: 'Cetak', href: '', icon: 'printer', primary: false }],
  });
}

const sum = (rows: EffectRow[], column: 'desil1_before' | 'desil1_after') =>
  rows.reduce((all, row) => all + (row[column] ?? 0), 0);

/** The finding in words, without a claim of cause. */
function finding(effect: EffectRow[], { desil1 }: Basis): string {
  const told = [true, false].map((member) => {
    const rows = effect.filter((one) => one.member === member);
    return changeInPercent(sum(rows, 'desil1_before') || null, sum(rows, 'desil1_after'));
  });
  const [inside, outside] = told;
  if (!desil1.after || inside === null || inside === undefined)
    return 'Perubahan desil 1 belum dapat dihitung: belum ada angka baru dari sumber dan satuan yang sama.';
  const beside =
    outside === null || outside === undefined
      ? ''
      : ` Desa lain di kecamatan yang sama: ${changeWords(outside)}.`;
  return `Desil 1 desa lokus ${changeWords(inside)} (${versions(desil1)}).${beside} Perbandingan ini tidak membuktikan sebab.`;
}

/** Both by name, with the unit that they share said once. */
const versions = ({ before, after }: Pair): string => {
  const [first, ...rest] = [before, after].flatMap((one) => (one ? [versionName(one)] : []));
  return [rest.length > 0 ? first?.replace(/, .*$/, '') : first, ...rest].join(' ke ');
};

const changeCell = (row: EffectRow | undefined) => {
  const percent = row ? changeInPercent(row.desil1_before, row.desil1_after) : null;
  return cell({
    text: percent === null ? '–' : changeWords(percent),
    sub: percent === null || !row ? '' : `${number(row.desil1_before)} ke ${number(row.desil1_after)}`,
  });
};
const idmCell = (row: EffectRow | undefined) =>
  row?.idm_before != null && row.idm_after != null
    ? cell({
        text: decimal(row.idm_after, 4),
        sub: [`dari ${decimal(row.idm_before, 4)}`, ...partWords(row)].join('\n'),
      })
    : cell({ text: '–' });

const noteOf = (basis: Basis): string =>
  [
    `Desil 1: jumlah desa yang ada di kedua data (${versions(basis.desil1)}). IDM dan IKS, IKE, IKL: rata-rata desa yang punya skor di keduanya (${versions(basis.idm)}). Kebutuhan: sisa menurut asesmen terbaru dari yang dibutuhkan menurut asesmen pada awal tahun daftar, atau yang pertama sesudahnya. Desa lain: desa dan kelurahan di kecamatan yang sama di luar daftar; berdampingan saja, bukan bukti sebab.`,
    basis.desil1.apart,
    basis.idm.apart,
  ]
    .filter(Boolean)
    .join(' ');

const needCell = (row: EffectRow | undefined) =>
  !row || row.needs === 0
    ? cell({ text: '–' })
    : cell({
        text: `sisa ${inPercent(row.open_share ?? 0)}`,
        sub: `${number(row.open_needs)} dari ${number(row.needs)} jenis terbuka`,
      });

function effectRow(url: URL, rows: EffectRow[]): TableRow {
  const [inside, outside] = [true, false].map((member) => rows.find((one) => one.member === member));
  const { kecamatan, kecamatan_code } = rows[0] as EffectRow;
  const sub = `${number(inside?.villages ?? 0)} desa lokus, ${number(outside?.villages ?? 0)} lainnya`;
  return tableRow([
    cell({ text: kecamatan, sub, href: hrefWith(url, { kecamatan: kecamatan_code }) }),
    needCell(inside),
    changeCell(inside),
    changeCell(outside),
    idmCell(inside),
    idmCell(outside),
  ]);
}

/** Of the kecamatan that is chosen, or of all: then a phone tells of desil 1 alone, and each name leads to the rest. */
function effectTable({ url, filters, known: { basis } }: EvaluationAt, effect: EffectRow[]): Table {
  const comparable = basis.desil1.after !== null || basis.idm.after !== null;
  const all = comparable ? [...new Set(effect.map((one) => one.kecamatan_code))] : [];
  const codes = all.includes(filters.kecamatan ?? '') ? [filters.kecamatan] : all;
  const numeric = { numeric: true };
  const rest = { ...numeric, phone: codes.length > 1 ? ('hide' as const) : ('detail' as const) };
  return {
    id: 'kecamatan',
    title: 'Sebelum dan sesudah menurut kecamatan',
    exports: [],
    filter: null,
    columns: [
      column('Kecamatan', { phone: 'title' }),
      column('Kebutuhan desa lokus', rest),
      column('Desil 1 desa lokus', { ...numeric, phone: 'value' }),
      column('Desil 1 desa lain', numeric),
      column('IDM desa lokus', rest),
      column('IDM desa lain', rest),
    ],
    rows: codes.map((code) =>
      effectRow(
        url,
        effect.filter((one) => one.kecamatan_code === code),
      ),
    ),
    total: [],
    pager: null,
    empty: {
      title: 'Belum dapat dibandingkan',
      text: `Perubahan tampil setelah ada data desil 1 atau IDM yang lebih baru dari ${versions(basis.desil1) || 'daftar ini'}, dari sumber dan satuan yang sama.`,
      action: null,
    },
    note: comparable ? noteOf(basis) : [basis.desil1.apart, basis.idm.apart].filter(Boolean).join(' '),
  };
}
