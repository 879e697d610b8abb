import { z } from 'zod';
import { inSentence } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { choice, dateField, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { decideVillage, findVillage, outcomeWords } from './decision.js';
import { decisionPage } from './form-view.js';

const DecisionForm = z.object({
  lokus: z.coerce.number().int().catch(0),
  keputusan: choice('Keputusan', ['TUNTAS', 'LANJUTAN']),
  tanggal: dateField('Tanggal keputusan'),
  alasan: text('Alasan', 1000),
});

/** Bappeda's decision about one village: tuntas or lanjutan, for one of the lists it stands in. */
export function decisionRows(): AnyRow[] {
  const shared = {
    path: '/desa/:kode/keputusan',
    allow: 'village.decide' as const,
    params: z.object({ kode: z.string().max(20) }),
    load: ({ app, actor, params }: { app: Services; actor: Actor; params: { kode: string } }) =>
      findVillage({ db: app.db, actor }, params.kode, today(app.clock)),
  };
  return [
    row({
      ...shared,
      method: 'get',
      handle: async ({ app, loaded, url }) => {
        const lokus = url.searchParams.get('lokus') ?? '';
        return decisionPage(loaded, today(app.clock), { lokus });
      },
    }),
    row({
      ...shared,
      method: 'post',
      body: DecisionForm,
      handle: async ({ app, actor, loaded, body }) => {
        if (!loaded.listYears.includes(body.lokus))
          throw invalid({ lokus: `Pilih daftar yang memuat ${loaded.name}.` });
        const decision = {
          listYear: body.lokus,
          outcome: body.keputusan,
          decidedOn: body.tanggal,
          reason: body.alasan,
        };
        await decideVillage(app.database, actor, loaded, decision, today(app.clock));
        return redirect(`/desa/${loaded.code}`, {
          title: `${loaded.name}: ${inSentence(outcomeWords[body.keputusan])} untuk lokus ${body.lokus}.`,
        });
      },
      invalid: ({ app, loaded, typed }, errors) => decisionPage(loaded, today(app.clock), typed, errors),
    }),
  ];
}
