import { createHmac, timingSafeEqual } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { NewFile } from './evidence.js';

const Claim = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string(),
  byteSize: z.number(),
  fileName: z.string(),
});

/**
 * Files of a refused form wait in the evidence folder, so that nobody sends a photo twice over a weak signal. The form
 * carries a signed note of each; only the account that uploaded it can redeem it, and the sweep forgets it in a day.
 */
export interface Holder {
  accountId: number;
  secret: string;
  folder: string;
}

const sign = (holder: Holder, payload: string) =>
  createHmac('sha256', holder.secret).update(`bukti ${holder.accountId} ${payload}`).digest('base64url');

/** The note that stands for an uploaded file in a form. */
export function noteFor(holder: Holder, file: NewFile): string {
  const payload = Buffer.from(JSON.stringify(file)).toString('base64url');
  return `${payload}.${sign(holder, payload)}`;
}

/** The files behind the notes of a form; what was forged or swept meanwhile is left out. */
export async function redeem(holder: Holder, notes: string[]): Promise<NewFile[]> {
  const files: NewFile[] = [];
  for (const note of notes) {
    const file = read(holder, note);
    const there = file && (await stat(path.join(holder.folder, file.sha256)).catch(() => null));
    if (file && there) files.push(file);
  }
  return files;
}

function read(holder: Holder, note: string): NewFile | null {
  const [payload = '', signature = ''] = note.split('.');
  const expected = Buffer.from(sign(holder, payload));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return Claim.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
}
