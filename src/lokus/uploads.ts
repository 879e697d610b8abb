import { number } from '../core/format.js';
import { conflict } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import type { Agency } from '../generated/prisma/client.js';
import { type Here, ofRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { previewPage } from '../uploads/preview.js';
import { notConfirmed, onUpload, previewRow, type Uploads, uploadRows } from '../uploads/routes.js';
import { answersOf, endUpload, requireWhole, type Staged } from '../uploads/staged.js';
import { uploadVerbsOf } from '../uploads/verbs.js';
import { pageHead } from '../web/components.js';
import { type Reply, redirect } from '../web/reply.js';
import type { AnyRow } from '../web/route.js';
import { verbRow } from '../web/verb.js';
import { draftFromSheet } from './draft.js';
import { lokusPaths } from './paths.js';
import { fileSheet, readSheet, SHAPE, type SheetList, typedSheet } from './sheet.js';

/** How the list of an SK came: as a file, or typed into the form. */
export type Source = 'berkas' | 'ketikan';

export const listUploads = uploadVerbsOf('lokus.draft');

/** The places and OPD that the list of an SK may name. */
export async function villagesAndAgencies(db: Reader, here: Here) {
  const [villages, agencies] = await Promise.all([
    db.village.findMany({ where: { ...ofRegion(here), validTo: null }, include: { kecamatan: true } }),
    db.agency.findMany({ where: ofRegion(here) }) as Promise<Agency[]>,
  ]);
  return {
    villages: villages.map((one) => ({ code: one.code, name: one.name, kecamatan: one.kecamatan.name })),
    agencies,
  };
}

/** Reads the list of an SK as it came, with what was answered about it. */
export async function readList(
  db: Reader,
  upload: Here & Pick<Staged, 'source' | 'bytes'>,
  answers: Answers,
): Promise<SheetList> {
  const { source, bytes } = upload;
  const listed = source === 'ketikan' ? typedSheet(new TextDecoder().decode(bytes)) : fileSheet(bytes);
  if (!listed) throw conflict('Daftar ini kosong.');
  return readSheet(listed, await villagesAndAgencies(db, upload), answers);
}
const readWaiting = (db: Reader, staged: Staged) => readList(db, staged, answersOf(staged));

const uploads: Uploads = {
  base: lokusPaths.uploads,
  kinds: ['LOKUS'],
  verbs: listUploads,
  list: lokusPaths.index,
  again: lokusPaths.make,
  wanted: () => SHAPE.columns.map(({ name }) => name),
  read: ({ app }, staged) => readWaiting(app.db, staged),
};
const waiting = onUpload(uploads);

/** The list of an SK with what it leaves open; once that is answered, the draft is made from it. */
export const listUploadRows: AnyRow[] = [
  previewRow(uploads, async ({ app }, staged) => preview(staged, await readWaiting(app.db, staged))),
  ...uploadRows(uploads),
  verbRow(listUploads.confirm, {
    ...waiting,
    handle: async ({ app, loaded }, { doing }) => {
      const read = await readWaiting(app.db, loaded);
      requireWhole(read, loaded);
      const id = await draftFromSheet(app.database, doing.actor, loaded.year as number, read.members);
      await endUpload(doing, listUploads, loaded.id);
      return made(id, read);
    },
    invalid: notConfirmed(uploads),
  }),
];

/** A draft from the list of an SK, with what was remarked. */
export const made = (id: number, { members, notices }: Pick<SheetList, 'members' | 'notices'>): Reply =>
  redirect(lokusPaths.draft(id), {
    title: members.length > 0 ? 'Draf dibuat dari daftar SK.' : 'Draf kosong dibuat.',
    text:
      members.length > 0
        ? notices.map((notice) => `Catatan: ${notice.text}.`).join(' ')
        : 'Tambahkan desanya satu per satu menurut SK.',
  });

function preview(staged: Staged, read: SheetList): Reply {
  const count = number(read.members.length);
  return previewPage(lokusPaths.uploads, staged, read, {
    head: pageHead({
      crumbs: [
        { label: 'Lokus', href: lokusPaths.index },
        { label: 'Buat daftar', href: lokusPaths.make },
      ],
      title: `Daftar SK untuk lokus ${staged.year}`,
      lead:
        read.faults.length === 0 ? `${count} desa dan kelurahan dikenali.` : 'Belum dapat dibaca seluruhnya.',
    }),
    confirm: `Buat draf dari ${count} desa`,
    section: '/lokus',
  });
}
