import { z } from 'zod';
import { sql } from '../database/query.js';
import { printedUnits } from '../ranking/output.js';
import type { RankedUnit } from '../ranking/types.js';
import { choiceFilter } from '../web/filters.js';
import { rowId } from '../web/form.js';
import { type At, defineList, type ListColumn, told, under } from '../web/list.js';
import { kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import { download } from './download.js';
import { storedParameters } from './input.js';
import { prioritasPaths } from './paths.js';
import { findRun, type Run } from './queries.js';
import { type Around, unitColumns, unitLine } from './rank-columns.js';
import { cutOf, cutWords } from './rank-table.js';
import { ResultRow, resultsOf, storedRows } from './results.js';
import { runPage } from './run-view.js';
import { kuadranNames } from './words.js';

type Sorts = 'urut' | 'nama' | 'desil1' | 'idm' | 'stabilitas';
/** All rows of the run, whatever is filtered, and what one row is told against. */
interface Known {
  rows: RankedUnit[];
  around: Around;
}
export type RunAt = At<Run, Known>;

const onScreen = unitColumns.map(
  ({ label, cell, ...column }): ListColumn<RankedUnit, Sorts, RunAt> => ({
    ...column,
    label: ({ known }) => told(label, known.around.unit),
    value: () => null,
    cell: (row, { known }) => cell(row, known.around),
    only: 'screen',
  }),
);

/** The rows of a saved run as they were stored. */
export const resultList = defineList<RankedUnit, Sorts, Run, Known>({
  path: '/prioritas/:id',
  access: 'ranking.read',
  within: under({
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findRun(app.db, actor, params.id),
  }),
  name: 'peringkat',
  noun: 'desa dan kelurahan',
  known: async ({ app, loaded }) => {
    const rows = await storedRows(app.db, loaded);
    const parameters = storedParameters(loaded.parameters);
    const { unit } = loaded.desil1Version;
    return { rows, around: { parameters, count: rows.length, unit, official: null, cut: cutOf(rows) } };
  },
  row: ResultRow,
  select: sql`select x.*`,
  from: ({ loaded }) => sql`from ranking_run r join ${resultsOf(loaded)} x on r.id = ${loaded.id}`,
  key: sql`x.position`,
  sorts: {
    urut: { label: 'Peringkat', by: sql`x.position` },
    nama: { label: 'Nama', by: sql`x.name` },
    desil1: { label: 'Desil 1', by: sql`x.p`, startsDescending: true },
    idm: { label: 'IDM', by: sql`x.i`, nullsLast: true },
    stabilitas: { label: 'Kepekaan', by: sql`x.stability`, startsDescending: true },
  },
  defaultSort: 'urut',
  filters: {
    cari: placeFilter(sql`x.code`),
    kecamatan: kecamatanFilter(sql`left(x.code, 8)`),
    kuadran: choiceFilter(
      'Kuadran',
      Object.fromEntries(
        [1, 2, 3, 4].map((one) => [one, { label: kuadranNames[one] ?? '', where: sql`x.kuadran = ${one}` }]),
      ),
    ),
    pilihan: choiceFilter('Pilihan', {
      terpilih: { label: 'Terpilih', where: sql`x.selected` },
      rapuh: { label: 'Rapuh', where: sql`x.fragile` },
      tidak: { label: 'Tidak terpilih', where: sql`not x.selected` },
    }),
  },
  columns: onScreen,
  file: async ({ format, about, rows }) => {
    const units: RankedUnit[] = [];
    for await (const portion of rows) units.push(...portion);
    return download(format, printedUnits(units), about);
  },
  /** The line of the cut stands where the order is whole. */
  line: (row, { known, url }, index) => ({
    ...unitLine(row),
    cutBefore: isWhole(url) && index === known.around.cut ? cutWords(index) : '',
  }),
  empty: { title: 'Tidak ada yang dapat diperingkat', text: '', action: null },
  near: (at) => nearPlaces(at),
  note: 'Rapuh: terpilih, tetapi kurang dari separuh dari 21 bobot IDM yang dicoba.',
  title: ({ loaded }) => loaded.name,
  page: ({ at, table }, { frame }) => runPage(at, table, { ...frame, section: prioritasPaths.list }),
});

/** Whether nothing is filtered and the first place stands first. */
function isWhole({ searchParams }: URL): boolean {
  const filtered = ['cari', 'kecamatan', 'kuadran', 'pilihan'].some((name) => searchParams.get(name));
  return !filtered && ['', 'urut'].includes(searchParams.get('urut') ?? '');
}
