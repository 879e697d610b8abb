const COUNT = /^(?:\d+|\d{1,3}(?:([. \u00a0])\d{3})(?:\1\d{3})*)$/;

/** Reads `1234`, `1.234` or `1 234`, one sign between all groups; anything else is NaN. */
export function readCount(value: string): number {
  const trimmed = value.trim();
  return COUNT.test(trimmed) ? Number(trimmed.replace(/\D/g, '')) : Number.NaN;
}
