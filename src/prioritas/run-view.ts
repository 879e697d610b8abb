import { moment, number } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import type { Parameters, RankedUnit } from '../ranking/types.js';
import {
  type Button,
  type FilterBar,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Table,
} from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { filterBar, listTable } from '../web/table.js';
import { whatIfHref } from './address.js';
import { storedParameters } from './input.js';
import { type ResultFilters, resultListing } from './listings.js';
import { prioritasPaths } from './paths.js';
import { type Picture, unitPicture } from './picture.js';
import type { Run } from './queries.js';
import { cutOf, cutWords, unitColumns, unitRow } from './rank-table.js';
import { kuadranNames, messageWords, parameterWords, sourceWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
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

/** A saved run: what it used, its picture and its frozen rows. */
export function runPage(
  actor: Actor,
  run: Run,
  rows: RankedUnit[],
  state: ListingPage<ResultFilters, RankedUnit>,
): Reply {
  const parameters = storedParameters(run.parameters);
  const { unit } = run.desil1Version;
  const ties = run.messages.filter((line) => line.startsWith('peringatan: '));
  const model: RunPage = {
    head: pageHead({
      crumbs: [{ label: 'Prioritas', href: prioritasPaths.list }],
      title: run.name,
      lead: `Disimpan ${moment(run.createdAt)} oleh ${run.createdBy.name}. Hasil ini beku.`,
      statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: runActions(run, parameters),
    }),
    facts: [
      { label: 'Pengaturan', value: parameterWords(parameters) },
      { label: 'Cara menghitung', value: `versi ${run.methodVersion}` },
      { label: 'Data desil 1', value: sourceWords(run.desil1Version) },
      { label: 'Data IDM', value: run.idmVersion ? sourceWords(run.idmVersion) : 'tanpa IDM' },
    ],
    notices: ties.map(tieNotice),
    messages: run.messages.filter((line) => !line.startsWith('peringatan: ')).map(messageWords),
    lists: run.lists.map((list) => ({
      label: `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}${list.status === 'DRAFT' ? ' (draf)' : ''}`,
      href: list.status === 'DRAFT' ? `/lokus/draf/${list.id}` : `/lokus/${list.year}?edisi=${list.edition}`,
    })),
    makeListHref: can(actor, 'lokus.draft') ? `/lokus/baru?hitungan=${run.id}` : '',
    picture: unitPicture(rows, parameters.dasar === 'persen' ? 'persen penduduk' : unit),
    table: resultTable(parameters, unit, rows, state),
  };
  return page('prioritas/hitungan', model, { title: run.name, section: '/prioritas' });
}

function runActions(run: Run, parameters: Parameters): Button[] {
  const versions = { desil1Id: run.desil1VersionId, idmId: run.idmVersionId ?? ('none' as const) };
  return [
    {
      label: 'Bandingkan dengan hitungan ulang',
      href: prioritasPaths.compare(run.id),
      icon: 'arrow-repeat',
      primary: false,
    },
    {
      label: 'Buka sebagai hitungan baru',
      href: whatIfHref(parameters, versions),
      icon: 'bar-chart',
      primary: false,
    },
  ];
}

const tieNotice = (line: string): Notice => ({
  tone: 'warn',
  title: messageWords(line),
  text: 'Yang terpilih ditentukan jumlah desil 1, lalu IDM, lalu kode.',
  links: [],
});

function resultTable(
  parameters: Parameters,
  unit: string,
  rows: RankedUnit[],
  state: ListingPage<ResultFilters, RankedUnit>,
): Table {
  const cut = cutOf(rows);
  // A cut stands where the order is whole.
  const whole = state.total === rows.length && state.sort === 'urut' && !state.descending;
  return listTable(resultListing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: unitColumns(unit),
    row: (row, index) => ({
      ...unitRow(row, { parameters, count: rows.length }, { unit, official: null }, cut),
      cutBefore: whole && index === cut ? cutWords(index) : '',
    }),
    filter: resultFilter(state, rows),
    empty: {
      title: 'Tidak ada yang cocok',
      text: 'Ubah saringan atau hapus.',
      action: { label: 'Hapus saringan', href: state.url.pathname },
    },
    note: 'Rapuh: terpilih, tetapi kurang dari separuh dari 21 bobot IDM yang dicoba.',
  });
}

function resultFilter(state: ListingPage<ResultFilters, RankedUnit>, rows: RankedUnit[]): FilterBar {
  const kecamatan = new Map(rows.map((row) => [row.kecamatanCode, row.kecamatanName]));
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
      [...kecamatan].sort(([, one], [, other]) => one.localeCompare(other)),
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
