import { z } from 'zod';
import type { Acted } from '../audit/act.js';
import { inSentence, list as listed, number } from '../core/format.js';
import type { Problem } from '../core/problem.js';
import { findOfficial, type Official } from '../lokus/official.js';
import { choice, dateField, manyStrings, optionalText, text } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { listRow, showList } from '../web/list-row.js';
import { cameFrom } from '../web/list-state.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { decideVillages, MOST_DECIDED, outcomeWords } from './decision.js';
import { decisionRows } from './decision-routes.js';
import { exitFactsOf } from './known.js';
import { evaluationList } from './lists.js';
import { evaluationPage } from './page.js';
import { evaluationPaths } from './paths.js';

const Decisions = z.object({
  pilih: manyStrings
    .pipe(z.array(z.string().max(20)).max(MOST_DECIDED))
    .transform((codes) => [...new Set(codes)])
    .refine((codes) => codes.length > 0, 'Centang desa yang diputuskan.'),
  keputusan: choice('Keputusan', ['TUNTAS', 'LANJUTAN']),
  tanggal: dateField('Tanggal keputusan'),
  alasan: text('Alasan', 2000),
  sk: optionalText('Nomor SK', 100),
  kembali: z.string().max(1000).catch(''),
});

type On = Pick<
  Context<'signed-in', unknown, unknown, unknown, Official>,
  'app' | 'actor' | 'typed' | 'loaded'
>;

const backTo = (year: number, query: string): URL => cameFrom(evaluationPaths.year(year), query);

function told({ done, left }: Acted<string, string>, outcome: string) {
  const names = done.map(({ result }) => result);
  const some = names.length > 5 ? [...names.slice(0, 5), `${number(names.length - 5)} lainnya`] : names;
  const title = `${number(done.length)} desa ${outcome}.`;
  if (left.length === 0) return { title, text: `${listed(some)}.` };
  const reasons = left.map(({ problem }) => problem.message).join(' ');
  return { tone: 'warn' as const, title: `${title} ${number(left.length)} tidak.`, text: reasons };
}

/** The page as it is now, with ticks and typing as they were sent. */
async function again(
  { app, actor, typed, loaded }: On,
  errors: Record<string, string>,
  problem: Problem,
): Promise<Reply> {
  const url = backTo(loaded.list.year, typedText(typed, 'kembali'));
  const shown = await showList(evaluationList, { app, actor, url, loaded });
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const frame = { title: `Evaluasi lokus ${loaded.list.year}`, section: '/lokus' };
  return evaluationPage(shown as Parameters<typeof evaluationPage>[0], frame, { typed, errors, conflict });
}

export const evaluationRows: AnyRow[] = [
  listRow(evaluationList),
  row({
    method: 'post',
    path: '/evaluasi/:tahun/keputusan',
    allow: 'village.decide',
    params: z.object({ tahun: z.coerce.number().int().min(2015).max(2100) }),
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
    body: Decisions,
    handle: async ({ app, actor, body, loaded }) => {
      const { year } = loaded.list;
      const { keputusan: outcome, tanggal: decidedOn, alasan: reason, sk: skNumber } = body;
      const decision = { listYear: year, outcome, decidedOn, reason, skNumber };
      const facts = await exitFactsOf({ app, actor }, year);
      const acted = await decideVillages(doingOf({ app, actor }), body.pilih, decision, facts);
      const back = backTo(year, body.kembali);
      return redirect(back.pathname + back.search, told(acted, inSentence(outcomeWords[outcome])));
    },
    invalid: (context, errors, problem) => again(context, formErrors(errors, problem), problem),
  }),
  ...decisionRows,
];
