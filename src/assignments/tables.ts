import { date, dateMedium, number } from '../core/format.js';
import { cell, type Empty, type FilterBar, field, options, type Table, tableRow } from '../web/components.js';
import type { ListingPage } from '../web/listing.js';
import { filterBar, type ListColumn, listTable } from '../web/table.js';
import { isComing, isInForce, isWithdrawn } from '../wilayah/in-force.js';
import type { Typed } from './form-view.js';
import {
  type AssignedVillage,
  type AssignmentFilters,
  assignedVillages,
  assignmentHistory,
  type HistoryRow,
  type Tab,
} from './listings.js';
import { type AssignmentParts, isAhead, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';
import { roleWords } from './taken.js';

const emptyOf = (year: number | null): Record<Tab, Empty> => ({
  belum: {
    title: 'Tidak ada yang menunggu',
    text: 'Semua desa lokus yang sudah mulai punya OPD utama.',
    action: null,
  },
  sudah: {
    title: 'Belum ada yang ditugaskan',
    text: 'Desa muncul di sini setelah koordinator menugaskan OPD utama.',
    action: { label: 'Lihat yang belum ada OPD', href: assignmentPaths.tab('belum', year) },
  },
  nanti: {
    title: 'Tidak ada',
    text: 'Tidak ada desa lokus yang baru mulai sesudah tahun ini.',
    action: null,
  },
});

export function villageTable(
  parts: AssignmentParts,
  tab: Tab,
  state: ListingPage<AssignmentFilters, AssignedVillage>,
  mayAssign: boolean,
  typed: Typed,
): Table {
  const assigned = tab === 'sudah';
  const columns: ListColumn[] = [
    { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
    ...(assigned ? [] : [{ label: 'Kecamatan', sort: 'kecamatan' }]),
    ...(assigned
      ? [
          { label: 'OPD utama', sort: 'opd', phone: 'value' as const },
          { label: 'OPD pendukung' },
          { label: 'Sejak', sort: 'sejak', numeric: true },
        ]
      : [{ label: 'Usulan SK', phone: 'value' as const }, { label: 'Pendamping sebelumnya' }]),
  ];
  const filtered = state.filters.cari !== '' || state.filters.kecamatan !== '' || state.filters.opd !== '';
  return listTable(assignedVillages(parts.day), state, {
    title: `${number(state.total)} desa dan kelurahan`,
    columns,
    row: (row) => villageRow(parts, row, { assigned, mayAssign, typed }),
    filter: filterOf(parts, state.url, state.filters),
    empty: filtered
      ? {
          title: 'Tidak ada yang cocok',
          text: 'Ubah saringan atau hapus.',
          action: { label: 'Hapus saringan', href: assignmentPaths.tab(tab, shownYear(parts)) },
        }
      : emptyOf(shownYear(parts))[tab],
  });
}

/** What becomes of the lead of the day: it goes on from before, is coming, or gives way to another one. */
function leadNote(parts: AssignmentParts, row: AssignedVillage): string {
  const notes = [
    isAhead(parts) && row.since !== null && row.since < parts.day ? 'lanjut, tetap mendampingi' : '',
    row.next ? `${row.next.agency} mulai ${dateMedium(row.next.starts_on)}` : '',
  ];
  return notes.filter(Boolean).join('; ');
}

/** What can be done with the lead of the day: one that holds today is handed over or ended, one that comes withdrawn. */
function leadActions(parts: AssignmentParts, row: AssignedVillage) {
  if (row.lead_id === null || row.since === null) return [];
  if (row.since > parts.today) return [{ label: 'Batalkan', href: assignmentPaths.withdraw(row.lead_id) }];
  if (isAhead(parts)) return [];
  return [
    { label: 'Alihkan', href: assignmentPaths.handOver(row.lead_id) },
    { label: 'Akhiri', href: assignmentPaths.end(row.lead_id) },
  ];
}

function villageRow(
  parts: AssignmentParts,
  row: AssignedVillage,
  { assigned, mayAssign, typed }: { assigned: boolean; mayAssign: boolean; typed: Typed },
) {
  // Beside two buttons and the loads there is no room for another column.
  const sub = assigned ? row.kecamatan : row.code;
  const name = cell({ text: row.name, href: `/desa/${row.code}`, sub });
  const select = mayAssign ? row.code : '';
  const picked = [typed.pilih].flat().includes(row.code);
  const actions = mayAssign ? leadActions(parts, row) : [];
  const cells = assigned
    ? [
        name,
        cell({ text: row.lead ?? '–', sub: leadNote(parts, row) }),
        cell({ text: row.supporters.map((one) => one.name).join(', ') || '–' }),
        cell({ text: dateMedium(row.since) }),
      ]
    : [
        name,
        cell({ text: row.kecamatan }),
        cell({ text: row.proposal ?? '–', sub: leadNote(parts, row) }),
        cell({ text: row.before ?? '–' }),
      ];
  return tableRow(cells, { select, picked, actions });
}

export function historyTable(
  parts: AssignmentParts,
  state: ListingPage<AssignmentFilters, HistoryRow>,
  mayEnd: boolean,
): Table {
  return listTable(assignmentHistory, state, {
    title: `${number(state.total)} penugasan`,
    columns: [
      { label: 'Desa atau kelurahan', sort: 'nama', phone: 'title' },
      { label: 'OPD', sort: 'opd', phone: 'value' },
      { label: 'Mulai', sort: 'mulai', numeric: true },
      { label: 'Selesai', sort: 'selesai', numeric: true },
      { label: 'Catatan' },
    ],
    row: (row) => historyRow(row, parts.today, mayEnd),
    filter: filterOf(parts, state.url, state.filters),
    empty: { title: 'Belum ada penugasan', text: 'Riwayat muncul setelah penugasan pertama.', action: null },
    note: `Riwayat tidak pernah dihapus. Per ${date(parts.today)}.`,
  });
}

function historyRow(row: HistoryRow, today: Date, mayEnd: boolean) {
  const term = { startsOn: row.starts_on, endsOn: row.ends_on };
  const withdraw = isComing(term, today)
    ? [{ label: 'Batalkan', href: assignmentPaths.withdraw(row.id) }]
    : [];
  const end =
    isInForce(term, today) && row.role === 'SUPPORT'
      ? [{ label: 'Akhiri', href: assignmentPaths.end(row.id) }]
      : [];
  const goesOn = isComing(term, today) ? 'belum mulai' : 'masih berjalan';
  const ending = row.ends_on ? dateMedium(row.ends_on) : goesOn;
  const cells = [
    cell({ text: row.name, href: `/desa/${row.code}`, sub: row.kecamatan }),
    cell({ text: row.agency, href: `/opd/${row.agency_id}`, sub: roleWords[row.role] }),
    cell({ text: dateMedium(row.starts_on), sub: row.by }),
    cell({ text: isWithdrawn(term) ? 'dibatalkan' : ending, sub: row.ended_by ?? '' }),
    cell({ text: [row.reason, row.end_reason].filter((one) => one !== null).join('. ') }),
  ];
  return tableRow(cells, { actions: mayEnd ? [...end, ...withdraw] : [] });
}

function filterOf(parts: AssignmentParts, url: URL, filters: AssignmentFilters): FilterBar {
  const select = (name: string, label: string, entries: [string, string][], chosen: string) =>
    field({
      name,
      label,
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...entries], chosen),
    });
  const bar = filterBar(url, [
    field({ name: 'cari', label: 'Cari nama atau kode', type: 'text', value: filters.cari, required: false }),
    select(
      'kecamatan',
      'Kecamatan',
      parts.kecamatan.map((one) => [one.code, one.name]),
      filters.kecamatan,
    ),
    select(
      'opd',
      'OPD',
      parts.agencies.map((one) => [String(one.id), one.shortName]),
      filters.opd,
    ),
  ]);
  const tab = url.searchParams.get('bagian');
  const year = shownYear(parts);
  return { ...bar, clearHref: tab ? assignmentPaths.tab(tab, year) : assignmentPaths.year(year) };
}
