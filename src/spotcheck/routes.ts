import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { invalid, notFound, type Problem } from '../core/problem.js';
import { evidenceFiles } from '../evidence/evidence.js';
import { heldIn, holderOf, receive } from '../evidence/received.js';
import { keptFile } from '../evidence/serve.js';
import { SpotFinding } from '../generated/prisma/enums.js';
import { sees } from '../scope.js';
import { pageHead } from '../web/components.js';
import { dateField, manyStrings, optionalCount, optionalText, rowId } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { listRow } from '../web/list-row.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, readBody, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { casePage, caseRefOf, readCase } from './case-page.js';
import { caseList, checkList, findCheck } from './lists.js';
import { drawSeed, freezeFrame, recordFinding } from './make.js';
import { spotPaths } from './paths.js';
import { openRows } from './public.js';
import { draw, find } from './verbs.js';

const Id = z.object({ id: rowId });
const SHARE = 10;

const FrameForm = z
  .object({
    dari: dateField('Dari'),
    sampai: dateField('Sampai'),
    bagian: optionalCount('Bagian', 100).refine((value) => value !== null && value > 0, 'Isi 1 sampai 100.'),
  })
  .refine(({ dari, sampai }) => dari <= sampai, {
    path: ['sampai'],
    message: 'Hari terakhir tidak boleh sebelum hari pertama.',
  });

function framePage(
  day: Date,
  typed: Record<string, unknown> = {},
  errors: Record<string, string> = {},
): Reply {
  const input = typedFields(typed, errors);
  return formPage({
    head: pageHead({
      crumbs: [{ label: 'Uji petik', href: spotPaths.list }],
      title: 'Buat uji petik',
      lead: 'Kerangkanya dibekukan dahulu: kegiatan terverifikasi yang berjalan atau selesai dan mulai di antara kedua tanggal ini. Kerangka yang beku tidak dapat diubah; sampelnya diundi sesudah itu, dalam langkah tersendiri.',
    }),
    errors,
    section: spotPaths.list,
    submit: 'Bekukan kerangka',
    action: spotPaths.make,
    fields: [
      input({ name: 'dari', label: 'Dari', type: 'date', value: `${day.getUTCFullYear()}-01-01` }),
      input({ name: 'sampai', label: 'Sampai', type: 'date', value: isoDate(day) }),
      input({
        ...{ name: 'bagian', label: 'Bagian tiap OPD', type: 'number', unit: 'persen', value: String(SHARE) },
        hint: 'Dibulatkan ke atas, jadi setiap OPD paling sedikit satu kegiatan.',
      }),
    ],
  });
}

const makeRows: AnyRow[] = [
  row({
    method: 'get',
    path: spotPaths.make,
    allow: 'spotcheck.draw',
    handle: async ({ app }) => framePage(today(app.clock)),
  }),
  row({
    method: 'post',
    path: spotPaths.make,
    allow: 'spotcheck.draw',
    body: FrameForm,
    handle: async ({ app, actor, body }) => {
      const frame = { firstDay: body.dari, lastDay: body.sampai, share: body.bagian as number };
      const id = await freezeFrame(doingOf({ app, actor }), frame);
      return redirect(spotPaths.one(id), {
        title: 'Kerangka dibekukan.',
        text: 'Sidiknya tampil untuk umum. Undi sampelnya bila siap.',
      });
    },
    invalid: async ({ app, typed }, errors) => framePage(today(app.clock), typed, errors),
  }),
];

type Load = Pick<
  Context<'signed-in', { id: number }, unknown, unknown, undefined>,
  'app' | 'actor' | 'params'
>;
const loadCase = async ({ app, actor, params }: Load) =>
  (await sees({ db: app.db, actor }, 'spotcase.read', params.id)) ? readCase(app.db, params.id) : null;

const FindingForm = z
  .object({
    temuan: z.enum(SpotFinding, 'Pilih temuan.'),
    tanggal: dateField('Tanggal kunjungan'),
    catatan: optionalText('Catatan', 1000),
  })
  .refine(({ temuan, catatan }) => temuan === 'SESUAI' || catatan !== null, {
    path: ['catatan'],
    message: 'Tulis apa yang ditemukan.',
  });

const notesIn = (typed: Record<string, unknown>) => manyStrings.parse(typed.titipan);

const caseRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/uji-petik/kasus/:id',
    allow: 'spotcase.read',
    params: Id,
    load: loadCase,
    subject: caseRefOf,
    handle: async ({ app, actor, loaded }) => casePage(actor, loaded, today(app.clock)),
  }),
  row({
    method: 'get',
    path: '/uji-petik/kasus/:id/bukti',
    allow: 'spotcase.read',
    params: Id,
    query: z.object({ ukuran: z.enum(['', 'kecil']).catch('') }),
    load: loadCase,
    subject: caseRefOf,
    handle: async ({ app, loaded, query }) => {
      if (!loaded.file) throw notFound('Bukti ini tidak ada.');
      const { file, fileName } = loaded;
      return keptFile(app.config.evidenceDir, { ...file, fileName }, query.ukuran === 'kecil');
    },
  }),
  verbRow(find, {
    path: '/uji-petik/kasus/:id',
    params: Id,
    load: loadCase,
    ref: caseRefOf,
    files: evidenceFiles(1),
    handle: async ({ app, actor, typed, files }, { doing, target }) => {
      const received = await receive(holderOf(app, actor), notesIn(typed), files);
      if (received.errors.bukti) throw invalid(received.errors);
      const { temuan, tanggal, catatan } = readBody(FindingForm, typed);
      if (tanggal > today(app.clock))
        throw invalid({ tanggal: 'Hari itu belum tiba. Isi hari kunjungannya.' });
      const found = { finding: temuan, visitedOn: tanggal, note: catatan };
      const id = await recordFinding(doing, target, found, received.files.slice(-1));
      return redirect(spotPaths.one(id), find.done);
    },
    invalid: async ({ app, actor, loaded, typed, files }, errors, problem: Problem) => {
      const holder = holderOf(app, actor);
      const received = await receive(holder, notesIn(typed), files);
      const fresh = (await readCase(app.db, loaded.id)) ?? loaded;
      const held = heldIn(holder, received.files.slice(-1));
      const conflict = problem.kind === 'conflict' ? problem.message : '';
      return casePage(actor, fresh, today(app.clock), { typed, errors, conflict, held });
    },
  }),
];

export const spotRows: AnyRow[] = [
  listRow(checkList),
  ...openRows,
  ...makeRows,
  ...caseRows,
  listRow(caseList),
  verbRow(draw, {
    path: '/uji-petik/:id',
    params: Id,
    load: findCheck,
    handle: async (_context, { doing, target }) => {
      await drawSeed(doing, target);
      return redirect(spotPaths.one(target.id), draw.done);
    },
    invalid: async ({ loaded }, _errors, problem: Problem) =>
      redirect(spotPaths.one(loaded.id), { tone: 'warn', title: 'Belum diundi.', text: problem.message }),
  }),
];
