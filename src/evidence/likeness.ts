/**
 * What a photo looks like, in 256 bits: over its middle, the signs of the longest waves (DCT-II) of its grey. Where
 * scenes differ the signs agree by chance, half of them; sizes, JPEG and brightness hardly move one. The middle leaves
 * out 5 % at each side, so that it stands in every copy from which no more was cut off: whoever asks tries the places
 * in a photo where the middle of another one may lie.
 */
export interface Likeness {
  /** The photo as it is kept: 256 signs, `0` or `1`; null when it shows too little to be told from others. */
  look: string | null;
  /** Parts of `look`: photos alike have one in common with what is asked for. */
  keys: number[];
  /** How the middle of a photo alike may look: it is one when at most `ALIKE` bits of one of them differ. */
  asked: { looks: string[]; keys: number[] };
}

/** Width and height to which a photo is brought before it is looked at, whatever its shape. */
export const GREY_SIDE = 256;
/** Bits in which two looks of one photo differ at most; of different scenes fewer than 78 of 180 million pairs did. */
export const ALIKE = 64;

const CELLS = 32;
const BITS = 256;
/** Keys are made of the longest waves, which move least. */
const KEYS = 5;
const KEY_BITS = 20;
/** Of each asked key the bits nearest to turning are tried both ways. */
const DOUBTED = 3;
/** A wave weaker than the grain of JPEG says nothing; a photo with so few that do is as good as blank. */
const GRAIN = 1;
const TELLING = 192;

/** Insets of the middle of a whole photo in one that was cut, and the other way round, at most 1.35 % from each. */
const CUT = [0.013, 0.04];
const WHOLE = [0.0615, 0.0865];

type Window = [left: number, top: number, right: number, bottom: number];
const MIDDLE: Window = [0.05, 0.05, 0.05, 0.05];
const places = (insets: number[]): Window[] =>
  insets.flatMap((left) =>
    insets.flatMap((top) =>
      insets.flatMap((right) => insets.map((bottom): Window => [left, top, right, bottom])),
    ),
  );
const WINDOWS = [MIDDLE, ...places(CUT), ...places(WHOLE)];

/** The waves by length, without the one that is the brightness of all. */
const WAVES = Array.from({ length: CELLS }, (_, sum) => sum)
  .flatMap((sum) => Array.from({ length: sum + 1 }, (_, across): [number, number] => [across, sum - across]))
  .slice(1, BITS + 1);
const LONGEST = Math.max(...WAVES.flat()) + 1;
const cosines = Array.from({ length: LONGEST }, (_, wave) =>
  Float64Array.from(
    { length: CELLS },
    (_, at) => (wave === 0 ? Math.SQRT1_2 : 1) * Math.cos((Math.PI * wave * (at + 0.5)) / CELLS),
  ),
);

/** @param grey `side` × `side` pixels, row by row, 0 to 255. */
export function likenessOf(grey: Uint8Array, side = GREY_SIDE): Likeness {
  const sums = summed(grey, side);
  const own = lookIn(sums, side);
  if (own.look === null) return { ...own, asked: { looks: [], keys: [] } };
  const asked = WINDOWS.map((window) => wavesIn(sums, side, window));
  return {
    ...own,
    asked: {
      looks: [...new Set(asked.map(signs))],
      keys: [...new Set(asked.flatMap((one) => keysOf(one, DOUBTED)))],
    },
  };
}

/** How a photo is kept, without what is asked by it. */
export const lookOf = (grey: Uint8Array, side = GREY_SIDE): Pick<Likeness, 'look' | 'keys'> =>
  lookIn(summed(grey, side), side);

function lookIn(sums: Float64Array, side: number): Pick<Likeness, 'look' | 'keys'> {
  const waves = wavesIn(sums, side, MIDDLE);
  const telling = waves.filter((one) => Math.abs(one) > GRAIN).length;
  return telling < TELLING ? { look: null, keys: [] } : { look: signs(waves), keys: keysOf(waves, 0) };
}

const signs = (waves: Float64Array) => Array.from(waves, (one) => (one > 0 ? '1' : '0')).join('');

/** Bits in which two looks differ. */
export const bitsApart = (one: string, other: string): number => {
  let apart = 0;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) apart += 1;
  return apart;
};

/** The keys of a look, each in all ways in which its `doubted` weakest bits may stand. */
function keysOf(waves: Float64Array, doubted: number): number[] {
  return Array.from({ length: KEYS }, (_, key) => {
    const part = Array.from({ length: KEY_BITS }, (_, bit) => waves[bit * KEYS + key] as number);
    const plain = part.reduce((bits, one, at) => bits | (one > 0 ? 1 << at : 0), key << KEY_BITS);
    const weak = part
      .map((one, at) => ({ size: Math.abs(one), bit: 1 << at }))
      .sort((one, other) => one.size - other.size)
      .slice(0, doubted);
    return weak.reduce((all, { bit }) => all.flatMap((one) => [one, one ^ bit]), [plain]);
  }).flat();
}

/** At each corner of a pixel the grey of all that lies left of it and above. */
function summed(grey: Uint8Array, side: number): Float64Array {
  const sums = new Float64Array((side + 1) ** 2);
  for (let y = 0; y < side; y++) {
    let row = 0;
    for (let x = 0; x < side; x++) {
      row += grey[y * side + x] as number;
      sums[(y + 1) * (side + 1) + x + 1] = (sums[y * (side + 1) + x + 1] as number) + row;
    }
  }
  return sums;
}

/** The waves of a part of a photo, in grey, from the means of 32 × 32 cells that may begin within a pixel. */
function wavesIn(sums: Float64Array, side: number, [left, top, right, bottom]: Window): Float64Array {
  const across = edges(left, right, side);
  const down = edges(top, bottom, side);
  const corners = down.map((y) => across.map((x) => upTo(sums, side, x, y)));
  const area = ((across[1] as number) - (across[0] as number)) * ((down[1] as number) - (down[0] as number));
  const rows = Array.from({ length: CELLS }, (_, y) => {
    const [above, below] = [corners[y] as number[], corners[y + 1] as number[]];
    const cells = Float64Array.from(
      { length: CELLS },
      (_, x) => (n(below, x + 1) - n(below, x) - n(above, x + 1) + n(above, x)) / area,
    );
    return cosines.map((wave) => product(cells, wave));
  });
  const columns = cosines.map((_, across) => Float64Array.from(rows, (row) => row[across] as number));
  return Float64Array.from(
    WAVES,
    ([u, v]) => (2 / CELLS) * product(columns[u] as Float64Array, cosines[v] as Float64Array),
  );
}

const n = (row: number[], at: number) => row[at] as number;

const edges = (from: number, to: number, side: number) =>
  Array.from({ length: CELLS + 1 }, (_, at) => (from + ((1 - from - to) * at) / CELLS) * side);

/** The sum of all grey left of `x` and above `y`, between pixels too. */
function upTo(sums: Float64Array, side: number, x: number, y: number): number {
  const [column, row] = [Math.min(Math.floor(x), side - 1), Math.min(Math.floor(y), side - 1)];
  const [right, down] = [x - column, y - row];
  const at = row * (side + 1) + column;
  const sum = (offset: number) => sums[at + offset] as number;
  return (
    (1 - down) * ((1 - right) * sum(0) + right * sum(1)) +
    down * ((1 - right) * sum(side + 1) + right * sum(side + 2))
  );
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < CELLS; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
