import { z } from 'zod';
import { month as inWords } from '../core/format.js';
import { notFound } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { sees } from '../scope.js';
import { pageHead } from '../web/components.js';
import { rowId, text } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { closingRows } from './closing-routes.js';
import { MonthTyped, monthRead } from './months.js';
import { fileNil, retract, retractNil, usualReasons } from './nil.js';
import { rhythmPaths } from './paths.js';

const NilBody = z.object({
  desa: z.string().max(20, 'Pilih desa.'),
  bulan: MonthTyped.refine((typed) => typed !== '', 'Pilih bulan.'),
  alasan: text('Alasan', 200),
});

/** The form of a reason that is none of the usual. */
async function nilPage(
  { app, actor }: { app: Services; actor: Actor },
  given: { desa: string; bulan: string },
  typed: Record<string, unknown> = {},
  errors: Record<string, string> = {},
): Promise<Reply> {
  const village = await app.db.village.findUnique({
    where: { code: given.desa },
    include: { kecamatan: true },
  });
  if (!village || given.bulan === '' || !(await sees({ db: app.db, actor }, 'village.read', given.desa)))
    throw notFound('Desa atau bulan ini tidak ada.');
  const input = typedFields({ ...given, ...typed }, errors);
  return formPage({
    head: pageHead({
      crumbs: [{ label: 'Laporan', href: rhythmPaths.list }],
      title: `Nihil ${inWords(monthRead(given.bulan))}`,
      subtitle: `${village.name}, Kecamatan ${village.kecamatan.name}`,
      lead: 'Tidak ada kegiatan di desa ini selama bulan itu. Tulis sebabnya; nihil tidak diperiksa koordinator.',
    }),
    errors,
    section: rhythmPaths.list,
    submit: 'Laporkan nihil',
    action: rhythmPaths.nil,
    fields: [
      input({ name: 'desa', label: 'Desa', type: 'hidden' }),
      input({ name: 'bulan', label: 'Bulan', type: 'hidden' }),
      input({
        name: 'alasan',
        label: 'Alasan',
        type: 'text',
        hint: `Misalnya: ${usualReasons[0].toLowerCase()}.`,
      }),
    ],
  });
}

const Given = z.object({ desa: z.string().max(20).catch(''), bulan: MonthTyped });

const givenIn = (typed: Record<string, unknown>) => Given.parse(typed);

export const rhythmRows: AnyRow[] = [
  ...closingRows,
  row({
    method: 'get',
    path: rhythmPaths.nil,
    allow: 'rhythm.nil',
    query: Given,
    handle: (asking) => nilPage(asking, asking.query),
  }),
  row({
    method: 'post',
    path: rhythmPaths.nil,
    allow: 'rhythm.nil',
    body: NilBody,
    handle: async (asking) => {
      const { desa: villageCode, bulan, alasan: reason } = asking.body;
      const month = monthRead(bulan);
      await fileNil(doingOf(asking), { villageCode, month, reason });
      return redirect(rhythmPaths.list, {
        title: `Nihil ${inWords(month)} dicatat.`,
        text: `Alasan: ${reason}.`,
      });
    },
    invalid: (asking, errors, problem) =>
      nilPage(asking, givenIn(asking.typed), asking.typed, formErrors(errors, problem)),
  }),
  verbRow(retract, {
    path: `${rhythmPaths.nil}/:id`,
    params: z.object({ id: rowId }),
    load: ({ app, params }) => app.db.nilReport.findUnique({ where: { id: params.id } }),
    ref: ({ agencyId }) => ({ agencyId }),
    handle: async (_context, { doing, target }) => {
      await retractNil(doing, target);
      return redirect(rhythmPaths.list, retract.done);
    },
    invalid: (_context, _errors, problem) =>
      redirect(rhythmPaths.list, { title: 'Nihil tidak dibatalkan.', text: problem.message, tone: 'warn' }),
  }),
];
