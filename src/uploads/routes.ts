import { z } from 'zod';
import type { FieldErrors, Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { type Reply, redirect } from '../web/reply.js';
import type { AnyRow } from '../web/route.js';
import type { Services } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { readAnswers } from './questions.js';
import type { Reading } from './reading.js';
import { answerUpload, cancelUpload, findStaged, type Staged } from './staged.js';
import type { UploadVerbs } from './verbs.js';

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
  read: (asked: { app: Services; actor: Actor }, staged: Staged) => Promise<Reading>;
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
