/** No name is longer; looking through what is takes the square of its time. */
const LONGEST = 300;

/**
 * A place name as it is compared: lower case letters and digits only, so that "Kendal Rejo" meets "Kendalrejo" and
 * "Kreyo" meets "Kreo" (a `y` between vowels is written or left out at will).
 */
export const searchName = (name: string): string => plainName(name).replace(/([aeiou])y([aeiou])/g, '$1$2');

/** Things by each of their names, compared as names of places are. */
export const byNames = <T>(things: readonly T[], namesOf: (one: T) => string[]): Map<string, T> =>
  new Map(things.flatMap((one) => namesOf(one).map((name) => [searchName(name), one] as const)));

/** The letters and digits of a name as they are spelt. */
const plainName = (name: string) =>
  name
    .slice(0, LONGEST)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** A place as it is written into lists, without its number and its kind: `1. Desa Kreyo` is Kreyo. */
export const bareName = (typed: string): string =>
  typed
    .trim()
    .replace(/^\d+\s*[.)-]\s*/, '')
    .replace(/^(?:(?:desa|kelurahan|kecamatan)\s+|(?:ds|kel|kec)(?:\.\s*|\s+))/i, '');

/**
 * A place with the kecamatan that is written behind it: `Desa Kreyo Kec. Randudongkal`, `Kreyo (Randudongkal)` or, as the
 * portal itself writes it, `Kreyo, Randudongkal`.
 */
export function placeParts(typed: string): { name: string; kecamatan: string } {
  const [, name, behind, inBrackets, besideComma] =
    /^(.+?)(?:[\s,]+kec(?:amatan)?[.\s]\s*(.+)|\s*\((.+)\)|\s*,\s*(.+))\s*$/i.exec(typed.slice(0, LONGEST)) ??
    [];
  return { name: bareName(name ?? typed), kecamatan: bareName(behind ?? inBrackets ?? besideComma ?? '') };
}

/** A perangkat daerah as its name is compared, with or without the kabupaten behind it. */
export const agencyKey = (name: string): string =>
  searchName(name.slice(0, LONGEST).replace(/\s+(?:kab(?:upaten)?\.?|kota)\s+\S+\s*$/i, ''));

/** What a typed name may stand for, in a sentence and as choices; without any it stands for nothing. */
export interface Unclear {
  message: string;
  meant: { value: string; label: string }[];
}

export interface NamedAgency {
  id: number;
  shortName: string;
  name: string;
}

/** Finds perangkat daerah by either of their names; what is only near is asked about, never taken. */
export class AgencyNames {
  private readonly exact: Map<string, NamedAgency>;

  constructor(private readonly agencies: NamedAgency[]) {
    this.exact = new Map(
      // The first of a name counts, so the last is written first.
      agencies.toReversed().flatMap((one) => keysOf(one).map((key) => [key, one] as const)),
    );
  }

  find(typed: string): NamedAgency | Unclear {
    const wanted = agencyKey(typed);
    const found = this.exact.get(wanted);
    if (found) return found;
    const near = this.agencies.filter((one) => keysOf(one).some((key) => oneLetterApart(key, wanted)));
    const meant = near.slice(0, 5).map((one) => ({ value: one.name, label: one.shortName }));
    const hint =
      meant.length > 0
        ? `Apakah maksud Anda ${meant.map(({ label }) => label).join(' atau ')}?`
        : 'Pakai singkatan atau nama lengkapnya.';
    return { message: `OPD "${typed}" tidak ada di data acuan. ${hint}`, meant };
  }
}

const keysOf = ({ name, shortName }: NamedAgency): string[] => [name, shortName].map(agencyKey);

export interface NamedPlace {
  code: string;
  name: string;
  kecamatan: string;
}

/** Finds places by what a list calls them; what is only near is asked about, never taken. */
export class PlaceNames {
  private readonly exact = new Map<string, NamedPlace[]>();

  constructor(private readonly places: NamedPlace[]) {
    for (const one of places) {
      const name = plainName(one.name);
      this.exact.set(name, [...(this.exact.get(name) ?? []), one]);
    }
  }

  /** The place, or a sentence that says what is unclear. A shared name needs its kecamatan. */
  find(typed: string, typedKecamatan: string): NamedPlace | Unclear {
    const parts = placeParts(typed);
    const named = this.exact.get(plainName(parts.name)) ?? [];
    const kecamatan = bareName(typedKecamatan) || parts.kecamatan;
    const wanted = plainName(kecamatan);
    const fitting = wanted === '' ? named : named.filter((one) => plainName(one.kecamatan) === wanted);
    const [found] = fitting;
    if (found && fitting.length === 1) return found;
    if (named.length === 0) return this.ask(typed, parts.name, wanted);
    const there = named.map((one) => one.kecamatan).join(' dan ');
    const message =
      fitting.length > 1
        ? `${typed} ada di ${there}. Sebutkan kecamatannya atau isi kode.`
        : `${typed} ada di ${there}, bukan di "${kecamatan}". Betulkan kecamatannya atau isi kode.`;
    return { message, meant: named.map(choice) };
  }

  /** What is near may be meant; where nothing is, any village of the kecamatan that stands beside the name. */
  private ask(typed: string, name: string, kecamatan: string): Unclear {
    if (typed.trim() === '') return { message: 'Desa belum diisi. Tulis namanya atau kodenya.', meant: [] };
    const wanted = searchName(name);
    const near = this.places.filter((one) => wanted !== '' && oneLetterApart(searchName(one.name), wanted));
    const inside = near.filter((one) => plainName(one.kecamatan) === kecamatan);
    const meant = (inside.length > 0 ? inside : near).slice(0, 5).map(choice);
    const message = `Desa "${typed}" tidak ada di daftar wilayah.`;
    if (meant.length > 0) {
      const names = meant.map(({ label }) => label).join(' atau ');
      return { message: `${message} Apakah maksud Anda ${names}? Bila ya, tulis begitu.`, meant };
    }
    const there = this.places.filter((one) => plainName(one.kecamatan) === kecamatan);
    if (there.length === 0) return { message: `${message} Periksa ejaannya, atau tulis kodenya.`, meant };
    return {
      message: `${message} Pilih salah satu desa di ${there[0]?.kecamatan}, atau tulis kodenya.`,
      meant: there.map(choice),
    };
  }
}

const choice = ({ code, name, kecamatan }: NamedPlace) => ({ value: code, label: `${name}, ${kecamatan}` });

/** Whether one letter was changed, added, left out or swapped with its neighbour (Damerau, distance one). */
export function oneLetterApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return one === other;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [restOne, restOther] = [one.slice(start), other.slice(start)];
  if (restOne.length === restOther.length) {
    const swapped =
      restOne[0] === restOther[1] && restOne[1] === restOther[0] && restOne.slice(2) === restOther.slice(2);
    return restOne.slice(1) === restOther.slice(1) || swapped;
  }
  return restOne.length > restOther.length ? restOne.slice(1) === restOther : restOne === restOther.slice(1);
}
