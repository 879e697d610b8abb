import { number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import { ofRegion } from '../scope.js';
import { previewPage } from '../uploads/preview.js';
import { canAsk, type Reading } from '../uploads/reading.js';
import { notConfirmed, onUpload, previewRow, type Uploads, uploadRows } from '../uploads/routes.js';
import {
  answersOf,
  endUpload,
  readRemembering,
  requireWhole,
  type Staged,
  stage,
} from '../uploads/staged.js';
import { uploadVerbsOf } from '../uploads/verbs.js';
import { pageHead } from '../web/components.js';
import { exportTemplate } from '../web/export.js';
import { safeFileName } from '../web/form.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { createAccounts, type HandedOut, type NewAccount } from './accounts.js';
import { accountPaths } from './paths.js';
import { type Asking, placeKinds, placesOf } from './places.js';
import { type Known, readAccounts, SHAPE } from './sheet.js';
import { bulkPage, passwordsPage } from './views.js';

const SHEET_BYTES = 2_000_000;
const allow = 'account.manage' as const;
export const bulkUploads = uploadVerbsOf(allow);

async function knownTo({ app, actor }: Asking): Promise<Known> {
  const accounts = await app.db.account.findMany({ select: { username: true } });
  return {
    places: await placesOf(app.db, actor, today(app.clock)),
    usernames: new Set(accounts.map((account) => account.username)),
  };
}

const readWaiting = async (asking: Asking, staged: Staged) =>
  readAccounts(staged.bytes, await knownTo(asking), answersOf(staged));

const titles = SHAPE.columns.map(({ name }) => name);
const uploads: Uploads = {
  base: accountPaths.bulk,
  kinds: ['PENGGUNA'],
  verbs: bulkUploads,
  list: accountPaths.list,
  again: accountPaths.bulk,
  wanted: () => titles,
  read: readWaiting,
};
const waiting = onUpload(uploads);

/** An account of every kind of place. */
const examples = placeKinds.map(
  ({ name, roles: [role = ''], example: [username, nama, place] }) =>
    new Map(Object.entries({ username, nama, peran: role.toLowerCase(), [name]: place })),
);

/** Many accounts from a sheet; what it leaves open is asked before any is made. */
export const bulkRows: AnyRow[] = [
  row({ method: 'get', path: '/pengguna/impor', allow, handle: async () => bulkPage() }),
  row({
    method: 'get',
    path: '/pengguna/impor/templat.csv',
    allow,
    handle: async () => {
      const columns = titles.map((key) => ({
        key,
        value: (example: Map<string, string>) => example.get(key) ?? '',
      }));
      return exportTemplate('templat-pengguna', 'csv', columns, examples);
    },
  }),
  row({
    method: 'post',
    proof: true,
    path: '/pengguna/impor',
    allow,
    files: { field: 'berkas', max: 1, bytes: SHEET_BYTES },
    handle: async ({ app, actor, files: [file] }) => {
      if (!file) throw invalid({ berkas: 'Pilih berkas CSV atau XLSX.' });
      const fileName = safeFileName(file.fileName);
      const source = { ...ofRegion(actor), kind: 'PENGGUNA', source: 'berkas' };
      const known = await knownTo({ app, actor });
      const { checked, answers } = await readRemembering(app.db, source, (given) =>
        readAccounts(file.bytes, known, given),
      );
      if (canAsk(checked)) {
        const upload = { kind: source.kind, source: source.source, fileName, answers };
        const id = await stage(doingOf({ app, actor }), { ...upload, bytes: new Uint8Array(file.bytes) });
        return redirect(`${accountPaths.bulk}/${id}`);
      }
      if (checked.faults.length > 0) {
        const reply = bulkPage({}, checked.faults);
        return reply.kind === 'page' ? { ...reply, status: 422 } : reply;
      }
      return handedOut(await createAccounts(app.database, actor, checked.accounts), checked);
    },
    invalid: (_context, errors) => bulkPage(errors),
  }),
  previewRow(uploads, async (asking, staged) => preview(staged, await readWaiting(asking, staged))),
  ...uploadRows(uploads),
  verbRow(
    { ...bulkUploads.confirm, proof: true },
    {
      ...waiting,
      handle: async ({ app, actor, loaded }, { doing }) => {
        const read = await readWaiting({ app, actor }, loaded);
        requireWhole(read, loaded);
        // Before the accounts: their passwords are shown once, so nothing may fail after them.
        await endUpload(doing, bulkUploads, loaded.id);
        return handedOut(await createAccounts(app.database, doing.actor, read.accounts), read);
      },
      invalid: notConfirmed(uploads),
    },
  ),
];

const handedOut = (made: HandedOut[], { notices }: Reading): Reply =>
  passwordsPage(
    made,
    notices.map(({ text }) => text),
  );

function preview(staged: Staged, read: Reading & { accounts: NewAccount[] }): Reply {
  const count = number(read.accounts.length);
  return previewPage(accountPaths.bulk, staged, read, {
    head: pageHead({
      crumbs: [
        { label: 'Pengguna', href: accountPaths.list },
        { label: 'Tambah banyak', href: accountPaths.bulk },
      ],
      title: 'Pratinjau akun',
      lead: read.faults.length === 0 ? `${count} akun akan dibuat.` : 'Belum dapat dibaca seluruhnya.',
    }),
    confirm: `Buat ${count} akun`,
    section: '/pengguna',
  });
}
