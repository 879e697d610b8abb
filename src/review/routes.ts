import { z } from 'zod';
import { review } from '../activities/review.js';
import { type PaperVerb, sendBack, verify } from '../activities/verbs.js';
import type { Acted } from '../audit/act.js';
import { number } from '../core/format.js';
import type { Problem } from '../core/problem.js';
import { pageHead } from '../web/components.js';
import { manyStrings, text } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { listRow, showList } from '../web/list-row.js';
import { cameFrom } from '../web/list-state.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { doingOf } from '../web/verb.js';
import { reviewList } from './lists.js';
import { reviewPage } from './page.js';
import { reviewPaths, TICK } from './paths.js';

/** An activity as a page showed it: its number, its revision, and how often that had changed. */
const Pick = z.string().regex(/^[1-9]\d{0,8}\.[1-9]\d{0,8}\.\d{1,8}$/);
const Picked = manyStrings
  .transform((values) => [...new Set(values)].filter((one) => Pick.safeParse(one).success))
  .refine((values) => values.length > 0, 'Centang laporan yang diputuskan.')
  .refine((values) => values.length <= 200, 'Paling banyak 200 laporan sekali putus.')
  .transform((values) =>
    values.map((one) => {
      const [id, revisionId, lockVersion] = one.split('.').map(Number) as [number, number, number];
      return { id, seen: { revisionId, lockVersion } };
    }),
  );

type On = Pick<Context<'signed-in', unknown, unknown, unknown, undefined>, 'app' | 'actor' | 'typed'>;

const backTo = (query: string): URL => cameFrom(reviewPaths.list, query, TICK);

/** What was done, and of each that was not, why. */
function told({ done, left }: Acted<undefined>, words: string, titles: Map<number, string>) {
  const title = `${number(done.length)} laporan ${words}.`;
  if (left.length === 0) return { title };
  const reasons = left.map(({ id, problem }) => `"${titles.get(id) ?? id}": ${problem.message}`);
  return { tone: 'warn' as const, title: `${title} ${number(left.length)} tidak.`, text: reasons.join(' ') };
}

/** Decides about all that were ticked, each with the checks of a single one and a result of its own. */
const decisionRow = (verb: PaperVerb, words: string): AnyRow =>
  row({
    method: 'post',
    path: reviewPaths.act(verb),
    allow: 'review.list',
    body: z.object({
      pilih: Picked,
      kembali: z.string().max(1000).catch(''),
      ...(verb.note && { [verb.note.name]: text(verb.note.word, 2000) }),
    }),
    handle: async ({ app, actor, body }) => {
      const note = verb.note && (body as Record<string, unknown>)[verb.note.name];
      const acted = await review(
        doingOf({ app, actor }),
        verb,
        body.pilih,
        typeof note === 'string' ? note : '',
      );
      const back = backTo(body.kembali);
      const titles = await titlesOf(
        { app },
        acted.left.map(({ id }) => id),
      );
      return redirect(back.pathname + back.search, told(acted, words, titles));
    },
    invalid: (context, errors, problem) => again(context, formErrors(errors, problem), problem),
  });

async function titlesOf({ app }: Pick<On, 'app'>, ids: number[]): Promise<Map<number, string>> {
  const found = await app.db.activity.findMany({
    where: { id: { in: ids } },
    select: { id: true, currentRevision: { select: { title: true } } },
  });
  return new Map(found.map(({ id, currentRevision }) => [id, currentRevision?.title ?? '']));
}

/** The page as it is now, with the ticks and the note that were sent, and what was wrong. */
async function again(
  { app, actor, typed }: On,
  errors: Record<string, string>,
  problem: Problem,
): Promise<Reply> {
  const url = backTo(typedText(typed, 'kembali'));
  const shown = await showList(reviewList, { app, actor, url, loaded: undefined });
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const head = pageHead({ title: 'Periksa bersama' });
  const frame = { title: head.title, section: reviewPaths.list };
  return reviewPage(shown as Parameters<typeof reviewPage>[0], { head, frame }, { typed, errors, conflict });
}

export const reviewRows: AnyRow[] = [
  listRow(reviewList),
  decisionRow(verify, 'diverifikasi'),
  decisionRow(sendBack, 'dikembalikan dengan catatan'),
];
