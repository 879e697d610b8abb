import { z } from 'zod';
import { countedColumns } from '../activities/counting.js';
import { loadWords, overCapacity } from '../assignments/load.js';
import { loadSquares } from '../charts/squares.js';
import { date } from '../core/format.js';
import { sql } from '../database/query.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import { addedUp, inParts } from '../kept/counted.js';
import { CountRow, counts, joinedCounts } from '../kept/counting.js';
import { can } from '../policy.js';
import { scope } from '../scope.js';
import { choiceFilter, textFilter, valueFilter } from '../web/filters.js';
import { type Asked, defineList } from '../web/list.js';
import { inForce } from '../wilayah/in-force.js';

const Row = z.object({
  id: z.number(),
  name: z.string(),
  short_name: z.string(),
  kind: z.enum(AgencyKind),
  capacity: z.number().nullable(),
  valid_to: z.date().nullable(),
  successor: z.string().nullable(),
  leads: z.number(),
  supports: z.number(),
  ...CountRow.shape,
});

export const kindWords: Record<AgencyKind, string> = {
  SEKRETARIAT: 'sekretariat',
  INSPEKTORAT: 'inspektorat',
  DINAS: 'dinas',
  BADAN: 'badan',
  SATPOL: 'satpol PP',
  RSUD: 'rumah sakit',
  KECAMATAN: 'kecamatan',
  LAINNYA: 'lainnya',
};

const seesWork = ({ actor }: Asked) => can(actor, 'recap.read');

/** OPD with their load of today and their verified activities, of the villages and activities that a person sees. */
export const agencyList = defineList({
  path: '/opd',
  access: 'agency.list',
  name: 'opd',
  noun: 'OPD',
  row: Row,
  select: sql`select g.id, g.name, g.short_name, g.kind::text, g.capacity, g.valid_to, n.short_name as successor,
    h.leads, h.supports, ${joinedCounts}`,
  from: ({ day, actor }) => sql`from agency g left join agency n on n.id = g.successor_id
    left join lateral (select count(*) filter (where s.role = 'LEAD') as leads,
      count(*) filter (where s.role = 'SUPPORT') as supports
      from assignment s join village v on v.code = s.village_code
      where s.agency_id = g.id and ${inForce(sql`s`, day)} and ${scope(actor, 'village.list')}) h on true
    left join (select a.agency_id, ${addedUp(...counts)} from counted_sum a
      where ${inParts} and a.cut = 'SEMUA' and ${scope(actor, 'recap.read')} group by 1) f on f.agency_id = g.id`,
  key: sql`g.id`,
  sorts: {
    nama: { label: 'Nama', by: sql`g.short_name` },
    jenis: { label: 'Jenis', by: sql`g.kind` },
    desa: { label: 'Desa', by: sql`h.leads`, startsDescending: true },
    kegiatan: { label: 'Kegiatan', by: sql`coalesce(f.activities, 0)`, startsDescending: true },
  },
  defaultSort: 'nama',
  filters: {
    cari: textFilter('Cari nama', [sql`g.name`, sql`g.short_name`]),
    jenis: valueFilter('Jenis', sql`g.kind`, kindWords),
    berlaku: choiceFilter<Asked>(
      'Masa berlaku',
      { semua: { label: 'Termasuk yang sudah bergabung', where: sql`true` } },
      {
        all: 'Berlaku hari ini',
        unset: ({ day }) => sql`g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})`,
      },
    ),
  },
  columns: [
    { key: 'nama', label: 'Nama lengkap', value: (row) => row.name, only: 'file' },
    {
      key: 'singkatan',
      label: 'OPD',
      value: (row) => row.short_name,
      cell: (row) => ({
        text: row.short_name,
        href: `/opd/${row.id}`,
        sub: `${row.name}.${endedWords(row)}`,
        tags: overCapacity(row, 0)
          ? [{ icon: 'exclamation-triangle', label: 'Melebihi', tone: 'warn' as const }]
          : [],
      }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'jenis', label: 'Jenis', value: (row) => kindWords[row.kind], sort: 'jenis' },
    {
      key: 'kapasitas',
      label: 'Beban',
      kind: 'number',
      unit: 'desa yang sanggup ditangani; kosong tanpa batas',
      value: (row) => row.capacity,
      cell: (row) => ({ svg: loadSquares(row.leads, row.capacity) }),
      numeric: false,
    },
    {
      key: 'desa_utama',
      label: 'OPD utama di',
      kind: 'number',
      unit: 'desa',
      value: (row) => row.leads,
      cell: (row) => ({ text: loadWords(row) }),
      sort: 'desa',
      phone: 'value',
    },
    {
      key: 'desa_pendukung',
      label: 'Pendukung di',
      kind: 'number',
      unit: 'desa',
      value: (row) => row.supports,
    },
    ...countedColumns('Kegiatan', seesWork),
  ],
  empty: { title: 'Belum ada OPD', text: 'Admin menambahkannya di Data acuan.', action: null },
  note: (at) =>
    `Kapasitas kosong berarti tanpa batas.${seesWork(at) ? ' Kegiatan: terverifikasi saja.' : ''}`,
  title: 'Perangkat daerah',
  head: ({ at }) => ({
    lead: 'Setiap OPD, berapa desa yang dipimpinnya hari ini, dan berapa yang sanggup ditangani.',
    actions: can(at.actor, 'agency.edit')
      ? [{ label: 'Data acuan', href: '/acuan', icon: 'pencil', primary: false }]
      : [],
  }),
});

function endedWords(row: z.output<typeof Row>): string {
  if (!row.valid_to) return '';
  return ` Sampai ${date(row.valid_to)}${row.successor ? `, diteruskan ${row.successor}` : ''}.`;
}
