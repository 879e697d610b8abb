import { sensitivityLine } from '../charts/sensitivity.js';
import type { Kecamatan } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import { type ParameterName, readParameters } from '../ranking/parameters.js';
import type { Parameters } from '../ranking/types.js';
import {
  cell,
  type FilterBar,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { decimal, moment, number } from '../web/format.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { whatIfHref } from './address.js';
import {
  type ResultFilters,
  type ResultRow,
  type RunFilters,
  type RunRow,
  resultListing,
  runListing,
} from './listings.js';
import { prioritasPaths } from './paths.js';
import type { Run } from './queries.js';
import { kuadranNames, parameterWords, sourceWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'prioritas/daftar': { head: PageHead; table: Table };
    'prioritas/hitungan': RunPage;
  }
}

interface RunPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  notices: Notice[];
  messages: string[];
  lists: { label: string; href: string }[];
  makeListHref: string;
  table: Table;
}

const storedParameters = (stored: unknown): Parameters =>
  readParameters(stored as Partial<Record<ParameterName, string>>).parameters;

export function runsPage(actor: Actor, state: ListingPage<RunFilters, RunRow>): Reply {
  const compute = {
    label: 'Hitung prioritas',
    href: prioritasPaths.whatIf,
    icon: 'bar-chart',
    primary: true,
  };
  const head = pageHead({
    title: 'Prioritas',
    lead: 'Setiap hitungan menyimpan pengaturan, versi data, dan hasilnya, sehingga dapat diulang dan diperiksa siapa pun.',
    actions: [compute],
  });
  const table = listTable(runListing, state, {
    title: `${number(state.total)} hitungan tersimpan`,
    columns: [
      { label: 'Hitungan', sort: 'nama', phone: 'title' },
      { label: 'Terpilih', numeric: true, phone: 'value' },
      { label: 'Rapuh', numeric: true },
      { label: 'Lokus' },
      { label: 'Disimpan', sort: 'dibuat' },
    ],
    row: (row) =>
      tableRow([
        cell({
          text: row.name,
          href: prioritasPaths.run(row.id),
          sub: parameterWords(storedParameters(row.parameters)),
        }),
        cell({ text: `${number(row.selected)} dari ${number(row.ranked)}` }),
        cell({ text: number(row.fragile) }),
        cell({ text: row.lists ?? '–' }),
        cell({ text: moment(row.created_at), sub: row.author }),
      ]),
    filter: filterBar(state.url, [
      field({
        name: 'cari',
        label: 'Cari nama hitungan',
        type: 'text',
        value: state.filters.cari,
        required: false,
      }),
    ]),
    empty: {
      title: 'Belum ada hitungan tersimpan',
      text: can(actor, 'ranking.save')
        ? 'Atur bobot dan kuota, lihat hasilnya, lalu simpan. Hitungan tersimpan dapat dijadikan daftar resmi.'
        : 'Hitungan muncul di sini setelah Bappeda menyimpannya. Anda tetap dapat mencoba pengaturan sendiri.',
      action: { label: compute.label, href: compute.href },
    },
  });
  return page('prioritas/daftar', { head, table }, { title: 'Prioritas', section: '/prioritas' });
}

/** A saved run. `repeated` says whether computing it again just now gave the stored result. */
export function runPage(
  actor: Actor,
  run: Run,
  state: ListingPage<ResultFilters, ResultRow>,
  kecamatan: Kecamatan[],
  repeated: boolean,
): Reply {
  const parameters = storedParameters(run.parameters);
  const idmId = run.idmVersionId ?? ('none' as const);
  const again = whatIfHref(parameters, { desil1Id: run.desil1VersionId, idmId });
  const ties = run.messages.filter((line) => line.startsWith('peringatan: '));
  const model: RunPage = {
    head: pageHead({
      crumbs: [{ label: 'Prioritas', href: prioritasPaths.list }],
      title: run.name,
      lead: `Disimpan ${moment(run.createdAt)} oleh ${run.createdBy.name}. Hasil ini beku.`,
      statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: [
        { label: 'Cetak', href: '', icon: 'printer', primary: false },
        { label: 'Buka sebagai hitungan baru', href: again, icon: 'arrow-repeat', primary: false },
      ],
    }),
    facts: [
      { label: 'Pengaturan', value: parameterWords(parameters) },
      { label: 'Data desil 1', value: sourceWords(run.desil1Version) },
      { label: 'Data IDM', value: run.idmVersion ? sourceWords(run.idmVersion) : 'tanpa IDM' },
    ],
    notices: [...ties.map(tieNotice), repeatNotice(repeated)],
    messages: run.messages.filter((line) => !line.startsWith('peringatan: ')),
    lists: run.lists.map((list) => ({
      label: `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}${list.status === 'DRAFT' ? ' (draf)' : ''}`,
      href: list.status === 'DRAFT' ? `/lokus/draf/${list.id}` : `/lokus/${list.year}?edisi=${list.edition}`,
    })),
    makeListHref: can(actor, 'lokus.draft') ? `/lokus/baru?hitungan=${run.id}` : '',
    table: resultTable(state, kecamatan, run),
  };
  return page('prioritas/hitungan', model, { title: run.name, section: '/prioritas' });
}

const tieNotice = (line: string): Notice => ({
  tone: 'warn',
  title: line.replace('peringatan: s', 'S'),
  text: 'Yang terpilih ditentukan jumlah desil 1, lalu IDM, lalu kode.',
  links: [],
});

const repeatNotice = (repeated: boolean): Notice =>
  repeated
    ? { tone: 'info', title: 'Dihitung ulang barusan: hasilnya sama.', text: '', links: [] }
    : {
        tone: 'warn',
        title: 'Dihitung ulang barusan: hasilnya berbeda.',
        text: 'Daftar wilayah berubah sejak hitungan ini disimpan. Yang berlaku hasil tersimpan di bawah.',
        links: [],
      };

function resultTable(state: ListingPage<ResultFilters, ResultRow>, kecamatan: Kecamatan[], run: Run): Table {
  const { unit } = run.desil1Version;
  const { length: count } = run.results;
  return listTable(resultListing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: [
      { label: 'No.', sort: 'urut', numeric: true, phone: 'hide' },
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: `Desil 1 (${unit})`, sort: 'desil1', numeric: true },
      { label: 'IDM', sort: 'idm', numeric: true },
      { label: 'Skor', numeric: true, phone: 'value' },
      { label: 'Kuadran' },
      { label: 'Kepekaan', sort: 'stabilitas' },
    ],
    row: (row) => resultRow(row, count),
    filter: resultFilter(state, kecamatan),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: state.url.pathname },
    },
    note: 'Rapuh: terpilih, tetapi kurang dari separuh dari 21 bobot IDM yang dicoba.',
  });
}

function resultFilter(state: ListingPage<ResultFilters, ResultRow>, kecamatan: Kecamatan[]): FilterBar {
  const { filters } = state;
  const select = (name: string, label: string, entries: [string, string][], chosen: string) =>
    field({
      name,
      label,
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...entries], chosen),
    });
  return filterBar(state.url, [
    field({ name: 'cari', label: 'Cari nama atau kode', type: 'text', value: filters.cari, required: false }),
    select(
      'kecamatan',
      'Kecamatan',
      kecamatan.map((one) => [one.code, one.name]),
      filters.kecamatan,
    ),
    select(
      'kuadran',
      'Kuadran',
      [1, 2, 3, 4].map((one) => [String(one), kuadranNames[one] ?? '']),
      filters.kuadran,
    ),
    select(
      'pilihan',
      'Pilihan',
      [
        ['terpilih', 'Terpilih'],
        ['rapuh', 'Rapuh'],
        ['tidak', 'Tidak terpilih'],
      ],
      filters.pilihan,
    ),
  ]);
}

function resultRow(row: ResultRow, count: number) {
  const tags: Status[] = [];
  if (row.without_idm) tags.push({ icon: 'dash-square-dotted', label: 'Tanpa IDM', tone: '' });
  if (row.fragile) tags.push({ icon: 'exclamation-triangle', label: 'Rapuh', tone: 'warn' });
  const times = Math.round(row.stability * 21);
  return tableRow(
    [
      cell({ text: number(row.rank) }),
      cell({ text: row.name, href: `/desa/${row.code}`, sub: `${row.kecamatan}, ${row.code}`, tags }),
      cell({ text: number(row.desil1) }),
      cell({ text: decimal(row.idm, 4) }),
      cell({ text: decimal(row.score6 / 1e6, 4), sub: row.selected ? 'terpilih' : '' }),
      cell({ text: kuadranNames[row.kuadran] ?? '' }),
      cell({
        svg: sensitivityLine({
          now: row.rank,
          best: row.best_rank,
          worst: row.worst_rank,
          quota: null,
          count,
          frail: row.fragile,
        }),
        sub: `${number(row.best_rank)} sampai ${number(row.worst_rank)}; terpilih ${times} dari 21`,
      }),
    ],
    { tone: row.selected ? '' : 'quiet' },
  );
}
