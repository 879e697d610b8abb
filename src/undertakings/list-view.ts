import { date, daysBetween, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { cell, field, options, type PageHead, pageHead, type Table, tableRow } from '../web/components.js';
import { exportListing, readPage, readState } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { filterBar, listTable } from '../web/table.js';
import { searchedCodes } from '../wilayah/search.js';
import { type UndertakingFilters, undertakingListing, undertakingsFrom } from './listing.js';
import { undertakingPaths } from './paths.js';
import type { UndertakingRow } from './standing.js';
import { partyNames, progressOf, stateViews, whoOf } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'undertakings/daftar': { head: PageHead; table: Table };
  }
}

/** The list of undertakings as a page, or as the file that was asked for. */
export async function undertakingList(app: Services, actor: Actor, url: URL): Promise<Reply> {
  const day = today(app.clock);
  const listing = undertakingListing(day);
  const state = readState(listing, url);
  const codes = await searchedCodes(app.db, actor.regionCode, state.filters.desa);
  const from = undertakingsFrom(actor, state.filters, { codes, day });
  if (state.format !== 'html') return exportListing(app.db, listing, state, from);
  const listed = await readPage(app.db, listing, state, from);
  const withVillage = actor.villageCode === null;
  const table = listTable(listing, listed, {
    title: `${number(listed.total)} janji`,
    columns: [
      { label: 'Janji', sort: 'janji', phone: 'title' },
      ...(withVillage ? [{ label: 'Desa', sort: 'desa' }] : []),
      { label: 'Terpenuhi' },
      { label: 'Batas waktu', sort: 'batas' },
      { label: 'Keadaan', sort: 'menunggu', phone: 'value' as const },
    ],
    row: (row) => undertakingRow(row, day, withVillage),
    filter: filterBar(url, await filterFields(app.db, actor, state.filters)),
    empty: {
      title: 'Tidak ada janji',
      text: 'Janji muncul di sini setelah kegiatan yang memuatnya diverifikasi.',
      action: url.search ? { label: 'Hapus saringan', href: undertakingPaths.list } : null,
    },
    note: 'Yang dihitung terpenuhi hanya yang sudah dikonfirmasi desa atau koordinator.',
  });
  const head = pageHead({
    title: 'Janji',
    lead: 'Komitmen bersama: siapa berjanji apa, dan yang sudah datang.',
  });
  return page('undertakings/daftar', { head, table }, { title: 'Janji', section: '/kegiatan' });
}

function undertakingRow(row: UndertakingRow, day: Date, withVillage: boolean) {
  const who = whoOf({ party: row.party, partyName: row.party_name });
  const late = row.late && row.due_on ? `lewat ${number(daysBetween(row.due_on, day))} hari` : '';
  const reported = row.reported > 0 ? `${number(row.reported)} dilaporkan` : '';
  return tableRow([
    cell({ text: row.what, href: undertakingPaths.one(row.id), sub: who }),
    ...(withVillage ? [cell({ text: row.village, sub: row.kecamatan })] : []),
    cell({ text: progressOf(row), sub: reported }),
    cell({ text: date(row.due_on), sub: late, tone: late ? 'warn' : '' }),
    cell({ status: stateViews[row.state] }),
  ]);
}

type Entry = [string, string];

const STATES: Entry[] = [
  ['belum', 'Belum dipenuhi'],
  ['sebagian', 'Dipenuhi sebagian'],
  ['dipenuhi', 'Dipenuhi'],
  ['terlambat', 'Terlambat'],
  ['menunggu', 'Menunggu konfirmasi'],
  ['ditarik', 'Ditarik'],
];

const select = (name: string, label: string, entries: Entry[], chosen: string) =>
  field({
    name,
    label,
    type: 'select',
    required: false,
    options: options([['', 'Semua'], ...entries], chosen),
  });

async function filterFields(db: Reader, actor: Actor, filters: UndertakingFilters) {
  const { regionCode } = actor;
  const [kecamatan, agencies] = await Promise.all([
    db.kecamatan.findMany({ where: { regionCode }, orderBy: { name: 'asc' } }),
    db.agency.findMany({ where: { regionCode }, orderBy: { shortName: 'asc' } }),
  ]);
  const mine: Entry[] = actor.agencyId === null ? [] : [['saya', 'OPD saya']];
  const named = agencies.map((one): Entry => [String(one.id), one.shortName]);
  const places = kecamatan.map((one): Entry => [one.code, one.name]);
  const village = { name: 'desa', label: 'Desa, nama atau kode', type: 'text', value: filters.desa } as const;
  return [
    select('status', 'Keadaan', STATES, filters.status),
    ...(actor.villageCode !== null
      ? []
      : [
          field({ ...village, required: false }),
          select('kecamatan', 'Kecamatan', places, filters.kecamatan),
        ]),
    select('pihak', 'Pihak', Object.entries(partyNames), filters.pihak),
    select('opd', 'OPD', [...mine, ...named], filters.opd),
  ];
}
