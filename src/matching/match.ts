import { startApart } from '../database/apart.js';
import type { MatchInput, Matching } from './types.js';
import type { Answer } from './worker.js';

/** Megabytes that solving may take in JavaScript. */
const MEMORY = 256;
const MILLISECONDS = 15_000;

/** One at a time: the memory of one solver is enough. */
let last: Promise<unknown> = Promise.resolve();

/** Matchings that were asked for last, by what they were made from: nothing is solved twice. */
const solved = new Map<string, Promise<Matching>>();
const KEPT = 8;

/**
 * An OPD for each village so that all points together are greatest; the same for the same input. Found in a process of its
 * own. @throws Error where the solver finds none or takes too long.
 */
export async function match(input: MatchInput): Promise<Matching> {
  if (input.villages.length === 0) return { proposals: [], blocked: [] };
  const key = JSON.stringify(input);
  const known = solved.get(key);
  if (known) return known;
  const matching = last.then(() => matchApart(input));
  solved.set(key, matching);
  last = matching.catch(() => solved.delete(key));
  for (const old of [...solved.keys()].slice(0, -KEPT)) solved.delete(old);
  return matching;
}

function matchApart(input: MatchInput): Promise<Matching> {
  const solver = startApart('matching/worker.js', MEMORY);
  const timer = setTimeout(() => solver.kill('SIGKILL'), MILLISECONDS);
  return new Promise<Matching>((resolve, reject) => {
    solver.once('message', ({ matching, broken }: Answer) =>
      matching ? resolve(matching) : reject(new Error(broken)),
    );
    solver.once('error', reject);
    solver.once('exit', () => reject(new Error('The solver ended without an answer.')));
    solver.send(input, (error) => error && solver.kill('SIGKILL'));
  }).finally(() => {
    clearTimeout(timer);
    solver.kill('SIGKILL');
  });
}
