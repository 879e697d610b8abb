import { calendarDay, dateMedium, daysBetween, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Actor, can } from '../policy.js';
import {
  cell,
  field,
  options,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { exportListing, type ListingPage, readPage, readState } from '../web/listing.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { responseView, reviewStatusView, workStatusView } from '../web/statuses.js';
import { filterBar, listTable } from '../web/table.js';
import { searchVillages } from '../wilayah/search.js';
import { type ActivityFilters, type ActivityRow, activitiesFrom, activityListing } from './listing.js';
import { activityPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'activities/daftar': { head: PageHead; table: Table };
  }
}

/** The list of activities as a page, or as the file that was asked for. */
export async function activityList(app: Services, actor: Actor, url: URL): Promise<Reply> {
  const state = readState(activityListing, url);
  const typed = state.filters.desa.trim();
  const found = typed === '' ? null : await searchVillages(app.db, actor.regionCode, typed);
  const day = today(app.clock);
  const from = activitiesFrom(actor, state.filters, { codes: found?.codes ?? null, day });
  if (state.format !== 'html') return exportListing(app.db, activityListing, state, from);
  const listed = await readPage(app.db, activityListing, state, from);
  const choices = await filterChoices(app.db, actor);
  const near = found?.suggestions.map((one) => `${one.name}, ${one.kecamatanName}`) ?? [];
  return listPage(actor, listed, day, choices, near);
}

type Choices = Awaited<ReturnType<typeof filterChoices>>;

async function filterChoices(db: Reader, actor: Actor) {
  const { regionCode } = actor;
  const [kecamatan, agencies, categories] = await Promise.all([
    db.kecamatan.findMany({ where: { regionCode }, orderBy: { name: 'asc' } }),
    db.agency.findMany({ where: { regionCode }, orderBy: { shortName: 'asc' } }),
    db.category.findMany({ orderBy: { position: 'asc' } }),
  ]);
  return { kecamatan, agencies, categories };
}

function listPage(
  actor: Actor,
  state: ListingPage<ActivityFilters, ActivityRow>,
  day: Date,
  choices: Choices,
  near: string[],
): Reply {
  const mayLog = can(actor, 'activity.create');
  const head = pageHead({
    title: 'Kegiatan',
    lead: leads[actor.role] ?? '',
    actions: [
      ...(can(actor, 'recap.read') ? [recapLink] : []),
      ...(mayLog
        ? [{ label: 'Catat kegiatan', href: activityPaths.create, icon: 'plus-lg', primary: true }]
        : []),
    ],
  });
  const table = listTable(activityListing, state, {
    title: `${number(state.total)} kegiatan`,
    columns: [
      { label: 'Kegiatan', sort: 'judul', phone: 'title' },
      { label: 'Tanggal', sort: 'tanggal', phone: 'value' },
      ...(actor.role === 'DESA' ? [] : [{ label: 'Desa', sort: 'desa' }]),
      { label: 'OPD', sort: 'opd' },
      { label: 'Pekerjaan' },
      { label: 'Laporan', sort: 'menunggu' },
      { label: 'Tanggapan desa', sort: 'tanggapan' },
    ],
    row: (row) => activityRow(row, day, actor.role !== 'DESA'),
    filter: filterBar(state.url, filterFields(actor, state.filters, choices)),
    empty: emptyText(state, mayLog, near),
    note: 'Angka di halaman lain hanya menghitung yang diverifikasi.',
  });
  return page('activities/daftar', { head, table }, { title: 'Kegiatan', section: activityPaths.list });
}

const recapLink = { label: 'Rekap', href: activityPaths.recap, icon: 'bar-chart', primary: false };

const leads: Partial<Record<Actor['role'], string>> = {
  OPD: 'Kegiatan OPD Anda, dan kegiatan OPD lain yang sudah diajukan.',
  DESA: 'Kegiatan yang dilaporkan OPD di desa Anda. Konfirmasi bila sesuai, sanggah bila tidak.',
  KOORDINATOR: 'Semua kegiatan. Yang diajukan menunggu diperiksa, yang disanggah menunggu dijawab.',
  BAPPEDA: 'Semua kegiatan pendampingan di kabupaten.',
};

function emptyText(state: ListingPage<ActivityFilters, ActivityRow>, mayLog: boolean, near: string[]) {
  const filtered = Object.values(state.filters).some((value) => value !== '');
  if (filtered) {
    const hint = near.length > 0 ? ` Mungkin maksud Anda ${near.join(' atau ')}.` : '';
    return {
      title: 'Tidak ada yang cocok',
      text: `Ubah saringan atau hapus.${hint}`,
      action: { label: 'Hapus saringan', href: activityPaths.list },
    };
  }
  return {
    title: 'Belum ada kegiatan',
    text: 'Kegiatan pertama muncul di sini setelah OPD mencatatnya.',
    action: mayLog ? { label: 'Catat kegiatan', href: activityPaths.create } : null,
  };
}

const waitingFor = (since: Date, today: Date) =>
  `menunggu ${number(Math.max(0, daysBetween(calendarDay(since), today)))} hari`;

/** A village account knows where its activities are. */
function activityRow(row: ActivityRow, today: Date, withVillage: boolean) {
  const days = row.ends_on.getTime() === row.starts_on.getTime() ? '' : `sampai ${dateMedium(row.ends_on)}`;
  const said = responseView(row.response, row.answered);
  const revised = row.number > 1 ? `revisi ke-${row.number}` : '';
  const waits = row.waiting_since ? waitingFor(row.waiting_since, today) : '';
  const open = row.response === 'SANGGAHAN' && !row.answered && row.said_at;
  return tableRow([
    cell({ text: row.title, href: activityPaths.one(row.id), sub: row.lines.join('\n') }),
    cell({ text: dateMedium(row.starts_on), sub: days }),
    ...(withVillage ? [cell({ text: row.village, sub: row.kecamatan })] : []),
    cell({ text: row.agency, sub: row.sharers ? `bersama ${row.sharers}` : '' }),
    cell({ status: workStatusView[row.work_status] }),
    cell({
      status: reviewStatusView[row.review_status],
      sub: [revised, waits].filter(Boolean).join(', '),
    }),
    said ? cell({ status: said, sub: open ? waitingFor(open, today) : '' }) : cell({ text: '–' }),
  ]);
}

const optional = (given: Parameters<typeof field>[0]) => field({ required: false, ...given });
type Entry = [string, string];

function filterFields(actor: Actor, filters: ActivityFilters, choices: Choices) {
  const select = (name: keyof ActivityFilters, label: string, entries: Entry[]) =>
    optional({ name, label, type: 'select', options: options([['', 'Semua'], ...entries], filters[name]) });
  const kecamatan = choices.kecamatan.map((one): Entry => [one.code, one.name]);
  const mine: Entry[] = actor.agencyId === null ? [] : [['saya', 'OPD saya']];
  const agencies = choices.agencies.map((one): Entry => [String(one.id), one.shortName]);
  const places =
    actor.role === 'DESA'
      ? []
      : [
          optional({ name: 'desa', label: 'Desa, nama atau kode', type: 'text', value: filters.desa }),
          select('kecamatan', 'Kecamatan', kecamatan),
        ];
  return [
    ...places,
    select('opd', 'OPD', [...mine, ...agencies]),
    select(
      'jenis',
      'Jenis bantuan',
      choices.categories.map((one): Entry => [one.code, one.name]),
    ),
    select('kerja', 'Pekerjaan', words(workStatusView)),
    select('laporan', 'Laporan', words(reviewStatusView)),
    select('tanggapan', 'Tanggapan desa', [
      ['menunggu', 'Disanggah, belum dijawab'],
      ['disanggah', 'Disanggah'],
      ['dikonfirmasi', 'Dikonfirmasi'],
      ['belum', 'Belum ditanggapi'],
    ]),
    select('janji', 'Janji', [['lewat', 'Lewat tanggal, belum dipenuhi']]),
    optional({ name: 'dari', label: 'Mulai dari', type: 'date', value: filters.dari }),
    optional({ name: 'sampai', label: 'Mulai sampai', type: 'date', value: filters.sampai }),
  ];
}

const words = (views: Record<string, Status>) =>
  Object.entries(views).map(([value, { label }]): Entry => [value, label]);
