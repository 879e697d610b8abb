// Scenes that are no photos but have their statistics: a sky over a ground, and many things of all sizes before each
// other ("dead leaves", whose edges and lengths of wave are those of nature). A number makes the same scene at any size.

import sharp from 'sharp';

/** Numbers from 0 to 1, the same for the same seed. */
export function chanceOf(seed) {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const THINGS = 120;
const [SMALLEST, LARGEST] = [0.02, 0.3];

/** @returns grey, row by row, 0 to 255. */
export function sceneOf(seed, width, height) {
  const chance = chanceOf(seed);
  const grey = new Uint8ClampedArray(width * height);
  const [horizon, tilt] = [0.2 + 0.4 * chance(), (chance() - 0.5) * 0.2];
  const [sky, ground] = [150 + 90 * chance(), 40 + 110 * chance()];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const below = y / height - horizon - tilt * (x / width - 0.5);
      grey[y * width + x] = below < 0 ? sky - 30 * (y / height) : ground + 40 * below;
    }
  for (let thing = 0; thing < THINGS; thing++) place(grey, { width, height }, chance);
  return grey;
}

/** A box or an ellipse, of a size by a power law, shaded from one side to the other. */
function place(grey, { width, height }, chance) {
  const size = SMALLEST / Math.sqrt(1 - chance() * (1 - (SMALLEST / LARGEST) ** 2));
  const [left, top] = [chance(), chance() ** 0.8];
  const [shade, slope, box, shape] = [
    20 + 215 * chance(),
    (chance() - 0.5) * 60,
    chance() < 0.5,
    0.5 + chance(),
  ];
  const [halfWidth, halfHeight] = [size * shape, ((size / shape) * 4) / 3];
  const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const lastX = within((left + halfWidth) * width, width);
  const lastY = within((top + halfHeight) * height, height);
  for (let y = within((top - halfHeight) * height, height); y < lastY; y++)
    for (let x = within((left - halfWidth) * width, width); x < lastX; x++) {
      const across = ((x + 0.5) / width - left) / halfWidth;
      const down = ((y + 0.5) / height - top) / halfHeight;
      if (box || across * across + down * down < 1) grey[y * width + x] = shade + slope * across;
    }
}

const [WIDTH, HEIGHT] = [800, 600];

/** A scene as a photo of 800 × 600. */
export const photoOf = (seed) =>
  sharp(sceneOf(seed, WIDTH, HEIGHT), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .jpeg({ quality: 85 })
    .toBuffer();

const cut = (photo, [left, top, right, bottom]) =>
  sharp(photo)
    .extract({
      left: Math.round(left * WIDTH),
      top: Math.round(top * HEIGHT),
      width: Math.round((1 - left - right) * WIDTH),
      height: Math.round((1 - top - bottom) * HEIGHT),
    })
    .jpeg({ quality: 80 })
    .toBuffer();
const MOST_CUT = 0.05;

/** How a photo may be changed, and still be found. */
export const changes = {
  diperkecil: (photo, chance) =>
    sharp(photo)
      .resize(Math.round(160 + 480 * chance()))
      .jpeg()
      .toBuffer(),
  'disimpan ulang': (photo, chance) =>
    sharp(photo)
      .jpeg({ quality: Math.round(10 + 60 * chance()) })
      .toBuffer(),
  diterangkan: (photo, chance) =>
    sharp(photo)
      .linear(1 + 0.4 * chance(), 20 * chance())
      .jpeg()
      .toBuffer(),
  digelapkan: (photo, chance) =>
    sharp(photo)
      .linear(1 - 0.5 * chance(), 0)
      .jpeg()
      .toBuffer(),
  'dipotong hingga 5 %': (photo, chance) =>
    cut(
      photo,
      [0, 0, 0, 0].map(() => MOST_CUT * chance()),
    ),
  'dipotong 5 % di sisi mana pun': (photo, chance) =>
    cut(
      photo,
      [0, 0, 0, 0].map(() => (chance() < 0.5 ? MOST_CUT : 0)),
    ),
};
