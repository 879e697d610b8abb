const COUNT = /^(?:\d+|\d{1,3}(?:([. \u00a0])\d{3})(?:\1\d{3})*)(?:[.,]00?)?$/;

/** Reads `1234`, `1.234`, `1 234` or `1.234,00`, one sign between all groups; anything else is NaN. */
export function readCount(value: string): number {
  const trimmed = value.trim();
  return COUNT.test(trimmed) ? Number(trimmed.replace(/[.,]00?$/, '').replace(/\D/g, '')) : Number.NaN;
}

const SCALES = new Map<string, number>(
  Object.entries({
    ribu: 1e3,
    rb: 1e3,
    juta: 1e6,
    jt: 1e6,
    miliar: 1e9,
    milyar: 1e9,
    triliun: 1e12,
  }),
);
const SCALED = /^(\d{1,3}(?:[.,]\d{1,3})?) ?(ribu|rb|juta|jt|miliar|milyar|triliun)\.?$/;

/**
 * Reads whole rupiah as people write them: `15000000`, `Rp 15.000.000,00`, `15.000.000,-`, `15 juta`, `1,5 miliar`;
 * anything else is NaN.
 */
export function readRupiah(value: string): number {
  const plain = value
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:rp|idr)\.? ?/, '')
    .replace(/ ?rupiah$/, '')
    .replace(/,(?:-+|=|–)$/, '');
  const [, amount = '', scale = ''] = SCALED.exec(plain) ?? [];
  if (scale === '') return readCount(plain);
  const rupiah = Math.round(Number(amount.replace(',', '.')) * (SCALES.get(scale) as number) * 100) / 100;
  return Number.isInteger(rupiah) ? rupiah : Number.NaN;
}
