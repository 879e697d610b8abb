/**
 * A place name as it is compared: lower case letters and digits only, so that "Kendal Rejo" meets "Kendalrejo" and
 * "Kreyo" meets "Kreo" (a `y` between vowels is written or left out at will).
 */
export function searchName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/([aeiou])y([aeiou])/g, '$1$2');
}
