import { besideWords } from '../activities/counting.js';
import { age, dateMedium, number } from '../core/format.js';
import { DAYS_SILENT } from '../lokus/silence.js';
import { standingView } from '../lokus/standing.js';
import { type Actor, can } from '../policy.js';
import {
  cell,
  type Empty,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import type { Listing, ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { filterBar, listTable } from '../web/table.js';
import type { SearchResult } from '../wilayah/search.js';
import { kindWord, type Sight, sightOf, type VillageFilters, type VillageRow } from './listing.js';

declare module '../web/render.js' {
  interface Views {
    'villages/daftar': { head: PageHead; near: Notice | null; table: Table };
  }
}

export async function villagesPage(
  app: Services,
  actor: Actor,
  listing: Listing<VillageFilters, VillageRow>,
  state: ListingPage<VillageFilters, VillageRow>,
  search: SearchResult | null,
  year: number | null,
): Promise<Reply> {
  const day = today(app.clock);
  const [kecamatan, agencies] = await Promise.all([
    app.db.kecamatan.findMany({ where: { regionCode: actor.regionCode }, orderBy: { name: 'asc' } }),
    app.db.agency.findMany({
      where: { regionCode: actor.regionCode, OR: [{ validTo: null }, { validTo: { gte: day } }] },
      orderBy: { shortName: 'asc' },
    }),
  ]);
  const mine = state.filters.opd === 'saya';
  const title = mine ? 'Desa kami' : 'Desa';
  const head = pageHead({
    title,
    lead: mine
      ? `${number(state.total)} desa dan kelurahan didampingi ${actor.place} saat ini.`
      : `${number(state.total)} desa dan kelurahan di ${app.region.name}${year ? `; lokus berarti masuk daftar resmi ${year}` : ''}.`,
  });
  const sight = sightOf(actor);
  const table = listTable(listing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: [
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: 'Kecamatan', sort: 'kecamatan' },
      ...(sight.lokus ? [{ label: 'Lokus', phone: 'value' as const }] : []),
      { label: 'OPD', sort: 'opd' },
      ...(sight.activities
        ? [
            { label: 'Kegiatan terverifikasi', sort: 'kegiatan', numeric: true },
            { label: 'Laporan terakhir', sort: 'terakhir', numeric: true },
          ]
        : []),
    ],
    row: (row) => villageRow(row, sight, day),
    filter: filterBar(state.url, filterFields(actor, state.filters, kecamatan, agencies)),
    empty: emptyState(state.filters, search),
    note: sight.activities
      ? 'Kegiatan: hanya yang sudah diverifikasi. Laporan terakhir: juga yang baru diajukan, tanpa rencana dan yang batal.'
      : '',
  });
  return page(
    'villages/daftar',
    { head, near: nearNotice(state.filters.cari, search), table },
    { title, section: '/desa' },
  );
}

function villageRow(row: VillageRow, sight: Sight, day: Date) {
  const { origin } = row;
  const status = origin === null ? null : standingView({ ...row, origin }, day.getUTCFullYear());
  return tableRow([
    cell({
      text: row.name,
      href: `/desa/${row.code}`,
      sub: row.code + (row.kind === 'DESA' ? '' : `, ${kindWord[row.kind]}`),
    }),
    cell({ text: row.kecamatan }),
    ...(sight.lokus ? [cell(status ? { status } : { text: '–' })] : []),
    cell({ text: row.lead ?? '–', sub: row.supporters ? `bersama ${row.supporters}` : '' }),
    ...(sight.activities
      ? [
          cell({ text: number(row.activities), sub: besideWords(row) }),
          cell({ text: dateMedium(row.newest), sub: row.newest ? age(row.newest, day) : '' }),
        ]
      : []),
  ]);
}

function filterFields(
  actor: Actor,
  filters: VillageFilters,
  kecamatan: { code: string; name: string }[],
  agencies: { id: number; shortName: string }[],
) {
  const optional = { required: false };
  const own: [string, string][] = actor.role === 'OPD' ? [['saya', 'OPD saya']] : [];
  return [
    field({ name: 'cari', label: 'Cari nama atau kode', type: 'text', value: filters.cari, ...optional }),
    field({
      name: 'kecamatan',
      label: 'Kecamatan',
      type: 'select',
      options: options(
        [['', 'Semua'], ...kecamatan.map((one): [string, string] => [one.code, one.name])],
        filters.kecamatan,
      ),
      ...optional,
    }),
    field({
      name: 'opd',
      label: 'OPD',
      type: 'select',
      options: options(
        [['', 'Semua'], ...own, ...agencies.map((one): [string, string] => [String(one.id), one.shortName])],
        filters.opd,
      ),
      ...optional,
    }),
    ...(can(actor, 'lokus.list') ? [lokusField(filters.lokus)] : []),
    ...(can(actor, 'recap.read') ? [silenceField(filters)] : []),
  ];
}

const silenceField = (filters: VillageFilters) =>
  field({
    name: 'diam',
    label: 'Laporan',
    type: 'select',
    required: false,
    options: options(
      [
        ['', 'Semua'],
        ['ya', `Diam lebih dari ${DAYS_SILENT} hari`],
      ],
      filters.diam,
    ),
  });

const lokusField = (chosen: string) =>
  field({
    name: 'lokus',
    label: 'Lokus',
    type: 'select',
    required: false,
    options: options(
      [
        ['', 'Semua'],
        ['ya', 'Lokus'],
        ['tidak', 'Bukan lokus'],
      ],
      chosen,
    ),
  });

function emptyState(filters: VillageFilters, search: SearchResult | null): Empty {
  const clear = { label: 'Hapus saringan', href: '/desa' };
  if (filters.opd === 'saya') {
    return {
      title: 'Belum ada desa',
      text: 'Desa muncul di sini setelah koordinator menugaskan OPD Anda.',
      action: null,
    };
  }
  const what = filters.cari ? `dengan "${filters.cari}"` : 'dengan saringan ini';
  const near = (search?.suggestions.length ?? 0) > 0;
  return {
    title: `Tidak ada yang cocok ${what}`,
    text: near
      ? 'Pilih nama yang mirip di atas, atau cari lagi.'
      : 'Periksa ejaannya, atau cari dengan kode.',
    action: clear,
  };
}

/** Every name that may be meant, each a way to its village; null when nothing is near. */
function nearNotice(typed: string, search: SearchResult | null): Notice | null {
  const suggestions = search?.suggestions ?? [];
  if (suggestions.length === 0) return null;
  return {
    tone: 'info',
    title: `Mungkin yang Anda maksud dengan "${typed}":`,
    text: '',
    links: suggestions.map((one) => ({
      label: `${one.name}, ${one.kecamatanName}`,
      href: `/desa/${one.code}`,
    })),
  };
}
