import { z } from 'zod';
import type { Doing, Target } from '../audit/act.js';
import { notFound, type Problem } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { sql } from '../database/query.js';
import { evidenceFiles } from '../evidence/evidence.js';
import { heldIn, holderOf, receive } from '../evidence/received.js';
import { keptFile } from '../evidence/serve.js';
import type { Actor, DeliveryRef } from '../policy.js';
import { undertakingScope } from '../scope.js';
import { manyStrings, rowId } from '../web/form.js';
import { tabbedRow } from '../web/list-row.js';
import { moved, type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { type Verb, verbRow } from '../web/verb.js';
import { ledger } from './lists.js';
import { decideDelivery, markDelivery, readTold } from './mark.js';
import { undertakingPage } from './page.js';
import { undertakingPaths } from './paths.js';
import { pointRows } from './point-routes.js';
import { acceptReferral, declineReferral, takeBackUndertaking } from './referral.js';
import { referralRows } from './referral-routes.js';
import { type UndertakingRow, undertakingsWhere } from './standing.js';
import { type AsSeen, type Locked, undertaking, undertakingRefOf } from './subject.js';
import { accept, confirm, type DecideVerb, decline, mark, reject, takeBack } from './verbs.js';

const Id = z.object({ id: rowId });
type Load = Pick<
  Context<'signed-in', { id: number }, unknown, unknown, undefined>,
  'app' | 'actor' | 'params'
>;

/** An undertaking within the actor's sight, or null. */
async function find(app: Services, actor: Actor, id: number): Promise<UndertakingRow | null> {
  const where = sql`u.id = ${id}::int and ${undertakingScope(actor)}`;
  const [one] = await undertakingsWhere(app.db, today(app.clock), where);
  return one ?? null;
}
const load = ({ app, actor, params }: Load) => find(app, actor, params.id);

/** A delivery of an undertaking within the actor's sight, or null. */
async function loadDelivery({ app, actor, params }: Load) {
  const one = await readDelivery(app.db, params.id);
  const undertaking = one && (await find(app, actor, one.undertakingId));
  return undertaking ? { ...one, undertaking } : null;
}
const readDelivery = (db: Reader, id: number) =>
  db.undertakingDelivery.findUnique({ where: { id }, include: { file: true } });
type Delivery = NonNullable<Awaited<ReturnType<typeof loadDelivery>>>;

const deliveryRef = ({ markedById, state, undertaking }: Delivery): DeliveryRef => ({
  kind: undertaking.kind,
  villageCode: undertaking.village_code,
  markedById,
  state,
});

const conflictIn = (problem: Problem) => (problem.kind === 'conflict' ? problem.message : '');

/** A photo to look at, or a PDF to download. */
async function deliveryFile(app: Services, one: Delivery, small: boolean): Promise<Reply> {
  if (!one.file || !one.sha256) throw notFound('Bukti ini tidak ada.');
  const { mediaType } = one.file;
  return keptFile(app.config.evidenceDir, { sha256: one.sha256, mediaType, fileName: one.fileName }, small);
}

const SeenForm = z
  .object({
    terakhir: z.coerce.number().int().catch(-1),
    revisi: z.coerce.number().int().catch(-1),
    jawaban: z.string().catch(''),
  })
  .transform(({ terakhir, revisi, jawaban }) => ({ newest: terakhir, statedIn: revisi, answer: jawaban }));

const notesIn = (typed: Record<string, unknown>) => manyStrings.parse(typed.titipan);

const markRow = verbRow(mark, {
  path: '/komitmen/:id',
  params: Id,
  load,
  ref: undertakingRefOf,
  seen: SeenForm,
  files: evidenceFiles(1),
  handle: async ({ app, actor, typed, files }, { doing, target }) => {
    const received = await receive(holderOf(app, actor), notesIn(typed), files);
    const told = readTold(typed, today(app.clock), received.errors);
    await markDelivery(doing, target, told, received.files.slice(-1));
    return redirect(undertakingPaths.one(target.id), mark.done);
  },
  invalid: async ({ app, actor, loaded, typed, files }, errors, problem) => {
    const holder = holderOf(app, actor);
    const received = await receive(holder, notesIn(typed), files);
    const fresh = await find(app, actor, loaded.id);
    if (!fresh) throw notFound(undertaking.gone);
    const held = heldIn(holder, received.files.slice(-1));
    return undertakingPage(app, actor, fresh, {
      typed,
      errors,
      conflict: conflictIn(problem),
      held,
      verb: mark.address,
      deliveryId: null,
    });
  },
});

const decideRow = (verb: DecideVerb): AnyRow =>
  verbRow(verb, {
    path: '/komitmen/pemenuhan/:id',
    params: Id,
    load: loadDelivery,
    ref: deliveryRef,
    handle: async (_context, { doing, target, note }) => {
      const undertakingId = await decideDelivery(doing, verb, target, note);
      return redirect(undertakingPaths.one(undertakingId), verb.done);
    },
    invalid: async ({ app, actor, loaded, typed }, errors, problem) => {
      const fresh = await find(app, actor, loaded.undertakingId);
      if (!fresh) throw notFound(undertaking.gone);
      return undertakingPage(app, actor, fresh, {
        typed,
        errors,
        conflict: conflictIn(problem),
        held: [],
        verb: verb.address,
        deliveryId: loaded.id,
      });
    },
  });

type AnswerVerb = Verb<Locked, AsSeen>;
/** The route of a verb on the undertaking itself that asks at most for a note. */
const answerRow = (
  verb: AnswerVerb,
  run: (doing: Doing, target: Target<AsSeen>, note: string) => Promise<void>,
): AnyRow =>
  verbRow(verb, {
    path: '/komitmen/:id',
    params: Id,
    load,
    ref: undertakingRefOf,
    seen: SeenForm,
    handle: async (_context, { doing, target, note }) => {
      await run(doing, target, note);
      return redirect(undertakingPaths.one(target.id), verb.done);
    },
    invalid: async ({ app, actor, loaded, typed }, errors, problem) => {
      const fresh = await find(app, actor, loaded.id);
      if (!fresh) throw notFound(undertaking.gone);
      const refused = { typed, errors, conflict: conflictIn(problem), held: [] };
      return undertakingPage(app, actor, fresh, { ...refused, verb: verb.address, deliveryId: null });
    },
  });

/** Where the ledger stood when it held promises alone. */
const movedRow = (rest: string): AnyRow =>
  row({
    method: 'get',
    path: `/janji${rest}`,
    allow: 'signed-in',
    handle: async ({ url }) => moved(url.pathname.replace('/janji', undertakingPaths.list) + url.search),
  });

export const undertakingRows: AnyRow[] = [
  tabbedRow(ledger),
  ...['', '/:id', '/pemenuhan/:id/bukti'].map(movedRow),
  row({
    method: 'get',
    path: '/komitmen/:id',
    allow: 'undertaking.read',
    params: Id,
    load,
    subject: undertakingRefOf,
    handle: ({ app, actor, loaded }) => undertakingPage(app, actor, loaded),
  }),
  row({
    method: 'get',
    path: '/komitmen/pemenuhan/:id/bukti',
    allow: 'undertaking.read',
    params: Id,
    query: z.object({ ukuran: z.enum(['', 'kecil']).catch('') }),
    load: loadDelivery,
    subject: ({ undertaking }) => undertakingRefOf(undertaking),
    handle: ({ app, loaded, query }) => deliveryFile(app, loaded, query.ukuran === 'kecil'),
  }),
  markRow,
  answerRow(accept, acceptReferral),
  answerRow(decline, declineReferral),
  answerRow(takeBack, takeBackUndertaking),
  ...referralRows,
  ...pointRows,
  decideRow(confirm),
  decideRow(reject),
];
