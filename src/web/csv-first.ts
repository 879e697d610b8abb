import type { Request, Response } from 'express';
import { readCookie, setCookie } from './cookies.js';
import type { Services } from './services.js';

/*
 * Which CSV a person took last stands first from then on. It is kept in a cookie of one year under the person's own
 * number: a download changes nothing in the database, so it stays a reading, and on a shared computer everybody finds
 * their own. A stranger has no cookie, as a page for everybody must read the same.
 */

const formats = ['csv', 'csv-excel'] as const;
type CsvFormat = (typeof formats)[number];
const nameFor = (person: Person) => `csv-${person.id}`;

interface Person {
  id: number;
}
type Asked = { req: Request; services: Services; actor: Person | null };

/** The order belongs to the request, and every page is built from its address. */
const ofRequest = new WeakMap<URL, CsvFormat>();

/** Notes for the address of a request which CSV its person took last. */
export function readCsvFirst({ req, services, actor }: Asked, url: URL): void {
  if (!actor) return;
  const kept = readCookie(req, services.config, nameFor(actor));
  const taken = formats.find((one) => one === kept);
  if (taken) ofRequest.set(url, taken);
}

/** Remembers the CSV that is being taken. */
export function rememberCsv({ req, res, services, actor }: Asked & { res: Response }): void {
  const taken = formats.find((one) => one === req.query.format);
  if (actor && taken) setCookie(res, services.config, { name: nameFor(actor), value: taken, days: 365 });
}

/** The formats with the CSV first that this person took last. */
export const inTakenOrder = <F extends string>(url: URL, all: readonly F[]): F[] =>
  [...all].sort((one, other) => Number(other === ofRequest.get(url)) - Number(one === ofRequest.get(url)));
