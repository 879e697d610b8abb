import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Secrets } from '../core/secrets.js';
import type { NewFile } from './evidence.js';

const Claim = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string(),
  byteSize: z.number(),
  fileName: z.string(),
  accountId: z.number(),
});

/**
 * Files of a refused form wait in the evidence folder, so that nobody sends a photo twice over a weak signal. The form
 * carries a signed note of each; only the account that uploaded it can redeem it, and the sweep forgets it in a day.
 */
export interface Holder {
  accountId: number;
  secrets: Secrets;
  folder: string;
  now: Date;
}

const HELD_MS = 24 * 3_600_000;

/** The note that stands for an uploaded file in a form. */
export function noteFor({ accountId, secrets, now }: Holder, file: NewFile): string {
  return secrets.sign('bukti', JSON.stringify({ ...file, accountId }), new Date(now.getTime() + HELD_MS));
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

function read({ accountId, secrets, now }: Holder, note: string): NewFile | null {
  const text = secrets.open('bukti', note, now);
  if (text === null) return null;
  const { accountId: uploader, ...file } = Claim.parse(JSON.parse(text));
  return uploader === accountId ? file : null;
}
