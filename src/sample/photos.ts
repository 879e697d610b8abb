import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { Chance } from './random.js';

/** Which of them is shown again, changed. */
const SHOWN_AGAIN = 1;

export interface SamplePhoto {
  sha256: string;
  byteSize: number;
}

/** Photos of their own, and one of them as it looks cut and saved once more. */
export interface SamplePhotos {
  photos: SamplePhoto[];
  again: SamplePhoto;
}

/** Drawn landscapes that say on their face that they are samples; the same on every machine of one sharp version. */
export async function makePhotos(evidenceDir: string, count: number): Promise<SamplePhotos> {
  await mkdir(evidenceDir, { recursive: true, mode: 0o700 });
  // At once, so that every core of the machine draws.
  const photos = await Promise.all(
    Array.from({ length: count }, (_, index) => keep(evidenceDir, sharp(Buffer.from(drawing(index))))),
  );
  const cut = { left: 14, top: 9, width: 448, height: 304 };
  const retaken = sharp(path.join(evidenceDir, photos[SHOWN_AGAIN]?.sha256 ?? '')).extract(cut);
  return { photos, again: await keep(evidenceDir, retaken.modulate({ brightness: 1.1 })) };
}

async function keep(evidenceDir: string, picture: Sharp): Promise<SamplePhoto> {
  const bytes = await picture.jpeg({ quality: 78 }).toBuffer();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeFile(path.join(evidenceDir, sha256), bytes, { mode: 0o600 });
  return { sha256, byteSize: bytes.length };
}

function drawing(index: number): string {
  const chance = new Chance(500 + index);
  const sky = `hsl(${chance.between(190, 215)} 45% ${chance.between(72, 86)}%)`;
  const hill = (base: number, hue: number) => {
    const points = Array.from({ length: 9 }, (_, step) => `${step * 150},${base - chance.between(0, 120)}`);
    return `<polygon points="0,800 ${points.join(' ')} 1200,800" fill="hsl(${hue} 38% ${chance.between(26, 46)}%)"/>`;
  };
  const houses = Array.from({ length: chance.between(2, 6) }, () => {
    const [x, y] = [chance.between(60, 1080), chance.between(610, 700)];
    return `<rect x="${x}" y="${y}" width="90" height="60" fill="#efe6d6"/><polygon points="${x - 12},${y} ${x + 45},${y - 42} ${x + 102},${y}" fill="#9c4a2f"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 1200 800"><rect width="1200" height="800" fill="${sky}"/>${hill(430, 150)}${hill(540, 130)}${hill(660, 110)}${houses.join('')}<rect x="0" y="752" width="1200" height="48" fill="#15211b"/><text x="24" y="785" font-size="26" fill="#fff" font-family="sans-serif">Gambar contoh ${index + 1}</text></svg>`;
}
