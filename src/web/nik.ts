/**
 * Finds a number that looks like a NIK or KK number: exactly 16 digits, together or split by spaces, dots or hyphens
 * (UU PDP 27/2022: the portal stores counts, never people). Wide digits and invisible signs do not hide it.
 * @returns the number masked for display, e.g. `3327••••••••0004`, or null.
 */
export function findNik(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  for (const run of plain.matchAll(/\d+(?:[ .-]{1,3}\d+)*/g)) {
    const masked = sixteenDigits(run[0].match(/\d+/g) ?? []);
    if (masked) return masked;
  }
  return null;
}

/** Neighbouring groups that make 16 digits together. */
function sixteenDigits(groups: string[]): string | null {
  for (let start = 0; start < groups.length; start++) {
    let digits = '';
    for (let end = start; end < groups.length && digits.length < 16; end++) digits += groups[end];
    if (digits.length === 16) return `${digits.slice(0, 4)}••••••••${digits.slice(-4)}`;
  }
  return null;
}

/** The sentence that refuses such a number, naming the field. */
export function nikRefusal(field: string, masked: string): string {
  return `${field} memuat angka 16 digit (${masked}) yang mirip NIK. Portal ini menyimpan jumlah, bukan orang. Ganti dengan jumlahnya, misalnya "12 keluarga".`;
}
