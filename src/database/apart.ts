import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import path from 'node:path';
import { rootFolder } from './root.js';

/** What the C library keeps for later of what was let go, as strips of photos are: next to nothing, 30 MB less. */
const LETS_GO = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };

/**
 * Work on a file that somebody sent, in a process of its own: what runs out of memory in a thread may end all of them.
 * `program` stands in `dist/`, in tests too, as a process runs JavaScript; `megabytes` bound its heap, and `flags` are more
 * that Node.js starts it with. It ends with its parent alone.
 */
export function startApart(program: string, megabytes: number, flags: string[] = []): ChildProcess {
  const child = fork(path.join(rootFolder, 'dist', program), [], {
    serialization: 'advanced',
    // What it says when its memory ends is no line of the log.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [`--max-old-space-size=${megabytes}`, ...flags],
    env: { PATH: process.env.PATH, ...LETS_GO },
  });
  // Where cores are scarce whoever waits for a page comes first, three times as much as this.
  if (child.pid) setPriority(child.pid, 5);
  return child;
}

/** The other end: answers what it is sent, also while whoever stops the portal signals all its processes. */
export function answerApart<Q>(answer: (question: Q) => Promise<object>): void {
  process.on('message', (question: Q) => {
    void answer(question).then((told) => process.send?.(told));
  });
  process.on('disconnect', () => process.exit());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
}
