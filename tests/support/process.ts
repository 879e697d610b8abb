import { spawn } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/**
 * A program of `dist/` in a process of its own, with these settings and none of the tests' own.
 * @param place where it is started and reads `.env`; by default here, where it reads none.
 */
export function run(file: string, args: string[], settings: Record<string, string>, place?: string) {
  const alone = place ? {} : { NODE_ENV: 'development' };
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'silent', PORT: '0', ...alone, ...settings };
  const child = spawn(process.execPath, [path.resolve('dist', file), ...args], { env, cwd: place });
  const said = { out: '', err: '' };
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said.out += text;
      const port = /siap di http:\/\/localhost:(\d+)/.exec(said.out)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.err}`)));
  });
  url.catch(() => undefined);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, url, ended, said };
}
