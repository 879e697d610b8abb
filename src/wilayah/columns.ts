import { EMPTY } from '../core/format.js';
import type { Sql } from '../database/query.js';
import type { Asked, Filter, ListColumn } from '../web/list.js';
import { kecamatanFilter, placeFilter } from './filters.js';

/** The village that a row is about, which leads to its card; `sub` stands below its name. */
export const villageColumn = <R extends { code: string; name: string }>(
  sub: (row: R) => string,
): ListColumn<R, 'nama', unknown> => ({
  key: 'nama',
  label: 'Desa atau kelurahan',
  value: (row) => row.name,
  cell: (row) => ({ text: row.name, href: `/desa/${row.code}`, sub: sub(row) }),
  sort: 'nama',
  phone: 'title',
});

/** A village account knows where its things are. */
const inManyVillages = ({ actor }: Asked) => actor.villageCode === null;

/** Where something happened, or is to happen; some things are of no village. */
export const placeColumns: ListColumn<{ village: string | null; kecamatan: string | null }, 'desa', Asked>[] =
  [
    {
      key: 'desa',
      label: 'Desa',
      value: (row) => row.village,
      cell: (row) => ({ text: row.village ?? EMPTY, sub: row.kecamatan ?? '' }),
      sort: 'desa',
      shown: inManyVillages,
    },
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
  ];

/** The same as filters; the columns hold the codes of both. */
export const placeFilters = (village: Sql, kecamatan: Sql): Record<'desa' | 'kecamatan', Filter<Asked>> => ({
  desa: {
    ...placeFilter(village, { name: 'desa', label: 'Desa, nama atau kode' }),
    offered: inManyVillages,
  },
  kecamatan: { ...kecamatanFilter(kecamatan), offered: inManyVillages },
});
