import { z } from 'zod';
import type { FieldErrors, Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { readAnswers } from './questions.js';
import type { Reading } from './reading.js';
import { type SentSheet, sheetSent } from './sent.js';
import type { SheetRefused } from './sheet-page.js';
import { answerUpload, cancelUpload, findStaged, readRemembering, type Staged, stage } from './staged.js';
import type { UploadVerbs } from './verbs.js';

/** Who asks, of which portal. */
interface Asking {
  app: Services;
  actor: Actor;
}

/** Files of one kind that wait until what they leave open is answered. */
export interface Uploads {
  /** Under this address stand the previews. */
  base: string;
  kinds: readonly string[];
  verbs: UploadVerbs;
  /** Where to go when one was cancelled. */
  list: string;
  /** Where another file is chosen. */
  again: string;
  /** Columns that a person may choose. */
  wanted: (staged: Staged) => string[];
  read: (asking: Asking, staged: Staged) => Promise<Reading>;
}

/** What every address of a waiting upload shares. */
export const onUpload = ({ base, kinds }: Uploads) => ({
  path: `${base}/:id`,
  params: z.object({ id: z.uuid() }),
  load: ({ app, actor, params }: { app: Services; actor: Actor; params: { id: string } }) =>
    findStaged(app.db, actor, params.id, kinds),
});

/** Back to the preview, where what is open is asked; or to another file. */
export const notConfirmed =
  ({ base, again }: Uploads) =>
  ({ params }: { params: { id: string } }, errors: FieldErrors, problem: Problem): Reply => {
    const [open] = Object.values(errors);
    return redirect(open ? `${base}/${params.id}` : again, {
      title: 'Belum disahkan.',
      text: open ?? problem.message,
      tone: 'warn',
    });
  };

/** What a waiting upload would store. */
export const previewRow = (
  uploads: Uploads,
  draw: (asking: Asking, staged: Staged) => Promise<Reply>,
): AnyRow =>
  row({
    ...onUpload(uploads),
    method: 'get',
    allow: uploads.verbs.confirm.action,
    handle: ({ app, actor, loaded }) => draw({ app, actor }, loaded),
  });

const SHEET_BYTES = 2_000_000;

/** How a sheet of one kind is received; `A` is what its form asks beside it. */
interface Received<R, A> {
  /** @throws Problem `invalid` where it is not as it should be. */
  about: (asking: Asking, typed: Record<string, unknown>) => Promise<A>;
  read: (asking: Asking, sent: SentSheet & A, answers: Answers) => Promise<R>;
  /** Whether anything can be made of it; what is not is never kept. */
  isKept: (read: R) => boolean;
  page: (asking: Asking, refused: SheetRefused) => Promise<Reply>;
}

/** Where a sheet is chosen or pasted: read at once, and kept for its preview or shown again with what is wrong. */
export const sheetRow = <R extends Reading, A extends { asOf?: Date }>(
  { base, kinds: [kind = ''], verbs }: Uploads,
  { about, read, isKept, page }: Received<R, A>,
): AnyRow =>
  row({
    method: 'post',
    path: base,
    allow: verbs.confirm.action,
    files: { field: 'berkas', max: 1, bytes: SHEET_BYTES },
    handle: async ({ app, actor, files, typed }) => {
      const asking = { app, actor };
      const sent = { ...(await about(asking, typed)), ...sheetSent(files, typed) };
      const source = { ...ofRegion(actor), kind, source: sent.source };
      const { checked, answers } = await readRemembering(app.db, source, (given) =>
        read(asking, sent, given),
      );
      if (!isKept(checked))
        return page(asking, { typed, errors: {}, read: { ...checked, fileName: sent.fileName } });
      return redirect(`${base}/${await stage(doingOf(asking), { ...sent, kind, answers })}`);
    },
    invalid: ({ app, actor, typed }, errors, problem) =>
      page({ app, actor }, { typed, errors: formErrors(errors, problem), read: null }),
  });

/** Answering what a file leaves open, and throwing it away. */
export const uploadRows = (uploads: Uploads): AnyRow[] => [
  verbRow(uploads.verbs.answer, {
    ...onUpload(uploads),
    body: z.record(z.string(), z.unknown()),
    handle: async ({ app, actor, loaded }, { doing, body }) => {
      const read = await uploads.read({ app, actor }, loaded);
      const answers = readAnswers(body, uploads.wanted(loaded), read);
      await answerUpload(doing, uploads.verbs, loaded.id, answers);
      return redirect(`${uploads.base}/${loaded.id}`);
    },
    invalid: notConfirmed(uploads),
  }),
  verbRow(uploads.verbs.cancel, {
    ...onUpload(uploads),
    handle: async ({ loaded }, { doing }) => {
      await cancelUpload(doing, uploads.verbs, loaded.id);
      return redirect(uploads.list, uploads.verbs.cancel.done);
    },
    invalid: notConfirmed(uploads),
  }),
];
