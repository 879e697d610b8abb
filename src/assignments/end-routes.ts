import { z } from 'zod';
import type { Actor } from '../policy.js';
import { sees } from '../scope.js';
import { dateField, optionalText, rowId, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { type AssignmentFacts, endAssignment, handOver } from './end.js';
import { endPage, handOverPage, withdrawPage } from './end-view.js';
import { agencyLoads } from './load.js';
import { withdraw } from './withdraw.js';

const Id = z.object({ id: rowId });
/** The OPD chosen in a form. */
export const AgencyId = (label: string) =>
  text(label, 10)
    .transform(Number)
    .pipe(z.number('Pilih OPD dari daftar.').int('Pilih OPD dari daftar.').positive().max(2_147_483_647));
const EndForm = z.object({ tanggal: dateField('Tanggal'), alasan: text('Alasan', 500) });
const WithdrawForm = EndForm.pick({ alasan: true });
const HandOverForm = EndForm.extend({
  opd: AgencyId('OPD pengganti'),
  kapasitas: optionalText('Alasan', 300),
});

const found = {
  params: Id,
  load: async ({ app, actor, params: { id } }: { app: Services; actor: Actor; params: { id: number } }) =>
    (await sees({ db: app.db, actor }, 'assignment.end', id))
      ? (app.db.assignment.findUnique({
          where: { id },
          include: { agency: true, village: true, endedBy: true },
        }) as Promise<AssignmentFacts | null>)
      : null,
};
export const at = (app: Services) => ({ now: app.clock.now(), today: today(app.clock) });
const ending = { ...found, allow: 'assignment.end' as const };
const withdrawing = { ...found, allow: 'assignment.withdraw' as const };
const loads = (app: Services, actor: Actor) => agencyLoads(app.db, actor.regionCode, today(app.clock));

export const endRows: AnyRow[] = [
  row({
    ...ending,
    method: 'get',
    path: '/penugasan/:id/akhiri',
    handle: async ({ app, loaded }) => endPage(loaded, today(app.clock)),
  }),
  row({
    ...ending,
    method: 'post',
    path: '/penugasan/:id/akhiri',
    body: EndForm,
    handle: async ({ app, actor, loaded, body }) => {
      await endAssignment(app.database, actor, loaded.id, { on: body.tanggal, reason: body.alasan }, at(app));
      return redirect(`/desa/${loaded.villageCode}`, { title: 'Penugasan diakhiri.' });
    },
    invalid: ({ app, loaded, typed }, errors, problem) =>
      endPage(loaded, today(app.clock), typed, formErrors(errors, problem)),
  }),
];

export const withdrawRows: AnyRow[] = [
  row({
    ...withdrawing,
    method: 'get',
    path: '/penugasan/:id/batalkan',
    handle: async ({ loaded }) => withdrawPage(loaded),
  }),
  row({
    ...withdrawing,
    method: 'post',
    path: '/penugasan/:id/batalkan',
    body: WithdrawForm,
    handle: async ({ app, actor, loaded, body }) => {
      await withdraw(app.database, actor, loaded.id, body.alasan, at(app));
      return redirect(`/desa/${loaded.villageCode}`, { title: 'Penugasan dibatalkan.' });
    },
    invalid: ({ loaded, typed }, errors, problem) => withdrawPage(loaded, typed, formErrors(errors, problem)),
  }),
];

export const handOverRows: AnyRow[] = [
  row({
    ...ending,
    method: 'get',
    path: '/penugasan/:id/alihkan',
    handle: async ({ app, actor, loaded }) => handOverPage(loaded, await loads(app, actor), today(app.clock)),
  }),
  row({
    ...ending,
    method: 'post',
    path: '/penugasan/:id/alihkan',
    body: HandOverForm,
    handle: async ({ app, actor, loaded, body }) => {
      const given = {
        on: body.tanggal,
        reason: body.alasan,
        successorId: body.opd,
        capacityReason: body.kapasitas,
      };
      await handOver(app.database, actor, loaded.id, given, at(app));
      return redirect(`/desa/${loaded.villageCode}`, { title: 'Pendampingan dialihkan.' });
    },
    invalid: async ({ app, actor, loaded, typed }, errors, problem) =>
      handOverPage(loaded, await loads(app, actor), today(app.clock), typed, formErrors(errors, problem)),
  }),
];
