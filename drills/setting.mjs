// What the drills share: a scratch database on a local PostgreSQL, the built portal as a process, its memory, a table.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

export const SERVER = process.env.DRILL_POSTGRES_SERVER ?? 'postgresql://postgres@127.0.0.1:5432';
export const NAME = 'desa_dampingan_drill';
/** Everything listens on this machine only, from this port on. */
export const PORT = Number(process.env.DRILL_PORT ?? 4700);
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One question to a database of the server. */
export async function ask(text, database = NAME) {
  const client = new pg.Client({ connectionString: `${SERVER}/${database}` });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

export async function freshDatabase(template = 'template1', name = NAME) {
  await dropDatabase(name);
  await ask(`create database ${name} template ${template}`, 'postgres');
}

export const dropDatabase = (name = NAME) => ask(`drop database if exists ${name} with (force)`, 'postgres');

const folders = new Set();
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes away with the drill. */
export function scratch() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drill-'));
  folders.add(folder);
  return folder;
}

/** The built portal elsewhere, with a migration more than the data has seen. */
export function withOneMore(script) {
  const folder = path.join(scratch(), 'portal');
  for (const part of ['dist', 'views', 'public', 'prisma', 'package.json'])
    cpSync(part, path.join(folder, part), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  const place = path.join(folder, 'prisma', 'migrations', '20990101000000_drill');
  mkdirSync(place);
  writeFileSync(path.join(place, 'migration.sql'), script);
  return folder;
}

export const IN_PRODUCTION = {
  NODE_ENV: 'production',
  SESSION_SECRET: 'latihan '.repeat(6),
  HOST: '127.0.0.1',
  FAKTOR_KEDUA: 'tidak',
  FAKTOR_KEDUA_ALASAN: 'latihan',
};

/** A program of the portal as a process, with the memory that `npm start` gives it. */
export function start(args, settings, root = '.') {
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'silent', PORT: String(PORT), ...settings };
  const flags = ['--max-old-space-size=192', '--max-semi-space-size=16'];
  const child = spawn(
    process.execPath,
    [...flags, ...args.map((one, at) => (at ? one : path.join(root, one)))],
    { env },
  );
  const began = performance.now();
  const said = { out: '', err: '' };
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const ended = new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, ...said })),
  );
  const ready = new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      said.out += text;
      if (said.out.includes('siap di http')) resolve((performance.now() - began) / 1000);
    });
    ended.then(() => resolve(null));
  });
  running.add(child);
  ended.then(() => running.delete(child));
  return { child, ready, ended, said, memory: () => memoryOf(child.pid) };
}

/** Megabytes that a process holds, and the most that it ever held. */
function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
    return { now: of('VmRSS'), most: of('VmHWM') };
  } catch {
    return null;
  }
}

export function printTable(title, heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  process.stdout.write(
    `\n${title}\n\n${line(heads)}${line(heads.map(() => '---'))}${rows.map(line).join('')}`,
  );
}
