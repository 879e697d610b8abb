import { z } from 'zod';
import type { Actor } from '../policy.js';
import { sees } from '../scope.js';
import { dateField, optionalText, rowId, text } from '../web/form.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { type Given, verbRow } from '../web/verb.js';
import { endAssignments, handOverTo } from './end.js';
import { endPage, handOverPage, withdrawPage } from './end-view.js';
import { agencyLoads } from './load.js';
import { type AssignmentFacts, include } from './subject.js';
import * as verbs from './verbs.js';
import { withdrawAssignments } from './withdraw.js';

/** The OPD chosen in a form. */
export const AgencyId = (label: string) =>
  text(label, 10)
    .transform(Number)
    .pipe(z.number('Pilih OPD dari daftar.').int('Pilih OPD dari daftar.').positive().max(2_147_483_647));
const EndForm = z.object({ tanggal: dateField('Tanggal') });
const HandOverForm = EndForm.extend({
  opd: AgencyId('OPD pengganti'),
  kapasitas: optionalText('Alasan', 300),
});

type On = Pick<
  Context<'signed-in', { id: number }, unknown, unknown, AssignmentFacts>,
  'app' | 'actor' | 'loaded' | 'typed'
>;
/** A form as it was sent, and what is wrong with it. */
export interface Sent {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
}
const unsent: Sent = { typed: {}, errors: {} };

const params = z.object({ id: rowId });
const load = async ({
  app,
  actor,
  params: { id },
}: {
  app: Services;
  actor: Actor;
  params: { id: number };
}) =>
  (await sees({ db: app.db, actor }, 'assignment.end', id))
    ? (app.db.assignment.findUnique({ where: { id }, include }) as Promise<AssignmentFacts | null>)
    : null;

/** The page of a verb, and what it does; both lead to the village. */
function rowsOf<B>(
  verb: (typeof verbs.assignmentVerbs)[number],
  given: {
    body?: z.ZodType<B>;
    page: (context: On, sent: Sent) => Reply | Promise<Reply>;
    run: (given: Given<Date, B>) => Promise<unknown>;
  },
): AnyRow[] {
  const path = `/penugasan/:id/${verb.address}`;
  return [
    row({ method: 'get', path, allow: verb.action, params, load, handle: (on) => given.page(on, unsent) }),
    verbRow(verb, {
      path: '/penugasan/:id',
      params,
      load,
      seen: null,
      ...(given.body && { body: given.body }),
      handle: async ({ app, loaded }, { target, ...asked }) => {
        await given.run({ ...asked, target: { id: target.id, seen: today(app.clock) } });
        return redirect(`/desa/${loaded.villageCode}`, verb.done);
      },
      invalid: (on, errors, problem) =>
        given.page(on, { typed: on.typed, errors: formErrors(errors, problem) }),
    }),
  ];
}

export const endRows: AnyRow[] = [
  ...rowsOf<z.output<typeof EndForm>>(verbs.end, {
    body: EndForm,
    page: ({ app, loaded }, sent) => endPage(loaded, today(app.clock), sent),
    run: ({ doing, target, note, body }) =>
      endAssignments(doing, [target], { on: body.tanggal, reason: note }),
  }),
  ...rowsOf(verbs.withdraw, {
    page: ({ loaded }, sent) => withdrawPage(loaded, sent),
    run: ({ doing, target, note }) => withdrawAssignments(doing, [target], note),
  }),
  ...rowsOf<z.output<typeof HandOverForm>>(verbs.handOver, {
    body: HandOverForm,
    page: async ({ app, actor, loaded }, sent) => {
      const day = today(app.clock);
      return handOverPage(loaded, await agencyLoads(app.db, actor, day), day, sent);
    },
    run: ({ doing, target, note, body }) =>
      handOverTo(doing, target, {
        on: body.tanggal,
        reason: note,
        successorId: body.opd,
        capacityReason: body.kapasitas,
      }),
  }),
];
