/** Codes of the provinces by Kemendagri. */
const PROVINCES = new Set(
  '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96'.split(
    ' ',
  ),
);
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LENGTH = 16;

/**
 * Whether 16 digits are built as a NIK: a known province, a kabupaten 01 to 79, and a date of birth to whose day 40 is
 * added for women. A KK number has the same shape with the day it was issued.
 */
function isNik(digits: string): boolean {
  if (digits.length !== LENGTH || !PROVINCES.has(digits.slice(0, 2))) return false;
  const part = (at: number) => Number(digits.slice(at, at + 2));
  const [kabupaten, typedDay, month, year] = [part(2), part(6), part(8), part(10)];
  const day = typedDay > 40 ? typedDay - 40 : typedDay;
  const leap = month !== 2 || day < 29 || year % 4 === 0;
  return kabupaten > 0 && kabupaten < 80 && day > 0 && day <= (DAYS[month - 1] ?? 0) && leap;
}

/** What people write beside each other all day and what is no NIK, however its digits add up. */
const ordinary = new RegExp(
  [
    // 24-10-2026 and 2026-10-24.
    String.raw`(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)`,
    String.raw`(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`,
    // 12.500.000, amounts up to hundreds of trillions, with or without ,00.
    String.raw`(?<![\d.,])\d{1,3}([.,])\d{3}(?:\2\d{3}){1,3}(?:,\d\d)?(?![.,]?\d)`,
    // 33.27.03.2001
    String.raw`(?<![\d.])\d\d\.\d\d\.\d\d\.\d{4}(?!\.?\d)`,
    // 0812 3456 7890
    String.raw`(?<![\d.-])08\d\d?([ -]?)\d{3,4}\3\d{3,5}(?!\d|[ .-][1-9])`,
    // 2021-2022
    String.raw`(?<![\d./-])(?:19|20)\d\d[-/](?:19|20)\d\d(?![./-]?\d)`,
    // 08.00-12.30
    String.raw`(?<![\d.:,/_-])(?:[01]?\d|2[0-4])[.:][0-5]\d ?- ?(?:[01]?\d|2[0-4])[.:][0-5]\d(?![.:,/_-]?\d)`,
    // -7.012345, 109.345678
    String.raw`(?<![\d.,])-?(?:\d|1[01])[.,]\d{3,}[,;/]? ?(?:9[5-9]|1[0-4]\d)[.,]\d{3,}(?![.,]?\d)`,
    // 6°53'12,5"
    String.raw`(?<!\d)\d{1,3}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d{1,4})?(?!\d)`,
    // 5.1.02.01.01.0025, a budget code: one digit first, then groups that grow.
    String.raw`(?<![\d.])\d\.\d{1,2}(?:\.\d{1,5}){3,}(?![.]?\d)`,
  ].join('|'),
  'g',
);

/** A NIK written with dots may look like one; then its digits tell. */
const budgetCode = /^\d\.\d{1,2}\./;

/** Taken out before a text is normalised, which sorts them: thousands on one letter take the square of their time. */
const marks = /\p{M}+/gu;
/** Signs without a shape of their own: combining marks, fillers, joiners, controls. */
const invisible = /[\p{M}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]|(?!\s)\p{Cc}/gu;
/** What is neither letter, digit nor blank; `×` stands for what is ordinary. */
const SIGN = String.raw`[^\p{L}\p{N}× ]`;
/** Several signs say no more than one, and brackets that meet no more than a blank. */
const doubled = new RegExp(`(${SIGN})${SIGN}+`, 'gu');
const met = /[)\]}>] ?[([{<]/g;
/** Nobody writes a list or a range with a dot between blanks. */
const dots = /(?<=\d) \. (?=\d)/g;
/** Nor with hyphens between blanks one after another; `group` is what stands between two of them. */
const hyphens = (group: string) =>
  new RegExp(String.raw`(?<=\d) - (?=(?:${group}) - \d)| - (?<=\d - (?:${group}) - )(?=\d)`, 'g');
const ofPlain = hyphens(String.raw`\d+`);
/** `33 27 03` or `33.27.03`; not before what is ordinary is out of the way, as telephone numbers have blanks too. */
const ofWritten = hyphens(String.raw`\d+(?: \d+)*|\d\d\.\d\d\.\d\d`);
/** Where a blank stands beside a sign, a list may be meant. */
const loose = new RegExp(` ?${SIGN} | ${SIGN}`, 'gu');
const joint = /[^\p{L}\p{N}×]/gu;
const run = /\d+(?:[^\p{L}\p{N}×]\d+)*/gu;
const row = /\d[^\p{L}×]*/gu;

/**
 * Finds a number built as a NIK or KK number (UU PDP 27/2022: the portal stores counts, never people). A number is a
 * run of digit groups joined by one sign, whichever; a hyphen between spaces stands between two numbers. A longer number,
 * such as a budget code, is none, but a NIK beside another number is found where its own groups tell. Digits of any script,
 * marks on them and invisible signs do not hide it. Takes time proportional to the text.
 * @returns the number masked for display, e.g. `3327••••••••0004`, or null.
 */
export function findNik(text: string): string | null {
  // Nearly every cell of a large table ends here.
  if (text.length < LENGTH || !hasEnoughDigits(text)) return null;
  const plain = westernDigits(text.replace(marks, '').normalize('NFKC'))
    .replace(invisible, '')
    .replace(/[\p{Pd}−]/gu, '-')
    .replace(/[،٫٬、。・‧∙⋅‥]/gu, '·')
    .replace(/\s+/g, ' ')
    .replace(dots, '.')
    .replace(ofPlain, '-')
    .replace(ordinary, (found) => (budgetCode.test(found) && isNik(digitsOf(found)) ? found : '×'))
    .replace(ofWritten, '-')
    .replace(met, ' ')
    .replace(doubled, '$1')
    .replace(loose, (found) => (found === ' - ' ? found : '; '));
  for (const [one] of plain.matchAll(run)) {
    const digits = setApart(one.split(joint), one.match(joint) ?? []);
    if (digits) return masked(digits);
  }
  for (const [list] of plain.matchAll(row)) {
    const digits = beside(list.split(/;? /).map(digitsOf));
    if (digits) return masked(digits);
  }
  return null;
}

const masked = (digits: string) => `${digits.slice(0, 4)}••••••••${digits.slice(-4)}`;
const digitsOf = (part: string) => part.replace(/\D/g, '');

function hasEnoughDigits(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return true;
    if (code > 47 && code < 58) count += 1;
  }
  return count >= LENGTH;
}

/** The digits of every script as 0 to 9; those of one script stand in order, ten by ten. */
function westernDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, (sign) => {
    const code = sign.codePointAt(0) as number;
    let first = code;
    while (code - first < 50 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  });
}

/**
 * Neighbouring groups of a run that make a NIK: one alone, or several where one sign stands at both of their ends (or at
 * one, beside the end of the run) and not between them. No group is empty, so that few begin at each.
 */
function setApart(groups: string[], signs: string[]): string | null {
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length < LENGTH; last++) {
      digits += groups[last];
      if (!isNik(digits)) continue;
      const [end, other = end] = [signs[first - 1], signs[last]].filter((sign) => sign !== undefined);
      const between = signs.slice(first, last);
      if (first === last || (end === other && !between.includes(end ?? ''))) return digits;
    }
  }
  return null;
}

/** Neighbouring groups of four digits or more, as a NIK is read aloud, that make 16. */
function beside(words: string[]): string | null {
  let groups: string[] = [];
  for (const word of words) {
    groups = word.length >= 4 && word.length < LENGTH ? [...groups, word] : [];
    while (groups.join('').length > LENGTH) groups = groups.slice(1);
    if (isNik(groups.join(''))) return groups.join('');
  }
  return null;
}

/** The sentence that refuses such a number, naming the field. */
export function nikRefusal(field: string, found: string): string {
  return `${field} memuat angka 16 digit (${found}) yang mirip NIK atau nomor KK. Portal ini menyimpan jumlah, bukan orang. Ganti dengan jumlahnya, misalnya "12 keluarga".`;
}
