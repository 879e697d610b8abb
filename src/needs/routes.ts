import { z } from 'zod';
import { notFound } from '../core/problem.js';
import { sql } from '../database/query.js';
import { evidenceFiles } from '../evidence/evidence.js';
import { heldIn, holderOf, receive } from '../evidence/received.js';
import { keptFile } from '../evidence/serve.js';
import type { Actor } from '../policy.js';
import { manyStrings, rowId } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { assess } from './assess.js';
import { type AssessFacts, type AssessRefusal, assessPage } from './form-view.js';
import { needList } from './lists.js';
import { assessmentPage, findAssessment } from './page.js';
import { needPaths } from './paths.js';
import { needsWhere } from './standing.js';
import { type AssessedVillage, villagesOf } from './subject.js';
import { readAssessment } from './told.js';
import { needUploadRows } from './uploads.js';

type Load<P, Q> = { app: Services; actor: Actor; params: P; query: Q };

const InVillage = z.object({ desa: z.string().max(20).catch('') });
const inVillage = async ({ app, actor, query: { desa } }: Load<unknown, { desa: string }>) =>
  (await villagesOf(app.db, actor, today(app.clock), sql`v.code = ${desa}`))[0] ?? null;
const refOf = ({ ref }: AssessedVillage) => ref;

/** An assessment of a village whose needs the actor reads, or null. */
async function load({ app, actor, params }: Load<{ id: number }, unknown>) {
  const one = await findAssessment(app.db, params.id);
  const [village] = one
    ? await villagesOf(app.db, actor, today(app.clock), sql`v.code = ${one.villageCode}`)
    : [];
  return one && village ? { one, village } : null;
}

async function factsOf(app: Services, village: AssessedVillage): Promise<AssessFacts> {
  const [categories, standings] = await Promise.all([
    app.db.category.findMany({ where: { active: true }, orderBy: { position: 'asc' } }),
    needsWhere(app.db, sql`v.code = ${village.id}`),
  ]);
  return { village, categories, standings, today: today(app.clock) };
}

const untouched: AssessRefusal = { typed: {}, errors: {}, held: [] };
const notesIn = (typed: Record<string, unknown>) => manyStrings.parse(typed.titipan);
const seenIn = (typed: Record<string, unknown>) => z.coerce.number().int().catch(-1).parse(typed.terakhir);

export const needRows: AnyRow[] = [
  listRow(needList),
  row({
    method: 'get',
    path: needPaths.create,
    allow: 'need.write',
    query: InVillage,
    load: inVillage,
    subject: refOf,
    handle: async ({ app, loaded }) => assessPage(await factsOf(app, loaded), untouched),
  }),
  row({
    method: 'post',
    path: needPaths.create,
    allow: 'need.write',
    query: InVillage,
    files: evidenceFiles(1),
    load: inVillage,
    subject: refOf,
    handle: async ({ app, actor, loaded, typed, files }) => {
      const { categories, today } = await factsOf(app, loaded);
      const received = await receive(holderOf(app, actor), notesIn(typed), files);
      const told = readAssessment(typed, { villageCode: loaded.id, categories, today }, received.errors);
      const beside = { seen: { newest: seenIn(typed) }, file: received.files.at(-1) };
      const id = await assess(doingOf({ app, actor }), told, beside);
      return redirect(needPaths.one(id), {
        title: 'Asesmen disimpan.',
        text: 'Sisa kebutuhan desa ini sudah dihitung dengan asesmen ini.',
      });
    },
    invalid: async (context, errors, problem) => {
      const { app, actor, typed, files } = context;
      const fresh = await inVillage(context);
      if (!fresh) throw notFound('Desa ini tidak ada.');
      const holder = holderOf(app, actor);
      const received = await receive(holder, notesIn(typed), files);
      // Whoever was told of a newer assessment has it before their eyes now, and may send again.
      const stands = problem.kind === 'conflict' ? { ...typed, terakhir: undefined } : typed;
      const held = heldIn(holder, received.files.slice(-1));
      const refusal = { typed: stands, errors: formErrors(errors, problem), held };
      return assessPage(await factsOf(app, fresh), refusal);
    },
  }),
  ...needUploadRows,
  row({
    method: 'get',
    path: '/kebutuhan/:id',
    allow: 'need.read',
    params: z.object({ id: rowId }),
    load,
    subject: ({ village }) => village.ref,
    handle: ({ app, actor, loaded }) => assessmentPage(app, actor, loaded),
  }),
  row({
    method: 'get',
    path: '/kebutuhan/:id/berita-acara',
    allow: 'need.read',
    params: z.object({ id: rowId }),
    load,
    subject: ({ village }) => village.ref,
    handle: async ({ app, loaded: { one } }) => {
      if (!one.file) throw notFound('Asesmen ini tidak melampirkan berita acara.');
      const { sha256, mediaType } = one.file;
      return keptFile(app.config.evidenceDir, { sha256, mediaType, fileName: one.fileName }, false);
    },
  }),
];
