import { z } from 'zod';
import { dateMedium, EMPTY, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { NeedSource } from '../generated/prisma/enums.js';
import { currentList } from '../lokus/queries.js';
import { can, mayEver } from '../policy.js';
import { choiceFilter } from '../web/filters.js';
import { type Asked, type At, defineList, type Filter } from '../web/list.js';
import { placeColumns, placeFilters } from '../wilayah/columns.js';
import { agencyFilter, categoryFilter, nearPlaces } from '../wilayah/filters.js';
import { inForce } from '../wilayah/in-force.js';
import { needPaths } from './paths.js';
import { isNeeded, left, Potential, potentialColumns, potentialOf } from './standing.js';
import { NOT_ASSESSED, potentialWords, sourceLabels } from './words.js';

const Row = z.object({
  village_code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  lead_id: z.number().nullable(),
  lead: z.string().nullable(),
  category_code: z.string().nullable(),
  category: z.string().nullable(),
  unit: z.string().nullable(),
  assessment_id: z.number().nullable(),
  assessed_on: z.date().nullable(),
  source: z.enum(NeedSource).nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  funded: z.number().nullable(),
  delivered: z.number().nullable(),
  planned: z.number().nullable(),
  left: z.number().nullable(),
  ...Potential.shape,
});
type Row = z.output<typeof Row>;

/** OPD utama of the day. */
export const leadFilter = agencyFilter((ids) => sql`s.agency_id = any(${ids}::int[])`, { own: true });

const filters = {
  ...placeFilters(sql`v.code`, sql`v.kecamatan_code`),
  jenis: categoryFilter((code) => sql`n.category_code = ${code}`),
  opd: { ...leadFilter, label: 'OPD utama' },
  asesmen: choiceFilter<Asked>('Asesmen', {
    sudah: { label: 'Sudah ada', where: sql`n.baseline is not null` },
    belum: { label: NOT_ASSESSED, where: sql`n.baseline is null` },
  }),
  sisa: choiceFilter<Asked>('Sisa', {
    ada: { label: 'Masih ada', where: isNeeded },
    habis: { label: 'Sudah terpenuhi', where: sql`(n.baseline is not null and not ${isNeeded})` },
  }),
} satisfies Record<string, Filter<Asked>>;

const quantity = { kind: 'number', unit: 'kolom satuan' } as const;

/** What each village needs of each kind of help; a village of the official list that nobody assessed has a row as well. */
export const needList = defineList({
  path: needPaths.list,
  access: 'need.list',
  name: 'kebutuhan',
  noun: 'kebutuhan',
  known: async ({ app, actor, day }) => ({
    listId: (await currentList(app.db, actor, day.getUTCFullYear()))?.id ?? null,
  }),
  row: Row,
  select: sql`select v.code as village_code, v.name as village, k.name as kecamatan, s.agency_id as lead_id,
    g.short_name as lead, c.code as category_code, c.name as category, c.unit, n.assessment_id, n.assessed_on,
    e.source::text, n.baseline, n.target, n.funded, n.delivered, n.planned, ${left} as "left", ${potentialColumns}`,
  from: ({ day }) => sql`from village v join kecamatan k on k.code = v.kecamatan_code
    left join need_standing n on n.village_code = v.code and n.baseline is not null
    left join category c on c.code = n.category_code
    left join need_assessment e on e.id = n.assessment_id
    left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id`,
  where: ({ known }) => sql`(n.baseline is not null or exists (select from lokus_member m
    where m.list_id = ${known.listId}::int and m.village_code = v.code))`,
  key: sql`(v.code || ' ' || coalesce(lpad(c.position::text, 3, '0'), ''))`,
  sorts: {
    desa: { label: 'Desa', by: sql`v.name` },
    jenis: { label: 'Jenis bantuan', by: sql`c.position`, nullsLast: true },
    butuh: { label: 'Butuh', by: sql`n.baseline`, startsDescending: true, nullsLast: true },
    sisa: { label: 'Sisa', by: left, startsDescending: true, nullsLast: true },
    per: { label: 'Per tanggal', by: sql`n.assessed_on`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'desa',
  filters,
  columns: [
    { key: 'kode_desa', label: 'Kode desa', value: (row) => row.village_code, only: 'file' },
    ...placeColumns,
    { key: 'opd_utama', label: 'OPD utama', value: (row) => row.lead, only: 'file' },
    { key: 'kode_jenis', label: 'Kode jenis bantuan', value: (row) => row.category_code, only: 'file' },
    {
      key: 'jenis',
      label: 'Jenis bantuan',
      value: (row) => row.category,
      cell: (row) =>
        row.assessment_id === null
          ? { status: { icon: 'dash-square-dotted', label: NOT_ASSESSED, tone: 'warn' } }
          : { text: row.category ?? '', href: needPaths.one(row.assessment_id), sub: row.unit ?? '' },
      sort: 'jenis',
      phone: 'title',
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit, only: 'file' },
    { key: 'butuh', label: 'Butuh', ...quantity, value: (row) => row.baseline, sort: 'butuh' },
    { key: 'target', label: 'Target', ...quantity, value: (row) => row.target, only: 'file' },
    { key: 'didanai', label: 'Didanai', ...quantity, value: (row) => row.funded },
    { key: 'terealisasi', label: 'Terealisasi', ...quantity, value: (row) => row.delivered },
    { key: 'rencana', label: 'Direncanakan', ...quantity, value: (row) => row.planned },
    {
      key: 'potensi',
      label: 'Potensi',
      ...quantity,
      value: potentialOf,
      cell: (row) => {
        const sub = potentialWords(row);
        return sub ? { text: number(potentialOf(row)), sub } : { text: EMPTY };
      },
    },
    {
      key: 'diterima',
      label: 'Potensi yang diterima',
      ...quantity,
      value: (row) => row.accepted,
      only: 'file',
    },
    {
      key: 'sisa',
      label: 'Sisa',
      ...quantity,
      value: (row) => row.left,
      cell: leftCell,
      sort: 'sisa',
      phone: 'value',
    },
    {
      key: 'per',
      label: 'Per tanggal',
      kind: 'date',
      value: (row) => row.assessed_on,
      cell: (row) =>
        row.assessed_on && row.source
          ? { text: dateMedium(row.assessed_on), sub: sourceLabels[row.source] }
          : { text: '–' },
      sort: 'per',
    },
    { key: 'sumber', label: 'Sumber', value: (row) => row.source && sourceLabels[row.source], only: 'file' },
  ],
  line: (row, { actor }) => ({
    actions:
      row.assessment_id === null && mayWrite(row, { actor })
        ? [{ label: 'Catat asesmen', href: needPaths.createIn(row.village_code) }]
        : [],
  }),
  empty: {
    title: 'Belum ada kebutuhan',
    text: 'Kebutuhan muncul di sini setelah asesmen atau musyawarah desanya dicatat dari Kartu Desa atau berkas.',
    action: { label: 'Cari desa', href: '/desa' },
  },
  near: async (at) =>
    (await nearPlaces(at, 'desa')) ||
    (at.filters.asesmen === 'belum'
      ? 'Setiap desa lokus yang cocok sudah diasesmen. Desa lain, juga sebelum ada daftar lokus, dicatat dari Kartu Desanya.'
      : ''),
  note: 'Didanai dan terealisasi: kegiatan terverifikasi yang selesai setelah tanggal asesmen. Sisa = butuh dikurangi terealisasi; target hanya ditampilkan. Potensi: dirujuk ke OPD lain, sudah diterima atau baru ditawarkan. Rencana dan potensi tidak mengurangi sisa.',
  title: 'Kebutuhan',
  head: ({ at }) => ({
    lead: 'Yang dibutuhkan tiap desa menurut asesmen terakhirnya, dan yang sudah datang sejak itu.',
    actions: mayEver(at.actor, 'need.import')
      ? [
          { label: 'Impor dari Excel', href: needPaths.bulk, icon: 'upload', primary: false },
          {
            label: 'Catat asesmen',
            href: `${needPaths.list}?asesmen=belum${at.actor.agencyId === null ? '' : '&opd=saya'}`,
            icon: 'plus-lg',
            primary: true,
          },
        ]
      : [],
  }),
});

const mayWrite = (row: Row, { actor }: Pick<At, 'actor'>) =>
  can(actor, 'need.write', { villageCode: row.village_code, leadId: row.lead_id });

function leftCell(row: Row) {
  if (row.baseline === null || row.delivered === null) return { text: '–' };
  const over = row.delivered - row.baseline;
  return over > 0
    ? { text: '0', sub: `lebih ${number(over)}`, tone: 'warn' as const }
    : { text: number(row.left) };
}
