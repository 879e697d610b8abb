/** What people write beside each other all day and what is no NIK, however its digits add up. */
const ordinary = new RegExp(
  [
    // 24-10-2026 and 2026-10-24.
    String.raw`(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)`,
    String.raw`(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`,
    // 12.500.000, and amounts up to hundreds of trillions.
    String.raw`(?<![\d.,])\d{1,3}([.,])\d{3}(?:\2\d{3}){1,3}(?![.,]?\d)`,
    // 33.27.03.2001
    String.raw`(?<![\d.])\d\d\.\d\d\.\d\d\.\d{4}(?!\.?\d)`,
    // 0812 3456 7890
    String.raw`(?<![\d.-])08\d\d?([ -]?)\d{3,4}\3\d{3,5}(?!\d|[ .-][1-9])`,
    // 2021-2022
    String.raw`(?<![\d./-])(?:19|20)\d\d[-/](?:19|20)\d\d(?![./-]?\d)`,
  ].join('|'),
  'g',
);

/**
 * Finds a number that looks like a NIK or KK number: exactly 16 digits (UU PDP 27/2022: the portal stores counts, never
 * people). A number is a run of digit groups joined by one sign: a space (also a line break), dot, comma, slash, hyphen
 * or dash; a hyphen between spaces stands between two numbers. A longer number, such as a budget code, is none, but a
 * NIK beside another number is found where its own groups tell. Wide digits and invisible signs do not hide it.
 * Takes time proportional to the text.
 * @returns the number masked for display, e.g. `3327••••••••0004`, or null.
 */
export function findNik(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}−]/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(ordinary, '×');
  for (const [run] of plain.matchAll(/\d+(?:[ .,/-]\d+)*/g)) {
    const digits = [run, ...run.split(' '), ...run.split(/[ .,/-]/)].map(digitsOf).find(isNik);
    const found = digits ?? beside(run.split(' '));
    if (found) return `${found.slice(0, 4)}••••••••${found.slice(-4)}`;
  }
  return null;
}

const digitsOf = (part: string) => part.replace(/\D/g, '');
const isNik = (digits: string) => digits.length === 16;

/** Neighbouring groups of four digits or more, as a NIK is read aloud, that make 16; a row of years is none. */
function beside(words: string[]): string | null {
  let groups: string[] = [];
  for (const word of words) {
    groups = /^\d{4,}$/.test(word) ? [...groups, word] : [];
    while (groups.join('').length > 16) groups = groups.slice(1);
    const years = groups.every((group) => /^(19|20)\d\d$/.test(group));
    if (!years && isNik(groups.join(''))) return groups.join('');
  }
  return null;
}

/** The sentence that refuses such a number, naming the field. */
export function nikRefusal(field: string, masked: string): string {
  return `${field} memuat angka 16 digit (${masked}) yang mirip NIK. Portal ini menyimpan jumlah, bukan orang. Ganti dengan jumlahnya, misalnya "12 keluarga".`;
}
