import type { Request } from 'express';
import type { StoredVersion } from '../database/version.js';
import { csvTaken } from './csv-first.js';
import type { Document } from './document.js';
import type { AnyRow } from './route.js';
import { type Services, today } from './services.js';

/** Bytes of pages that are kept; those that nobody opened for longest go first. */
const ROOM = 16_000_000;
/** How many addresses are known to have been asked for once. */
const ASKED = 5_000;
/** What hangs on the moment and not on the day, such as a lock that ends, is at most so late. */
const LIFE_MS = 60_000;
/** Longer addresses are typed by nobody twice. */
const ADDRESS_MAX = 500;

/** Where the page that answers a request is kept, or would be, and of when it has to be. */
export interface Shelf {
  key: string;
  version: string;
  day: number;
  at: number;
}

/**
 * Finished pages, each for one account at one address. A page is true as long as nothing was stored since, by whichever
 * process, and the day is the same; so what is asked before it is sent is the version of the data alone. Most pages are
 * opened once: one is kept when it is asked for again while it is true, or at once.
 */
export class PageMemory {
  /** Of what was stored when the pages that are kept were made: those of before are true for nobody any more. */
  private version = '';
  private readonly pages = new Map<string, Shelf & { document: Document }>();
  private readonly asked = new Set<string>();
  private readonly count = { bytes: 0, found: 0, made: 0 };

  constructor(private readonly atOnce: boolean) {}

  load() {
    const { bytes, found, made } = this.count;
    return { pages: this.pages.size, bytes, found, made };
  }

  /** The page kept there while it is still true. */
  find(shelf: Shelf): Document | null {
    const kept = this.pages.get(shelf.key);
    const holds =
      kept !== undefined &&
      kept.version === shelf.version &&
      kept.day === shelf.day &&
      Math.abs(shelf.at - kept.at) < LIFE_MS;
    if (!holds) return null;
    this.count.found += 1;
    this.pages.delete(shelf.key);
    this.pages.set(shelf.key, kept);
    return kept.document;
  }

  keep(shelf: Shelf, document: Document): void {
    this.count.made += 1;
    const { key, version } = shelf;
    if (version !== this.version) this.begin(version);
    this.forget(key);
    const again = this.asked.delete(key);
    if (!again && !this.atOnce) {
      this.asked.add(key);
      if (this.asked.size > ASKED) this.asked.delete(this.asked.keys().next().value as string);
      return;
    }
    this.pages.set(key, { ...shelf, document });
    this.count.bytes += document.size;
    for (const oldest of this.pages.keys()) {
      if (this.count.bytes <= ROOM) break;
      this.forget(oldest);
    }
  }

  private begin(version: string): void {
    this.version = version;
    this.pages.clear();
    this.asked.clear();
    this.count.bytes = 0;
  }

  private forget(key: string): void {
    this.count.bytes -= this.pages.get(key)?.document.size ?? 0;
    this.pages.delete(key);
  }
}

/** In tests every page is made anew, and has to say what is kept of it. */
export async function refuseUntrue(
  { pages, database }: Services,
  shelf: Shelf,
  made: Document,
): Promise<void> {
  const kept = pages.find(shelf);
  if (!kept || kept.name === made.name || (await database.versions.read()).whole !== shelf.version) return;
  throw new Error(`the page kept as "${shelf.key}" is not the one that is made now: is its row \`fresh\`?`);
}

/** Where the answer to a request would be kept, and what was stored when it came; null for what is made anew each time. */
export async function shelfFor(
  services: Services,
  row: AnyRow,
  req: Request,
): Promise<{ shelf: Shelf; stored: StoredVersion } | null> {
  const isMadeAnew = row.method !== 'get' || row.bare || row.fresh || services.config.reloadViews;
  if (isMadeAnew || req.originalUrl.length > ADDRESS_MAX) return null;
  const person = req.session?.person;
  const whose = person ? `${person.id} ${csvTaken({ req, services, actor: person }) ?? ''}` : '';
  const stored = (person && req.session.stored) || (await services.database.versions.read());
  const shelf = {
    key: `${whose} ${req.originalUrl}`,
    version: stored.whole,
    day: today(services.clock).getTime(),
    at: services.clock.now().getTime(),
  };
  return { shelf, stored };
}
