import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Request, RequestHandler } from 'express';
import { REFUSAL } from './log.js';

/** Upper ends of the steps by which answers are counted, in seconds. */
const STEPS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SLOW_SECONDS = 1;
const KEPT = 20;
/** What the clock of stops adds to each at most. */
const RESOLUTION_MS = 5;

/** Answers of one method and address pattern. */
interface Answers {
  steps: number[];
  count: number;
  seconds: number;
}

/** An answer that took long, or an error with the number that its page showed. */
export interface Remarkable {
  at: Date;
  path: string;
  /** Seconds, or the number. */
  what: string;
}

/** The address of a request without the numbers in it; '-' where no row answers. */
const patternOf = (req: Request): string =>
  String((req.route as { path?: unknown } | undefined)?.path ?? '-');

/** What happens in this process, counted since it began; kept in memory alone. */
export class Watch {
  readonly began = new Date();
  readonly slow: Remarkable[] = [];
  readonly failed: Remarkable[] = [];
  /** The places of requests, by whose they are; the application that gives them says so. */
  readonly rooms: Record<string, { load(): Record<string, number> }> = {};
  private readonly answers = new Map<string, Answers>();
  private readonly refused = new Map<string, number>();
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.delay.enable();
  }

  /** Stands before everything. */
  readonly look: RequestHandler = (req, res, next) => {
    const began = performance.now();
    res.once('finish', () => {
      const seconds = (performance.now() - began) / 1_000;
      const path = patternOf(req);
      this.count(`method="${req.method}",route="${path}",status="${res.statusCode}"`, seconds);
      const why = res.getHeader(REFUSAL);
      if (typeof why === 'string') this.refused.set(why, (this.refused.get(why) ?? 0) + 1);
      if (seconds > SLOW_SECONDS)
        remember(this.slow, { at: new Date(), path: `${req.method} ${path}`, what: seconds.toFixed(1) });
    });
    next();
  };

  /** An error of ours, told by its number. */
  fail(req: Request, number: string): void {
    remember(this.failed, { at: new Date(), path: `${req.method} ${patternOf(req)}`, what: number });
  }

  private count(labels: string, seconds: number): void {
    const known = this.answers.get(labels) ?? { steps: STEPS.map(() => 0), count: 0, seconds: 0 };
    STEPS.forEach((step, at) => {
      if (seconds <= step) known.steps[at] = (known.steps[at] ?? 0) + 1;
    });
    known.count += 1;
    known.seconds += seconds;
    this.answers.set(labels, known);
  }

  /** The longest that everybody waited for one thing, in milliseconds, since it was last asked. */
  loopDelay(): number {
    const longest = this.delay.max / 1e6;
    this.delay.reset();
    return Number.isFinite(longest) && longest > 0 ? longest : 0;
  }

  /** `portal_requests_waiting`, `portal_sign_ins_waiting`, and so on. */
  private roomGauges(): Record<string, number> {
    const told = Object.entries(this.rooms).flatMap(([whose, room]) =>
      Object.entries(room.load()).map(([what, count]) => [`portal_${whose}_${what}`, count]),
    );
    return Object.fromEntries(told);
  }

  /** All of it as Prometheus reads it; `gauges` are figures of this moment by name. */
  text(gauges: Record<string, number>): string {
    const lines = ['# TYPE http_request_duration_seconds histogram'];
    const name = 'http_request_duration_seconds';
    for (const [labels, { steps, count, seconds }] of this.answers) {
      STEPS.forEach((step, at) => {
        lines.push(`${name}_bucket{${labels},le="${step}"} ${steps[at]}`);
      });
      lines.push(
        `${name}_bucket{${labels},le="+Inf"} ${count}`,
        `${name}_sum{${labels}} ${seconds.toFixed(3)}`,
        `${name}_count{${labels}} ${count}`,
      );
    }
    lines.push('# TYPE portal_refusals_total counter');
    for (const [why, count] of this.refused) lines.push(`portal_refusals_total{kind="${why}"} ${count}`);
    for (const [gauge, value] of Object.entries({ ...this.roomGauges(), ...gauges }))
      lines.push(`# TYPE ${gauge} gauge`, `${gauge} ${value}`);
    return `${lines.join('\n')}\n`;
  }
}

function remember(list: Remarkable[], one: Remarkable): void {
  list.unshift(one);
  list.length = Math.min(list.length, KEPT);
}
