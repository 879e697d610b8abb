// A place is a portal that a drill may do anything to: a database of either engine, its folder and its settings.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cluster, postgresPrograms } from './cluster.mjs';
import { run, scratch } from './processes.mjs';

const OWNER = 'desa_pemilik';
const RUNNER = 'desa_portal';

const IN_PRODUCTION = {
  NODE_ENV: 'production',
  SESSION_SECRET: 'latihan '.repeat(6),
  HOST: '127.0.0.1',
  FAKTOR_KEDUA: 'tidak',
  FAKTOR_KEDUA_ALASAN: 'latihan',
};

/** Officers, each with a village where its OPD works today, and the other accounts of the sample. */
const PEOPLE = `select a.username, a.role::text, min(s.village_code) as village from account a
  left join assignment s on s.agency_id = a.agency_id and s.starts_on <= current_date
    and coalesce(s.ends_on, current_date) >= current_date
  where a.role <> 'OPD' or s.id is not null group by a.username, a.role order by a.username`;

/** Runs a command of the portal to its end. @throws Error with what it said when it fails. */
export async function command(args, settings, root) {
  const { code, out, err } = await run(['bin/dampingan.js', ...args], settings, root).ended;
  if (code !== 0) throw new Error(`dampingan ${args.join(' ')}: ${err}`);
  return out;
}

function place(settings, ask, people, more = {}) {
  return {
    settings,
    ask,
    people,
    folder: settings.DATA_DIR,
    evidence: path.join(settings.DATA_DIR, 'bukti'),
    /** Starts the portal, ready to answer. */
    async start(changed = {}) {
      const portal = run(['dist/server.js'], { ...settings, ...changed });
      if ((await portal.ready) === null) throw new Error(`the portal does not start: ${portal.said.err}`);
      return portal;
    },
    ...more,
  };
}

/** PostgreSQL, in production, with one role that owns the tables and one that runs. */
class OnServer {
  name = 'PostgreSQL';
  #made = 0;
  #full;

  /** Starts the server and makes the sample; in production nobody is a demo account, for the drills they are people. */
  async prepare() {
    this.cluster = await new Cluster(postgresPrograms()).make();
    await this.cluster.ask(`create role ${OWNER} login; create role ${RUNNER} login`);
    const folder = scratch();
    await this.#create('latihan_penuh', 'template1');
    const settings = this.owner({ ...this.#settings('latihan_penuh', folder), NODE_ENV: 'development' });
    await command(['contoh', 'muat'], settings);
    await this.cluster.ask('update account set is_demo = false; analyze', 'latihan_penuh');
    this.#full = { folder, people: await this.cluster.ask(PEOPLE, 'latihan_penuh') };
  }

  #settings(name, folder) {
    const url = this.cluster.url(RUNNER, name);
    return { ...IN_PRODUCTION, DATABASE_URL: url, DATA_DIR: folder };
  }

  owner = (settings) => ({
    ...settings,
    DATABASE_OWNER_URL: settings.DATABASE_URL.replace(RUNNER, OWNER),
  });

  async #create(name, template, on) {
    const tablespace = on ? `tablespace ${await this.cluster.tablespace(name, on)}` : '';
    await this.cluster.ask(`create database ${name} template ${template} owner ${OWNER} ${tablespace}`);
    // A copied sequence is behind what it gave, after a crash before the first checkpoint.
    await this.cluster.ask('checkpoint');
  }

  /** An empty database, or one with the sample; its rows and files on the disk `on` where one is named. */
  async place({ sample = true, on } = {}) {
    const full = sample ? this.#full : null;
    const name = `latihan_${++this.#made}`;
    await this.#create(name, full ? 'latihan_penuh' : 'template1', on);
    const folder = path.join(on ?? scratch(), 'data');
    if (full) cpSync(full.folder, folder, { recursive: true });
    const settings = this.#settings(name, folder);
    const drop = () => this.cluster.ask(`drop database if exists ${name} with (force)`);
    return place(settings, (text) => this.cluster.ask(text, name), full?.people, {
      asOwner: this.owner(settings),
      drop,
    });
  }
}

/** The database in the portal's own process, as on somebody's desk. */
class Embedded {
  name = 'embedded';
  #full;

  async prepare() {
    const folder = path.join(scratch(), 'data');
    const portal = run(['dist/server.js'], { DATA_DIR: folder });
    if ((await portal.ready) === null) throw new Error(portal.said.err);
    await portal.stop();
    this.#full = { folder, people: await askFolder(folder, PEOPLE) };
  }

  async place({ sample = true, on } = {}) {
    const full = sample ? this.#full : null;
    const folder = path.join(on ?? scratch(), 'data');
    if (full) cpSync(full.folder, folder, { recursive: true });
    const settings = { DATA_DIR: folder };
    return place(settings, (text) => askFolder(folder, text), full?.people, {
      asOwner: settings,
      drop: async () => rmSync(folder, { recursive: true }),
    });
  }
}

/** What stands in an embedded database, asked once no portal has it open. */
async function askFolder(folder, text) {
  const { openEmbedded } = await import(pathToFileURL(path.resolve('dist/database/client.js')));
  const database = await openEmbedded(folder);
  try {
    return await database.scripts((scripts) => scripts.query(text));
  } finally {
    await database.close();
  }
}

export const embedded = new Embedded();
export const postgres = postgresPrograms() ? new OnServer() : null;
