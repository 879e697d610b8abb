import { z } from 'zod';
import { date, month as inWords, number } from '../core/format.js';
import { notFound } from '../core/problem.js';
import type { MonthClosing } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import { pageHead } from '../web/components.js';
import { rowId } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { closeMonth, reopen, reopenMonth } from './closing.js';
import { monthStanding } from './month.js';
import { MonthTyped, monthRead, monthTyped } from './months.js';
import { rhythmPaths } from './paths.js';

interface Asking {
  app: Services;
  actor: Actor;
}
const crumbs = [{ label: 'Laporan', href: rhythmPaths.list }];
const CLOSE = '/laporan/tutup';
const ofMonth = (month: Date) => `${rhythmPaths.list}?bulan=${monthTyped(month)}`;

/** Asks before a month is closed: what has not come by then. */
async function closePage(
  { app, actor }: Asking,
  bulan: string,
  errors: Record<string, string> = {},
): Promise<Reply> {
  if (bulan === '') throw notFound('Bulan ini tidak ada.');
  const { month, counts } = await monthStanding(app.db, actor, monthRead(bulan));
  const missing =
    counts.missing > 0
      ? `${number(counts.missing)} dari ${number(counts.expected)} laporan belum masuk; batasnya ${date(month.due)}.`
      : 'Semua laporan sudah masuk.';
  return formPage({
    head: pageHead({
      crumbs,
      title: `Tutup ${inWords(month.month)}?`,
      lead: `${missing} Sesudah ditutup tidak ada yang ditambah atau diubah pada bulan itu. Yang sudah diajukan tetap dapat diperiksa, dan yang Anda kembalikan tetap dapat diperbaiki. Bila perlu, bulan ini dapat dibuka kembali dengan alasan.`,
    }),
    errors,
    section: rhythmPaths.list,
    submit: 'Tutup bulan ini',
    action: CLOSE,
    fields: [typedFields({}, errors)({ name: 'bulan', label: 'Bulan', type: 'hidden', value: bulan })],
  });
}

function reopenPage(
  closing: MonthClosing,
  typed: Record<string, unknown> = {},
  errors: Record<string, string> = {},
): Reply {
  const { note } = reopen;
  if (!note) throw new Error('a month is opened again for a reason');
  return formPage({
    head: pageHead({
      crumbs,
      title: `Buka kembali ${inWords(closing.month)}`,
      lead: 'OPD dapat menambah dan mengubah kegiatan bulan itu lagi, sampai Anda menutupnya kembali.',
    }),
    errors,
    section: rhythmPaths.list,
    submit: reopen.label,
    action: rhythmPaths.reopen(closing.id),
    fields: [
      typedFields(typed, errors)({ name: note.name, label: note.label, hint: note.hint, type: 'textarea' }),
    ],
  });
}

const onClosing = {
  path: '/laporan/penutupan/:id',
  params: z.object({ id: rowId }),
  load: ({ app, actor, params }: Asking & { params: { id: number } }) =>
    app.db.monthClosing.findFirst({ where: { id: params.id, ...ofRegion(actor) } }),
};

export const closingRows: AnyRow[] = [
  row({
    method: 'get',
    path: CLOSE,
    allow: 'rhythm.close',
    query: z.object({ bulan: MonthTyped }),
    handle: (asking) => closePage(asking, asking.query.bulan),
  }),
  row({
    method: 'post',
    path: CLOSE,
    allow: 'rhythm.close',
    body: z.object({ bulan: MonthTyped.refine((typed) => typed !== '', 'Pilih bulan.') }),
    handle: async (asking) => {
      const month = monthRead(asking.body.bulan);
      await closeMonth(doingOf(asking), month);
      return redirect(ofMonth(month), { title: `${inWords(month)} ditutup.` });
    },
    invalid: (asking, errors, problem) =>
      closePage(asking, MonthTyped.parse(asking.typed.bulan), formErrors(errors, problem)),
  }),
  row({
    ...onClosing,
    path: `${onClosing.path}/buka`,
    method: 'get',
    allow: 'rhythm.reopen',
    handle: async ({ loaded }) => reopenPage(loaded),
  }),
  verbRow(reopen, {
    ...onClosing,
    handle: async ({ loaded }, { doing, target, note }) => {
      await reopenMonth(doing, target, note);
      return redirect(ofMonth(loaded.month), { title: `${inWords(loaded.month)} dibuka kembali.` });
    },
    invalid: ({ loaded, typed }, errors, problem) => reopenPage(loaded, typed, formErrors(errors, problem)),
  }),
];
