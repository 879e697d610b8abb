/**
 * Stable sorting of unit numbers by whole-number keys, in passes of eleven bits (radix sort). The tie-break order does
 * not depend on the weight, so it is sorted once and every weight only sorts its scores on top of it; that is what
 * keeps 21 weights over the whole country within a few sorts.
 */
const BITS = 11;
const BUCKETS = 1 << BITS;
const TWO_32 = 2 ** 32;

/** Sorts `order` in place by `keys` ascending, keeping equal keys as they stand. `spare` is scratch of the same size. */
export function sortStable(order: Int32Array, keys: Uint32Array, spare: Int32Array): void {
  let largest = 0;
  for (let at = 0; at < order.length; at++) {
    const key = keys[order[at] as number] as number;
    if (key > largest) largest = key;
  }
  let from = order;
  let to = spare;
  for (let shift = 0; shift === 0 || (shift < 32 && largest >>> shift > 0); shift += BITS) {
    sortPass(from, to, keys, shift);
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

function sortPass(from: Int32Array, to: Int32Array, keys: Uint32Array, shift: number): void {
  const places = new Int32Array(BUCKETS);
  for (let at = 0; at < from.length; at++) {
    const bucket = ((keys[from[at] as number] as number) >>> shift) & (BUCKETS - 1);
    places[bucket] = (places[bucket] as number) + 1;
  }
  let place = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = places[bucket] as number;
    places[bucket] = place;
    place += count;
  }
  for (let at = 0; at < from.length; at++) {
    const unit = from[at] as number;
    const bucket = ((keys[unit] as number) >>> shift) & (BUCKETS - 1);
    const target = places[bucket] as number;
    places[bucket] = target + 1;
    to[target] = unit;
  }
}

/** Unit numbers by p descending, then i ascending with absent last, then code (the order of the numbers). */
export function tieOrder(p: Float64Array, i: Float64Array): Int32Array {
  const count = p.length;
  const order = Int32Array.from({ length: count }, (_, unit) => unit);
  const spare = new Int32Array(count);
  const keys = new Uint32Array(count);
  for (let unit = 0; unit < count; unit++) {
    const idm = i[unit] as number;
    keys[unit] = Number.isNaN(idm) ? 2_000_000 : Math.round(idm * 1e6);
  }
  sortStable(order, keys, spare);
  let most = 0;
  for (let unit = 0; unit < count; unit++) most = Math.max(most, p[unit] as number);
  // A key keeps the lower 32 bits of a number; sums of kecamatan may need the upper ones, which then sort on top.
  for (let unit = 0; unit < count; unit++) keys[unit] = most - (p[unit] as number);
  sortStable(order, keys, spare);
  if (most < TWO_32) return order;
  for (let unit = 0; unit < count; unit++) keys[unit] = Math.floor((most - (p[unit] as number)) / TWO_32);
  sortStable(order, keys, spare);
  return order;
}
