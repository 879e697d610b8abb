// A PostgreSQL server of the drills' own, which may be killed, frozen and stopped without harm to any other.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { atEnd, pause, scratch } from './processes.mjs';

const INSTALLED = '/usr/lib/postgresql';

/** Where the newest PostgreSQL of this machine keeps its programs; null where there is none. */
export function postgresPrograms() {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Boolean) : [];
  return versions.length > 0 ? path.join(INSTALLED, String(Math.max(...versions)), 'bin') : null;
}

/** PostgreSQL refuses to run as root, and then runs as the user that its package made. */
function runner() {
  if (process.getuid() !== 0) return {};
  const number = (option) => Number(execFileSync('id', [option, 'postgres']));
  return { uid: number('-u'), gid: number('-g') };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Cluster {
  #folder;
  #as = runner();
  #programs;
  #server = null;

  constructor(programs) {
    this.#programs = programs;
  }

  async make() {
    const place = scratch();
    chmodSync(place, 0o755);
    this.#folder = this.#own(path.join(place, 'cluster'));
    this.port = await freePort();
    const options = ['-D', this.#folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
    execFileSync(path.join(this.#programs, 'initdb'), options, { ...this.#as, cwd: '/', stdio: 'pipe' });
    await this.start();
    atEnd(() => this.kill());
    return this;
  }

  /** A folder that only the server reads. */
  #own(folder) {
    mkdirSync(folder, { mode: 0o700 });
    if (this.#as.uid) chownSync(folder, this.#as.uid, this.#as.gid);
    return folder;
  }

  /** A place for tables on another disk. @returns its name. */
  async tablespace(name, disk) {
    await this.ask(`create tablespace ${name} location '${this.#own(path.join(disk, 'tabel'))}'`);
    return name;
  }

  url(role, database) {
    return `postgresql://${role}@127.0.0.1:${this.port}/${database}`;
  }

  async ask(text, database = 'postgres') {
    const client = new pg.Client({ connectionString: this.url('postgres', database) });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts the server and waits until it takes connections; what a kill left of the one before may take a moment. */
  async start() {
    const settings = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '' };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    for (let left = 600; left > 0; left--) {
      if (!this.#lives)
        this.#server = spawn(path.join(this.#programs, 'postgres'), ['-D', this.#folder, ...options], {
          ...this.#as,
          cwd: '/',
          stdio: 'ignore',
        });
      if (await this.ask('select 1').catch(() => null)) return;
      await pause(50);
    }
    throw new Error('the PostgreSQL of the drill does not start');
  }

  get #lives() {
    return this.#server !== null && this.#server.exitCode === null && this.#server.signalCode === null;
  }

  /** Stops it as a package update does: sessions are cut, data is written out. */
  async stop() {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGINT');
    await ended;
  }

  /** As the system does that has no memory left, all of it at once. */
  kill() {
    this.freeze();
    this.#signal('SIGKILL');
  }

  freeze() {
    this.#signal('SIGSTOP');
  }

  thaw() {
    this.#signal('SIGCONT');
  }

  /** To the server, then to the processes that it made. */
  #signal(name) {
    if (!this.#lives) return;
    const { pid } = this.#server;
    const made = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const before = made();
    this.#server.kill(name);
    // Once it stands still it makes no more of them.
    const all = name === 'SIGSTOP' ? made() : before;
    for (const one of all.filter(Boolean)) {
      try {
        process.kill(Number(one), name);
      } catch {
        // It ended by itself.
      }
    }
  }
}
