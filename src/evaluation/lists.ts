import { z } from 'zod';
import { date, dateMedium, decimal, inPercent, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { findOfficial, type Official } from '../lokus/official.js';
import { can } from '../policy.js';
import { idmStatus } from '../ranking/output.js';
import { choiceFilter } from '../web/filters.js';
import { type At, defineList, under } from '../web/list.js';
import { hrefWith } from '../web/list-state.js';
import { today } from '../web/services.js';
import { villageColumn } from '../wilayah/columns.js';
import { kecamatanFilter, nearPlaces, placeFilter } from '../wilayah/filters.js';
import { placesFirst } from '../wilayah/places-first.js';
import { MOST_DECIDED, outcomeWords } from './decision.js';
import {
  changeInPercent,
  changeWords,
  exitTest,
  exitWords,
  FactRow,
  factColumns,
  factSources,
  idmParts,
  partWords,
  type FactRow as Row,
  unknownWords,
} from './facts.js';
import { type EvaluationParts, partsOf } from './known.js';
import { evaluationPage } from './page.js';

export type EvaluationAt = At<Official, EvaluationParts>;

const testOf = (row: Row, { known: { basis, criteria } }: EvaluationAt) => exitTest(row, basis, criteria);
const metWords = (met: boolean | null | undefined): string =>
  met === null || met === undefined ? 'tidak teruji' : met ? 'ya' : 'tidak';
const change = (row: Row) => changeInPercent(row.desil1_before, row.desil1_after);

const undecidedWords = (rows: Row[]): string =>
  `${number(rows.filter((row) => row.outcome === null).length)} belum diputuskan`;

/** Every village of an official list with its facts, the exit test and what was decided. */
export const evaluationList = defineList<
  Row,
  'kode' | 'nama' | 'sisa' | 'desil1' | 'idm',
  Official,
  EvaluationParts
>({
  path: '/evaluasi/:tahun',
  section: '/lokus',
  access: 'evaluation.read',
  within: under({
    params: z.object({ tahun: z.coerce.number().int().min(2015).max(2100) }),
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
    subject: ({ list }) => list,
  }),
  known: (asked) => partsOf(asked, asked.loaded),
  name: ({ loaded }) => `evaluasi-${loaded.list.year}`,
  noun: 'desa dan kelurahan',
  row: FactRow,
  select: ({ day }) => sql`select ${factColumns(day)}`,
  from: ({ loaded, known, day }) => factSources(loaded.list, known, day),
  key: sql`m.village_code`,
  pageSize: MOST_DECIDED,
  sorts: {
    kode: { label: 'Kode', by: sql`m.village_code` },
    nama: { label: 'Nama', by: sql`v.name` },
    sisa: { label: 'Sisa kebutuhan', by: sql`n.open_share`, nullsLast: true },
    desil1: {
      label: 'Perubahan desil 1',
      by: sql`(da.desil1 - db.desil1)::float8 / nullif(db.desil1, 0)`,
      nullsLast: true,
    },
    idm: { label: 'IDM terbaru', by: sql`coalesce(ia.idm, ib.idm)`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'kode',
  filters: {
    cari: placeFilter(sql`m.village_code`),
    kecamatan: kecamatanFilter(sql`m.kecamatan_code`),
    keputusan: choiceFilter('Keputusan', {
      belum: { label: 'Belum diputuskan', where: sql`e.outcome is null` },
      tuntas: { label: 'Tuntas', where: sql`e.outcome = 'TUNTAS'` },
      lanjutan: { label: 'Lanjutan', where: sql`e.outcome = 'LANJUTAN'` },
    }),
    asesmen: choiceFilter('Asesmen', {
      ada: { label: 'Ada', where: sql`n.assessed_on is not null` },
      belum: { label: 'Belum ada', where: sql`n.assessed_on is null` },
    }),
  },
  columns: [
    { key: 'kode', label: 'Kode Kemendagri', value: (row) => row.code, only: 'file' },
    villageColumn((row) => [row.kecamatan, row.lead ?? 'belum ada OPD'].join(', ')),
    { key: 'kecamatan', label: 'Kecamatan', value: (row) => row.kecamatan, only: 'file' },
    { key: 'opd_utama', label: 'OPD utama', value: (row) => row.lead, only: 'file' },
    {
      key: 'uji_keluar',
      label: 'Uji keluar',
      value: (row, at) => exitWords(testOf(row, at)),
      cell: (row, at) => {
        const facts = testOf(row, at);
        const open = facts.filter((one) => one.met === false);
        const words = open.map((one) => `${one.name}: ${one.text}`).join('\n');
        return { text: exitWords(facts), sub: words || 'semua yang teruji terpenuhi' };
      },
      phone: 'value',
    },
    ...['Kebutuhan', 'IDM', 'Desil 1', 'Sanggahan', 'Laporan'].map((name, index) => ({
      key: `uji_${name.toLowerCase().replace(' ', '')}`,
      label: `Uji ${name}`,
      value: (row: Row, at: EvaluationAt) => metWords(testOf(row, at)[index]?.met),
      only: 'file' as const,
    })),
    {
      key: 'sisa',
      label: 'Sisa kebutuhan',
      kind: 'decimal',
      unit: '%',
      value: (row) => row.open_share,
      cell: (row) =>
        row.assessed_on
          ? {
              text: inPercent(row.open_share ?? 0),
              sub: `${number(row.open_needs)} dari ${number(row.needs)} jenis terbuka`,
            }
          : { text: 'belum ada asesmen', tone: 'quiet' },
      sort: 'sisa',
    },
    {
      key: 'desil1_awal',
      label: 'Desil 1 awal',
      kind: 'number',
      value: (row) => row.desil1_before,
      only: 'file',
    },
    {
      key: 'desil1',
      label: 'Desil 1',
      kind: 'number',
      value: (row) => row.desil1_after,
      cell: (row, { known }) => {
        const percent = change(row);
        return {
          text: number(row.desil1_after ?? row.desil1_before),
          sub:
            percent === null
              ? unknownWords(known.basis.desil1)
              : `${changeWords(percent)} dari ${number(row.desil1_before)}`,
        };
      },
      sort: 'desil1',
    },
    { key: 'idm_awal', label: 'IDM awal', kind: 'decimal', value: (row) => row.idm_before, only: 'file' },
    {
      key: 'idm',
      label: 'IDM',
      kind: 'decimal',
      value: (row) => row.idm_after ?? row.idm_before,
      cell: (row, { known }) => {
        const score = row.idm_after ?? row.idm_before;
        if (score === null) return { text: 'tanpa IDM', tone: 'quiet' };
        const from =
          row.idm_after !== null && row.idm_before !== null
            ? `dari ${decimal(row.idm_before, 4)}`
            : unknownWords(known.basis.idm);
        return {
          text: decimal(score, 4),
          sub: [`${idmStatus(score)}, ${from}`, ...partWords(row)].join('\n'),
        };
      },
      sort: 'idm',
    },
    ...idmParts.flatMap((part) =>
      (['before', 'after'] as const).map((when) => ({
        key: when === 'before' ? `${part}_awal` : part,
        label: part.toUpperCase() + (when === 'before' ? ' awal' : ''),
        kind: 'decimal' as const,
        value: (row: Row) => row[`${part}_${when}`],
        only: 'file' as const,
      })),
    ),
    {
      key: 'keputusan',
      label: 'Keputusan',
      value: (row) => (row.outcome ? outcomeWords[row.outcome] : null),
      cell: (row) =>
        row.outcome
          ? { text: outcomeWords[row.outcome], sub: `${dateMedium(row.decided_on as Date)}. ${row.reason}` }
          : { text: 'belum', tone: 'quiet' },
    },
    {
      key: 'tanggal_keputusan',
      label: 'Tanggal keputusan',
      kind: 'date',
      value: (row) => row.decided_on,
      only: 'file',
    },
    { key: 'alasan', label: 'Alasan', value: (row) => row.reason, only: 'file' },
  ],
  line: (row, { actor }) => (can(actor, 'village.decide') ? { select: row.code } : {}),
  empty: { title: 'Daftar ini tidak memuat desa', text: '', action: null },
  places: (rows, { url }) =>
    placesFirst(rows, {
      village: (row) => row.code,
      key: (row) => row.kecamatan_code,
      name: (row) => row.kecamatan,
      href: (row) => hrefWith(url, { kecamatan: row.kecamatan_code }),
      words: undecidedWords,
    }),
  near: (at) => nearPlaces(at),
  note: ({ day, known: { basis } }) =>
    [
      `Fakta menurut ${date(day)}. Sisa kebutuhan: dari yang dibutuhkan menurut asesmen pada awal tahun daftar, atau yang pertama sesudahnya, berapa yang tersisa menurut asesmen terbaru; rata-rata tiap jenis, sama beratnya.`,
      basis.desil1.apart,
      basis.idm.apart,
    ]
      .filter(Boolean)
      .join(' '),
  title: ({ loaded }) => `Evaluasi lokus ${loaded.list.year}`,
  head: () => ({}),
  page: (shown, { frame }) => evaluationPage(shown, frame),
});
