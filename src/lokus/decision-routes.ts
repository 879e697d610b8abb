import { z } from 'zod';
import { invalid } from '../core/problem.js';
import { choice, dateField, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { decideVillage, outcomeWords } from './decision.js';
import { decisionPage } from './form-view.js';

const DecisionForm = z.object({
  keputusan: choice('Keputusan', ['TUNTAS', 'LANJUTAN']),
  tanggal: dateField('Tanggal keputusan'),
  alasan: text('Alasan', 1000),
});

/** Bappeda's decision about one village: tuntas or lanjutan. */
export function decisionRows(): AnyRow[] {
  const shared = {
    path: '/desa/:kode/keputusan',
    allow: 'village.decide' as const,
    params: z.object({ kode: z.string().max(20) }),
    load: ({ app, params }: { app: Services; params: { kode: string } }) =>
      app.db.village.findFirst({
        where: { code: params.kode, regionCode: app.region.code },
        include: { kecamatan: true },
      }) as Promise<DecisionVillage | null>,
  };
  return [
    row({
      ...shared,
      method: 'get',
      handle: async ({ app, loaded }) => decisionPage(loaded, today(app.clock)),
    }),
    row({
      ...shared,
      method: 'post',
      body: DecisionForm,
      handle: async ({ app, actor, loaded, body }) => {
        if (body.tanggal > today(app.clock)) throw invalid({ tanggal: 'Tanggal itu belum terjadi.' });
        const decision = { outcome: body.keputusan, decidedOn: body.tanggal, reason: body.alasan };
        await decideVillage(app.database, actor, loaded, decision);
        return redirect(`/desa/${loaded.code}`, {
          title: `${loaded.name}: ${outcomeWords[body.keputusan].toLowerCase()}.`,
        });
      },
      invalid: ({ app, loaded, typed }, errors) => decisionPage(loaded, today(app.clock), typed, errors),
    }),
  ];
}

interface DecisionVillage {
  code: string;
  name: string;
  kecamatan: { name: string };
}
