import type { ChildProcess } from 'node:child_process';
import { startApart } from '../database/apart.js';
import { FIRST, NOBODY, Turns } from '../web/turns.js';
import type { Likeness } from './likeness.js';
import { UNREADABLE } from './pdf.js';

/**
 * A photo to draw anew in its place, so that no byte of it passes the process of pages; a small picture of a kept photo;
 * what a kept photo looks like; a PDF to look into.
 */
export interface Job {
  kind: 'photo' | 'small' | 'look' | 'paper';
  file: string;
}

/** A file as it stands on disk. */
export interface Kept {
  sha256: string;
  byteSize: number;
}

/** The photo that stands in the place of what was sent, or why there is none. */
export type Drawing =
  | (Kept & { giant?: undefined; unreadable?: undefined })
  | { giant: { pixels: number; limit: number }; unreadable?: undefined }
  | Unreadable;

/** A small picture as JPEG. */
export type Small = { bytes: Buffer; unreadable?: undefined } | Unreadable;

/** What a PDF would do beside being read, as `activeContent` says. */
export type Paper = Kept & { active: string | null; unreadable?: undefined };

type Unreadable = { bytes?: undefined; giant?: undefined; unreadable: true };

const PATIENCE_MS = 30_000;
const IDLE_MS = 20_000;

let child: ChildProcess | null = null;
let idle: NodeJS.Timeout | undefined;

/** Files wait for each other, as the memory of one is enough, in turns of the accounts that sent them. */
const turns = new Turns();

/** Draws a photo that an account sent. */
export const drawPhoto = (file: string, account: number): Promise<Drawing> =>
  turns.take(account, () => ask<Drawing>({ kind: 'photo', file }));

/** A small picture of a kept photo, for a page that waits for it. */
export const drawSmall = (file: string): Promise<Small> =>
  turns.take(FIRST, () => ask<Small>({ kind: 'small', file }));

/** What a kept photo looks like; null when it cannot be read. Waits its turn as an account that is nobody's. */
export async function lookAt(file: string): Promise<Likeness | null> {
  const seen = await turns.take(NOBODY, () => ask<Likeness>({ kind: 'look', file }));
  return 'unreadable' in seen ? null : seen;
}

/** A PDF that an account sent, with what it would do beside being read; null when nothing was found. */
export async function lookInto(file: string, account: number): Promise<Paper> {
  const seen = await turns.take(account, () => ask<Paper>({ kind: 'paper', file }));
  return seen.unreadable ? { active: UNREADABLE, sha256: '', byteSize: 0 } : seen;
}

/** A file on which the process dies or stays too long counts as unreadable. */
function ask<T>(job: Job): Promise<T | Unreadable> {
  const drawer = atWork();
  return new Promise((resolve) => {
    const over = (answer: T | Unreadable) => {
      clearTimeout(late);
      drawer.off('message', over).off('exit', died);
      idle = setTimeout(rest, IDLE_MS).unref();
      resolve(answer);
    };
    const died = () => {
      if (child === drawer) child = null;
      over({ unreadable: true });
    };
    const late = setTimeout(() => drawer.kill('SIGKILL'), PATIENCE_MS);
    drawer.on('message', over).on('exit', died);
    drawer.send(job, (error) => error && drawer.kill('SIGKILL'));
  });
}

/** The process that draws; begun when a file comes, ended when none has come for a while, and its memory with it. */
function atWork(): ChildProcess {
  clearTimeout(idle);
  if (child) return child;
  // The worst paper that was made takes 110 MB of it, a picture next to nothing: with little room for what is new it holds
  // 30 MB instead of 38.
  const drawer = startApart('evidence/draw.js', 128, ['--max-semi-space-size=1']);
  drawer.unref();
  drawer.channel?.unref();
  drawer.once('error', () => drawer.kill('SIGKILL'));
  drawer.once('exit', () => {
    if (child === drawer) child = null;
  });
  child = drawer;
  return drawer;
}

function rest(): void {
  child?.disconnect();
  child = null;
}
