import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { answerApart } from '../database/apart.js';
import type { Drawing, Job, Kept, Paper, Small } from './drawing.js';
import { GREY_SIDE, type Likeness, likenessOf } from './likeness.js';
import { activeContent } from './pdf.js';

// Draws pictures and looks into papers in a process of its own, whose memory goes when it ends. One at a time.

const LONGEST_SIDE = 1600;
/** Pixels of a photo that is opened: phones make 50 million, read in strips within 60 MB. */
const PIXELS = 64_000_000;
/** Of one that must be unpacked whole (interlaced or 16 bits a colour): these take 130 MB. */
const PIXELS_UNPACKED = 13_000_000;

sharp.cache(false);
sharp.concurrency(1);

// Many phones write heads that are not quite right; only a photo that is cut off cannot be shown.
const opened = (file: string) => sharp(file, { limitInputPixels: PIXELS, failOn: 'truncated' });

/** Reads the head of a photo alone, before anything is unpacked. */
async function tooMany(file: string): Promise<{ pixels: number; limit: number } | null> {
  const { width, height, depth, isProgressive } = await sharp(file, { limitInputPixels: false }).metadata();
  const limit = isProgressive || depth !== 'uchar' ? PIXELS_UNPACKED : PIXELS;
  return width * height > limit ? { pixels: width * height, limit } : null;
}

const greyOf = (file: string): Promise<Uint8Array> =>
  opened(file).resize(GREY_SIDE, GREY_SIDE, { fit: 'fill' }).greyscale().raw().toBuffer();

const known = (bytes: Buffer): Kept => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  byteSize: bytes.length,
});

async function paper(file: string): Promise<Paper> {
  const bytes = await readFile(file);
  return { ...known(bytes), active: activeContent(bytes) };
}

async function answer({ kind, file }: Job): Promise<Drawing | Small | Paper | Likeness> {
  if (kind === 'look') return likenessOf(await greyOf(file));
  if (kind === 'paper') return paper(file);
  if (kind === 'small')
    return {
      bytes: await opened(file)
        .resize({ width: 320, height: 240, fit: 'cover' })
        .jpeg({ quality: 70 })
        .toBuffer(),
    };
  const giant = await tooMany(file);
  if (giant) return { giant };
  const bytes = await opened(file)
    .rotate()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
  await writeFile(file, bytes);
  return known(bytes);
}

answerApart((job: Job) => answer(job).catch(() => ({ unreadable: true }) satisfies Drawing));
