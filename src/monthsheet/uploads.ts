import { z } from 'zod';
import { postingsOf } from '../activities/assigned.js';
import { createActivities } from '../activities/save.js';
import { changeTogether } from '../audit/change.js';
import { monthOf, number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { closedMonths, whyClosed } from '../rhythm/closing.js';
import { MonthTyped, monthRead, monthTyped } from '../rhythm/months.js';
import { rhythmPaths } from '../rhythm/paths.js';
import { ofRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { canAsk, openWords } from '../uploads/reading.js';
import { notConfirmed, onUpload, previewRow, sheetRow, type Uploads, uploadRows } from '../uploads/routes.js';
import { isPasted, type SentSheet } from '../uploads/sent.js';
import { answersOf, endUpload, findStaged, type Staged } from '../uploads/staged.js';
import { uploadVerbsOf } from '../uploads/verbs.js';
import { checkbox } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { monthSheetPaths } from './paths.js';
import { type KnownMonth, MONTH_SHAPE, type MonthSheet, readMonth } from './sheet.js';
import { monthTemplate } from './template.js';
import { withoutTwins } from './twins.js';
import { leftOut, monthPreview, monthSheetPage, shownAs } from './view.js';

const KIND = 'KEGIATAN';
const allow = 'activity.create' as const;
export const monthUploads = uploadVerbsOf(allow);

interface Asking {
  app: Services;
  actor: Actor;
}
const aboutPage = ({ app, actor }: Asking) => ({ db: app.db, actor, day: today(app.clock) });
const chosen = ({ app }: Asking, typed: string): Date =>
  typed === '' ? monthOf(today(app.clock)) : monthRead(typed);

async function knownTo({ app, actor }: Asking, month: Date): Promise<KnownMonth> {
  const day = today(app.clock);
  const [villages, postings, categories, funding, closed] = await Promise.all([
    app.db.village.findMany({ where: { ...ofRegion(actor), validTo: null }, include: { kecamatan: true } }),
    postingsOf(app.db, actor.agencyId, day),
    app.db.category.findMany({ where: { active: true }, orderBy: { position: 'asc' } }),
    app.db.fundingSource.findMany({ orderBy: { position: 'asc' } }),
    closedMonths(app.db, actor),
  ]);
  const places = villages.map(({ code, name, kecamatan }) => ({ code, name, kecamatan: kecamatan.name }));
  return { month, today: day, villages: places, postings, categories, funding, closed };
}

type SheetOfMonth = SentSheet & { asOf: Date | null };
const monthIn = ({ asOf }: Pick<SheetOfMonth, 'asOf'>): Date => asOf as Date;

async function readWith(asking: Asking, sheet: SheetOfMonth, answers: Answers): Promise<MonthSheet> {
  const { app, actor } = asking;
  const read = await readMonth(sheet, await knownTo(asking, monthIn(sheet)), answers);
  return withoutTwins({ db: app.db, actor, now: app.clock.now() }, read, answers);
}
const readWaiting = (asking: Asking, staged: Staged) => readWith(asking, staged, answersOf(staged));

/** The month that a sheet tells of. @throws Problem `invalid` where it is none, or closed. */
async function aboutMonth({ app, actor }: Asking, typed: Record<string, unknown>) {
  const bulan = MonthTyped.parse(typed.bulan);
  if (bulan === '') throw invalid({ bulan: 'Pilih bulan.' });
  const asOf = monthRead(bulan);
  const why = whyClosed(await closedMonths(app.db, actor), { startsOn: asOf, endsOn: asOf });
  if (why !== '') throw invalid({ bulan: why });
  return { asOf };
}

const uploads: Uploads = {
  base: monthSheetPaths.base,
  kinds: [KIND],
  verbs: monthUploads,
  list: rhythmPaths.list,
  again: monthSheetPaths.base,
  wanted: () => MONTH_SHAPE.columns.map(({ name }) => name),
  read: readWaiting,
};
const waiting = onUpload(uploads);

const InMonth = z.object({ bulan: MonthTyped });
const Again = InMonth.extend({ dari: z.uuid().or(z.literal('')).catch('') });

/** What was pasted before, to be mended; nothing where it was a file or waits no more. */
async function pastedBefore({ app, actor }: Asking, id: string) {
  const staged = id === '' ? null : await findStaged(app.db, actor, id, [KIND]);
  if (!staged || !isPasted(staged)) return null;
  const typed = { bulan: monthTyped(monthIn(staged)), tempelan: new TextDecoder().decode(staged.bytes) };
  return { typed, errors: {}, read: null };
}

const readingRows: AnyRow[] = [
  row({
    method: 'get',
    path: monthSheetPaths.base,
    allow,
    query: Again,
    handle: async (asking) => {
      const before = await pastedBefore(asking, asking.query.dari);
      const month = chosen(asking, before?.typed.bulan ?? asking.query.bulan);
      return monthSheetPage(aboutPage(asking), month, before ?? undefined);
    },
  }),
  row({
    method: 'get',
    path: monthSheetPaths.template,
    allow,
    query: InMonth,
    handle: (asking) => monthTemplate(asking, chosen(asking, asking.query.bulan)),
  }),
  previewRow(uploads, async (asking, staged) =>
    monthPreview(staged, await readWaiting(asking, staged), await knownTo(asking, monthIn(staged))),
  ),
];

const Confirmed = z.object({
  aksi: z.string().catch(''),
  dilihat: z.string().catch(''),
  tinggalkan: checkbox,
});

/** @throws Problem `invalid` where something is open, or is not any more as the preview showed it. */
function requireSeen(read: MonthSheet, staged: Staged, seen: z.output<typeof Confirmed>): void {
  const open = openWords({ ...read, faults: [] }, answersOf(staged));
  if (open !== '') throw invalid({ form: open });
  if (seen.dilihat !== shownAs(read))
    throw invalid({ form: 'Keadaannya berubah sejak pratinjau dibuka. Periksa lagi, lalu simpan.' });
  if (read.activities.length === 0) throw invalid({ form: 'Tidak ada baris yang dapat disimpan.' });
  if (leftOut(read).length > 0 && !seen.tinggalkan)
    throw invalid({ form: 'Centang bahwa baris yang keliru ditinggalkan, atau perbaiki dan tempel lagi.' });
}

/** What was stored of a sheet, in a notice. */
function saidAfter(read: MonthSheet, submitted: number) {
  const drafts = read.activities.length - submitted;
  const left = leftOut(read).map(({ line }) => line);
  const title = [
    ...(submitted > 0 ? [`${number(submitted)} kegiatan diajukan`] : []),
    ...(drafts > 0 ? [`${number(drafts)} draf disimpan`] : []),
  ].join(', ');
  const text = left.length > 0 ? `Ditinggalkan: baris ${left.map(number).join(', ')}.` : '';
  return { title: `${title}.`, text };
}

/** A month of activities from a sheet: read, shown row by row, and stored once that is confirmed. */
export const monthSheetRows: AnyRow[] = [
  ...readingRows,
  sheetRow(uploads, {
    about: aboutMonth,
    read: readWith,
    isKept: (read) =>
      !read.hasNik && (read.activities.length > 0 || canAsk(read) || read.faults.some(({ ask }) => ask)),
    page: (asking, refused) =>
      monthSheetPage(aboutPage(asking), chosen(asking, MonthTyped.parse(refused.typed.bulan)), refused),
  }),
  ...uploadRows(uploads),
  verbRow(monthUploads.confirm, {
    ...waiting,
    body: Confirmed,
    handle: async ({ app, actor, loaded }, { doing, body }) => {
      const read = await readWaiting({ app, actor }, loaded);
      requireSeen(read, loaded, body);
      const drafts = read.activities.map(({ villageCode, content, lacks }) => ({
        ...{ villageCode, content, files: [], removeEvidence: [], another: true },
        submit: body.aksi === 'ajukan' && lacks.length === 0,
      }));
      await changeTogether(doing.database, async (database) => {
        await endUpload({ ...doing, database }, monthUploads, loaded.id);
        await createActivities({ ...doing, database }, drafts);
      });
      const submitted = drafts.filter(({ submit }) => submit).length;
      const month = monthTyped(monthIn(loaded));
      return redirect(`${rhythmPaths.list}?bulan=${month}`, saidAfter(read, submitted));
    },
    invalid: notConfirmed(uploads),
  }),
];
