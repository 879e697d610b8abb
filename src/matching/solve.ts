import { startApart } from '../database/apart.js';
import type { Program, Solution } from './program.js';
import type { Answer } from './worker.js';

/** Megabytes that solving may take in JavaScript. */
const MEMORY = 256;
const MILLISECONDS = 15_000;

/** One at a time: the memory of one solver is enough. */
let last: Promise<unknown> = Promise.resolve();

/** The best choice of all, found in a process of its own. @throws Error where the solver finds none or takes too long. */
export function solve(program: Program): Promise<Solution> {
  const solving = last.then(() => solveApart(program));
  last = solving.catch(() => undefined);
  return solving;
}

function solveApart(program: Program): Promise<Solution> {
  const solver = startApart('matching/worker.js', MEMORY);
  const timer = setTimeout(() => solver.kill('SIGKILL'), MILLISECONDS);
  return new Promise<Solution>((resolve, reject) => {
    solver.once('message', ({ solution, broken }: Answer) =>
      solution ? resolve(solution) : reject(new Error(broken)),
    );
    solver.once('error', reject);
    solver.once('exit', () => reject(new Error('The solver ended without an answer.')));
    solver.send(program, (error) => error && solver.kill('SIGKILL'));
  }).finally(() => {
    clearTimeout(timer);
    solver.kill('SIGKILL');
  });
}
