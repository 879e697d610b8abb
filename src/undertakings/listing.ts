import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { join, type Sql, sql } from '../database/query.js';
import { CommitmentParty } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { undertakingScope } from '../scope.js';
import { agencyChoice } from '../web/form.js';
import type { Listing } from '../web/listing.js';
import {
  isKept,
  isLate,
  isPartly,
  isUntouched,
  isWaiting,
  UndertakingRow,
  undertakingColumns,
  undertakings,
} from './standing.js';
import { partyNames, stateViews } from './words.js';

const STATUSES = ['', 'belum', 'sebagian', 'dipenuhi', 'terlambat', 'menunggu', 'ditarik'] as const;

const Filters = z.object({
  status: z.enum(STATUSES).catch(''),
  desa: z.string().max(100).catch(''),
  kecamatan: z.string().max(20).catch(''),
  pihak: z.enum(['', ...Object.values(CommitmentParty)]).catch(''),
  opd: agencyChoice,
  kegiatan: z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null),
});
export type UndertakingFilters = z.output<typeof Filters>;

/** Undertakings, those due first on top. */
export const undertakingListing = (day: Date): Listing<UndertakingFilters, UndertakingRow> => ({
  name: 'janji',
  filters: Filters,
  sorts: {
    batas: { label: 'Batas waktu', by: sql`u.due_on`, nullsLast: true },
    janji: { label: 'Janji', by: sql`u.what` },
    desa: { label: 'Desa', by: sql`v.name` },
    pihak: { label: 'Pihak', by: sql`u.party` },
    menunggu: { label: 'Menunggu sejak', by: sql`d.waiting_since`, nullsLast: true },
  },
  defaultSort: 'batas',
  key: sql`u.id`,
  select: sql`select ${undertakingColumns(day)}`,
  row: UndertakingRow,
  columns: [
    { key: 'id', value: (row) => row.id },
    { key: 'kode_desa', value: (row) => row.village_code },
    { key: 'desa', value: (row) => row.village },
    { key: 'kecamatan', value: (row) => row.kecamatan },
    { key: 'pihak', value: (row) => partyNames[row.party] },
    { key: 'lembaga', value: (row) => row.party_name },
    { key: 'janji', value: (row) => row.what },
    { key: 'jumlah', value: (row) => row.quantity },
    { key: 'satuan', value: (row) => row.unit },
    { key: 'batas', value: (row) => (row.due_on ? isoDate(row.due_on) : null) },
    { key: 'dipenuhi', value: (row) => (row.quantity === null ? null : row.confirmed) },
    { key: 'dilaporkan', value: (row) => (row.quantity === null ? null : row.reported) },
    { key: 'status', value: (row) => stateViews[row.state].label },
    { key: 'terlambat', value: (row) => row.late },
    { key: 'opd_pencatat', value: (row) => row.agency },
    { key: 'kegiatan', value: (row) => row.activity_id },
  ],
});

const statusWhere = (status: UndertakingFilters['status'], day: Date): Sql[] => {
  switch (status) {
    case '':
      return [];
    case 'belum':
      return [isUntouched];
    case 'sebagian':
      return [isPartly];
    case 'dipenuhi':
      return [sql`(not u.withdrawn and ${isKept})`];
    case 'terlambat':
      return [isLate(day)];
    case 'menunggu':
      return [isWaiting];
    case 'ditarik':
      return [sql`u.withdrawn`];
  }
};

/** Undertakings that these agencies logged or owe. */
export const ofAgencies = (ids: number[]): Sql =>
  sql`(a.agency_id = any(${ids}::int[]) or u.agency_id = any(${ids}::int[]))`;

/** FROM and WHERE of the list; `codes` are the villages a search found, null when nothing is searched. */
export function undertakingsFrom(
  actor: Actor,
  filters: UndertakingFilters,
  { codes, day }: { codes: string[] | null; day: Date },
): Sql {
  const agencies = filters.opd === 'saya' ? actor.agencyIds : [Number(filters.opd)];
  const conditions = [
    undertakingScope(actor),
    ...statusWhere(filters.status, day),
    ...(codes ? [sql`a.village_code = any(${codes}::text[])`] : []),
    ...(filters.kecamatan ? [sql`v.kecamatan_code = ${filters.kecamatan}`] : []),
    ...(filters.pihak ? [sql`u.party::text = ${filters.pihak}`] : []),
    ...(filters.opd ? [ofAgencies(agencies)] : []),
    ...(filters.kegiatan ? [sql`a.id = ${filters.kegiatan}`] : []),
  ];
  return sql`${undertakings} where ${join(conditions, ' and ')}`;
}
