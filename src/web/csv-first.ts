import { AsyncLocalStorage } from 'node:async_hooks';
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

/** The order belongs to the request, whatever page it makes and whatever the files of that page are called. */
const taken = new AsyncLocalStorage<CsvFormat | undefined>();

/** Makes an answer in which the CSV stands first that its person took last. */
export function withCsvFirst<T>(asked: Asked, work: () => T): T {
  return taken.run(csvTaken(asked), work);
}

/** Which CSV a person took last. */
export function csvTaken({ req, services, actor }: Asked): CsvFormat | undefined {
  const kept = actor && readCookie(req, services.config, nameFor(actor));
  return formats.find((one) => one === kept);
}

/** Remembers the CSV that is being taken. */
export function rememberCsv({ req, res, services, actor }: Asked & { res: Response }): void {
  const value = formats.find((one) => one === req.query.format);
  if (actor && value) setCookie(res, services.config, { name: nameFor(actor), value, days: 365 });
}

/** The formats with the CSV first that the person asking took last. */
export function inTakenOrder<F extends string>(all: readonly F[]): F[] {
  const first = taken.getStore();
  return [...all].sort((one, other) => Number(other === first) - Number(one === first));
}
