import { standingView } from '../lokus/standing.js';
import type { Actor } from '../policy.js';
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
import { number } from '../web/format.js';
import type { ListingPage } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { filterBar, listTable } from '../web/table.js';
import { kindWord, type VillageFilters, type VillageRow, villageListing } from './listing.js';
import type { SearchResult } from './search.js';

declare module '../web/render.js' {
  interface Views {
    'desa/daftar': { head: PageHead; near: Notice | null; table: Table };
  }
}

export async function villagesPage(
  app: Services,
  actor: Actor,
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
  const table = listTable(villageListing, state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns: [
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: 'Kecamatan', sort: 'kecamatan' },
      { label: 'Lokus', phone: 'value' },
      { label: 'OPD', sort: 'opd' },
      { label: 'Kegiatan terverifikasi', sort: 'kegiatan', numeric: true },
    ],
    row: (row) => villageRow(row, today(app.clock).getUTCFullYear()),
    filter: filterBar(state.url, filterFields(actor, state.filters, kecamatan, agencies)),
    empty: emptyState(state.filters, search),
    note: 'Kegiatan: hanya yang sudah diverifikasi.',
  });
  return page(
    'desa/daftar',
    { head, near: nearNotice(state.filters.cari, search), table },
    { title, section: '/desa' },
  );
}

function villageRow(row: VillageRow, year: number) {
  const { origin } = row;
  const status = origin === null ? null : standingView({ ...row, origin }, year);
  return tableRow([
    cell({
      text: row.name,
      href: `/desa/${row.code}`,
      sub: row.code + (row.kind === 'DESA' ? '' : `, ${kindWord[row.kind]}`),
    }),
    cell({ text: row.kecamatan }),
    cell(status ? { status } : { text: '–' }),
    cell({ text: row.lead ?? '–', sub: row.supporters ? `bersama ${row.supporters}` : '' }),
    cell({ text: number(row.activities) }),
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
    field({
      name: 'lokus',
      label: 'Lokus',
      type: 'select',
      options: options(
        [
          ['', 'Semua'],
          ['ya', 'Lokus'],
          ['tidak', 'Bukan lokus'],
        ],
        filters.lokus,
      ),
      ...optional,
    }),
  ];
}

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
