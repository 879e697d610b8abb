import type { FieldErrors, Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import type { Services } from '../web/services.js';
import type { Upload } from '../web/upload.js';
import { keepFiles, type NewFile } from './evidence.js';
import { type Holder, noteFor, redeem } from './held.js';

export const holderOf = (app: Services, actor: Actor): Holder => ({
  accountId: actor.id,
  secrets: app.secrets,
  folder: app.config.evidenceDir,
  now: app.clock.now(),
});

/** Keeps the good files, old and new, and says what is wrong with the first bad one; one too large has no bytes. */
export async function receive(
  holder: Holder,
  notes: string[],
  uploads: Upload[],
): Promise<{ files: NewFile[]; errors: FieldErrors }> {
  const files = await redeem(holder, notes);
  const errors: FieldErrors = {};
  for (const upload of uploads.filter((one) => one.file !== null && one.size > 0)) {
    try {
      files.push(...(await keepFiles(holder, [upload])));
    } catch (error) {
      const fields = (error as Problem).fields;
      if (!fields?.bukti) throw error;
      errors.bukti ??= fields.bukti;
    }
  }
  return { files, errors };
}

/** Files of a refused form, each with the note that redeems it at the next try. */
export const heldIn = (holder: Holder, files: NewFile[]) =>
  files.map((file) => ({ name: file.fileName, note: noteFor(holder, file) }));
