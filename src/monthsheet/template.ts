import { postingsOf } from '../activities/assigned.js';
import { type FieldRow, headFields, lineFields, shortOf } from '../activities/fields.js';
import { month as inWords, list } from '../core/format.js';
import type { Actor } from '../policy.js';
import { lastDayOf, monthTyped, plusMonths } from '../rhythm/months.js';
import { exportTable, type FileColumn } from '../web/export.js';
import type { Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import { workStatusView } from '../web/statuses.js';
import { isComing, isOver } from '../wilayah/in-force.js';

/** A row to begin with: a village, with what was done there the month before. */
interface Start {
  code: string;
  village: string;
  kecamatan: string;
  kind: string;
  funding: string;
  description: string;
}

/** The columns that most months fill; the form's other fields are read, too. */
const FILLED = 'tanggal jenis jumlah penerima sumber terpakai uraian target rencana status selesai'.split(
  ' ',
);
const fields = new Map<string, FieldRow>([...headFields, ...lineFields].map((row) => [row.name, row]));
const begun = new Map<string, (start: Start) => string>([
  ['jenis', ({ kind }) => kind],
  ['sumber', ({ funding }) => funding],
  ['uraian', ({ description }) => description],
]);

const columns: FileColumn<Start>[] = [
  { key: 'kode', label: 'Kode desa', value: ({ code }) => code },
  { key: 'desa', label: 'Desa', value: ({ village }) => village },
  { key: 'kecamatan', label: 'Kecamatan', value: ({ kecamatan }) => kecamatan },
  ...FILLED.map((key) => {
    const row = fields.get(key) as FieldRow;
    const unit =
      row.kind === 'rupiah' ? 'rupiah' : row.unit === 'kategori' ? 'satuan jenisnya' : (row.unit ?? null);
    return { key, label: shortOf(row), unit, value: begun.get(key) ?? (() => null) };
  }),
];

/** A sheet to fill in: the villages of a month, with kinds of help, funders and words of the month before, never numbers. */
export async function monthTemplate(
  { app, actor }: { app: Services; actor: Actor },
  month: Date,
): Promise<Reply> {
  const [postings, before, categories, funding] = await Promise.all([
    postingsOf(app.db, actor.agencyId, lastDayOf(month)),
    linesOf({ app, actor }, plusMonths(month, -1)),
    app.db.category.findMany({ where: { active: true }, orderBy: { position: 'asc' } }),
    app.db.fundingSource.findMany({ orderBy: { position: 'asc' } }),
  ]);
  const here = postings.filter(({ periods }) =>
    periods.some((term) => !isOver(term, month) && !isComing(term, lastDayOf(month))),
  );
  const rows = here.flatMap(({ villageCode: code, village, kecamatan }) => {
    const starts = before.get(code) ?? [{ kind: '', funding: '', description: '' }];
    return starts.map((one): Start => ({ code, village, kecamatan, ...one }));
  });
  const about: [string, string][] = [
    ['Isi', `Kegiatan ${inWords(month)}, satu baris satu jenis bantuan`],
    ['Jenis', categories.map(({ code, name, unit }) => `${code} = ${name} (${unit})`).join('; ')],
    ['Sumber', funding.map(({ code, name }) => `${code} = ${name}`).join('; ')],
    [
      'Status',
      `${list(Object.values(workStatusView).map(({ label }) => label))}; kosong bila menurut tanggal`,
    ],
  ];
  return exportTable({ name: `templat-kegiatan-${monthTyped(month)}`, format: 'xlsx', about }, columns, rows);
}

/** What the OPD did in a month, by village; plans have a life of their own and are not told anew. */
async function linesOf({ app, actor }: { app: Services; actor: Actor }, month: Date) {
  const activities = await app.db.activity.findMany({
    where: {
      agencyId: { in: actor.agencyIds },
      currentRevision: {
        startsOn: { gte: month, lte: lastDayOf(month) },
        workStatus: { in: ['BERJALAN', 'SELESAI'] },
      },
    },
    include: { currentRevision: { include: { lines: { include: { category: true, funding: true } } } } },
    orderBy: { id: 'asc' },
  });
  const starts = new Map<string, Omit<Start, 'code' | 'village' | 'kecamatan'>[]>();
  for (const { villageCode, currentRevision } of activities)
    for (const { category, funding } of currentRevision?.lines ?? []) {
      const description = currentRevision?.description ?? '';
      const one = { kind: category.name, funding: funding?.name ?? '', description };
      starts.set(villageCode, [...(starts.get(villageCode) ?? []), one]);
    }
  return starts;
}
