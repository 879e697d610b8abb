import type { FieldErrors } from '../core/problem.js';
import { invalid } from '../core/problem.js';
import { type ErrorSummary, errorSummary, type PageHead, pageHead } from '../web/components.js';
import { page, type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { undertakingPaths } from './paths.js';
import { pointChoices, readPoints, typedPoints, writePoints } from './points.js';
import { type PointsForm, pointsForm } from './points-form.js';

declare module '../web/render.js' {
  interface Views {
    'undertakings/tindak-lanjut': {
      head: PageHead;
      summary: ErrorSummary;
      action: string;
      points: PointsForm;
      cancelHref: string;
    };
  }
}

type Asking = Pick<Context<'signed-in', unknown, unknown, unknown, undefined>, 'app' | 'actor'>;

/** The button that asks for more rows sends the form like any other, so that it needs no script. */
export const wantsMore = (typed: Record<string, unknown>): boolean => typed.aksi === 'tambah';

async function pointsPage(
  { app, actor }: Asking,
  typed: Record<string, unknown>,
  errors: FieldErrors,
): Promise<Reply> {
  const choices = await pointChoices(app.db, actor, today(app.clock));
  const title = 'Catat tindak lanjut';
  const refused = Object.keys(errors).length > 0;
  const model = {
    head: pageHead({
      crumbs: [{ label: 'Komitmen', href: undertakingPaths.list }],
      title,
      lead: 'Satu baris satu tindak lanjut. Penanggung jawabnya melihatnya di Beranda.',
    }),
    summary: errorSummary(errors),
    action: undertakingPaths.points,
    points: pointsForm(typedPoints(typed, wantsMore(typed)), choices, errors),
    cancelHref: undertakingPaths.list,
  };
  const frame = { title: refused ? `Galat: ${title}` : title, section: undertakingPaths.list };
  return page('undertakings/tindak-lanjut', model, frame);
}

export const pointRows: AnyRow[] = [
  row({
    method: 'get',
    path: undertakingPaths.points,
    allow: 'undertaking.write',
    handle: (asking) => pointsPage(asking, { 'butir.0.desa': asking.url.searchParams.get('desa') ?? '' }, {}),
  }),
  row({
    method: 'post',
    path: undertakingPaths.points,
    allow: 'undertaking.write',
    handle: async (asking) => {
      const { app, actor, typed } = asking;
      if (wantsMore(typed)) return pointsPage(asking, typed, {});
      const day = today(app.clock);
      const errors: FieldErrors = {};
      const points = readPoints(typedPoints(typed), await pointChoices(app.db, actor, day), day, errors);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      const count = await writePoints(doingOf(asking), points);
      return redirect(`${undertakingPaths.list}?jenis=TINDAK_LANJUT&urut=-sejak`, {
        title: `${count} tindak lanjut dicatat.`,
      });
    },
    invalid: (asking, errors, problem) => pointsPage(asking, asking.typed, formErrors(errors, problem)),
  }),
];
