import { changeTogether } from '../audit/change.js';
import { type Actor, can } from '../policy.js';
import type { Answers } from '../sheets/header.js';
import { canAsk } from '../uploads/reading.js';
import { notConfirmed, onUpload, previewRow, sheetRow, type Uploads, uploadRows } from '../uploads/routes.js';
import type { SentSheet } from '../uploads/sent.js';
import { answersOf, endUpload, requireWhole, type Staged } from '../uploads/staged.js';
import { uploadVerbsOf } from '../uploads/verbs.js';
import { exportTemplate } from '../web/export.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { assess } from './assess.js';
import { needPaths } from './paths.js';
import { type KnownNeeds, NEED_SHAPE, readNeeds } from './sheet.js';
import { villagesOf } from './subject.js';
import { bulkPage, needPreview, templateColumns, templateRows } from './upload-view.js';

const allow = 'need.import' as const;
export const needUploads = uploadVerbsOf(allow);

interface Asking {
  app: Services;
  actor: Actor;
}

async function knownTo({ app, actor }: Asking): Promise<KnownNeeds> {
  const [villages, categories] = await Promise.all([
    villagesOf(app.db, actor, today(app.clock)),
    app.db.category.findMany({ where: { active: true }, orderBy: { position: 'asc' } }),
  ]);
  const writable = villages.filter(({ ref }) => can(actor, 'need.write', ref)).map(({ id }) => id);
  return { villages, writable: new Set(writable), categories, today: today(app.clock) };
}

const readWith = async (asking: Asking, sent: SentSheet, answers: Answers) =>
  readNeeds(sent, await knownTo(asking), answers);
const readWaiting = (asking: Asking, staged: Staged) => readWith(asking, staged, answersOf(staged));

const uploads: Uploads = {
  base: needPaths.bulk,
  kinds: ['KEBUTUHAN'],
  verbs: needUploads,
  list: needPaths.list,
  again: needPaths.bulk,
  wanted: () => NEED_SHAPE.columns.map(({ name }) => name),
  read: readWaiting,
};
const waiting = onUpload(uploads);

/** Needs of many villages from a sheet: read, shown, and stored once that is confirmed. */
export const needUploadRows: AnyRow[] = [
  row({ method: 'get', path: needPaths.bulk, allow, handle: async () => bulkPage() }),
  row({
    method: 'get',
    path: needPaths.template,
    allow,
    handle: async (asking) => {
      const known = await knownTo(asking);
      return exportTemplate('templat-kebutuhan', 'xlsx', templateColumns, templateRows(known));
    },
  }),
  sheetRow(uploads, {
    about: async () => ({}),
    read: readWith,
    isKept: (read) => read.faults.length === 0 || canAsk(read),
    page: async (_asking, refused) => bulkPage(refused),
  }),
  previewRow(uploads, async (asking, staged) =>
    needPreview(staged, await readWaiting(asking, staged), await knownTo(asking)),
  ),
  ...uploadRows(uploads),
  verbRow(needUploads.confirm, {
    ...waiting,
    handle: async ({ app, actor, loaded }, { doing }) => {
      const read = await readWaiting({ app, actor }, loaded);
      requireWhole(read, loaded);
      await changeTogether(doing.database, async (database) => {
        await endUpload({ ...doing, database }, needUploads, loaded.id);
        for (const one of read.assessments) await assess({ ...doing, database }, one);
      });
      const villages = new Set(read.assessments.map(({ villageCode }) => villageCode));
      return redirect(needPaths.list, {
        title: `Kebutuhan ${villages.size} desa disimpan.`,
        text: 'Sisa tiap jenis bantuan sudah dihitung dengan asesmen ini.',
      });
    },
    invalid: notConfirmed(uploads),
  }),
];
