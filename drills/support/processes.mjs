// What the drills start and make on this machine, and what is left of it at the end: nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const ends = [];
/** Does `work` when the drills are over, the last first. It cannot wait. */
export const atEnd = (work) => ends.push(work);
process.on('exit', () => {
  for (const end of ends.reverse()) end();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** A folder that goes away with the drills. */
export function scratch() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drill-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const running = new Set();
atEnd(endAll);

/** Ends every process of the portal that still runs. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

const FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=8'];

/** A program of the portal with these settings, and the memory that `npm start` gives it. */
export function run([file, ...rest], settings, root = '.') {
  return runProgram(process.execPath, [...FLAGS, path.join(root, file), ...rest], settings);
}

/** Any program with these settings. */
export function runProgram(program, args, settings) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'development',
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...settings,
  };
  const child = spawn(program, args, { env });
  const began = performance.now();
  const said = { out: '', err: '' };
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  running.add(child);
  const ended = new Promise((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, ...said });
    }),
  );
  /** Seconds until it answers; null when it ends before. */
  const ready = new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      said.out += text;
      if (portIn(said.out)) resolve((performance.now() - began) / 1_000);
    });
    ended.then(() => resolve(null));
  });
  return {
    pid: child.pid,
    ready,
    ended,
    said,
    get port() {
      return portIn(said.out);
    },
    get lives() {
      return child.exitCode === null && child.signalCode === null;
    },
    signal: (name) => child.kill(name),
    memory: () => megabytes(child.pid),
    async stop(name = 'SIGTERM') {
      child.kill(name);
      return ended;
    },
  };
}

const portIn = (text) => Number(/siap di http:\/\/localhost:(\d+)/.exec(text)?.[1] ?? 0);

/**
 * What a process holds, and what those it began hold of their own: the pages of Node.js that they share are counted once.
 * 0 when it is gone.
 */
function megabytes(pid) {
  try {
    const kilobytes =
      told(`/proc/${pid}/status`, 'VmRSS') + childrenOf(pid).reduce((sum, one) => sum + own(one), 0);
    return Math.round(kilobytes / 1024);
  } catch {
    return 0;
  }
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);

/** Kilobytes that no other process has, of a process and those it began. */
const own = (pid) => {
  const file = `/proc/${pid}/smaps_rollup`;
  return (
    told(file, 'Private_Clean') +
    told(file, 'Private_Dirty') +
    childrenOf(pid).reduce((sum, one) => sum + own(one), 0)
  );
};

const told = (file, name) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
