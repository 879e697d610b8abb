/**
 * A place name as it is compared: lower case letters and digits only, so that "Kendal Rejo" meets "Kendalrejo" and
 * "Kreyo" meets "Kreo" (a `y` between vowels is written or left out at will).
 */
export const searchName = (name: string): string => plainName(name).replace(/([aeiou])y([aeiou])/g, '$1$2');

/** The letters and digits of a name as they are spelt. */
const plainName = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** A place as it is written into lists, without its number and its kind: `1. Desa Kreyo` is Kreyo. */
export const bareName = (typed: string): string =>
  typed
    .trim()
    .replace(/^\d+\s*[.)-]\s*/, '')
    .replace(/^(?:(?:desa|kelurahan|kecamatan)\s+|(?:ds|kel|kec)(?:\.\s*|\s+))/i, '');

/** A perangkat daerah as its name is compared, with or without the kabupaten behind it. */
export const agencyKey = (name: string): string =>
  searchName(name.replace(/\s+(?:kab(?:upaten)?\.?|kota)\s+\S+\s*$/i, ''));

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
  find(typed: string, typedKecamatan: string): NamedPlace | string {
    const named = this.exact.get(plainName(bareName(typed))) ?? [];
    const kecamatan = bareName(typedKecamatan);
    const wanted = plainName(kecamatan);
    const fitting = wanted === '' ? named : named.filter((one) => plainName(one.kecamatan) === wanted);
    const [found] = fitting;
    if (found && fitting.length === 1) return found;
    if (named.length === 0) return this.ask(typed, wanted);
    const there = named.map((one) => one.kecamatan).join(' dan ');
    return fitting.length > 1
      ? `${typed} ada di ${there}. Sebutkan kecamatannya atau isi kode.`
      : `${typed} ada di ${there}, bukan di "${kecamatan}". Betulkan kecamatannya atau isi kode.`;
  }

  private ask(typed: string, kecamatan: string): string {
    const wanted = searchName(bareName(typed));
    const near = this.places.filter((one) => wanted !== '' && oneLetterApart(searchName(one.name), wanted));
    const inside = near.filter((one) => plainName(one.kecamatan) === kecamatan);
    const meant = (inside.length > 0 ? inside : near).slice(0, 5);
    if (meant.length === 0) return `Desa "${typed}" tidak ada di daftar wilayah. Isi kolom kode.`;
    const names = meant.map((one) => `${one.name}, ${one.kecamatan}`).join(' atau ');
    return `Desa "${typed}" tidak ada di daftar wilayah. Apakah maksud Anda ${names}? Bila ya, tulis begitu.`;
  }
}

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
