import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { chanceOf, changes, photoOf, sceneOf } from '../../bench/scenes.mjs';
import {
  ALIKE,
  bitsApart,
  GREY_SIDE,
  type Likeness,
  likenessOf,
  lookOf,
} from '../../src/evidence/likeness.js';

const seen = async (photo: Buffer) =>
  likenessOf(await sharp(photo).resize(GREY_SIDE, GREY_SIDE, { fit: 'fill' }).greyscale().raw().toBuffer());

const isAlike = ({ asked }: Likeness, { look, keys }: Pick<Likeness, 'look' | 'keys'>) =>
  keys.some((key) => asked.keys.includes(key)) &&
  asked.looks.some((one) => bitsApart(one, look ?? '') <= ALIKE);

// The whole measure, among 500,000 scenes, is `node bench/photos.mjs`.
describe('what a photo looks like', () => {
  it('stays in copies of it, whichever of the two comes first', async () => {
    const chance = chanceOf(1);
    const photos = await Promise.all([1, 2].map(photoOf));
    const looks = await Promise.all(photos.map(seen));
    for (const [kind, change] of Object.entries(changes))
      for (const [at, photo] of photos.entries()) {
        const [one, other] = [looks[at] as Likeness, await seen(await change(photo, chance))];
        expect([kind, isAlike(other, one), isAlike(one, other)]).toEqual([kind, true, true]);
      }
  });

  it('is far from that of any other scene', () => {
    const looks = Array.from(
      { length: 300 },
      (_, seed) => lookOf(sceneOf(seed, 64, 64) as never, 64).look as string,
    );
    const apart = looks.flatMap((one, at) => looks.slice(at + 1).map((other) => bitsApart(one, other)));
    expect(Math.min(...apart)).toBeGreaterThan(ALIKE);
  });

  it('is nothing where a photo shows nothing', async () => {
    const blank = sharp({ create: { width: 800, height: 600, channels: 3, background: '#7a8' } });
    expect((await seen(await blank.jpeg().toBuffer())).look).toBeNull();
  });
});
