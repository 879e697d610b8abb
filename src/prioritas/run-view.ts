import { moment, number } from '../core/format.js';
import type { Kecamatan } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import type { Ranking } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import {
  cell,
  type FilterBar,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { whatIfHref } from './address.js';
import { storedParameters } from './input.js';
import {
  type ResultFilters,
  type ResultRow,
  type RunFilters,
  type RunRow,
  resultListing,
  runListing,
} from './listings.js';
import { prioritasPaths } from './paths.js';
import { type Picture, unitPicture } from './picture.js';
import type { Run } from './queries.js';
import { cutOf, cutWords, unitColumns, unitRow } from './rank-table.js';
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
  picture: Picture;
  table: Table;
}

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

interface RunParts {
  ranking: Ranking;
  state: ListingPage<ResultFilters, ResultRow>;
  kecamatan: Kecamatan[];
  /** Whether computing it again just now gave the stored result. */
  repeated: boolean;
}

/** A saved run: what it used, its picture and its frozen rows. */
export function runPage(actor: Actor, run: Run, parts: RunParts): Reply {
  const { parameters } = parts.ranking;
  const { unit } = run.desil1Version;
  const idmId = run.idmVersionId ?? ('none' as const);
  const again = whatIfHref(parameters, { desil1Id: run.desil1VersionId, idmId });
  const ties = run.messages.filter((line) => line.startsWith('peringatan: '));
  const model: RunPage = {
    head: pageHead({
      crumbs: [{ label: 'Prioritas', href: prioritasPaths.list }],
      title: run.name,
      lead: `Disimpan ${moment(run.createdAt)} oleh ${run.createdBy.name}. Hasil ini beku.`,
      statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: [{ label: 'Buka sebagai hitungan baru', href: again, icon: 'arrow-repeat', primary: false }],
    }),
    facts: [
      { label: 'Pengaturan', value: parameterWords(parameters) },
      { label: 'Data desil 1', value: sourceWords(run.desil1Version) },
      { label: 'Data IDM', value: run.idmVersion ? sourceWords(run.idmVersion) : 'tanpa IDM' },
    ],
    notices: [...ties.map(tieNotice), repeatNotice(parts.repeated)],
    messages: run.messages.filter((line) => !line.startsWith('peringatan: ')),
    lists: run.lists.map((list) => ({
      label: `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}${list.status === 'DRAFT' ? ' (draf)' : ''}`,
      href: list.status === 'DRAFT' ? `/lokus/draf/${list.id}` : `/lokus/${list.year}?edisi=${list.edition}`,
    })),
    makeListHref: can(actor, 'lokus.draft') ? `/lokus/baru?hitungan=${run.id}` : '',
    picture: unitPicture(parts.ranking, parameters.dasar === 'persen' ? 'persen penduduk' : unit),
    table: resultTable(parts, unit),
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

function resultTable({ ranking, state, kecamatan }: RunParts, unit: string): Table {
  const rows = ranking.rows();
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const cut = cutOf(rows);
  // A cut stands where the order is whole.
  const whole = state.total === rows.length && state.sort === 'urut' && !state.descending;
  return listTable(resultListing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: unitColumns(unit),
    row: ({ code }, index) => ({
      ...unitRow(byCode.get(code) as RankedUnit, ranking, { unit, official: null }, cut),
      cutBefore: whole && index === cut ? cutWords(index) : '',
    }),
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
