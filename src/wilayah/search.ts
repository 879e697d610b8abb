import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import { oneLetterApart, placeParts, searchName } from './names.js';

export interface Hit {
  code: string;
  name: string;
  kecamatanName: string;
}

export interface SearchResult {
  /** Codes that fit what was typed, best first. */
  codes: string[];
  /** One wrong letter away; offered when nothing fits. */
  suggestions: Hit[];
}

/** Kemendagri codes as people type them: `3327032001`, `33.27.03.2001` or the beginning of one. */
function typedCode(text: string): string | null {
  const digits = text.replace(/[.\s]/g, '');
  if (!/^\d{4,10}$/.test(digits)) return null;
  const groups = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6)];
  return groups.filter((group) => group !== '').join('.');
}

/**
 * Finds villages by name or code, tolerant of spelling: spaces, capitals, y between vowels, names of the past,
 * "Kuta Belik" for one of two namesakes. Where nothing fits, names one wrong letter away are suggested.
 */
export async function searchVillages(db: Reader, actor: Actor, text: string): Promise<SearchResult> {
  const villages = await db.village.findMany({
    where: await inScope({ db, actor }, 'village.list'),
    include: { kecamatan: true },
    orderBy: { code: 'asc' },
  });
  const code = typedCode(text);
  if (code) {
    const codes = villages.filter((village) => village.code.startsWith(code)).map((village) => village.code);
    return { codes, suggestions: [] };
  }
  const { name, kecamatan } = placeParts(text);
  const wanted = searchName(name + kecamatan);
  if (wanted === '') return { codes: [], suggestions: [] };
  const names = villages.map((village) => ({
    village,
    names: [village.name, ...village.formerNames].map(searchName),
    place: searchName(village.kecamatan.name),
  }));
  const fits = (test: (name: string, place: string) => boolean) =>
    names.filter((one) => one.names.some((name) => test(name, one.place))).map((one) => one.village.code);
  const exact = fits((name, place) => name === wanted || name + place === wanted || place + name === wanted);
  const partial = fits((name) => name.includes(wanted));
  const codes = [...new Set([...exact, ...partial])];
  if (codes.length > 0) return { codes, suggestions: [] };
  const near = names
    .filter((one) =>
      one.names.some((name) => nearBeginning(name, wanted) || oneLetterApart(name + one.place, wanted)),
    )
    .map(({ village }) => ({
      code: village.code,
      name: village.name,
      kecamatanName: village.kecamatan.name,
    }));
  return { codes: [], suggestions: near };
}

/** Whether a name, or its beginning where it has more words than were typed, is one letter away. */
function nearBeginning(name: string, wanted: string): boolean {
  if (oneLetterApart(name, wanted)) return true;
  // A short word is the beginning of too many names.
  if (wanted.length < LONG_ENOUGH) return false;
  return [-1, 0, 1].some((more) => oneLetterApart(name.slice(0, wanted.length + more), wanted));
}

const LONG_ENOUGH = 6;

/** The names that may be meant, in one sentence; '' when nothing is near. */
export function nearWords(suggestions: Hit[]): string {
  const names = suggestions.map((one) => `${one.name}, ${one.kecamatanName}`);
  return names.length > 0 ? `Mungkin maksud Anda ${names.join(' atau ')}.` : '';
}
