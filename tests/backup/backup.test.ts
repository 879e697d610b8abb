import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeBackup, proveBackup, restoreBackup } from '../../src/backup/backup.js';
import { dumpLines } from '../../src/backup/dump.js';
import { readLines, writeLines } from '../../src/backup/file.js';
import { keptIn } from '../../src/backup/folder.js';
import { withScratch } from '../../src/backup/scratch.js';
import { Keyring } from '../../src/backup/seal.js';
import { type Database, openEmbedded, openPostgres } from '../../src/database/client.js';
import { staySeen } from '../../src/database/seen.js';
import { onServer, useDatabase } from '../support/database.js';
import { makeAccount, makeAssignment, makeList, makeVerified, makeVersion, REGION } from '../support/make.js';
import { TEST_NOW } from '../support/portal.js';

const database = useDatabase();
/** An empty database beside, on the same engine. */
let scratch: Database;
const PHOTO = Buffer.from('bukan foto, tetapi isinya itulah namanya');
const PHOTO_NAME = createHash('sha256').update(PHOTO).digest('hex');
const later = (seconds: number) => new Date(TEST_NOW.getTime() + seconds * 1_000);

let root = '';
let evidenceDir = '';
let folder = '';
const keys = new Keyring('sandi cadangan untuk pengujian');

const making = (more: { folder?: string; keys?: Keyring | null; now?: Date } = {}) =>
  makeBackup({
    lines: (take) => database.current.alone((run) => take(dumpLines(run, REGION, TEST_NOW))),
    evidenceDir,
    folder: more.folder ?? folder,
    keys: more.keys ?? null,
    region: REGION,
    now: more.now ?? TEST_NOW,
  });

const yes = async () => true;

async function emptyDatabase(): Promise<Database> {
  const server = inject('postgres');
  if (!server) return openEmbedded(null, new Blob([await readFile(inject('template'))]));
  await onServer(server, 'drop database if exists test_cadangan with (force)');
  await onServer(server, 'create database test_cadangan');
  return openPostgres(`${server}/test_cadangan`);
}

/** The empty one as a command would open it: with no other connection to it. */
async function reopened(): Promise<Database> {
  const server = inject('postgres');
  if (!server) return scratch;
  await scratch.close();
  scratch = openPostgres(`${server}/test_cadangan`);
  return scratch;
}

/** Rows of every kind that a restore must get past: frozen, circular, with bytes, odd letters, JSON and evidence. */
beforeAll(async () => {
  scratch = await emptyDatabase();
  root = await mkdtemp(path.join(os.tmpdir(), 'cadangan-'));
  evidenceDir = path.join(root, 'bukti-portal');
  folder = path.join(root, 'cadangan');
  await mkdir(evidenceDir);
  await writeFile(path.join(evidenceDir, PHOTO_NAME), PHOTO);
  const db = database.current;
  await makeVersion(db, 'DESIL1', { '33.27.03.2001': 40, '33.27.01.2002': 55 });
  await makeList(db, 2025, ['33.27.03.2001']);
  await makeAssignment(db);
  const activityId = await makeVerified(db, {
    title: 'Garis\u2028baru, "kutip", \\ dan 🌾',
    spentRupiah: 9_007_199_254,
  });
  const draft = await db.transaction((tx) =>
    tx.activityRevision.create({
      data: {
        activityId,
        number: 2,
        authorId: 1,
        title: 'Koreksi',
        description: '\t',
        startsOn: TEST_NOW,
        endsOn: TEST_NOW,
        workStatus: 'SELESAI',
      },
    }),
  );
  await db.transaction(async (tx) => {
    const file = { sha256: PHOTO_NAME, mediaType: 'image/jpeg', byteSize: PHOTO.length };
    await tx.storedFile.create({ data: file });
    await tx.evidence.create({
      data: { revisionId: draft.id, position: 0, sha256: PHOTO_NAME, fileName: 'a.jpg' },
    });
  });
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await scratch.close();
});

describe('a backup', () => {
  it('comes back whole, frozen as it was, and goes on counting', async () => {
    const made = await making({ keys });
    expect(made).toMatchObject({ files: 1 });
    const last = await database.current.reader.account.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(await proveBackup(made.file, keys, scratch, later(60))).toEqual(made);
    const kept = await scratch.reader.activityRevision.findFirstOrThrow({ where: { number: 1 } });
    expect(kept.title).toBe('Garis\u2028baru, "kutip", \\ dan 🌾');
    await expect(scratch.transaction((tx) => tx.auditEntry.deleteMany())).rejects.toThrow();
    await expect(
      scratch.transaction((tx) => tx.desil1Figure.updateMany({ data: { desil1: 1 } })),
    ).rejects.toThrow();
    expect((await makeAccount(scratch, 'ADMIN')).id).toBe(last.id + 1);
    expect(await keptIn(folder)).toContainEqual(
      expect.objectContaining({ at: TEST_NOW, provenAt: later(60) }),
    );
  });

  it('holds the rows of one moment while somebody writes', async () => {
    const busy = path.join(root, 'sibuk');
    let writing: Promise<unknown> = Promise.resolve();
    async function* disturbed(lines: AsyncIterable<string>) {
      let first = true;
      for await (const line of lines) {
        yield line;
        if (first) writing = makeAccount(database.current, 'ADMIN', { username: 'datang-kemudian' });
        first = false;
      }
    }
    const { file } = await makeBackup({
      lines: (take) => database.current.alone((run) => take(disturbed(dumpLines(run, REGION, TEST_NOW)))),
      ...{ evidenceDir, folder: busy, keys: null, region: REGION, now: TEST_NOW },
    });
    await writing;
    let text = '';
    for await (const line of readLines(file, null)) text += line;
    expect(text).not.toContain('datang-kemudian');
    expect(await database.current.reader.account.count({ where: { username: 'datang-kemudian' } })).toBe(1);
  });

  it('that is locked opens with its passphrase alone and tells of every byte that was changed or cut off', async () => {
    const { file } = await making({ keys, now: later(1) });
    const read = async (one: string, by: Keyring | null) => {
      for await (const line of readLines(one, by)) expect(line).not.toBe('');
    };
    await read(file, keys);
    await expect(read(file, null)).rejects.toThrow(/terkunci/);
    await expect(read(file, new Keyring('sandi yang lain sekali'))).rejects.toThrow(/Sandi cadangan keliru/);
    const bytes = await readFile(file);
    expect(bytes.includes('Petugas')).toBe(false);
    const other = path.join(root, 'lain');
    for (const at of [60, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      await writeFile(other, changed);
      await expect(read(other, keys)).rejects.toThrow(/keliru, atau berkas/);
    }
    await writeFile(other, bytes.subarray(0, -40));
    await expect(read(other, keys)).rejects.toThrow(/keliru, atau berkas/);
    const evidence = await readFile(path.join(folder, 'bukti', `${PHOTO_NAME}.kunci`));
    expect(evidence.includes('isinya')).toBe(false);
  });

  it('that is cut off, or holds another row, replaces nothing', async () => {
    const { file } = await making({ now: later(2) });
    const lines: string[] = [];
    for await (const line of readLines(file, null)) lines.push(`${line}\n`);
    const shorter = path.join(root, 'pendek');
    const store = async (kept: string[]) => {
      await rm(shorter, { force: true });
      await writeLines(
        shorter,
        (async function* () {
          yield* kept;
        })(),
        null,
      );
    };
    const restore = async (one: string) => {
      const given = { file: one, keys: null, database: await reopened() };
      return restoreBackup({ ...given, evidenceDir, region: REGION, mayReplace: yes });
    };
    await restore(file);
    const before = await scratch.reader.account.count();
    await store(lines.slice(0, -1));
    await expect(restore(shorter)).rejects.toThrow(/tidak utuh: akhirnya tidak ada/);
    const at = lines.findIndex((line) => line.includes('Koreksi'));
    await store(lines.with(at, (lines[at] as string).replace('Koreksi', 'Karangan')));
    await expect(restore(shorter)).rejects.toThrow(/tabel activity_revision berbeda/);
    await writeFile(shorter, 'bukan cadangan');
    await expect(restore(shorter)).rejects.toThrow(/bukan cadangan yang utuh/);
    expect(await scratch.reader.account.count()).toBe(before);
  });

  it('replaces what people did only after a yes, and never what is another kabupaten’s', async () => {
    const { file } = await making({ now: later(3) });
    const to = path.join(root, 'bukti-pulih');
    const restore = async (mayReplace: (what: string) => Promise<boolean>, region = REGION) => {
      const given = { file, keys: null, database: await reopened() };
      return restoreBackup({ ...given, evidenceDir: to, region, mayReplace });
    };
    await scratch.alone((run) => run.exec('drop schema public cascade; create schema public'));
    const asked: string[] = [];
    const no = async (what: string) => {
      asked.push(what);
      return false;
    };
    await expect(restore(yes, '33.28')).rejects.toThrow(/milik WILAYAH 33.27/);
    expect(await restore(no)).not.toBeNull();
    expect([asked, await readdir(to)]).toEqual([[], [PHOTO_NAME]]);
    await makeAccount(scratch, 'ADMIN', { username: 'sesudahnya' });
    expect(await restore(no)).toBeNull();
    expect(asked[0]).toMatch(/berisi \d+ akun dan 1 kegiatan/);
    expect(await scratch.reader.account.count({ where: { username: 'sesudahnya' } })).toBe(1);
    expect(await restore(yes)).not.toBeNull();
    expect(await scratch.reader.account.count({ where: { username: 'sesudahnya' } })).toBe(0);
  });

  it('names the evidence that is not there any more or holds something else', async () => {
    const place = path.join(root, 'tanpa-bukti');
    const file = path.join(evidenceDir, PHOTO_NAME);
    await rm(file);
    await expect(making({ folder: place })).rejects.toThrow(
      `hilang atau berubah di ${evidenceDir}: ${PHOTO_NAME}`,
    );
    await writeFile(file, PHOTO);
    const made = await making({ folder: place, now: later(4) });
    await writeFile(path.join(place, 'bukti', PHOTO_NAME), 'lain');
    await expect(proveBackup(made.file, null, scratch, TEST_NOW)).rejects.toThrow(
      `bukti dalam cadangan hilang atau berubah: ${PHOTO_NAME}`,
    );
    expect((await keptIn(place))[0]?.provenAt).toBeNull();
  });
});

describe.runIf(inject('postgres'))('a backup on a PostgreSQL server', () => {
  // What a run that was cut short left is nothing to another.
  const role = `uji_jalan_${process.pid}`;
  const address = (user: string, name = 'postgres') =>
    Object.assign(new URL(`${inject('postgres')}/${name}`), { username: user, password: 'uji' }).href;

  it('comes back embedded, and a role that does not own the tables can make one but not restore it', async () => {
    const { file } = await making({ now: later(5) });
    await withScratch(null, (embedded) => proveBackup(file, null, embedded, TEST_NOW));
    await withScratch(address('postgres'), async (beside) => {
      await proveBackup(file, null, beside, TEST_NOW);
      await beside.alone((run) =>
        run.exec(`create role ${role} login password 'uji';
          grant select, insert, update, delete on all tables in schema public to ${role};
          grant usage, select on all sequences in schema public to ${role}`),
      );
      const [here] = await beside.alone((run) => run.query('select current_database() as name'));
      await beside.close();
      const weak = openPostgres(address(role, String(here?.name)));
      const place = path.join(root, 'peran-lain');
      const made = await makeBackup({
        lines: (take) => weak.alone((run) => take(dumpLines(run, REGION, TEST_NOW))),
        ...{ evidenceDir, folder: place, keys: null, region: REGION, now: TEST_NOW },
      });
      const before = await weak.reader.account.count();
      await weak.close();
      const again = openPostgres(address(role, String(here?.name)));
      await expect(
        restoreBackup({
          ...{ file: made.file, keys: null, database: again, evidenceDir, region: REGION, mayReplace: yes },
        }),
      ).rejects.toThrow(/tidak memiliki tabelnya/);
      expect(await again.reader.account.count()).toBe(before);
      await again.close();
    });
    const main = openPostgres(address('postgres'));
    await main.scripts((run) => run.exec(`drop role ${role}`));
    await main.close();
  }, 300_000);

  it('does not come back under a portal that nobody visits, not even after the server cut its connections', async () => {
    // A busy machine takes longer than the usual second for a new connection, and then the portal opens more than one.
    const PATIENT = { timeout: 20_000 };
    const { file } = await making({ now: later(6) });
    const portal = await reopened();
    const seen = staySeen(portal, 20);
    const connections = async () => {
      const found = await database.current.scripts((run) =>
        run.query("select pid from pg_stat_activity where datname = 'test_cadangan'"),
      );
      return found.map(({ pid }) => Number(pid));
    };
    await expect.poll(connections, PATIENT).not.toHaveLength(0);
    const cut = await connections();
    await database.current.scripts((run) =>
      run.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [cut]),
    );
    await expect
      .poll(async () => (await connections()).filter((pid) => !cut.includes(pid)), PATIENT)
      .not.toHaveLength(0);
    const command = openPostgres(address('postgres', 'test_cadangan'));
    const restored = restoreBackup({
      ...{ file, keys: null, database: command, evidenceDir, region: REGION, mayReplace: yes },
    });
    await expect(restored).rejects.toThrow(/masih dipakai/);
    clearInterval(seen);
    await command.close();
  });
});
