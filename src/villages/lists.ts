import { z } from 'zod';
import { countedColumns } from '../activities/counting.js';
import { age, dateMedium, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { CountRow, joinedCounts } from '../kept/counting.js';
import { villageReports } from '../kept/reports.js';
import { currentList } from '../lokus/queries.js';
import { DAYS_SILENT, isSilent } from '../lokus/silence.js';
import { isDone, standingView } from '../lokus/standing.js';
import { can } from '../policy.js';
import type { Notice } from '../web/components.js';
import { choiceFilter, valueFilter } from '../web/filters.js';
import { type Asked, type At, defineList } from '../web/list.js';
import { page } from '../web/reply.js';
import { villageColumn } from '../wilayah/columns.js';
import { agencyFilter, kecamatanFilter, nearPlaces, placeFilter, placesMeant } from '../wilayah/filters.js';
import { inForce } from '../wilayah/in-force.js';
import { villagePath } from './paths.js';

const kindWords = { DESA: 'desa', KELURAHAN: 'kelurahan', DESA_ADAT: 'desa adat' } as const;

const Row = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.enum(['DESA', 'KELURAHAN', 'DESA_ADAT']),
  kecamatan: z.string(),
  origin: z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']).nullable(),
  phase: z.number().nullable(),
  done: z.boolean(),
  lead: z.string().nullable(),
  lead_id: z.number().nullable(),
  supporters: z.string().nullable(),
  ...CountRow.shape,
  newest: z.date().nullable(),
});

type Here = At<unknown, { listId: number | null; year: number | null; only: string | null }>;
const seesLists = ({ actor }: Asked) => can(actor, 'lokus.list');
const seesWork = ({ actor }: Asked) => can(actor, 'recap.read');
const isMine = ({ filters }: Asked) => filters.opd === 'saya';

/** All desa and kelurahan that exist today. */
export const villageList = defineList({
  path: '/desa',
  access: 'village.list',
  name: 'desa',
  noun: 'desa dan kelurahan',
  known: async (asked) => {
    const year = asked.day.getUTCFullYear();
    const list = seesLists(asked) ? await currentList(asked.app.db, asked.actor, year) : null;
    const codes = (await placesMeant(asked, 'cari'))?.codes ?? [];
    const onlySearch = [...asked.url.searchParams.keys()].every((key) => key === 'cari');
    const only = onlySearch && codes.length === 1 ? (codes[0] as string) : null;
    return { listId: list?.id ?? null, year: list?.year ?? null, only };
  },
  row: Row,
  select: ({
    day,
  }) => sql`select v.code, v.name, v.kind::text, k.name as kecamatan, m.origin::text, p.year as phase,
      ${isDone(sql`v.code`, day)} as done, g.short_name as lead, g.id as lead_id,
      (select string_agg(o.short_name, ', ' order by o.short_name) from assignment s join agency o on o.id = s.agency_id
        where s.village_code = v.code and s.role = 'SUPPORT' and ${inForce(sql`s`, day)}) as supporters,
      ${joinedCounts}, f.newest`,
  from: ({ known, day }: Here) => sql`from village v join kecamatan k on k.code = v.kecamatan_code
    left join lokus_member m on m.list_id = ${known.listId}::int and m.village_code = v.code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id
    left join ${villageReports(day)} f on f.village_code = v.code`,
  where: ({ day }) => sql`v.valid_from <= ${day} and (v.valid_to is null or v.valid_to >= ${day})`,
  key: sql`v.code`,
  sorts: {
    nama: { label: 'Nama', by: sql`v.name` },
    kode: { label: 'Kode', by: sql`v.code` },
    kecamatan: { label: 'Kecamatan', by: sql`k.name` },
    opd: { label: 'OPD utama', by: sql`g.short_name`, nullsLast: true },
    kegiatan: { label: 'Kegiatan', by: sql`coalesce(f.activities, 0)`, startsDescending: true },
    terakhir: { label: 'Laporan terakhir', by: sql`greatest(s.starts_on, f.newest)`, nullsLast: true },
  },
  defaultSort: 'kode',
  filters: {
    cari: placeFilter(sql`v.code`),
    kecamatan: kecamatanFilter(sql`v.kecamatan_code`),
    jenis: valueFilter('Jenis', sql`v.kind`, {
      DESA: 'Desa',
      KELURAHAN: 'Kelurahan',
      DESA_ADAT: 'Desa adat',
    }),
    opd: agencyFilter(
      (
        ids,
        day,
      ) => sql`exists (select from assignment x where x.village_code = v.code and ${inForce(sql`x`, day)}
        and x.agency_id = any(${ids}::int[]))`,
      { own: true },
    ),
    lokus: choiceFilter(
      'Lokus',
      {
        ya: { label: 'Lokus', where: sql`m.village_code is not null` },
        tidak: { label: 'Bukan lokus', where: sql`m.village_code is null` },
      },
      { offered: seesLists },
    ),
    diam: choiceFilter<Asked>(
      'Laporan',
      {
        ya: {
          label: `Diam lebih dari ${DAYS_SILENT} hari`,
          where: ({ day }) => isSilent(sql`v.code`, sql`s.starts_on`, sql`f.newest`, day),
        },
      },
      { offered: seesWork },
    ),
  },
  columns: [
    { key: 'kode', label: 'Kode Kemendagri', value: (row) => row.code, only: 'file' },
    villageColumn(
      (row: z.output<typeof Row>) => row.code + (row.kind === 'DESA' ? '' : `, ${kindWords[row.kind]}`),
    ),
    { key: 'jenis', label: 'Jenis', value: (row) => kindWords[row.kind], only: 'file' },
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, sort: 'kecamatan' },
    {
      key: 'lokus',
      label: 'Lokus',
      value: (row) => row.origin !== null,
      cell: ({ origin, ...row }, { day }) =>
        origin === null ? { text: '–' } : { status: standingView({ ...row, origin }, day.getUTCFullYear()) },
      phone: 'value',
      shown: seesLists,
    },
    {
      key: 'opd_utama',
      label: 'OPD',
      value: (row) => row.lead,
      cell: (row) => ({ text: row.lead ?? '–', sub: row.supporters ? `bersama ${row.supporters}` : '' }),
      sort: 'opd',
    },
    { key: 'opd_pendukung', label: 'OPD pendukung', value: (row) => row.supporters, only: 'file' },
    ...countedColumns('Kegiatan terverifikasi', seesWork),
    {
      key: 'laporan_terakhir',
      label: 'Laporan terakhir',
      kind: 'date',
      value: (row) => row.newest,
      cell: (row, { day }) => ({ text: dateMedium(row.newest), sub: row.newest ? age(row.newest, day) : '' }),
      sort: 'terakhir',
      numeric: true,
      shown: seesWork,
    },
  ],
  empty: (at) =>
    isMine(at)
      ? {
          title: 'Belum ada desa',
          text: 'Desa muncul di sini setelah koordinator menugaskan OPD Anda.',
          action: null,
        }
      : { title: 'Belum ada desa', text: 'Daftar desa dimuat pengelola server.', action: null },
  near: async (at) => {
    const near = await nearPlaces(at);
    if (near) return 'Pilih nama yang mirip di atas, atau cari lagi.';
    if (at.filters.cari) return 'Periksa ejaannya, atau cari dengan kode.';
    return isMine(at) ? 'Desa muncul di sini setelah koordinator menugaskan OPD Anda.' : '';
  },
  note: (at) =>
    seesWork(at)
      ? 'Kegiatan: hanya yang sudah diverifikasi. Laporan terakhir: juga yang baru diajukan, tanpa rencana dan yang batal.'
      : '',
  leadsTo: ({ known }) => known.only && villagePath(known.only),
  title: (at) => (isMine(at) ? 'Desa kami' : 'Desa'),
  head: ({ at, total }) => {
    const count = `${number(total)} desa dan kelurahan`;
    if (isMine(at)) return { lead: `${count} didampingi ${at.actor.place} saat ini.` };
    const meant = at.known.year ? `; lokus berarti masuk daftar resmi ${at.known.year}` : '';
    return { lead: `${count} di ${at.app.region.name}${meant}.` };
  },
  page: async ({ at, table, tabs }, { head, frame }) => {
    const near = await nearNotice(at);
    return page('web/daftar', { head, notices: near ? [near] : [], tabs, table }, frame);
  },
});

/** Every name that may be meant, each a way to its village; null when nothing is near. */
async function nearNotice(at: Asked): Promise<Notice | null> {
  const suggestions = (await placesMeant(at, 'cari'))?.suggestions ?? [];
  if (suggestions.length === 0) return null;
  return {
    tone: 'info',
    title: `Mungkin yang Anda maksud dengan "${at.filters.cari}":`,
    text: '',
    links: suggestions.map((one) => ({
      label: `${one.name}, ${one.kecamatanName}`,
      href: villagePath(one.code),
    })),
  };
}
