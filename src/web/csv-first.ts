import type { Request, Response } from 'express';

/*
 * Which CSV a person took last stands first from then on. It is kept in a cookie of one year under the person's own
 * number: a download changes nothing in the database, so it stays a reading, and on a shared computer everybody finds
 * their own. A stranger has no cookie, as a page for everybody must read the same.
 */

const formats = ['csv', 'csv-excel'] as const;
type CsvFormat = (typeof formats)[number];
const YEAR = 365 * 86_400_000;
const nameFor = (person: { id: number }) => `csv-${person.id}`;

/** The order belongs to the request, and every page is built from its address. */
const ofRequest = new WeakMap<URL, CsvFormat>();

/** Notes for the address of a request which CSV its person took last. */
export function readCsvFirst(req: Request, url: URL, person: { id: number } | null): void {
  if (!person) return;
  const cookies = new Map(
    (req.headers.cookie ?? '').split(/; */).map((one): [string, string] => {
      const [name = '', value = ''] = one.split('=');
      return [name, value];
    }),
  );
  const taken = formats.find((one) => one === cookies.get(nameFor(person)));
  if (taken) ofRequest.set(url, taken);
}

/** Remembers the CSV that is being taken. */
export function rememberCsv(req: Request, res: Response, person: { id: number } | null): void {
  const taken = formats.find((one) => one === req.query.format);
  if (!person || !taken) return;
  res.cookie(nameFor(person), taken, { maxAge: YEAR, httpOnly: true, sameSite: 'lax', secure: req.secure });
}

/** The formats with the CSV first that this person took last. */
export const inTakenOrder = <F extends string>(url: URL, all: readonly F[]): F[] =>
  [...all].sort((one, other) => Number(other === ofRequest.get(url)) - Number(one === ofRequest.get(url)));
