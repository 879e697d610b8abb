import { z } from 'zod';
import { inSentence } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { choice, dateField, optionalText } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { decideVillages, findVillage, outcomeWords } from './decision.js';
import { decisionPage } from './form-view.js';
import { exitFactsOf } from './known.js';
import { decide } from './verbs.js';

const DecisionForm = z.object({
  lokus: z.coerce.number().int().catch(0),
  keputusan: choice('Keputusan', ['TUNTAS', 'LANJUTAN']),
  tanggal: dateField('Tanggal keputusan'),
  sk: optionalText('Nomor SK', 100),
});

const params = z.object({ kode: z.string().max(20) });
const load = ({ app, actor, params }: { app: Services; actor: Actor; params: { kode: string } }) =>
  findVillage({ db: app.db, actor }, params.kode, today(app.clock));

/** Bappeda's decision about one village: tuntas or lanjutan, for one of the lists it stands in. */
export const decisionRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/desa/:kode/keputusan',
    allow: decide.action,
    params,
    load,
    handle: async ({ app, loaded, url }) =>
      decisionPage(loaded, today(app.clock), { lokus: url.searchParams.get('lokus') ?? '' }),
  }),
  verbRow(decide, {
    path: '/desa/:kode',
    params,
    load,
    body: DecisionForm,
    handle: async ({ app, actor, loaded }, { doing, target, note, body }) => {
      const { lokus, keputusan, tanggal, sk } = body;
      if (!loaded.listYears.includes(lokus))
        throw invalid({ lokus: `Pilih daftar yang memuat ${loaded.name}.` });
      const decision = {
        listYear: lokus,
        outcome: keputusan,
        decidedOn: tanggal,
        reason: note,
        skNumber: sk,
      };
      const facts = await exitFactsOf({ app, actor }, lokus);
      await decideVillages(doing, [target.id], decision, facts);
      return redirect(`/desa/${loaded.code}`, {
        title: `${loaded.name}: ${inSentence(outcomeWords[keputusan])} untuk lokus ${lokus}.`,
      });
    },
    invalid: ({ app, loaded, typed }, errors) => decisionPage(loaded, today(app.clock), typed, errors),
  }),
];
