import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../core/problem.js';

/** How many requests are at work at once, how many wait for a place and how long (milliseconds). */
export interface Room {
  places: number;
  queue: number;
  patience: number;
}

/** More at once would be answered no sooner: ten connections and one thread do the work. */
export const ROOM: Room = { places: 24, queue: 100, patience: 5_000 };

/** Passwords are proven two at once (auth/password); everybody of an office may come in the same minute. */
export const AT_THE_DOOR: Room = { places: 8, queue: 500, patience: 45_000 };

/** Work whose client left ends by itself, at the latest when the database's limits end it. */
const SURELY_OVER = 30_000;

/**
 * Lets few requests work at once and refuses what is too much before anything is read or looked up for it, so that a
 * database that stalls costs waiting, not memory. A place is held until the answer is ready, also when its client has
 * left: what it asked for is still being worked on.
 */
export class Admission {
  private atWork = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly room: Room) {}

  /** How full it is, and how full it can be. */
  load() {
    const { places, queue } = this.room;
    return { at_work: this.atWork, places, waiting: this.waiting.size, queue };
  }

  /** A step of the application: goes on when there is a place; who leaves while waiting is forgotten. */
  readonly enter: RequestHandler = (req, res, next) => {
    if (res.closed) return;
    if (this.atWork < this.room.places) this.begin(req, res, next);
    else if (this.waiting.size < this.room.queue) this.wait(req, res, next);
    else next(full());
  };

  private wait(req: Request, res: Response, next: (problem?: Problem) => void): void {
    const stop = () => {
      clearTimeout(late);
      this.waiting.delete(begin);
      res.off('close', stop);
    };
    const begin = () => {
      stop();
      this.begin(req, res, next);
    };
    const late = setTimeout(() => {
      stop();
      next(full());
    }, this.room.patience);
    this.waiting.add(begin);
    res.once('close', stop);
  }

  private begin(req: Request, res: Response, next: () => void): void {
    let held = true;
    let over: NodeJS.Timeout | undefined;
    const leave = () => {
      if (!held) return;
      held = false;
      clearTimeout(over);
      this.atWork -= 1;
      const [first] = this.waiting;
      first?.();
    };
    this.atWork += 1;
    places.set(req, { leave, again: this.enter });
    const { end } = res;
    res.end = (...given: unknown[]) => {
      const ended = end.apply(res, given as never);
      leave();
      return ended;
    };
    res.once('close', () => {
      if (held) over = setTimeout(leave, SURELY_OVER).unref();
    });
    next();
  }
}

const full = () =>
  new Problem(
    'full',
    'Bukan kesalahan Anda. Portal sedang dibuka banyak orang sekaligus. Tunggu sebentar, lalu coba lagi.',
  );

const places = new WeakMap<Request, { leave: () => void; again: RequestHandler }>();

/** Gives the place back before a part that goes at the client's pace: a download. */
export function leavePlace(req: Request): void {
  places.get(req)?.leave();
}

/** Reads what comes at the client's pace without a place, and takes one again for what follows. */
export function withoutPlace(read: RequestHandler): RequestHandler {
  return (req, res, next) => {
    const place = places.get(req);
    if (!place) return read(req, res, next);
    place.leave();
    return read(req, res, (problem?: unknown) => (problem ? next(problem) : place.again(req, res, next)));
  };
}
