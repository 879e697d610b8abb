import { z } from 'zod';
import { optionalCount, optionalRupiah, rowId } from '../web/form.js';
import { redirect } from '../web/reply.js';
import type { AnyRow } from '../web/route.js';
import { type Given, verbRow } from '../web/verb.js';
import { activityPaths } from './paths.js';
import * as verbs from './share-verbs.js';
import { shareRefOf, sharesOf } from './shares.js';
import { activityAgain, activityVerb, Id, type Load, load } from './verb-routes.js';

const Stated = z.object({
  baris: rowId.catch(0),
  jumlah_bagian: optionalCount('Jumlah'),
  rupiah_bagian: optionalRupiah('Dana'),
});

/** Which share a form speaks of, and as what it was seen: `12.3`. */
const Chosen = z
  .object({
    bagian: z
      .string()
      .regex(/^\d{1,9}\.\d{1,9}$/)
      .catch('0.0'),
  })
  .transform(({ bagian }) => {
    const [id = 0, version = 0] = bagian.split('.').map(Number);
    return { id, version };
  });

async function loadShare(context: Load & { typed: Record<string, unknown> }) {
  const found = await load(context);
  const { id } = Chosen.parse(context.typed);
  const share = found && (await sharesOf(context.app.db, found.id)).find((one) => one.id === id);
  return share ? { id, share, found } : null;
}

type Decision = Parameters<typeof verbs.reviewShare>[1] | typeof verbs.withdraw;

/** The route of what is decided about one share; it leads back to the activity. */
const decided = (verb: Decision, run: (given: Given<number, unknown>) => Promise<void>): AnyRow =>
  verbRow(verb, {
    path: '/kegiatan/:id/bagian',
    params: Id,
    load: loadShare,
    ref: ({ share }) => shareRefOf(share),
    seen: Chosen.transform(({ version }) => version),
    handle: async ({ loaded }, given) => {
      await run(given);
      return redirect(activityPaths.one(loaded.found.id), verb.done);
    },
    invalid: (context, errors, problem) =>
      activityAgain({ ...context, loaded: context.loaded.found }, errors, problem),
  });

export const shareRows: AnyRow[] = [
  activityVerb<z.output<typeof Stated>>(verbs.state, {
    body: Stated,
    handle: async (_context, { doing, target, body }) => {
      await verbs.stateShare(doing, target, {
        lineId: body.baris,
        quantity: body.jumlah_bagian ?? 0,
        rupiah: body.rupiah_bagian ?? 0,
      });
      return redirect(activityPaths.one(target.id), verbs.state.done);
    },
  }),
  decided(verbs.withdraw, ({ doing, target }) => verbs.withdrawShare(doing, target)),
  decided(verbs.verify, ({ doing, target }) => verbs.reviewShare(doing, verbs.verify, target, '')),
  decided(verbs.sendBack, ({ doing, target, note }) =>
    verbs.reviewShare(doing, verbs.sendBack, target, note),
  ),
];
