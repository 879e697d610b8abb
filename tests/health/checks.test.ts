import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { backupFindings, databaseFindings, diskFindings } from '../../src/health/checks.js';
import { evidenceFindings } from '../../src/health/evidence.js';
import { runFindings } from '../../src/health/sums.js';
import { storedParameters } from '../../src/prioritas/input.js';
import { saveRun } from '../../src/prioritas/runs.js';
import { useDatabase } from '../support/database.js';
import { makeAccount, makeVersion, REGION } from '../support/make.js';
import { run } from '../support/process.js';

const database = useDatabase();
let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'periksa-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const states = (findings: { state: string }[]) => findings.map((one) => one.state);
const name = (text: string) => createHash('sha256').update(text).digest('hex');

it('finds a database that answers, is up to date and has this clock', async () => {
  expect(states(await databaseFindings(database.current))).toEqual(['baik', 'baik', 'baik']);
});

it('tells a disk with less room than the floor', async () => {
  const config = (floor: string) => readConfig({ DATA_DIR: root, BUKTI_DIR: root, RUANG_TERKECIL: floor });
  expect(states(await diskFindings(config('0')))).toEqual(['baik']);
  const [full] = await diskFindings(config('999999999'));
  expect([full?.state, full?.todo]).toEqual(['rusak', expect.stringContaining('Kosongkan')]);
});

it('tells how old the newest backup is and when one was proven', async () => {
  const folder = path.join(root, 'cadangan');
  const now = new Date('2026-11-20T12:00:00Z');
  expect(states(await backupFindings(folder, now))).toEqual(['perhatian']);
  await mkdir(folder);
  const file = path.join(folder, 'desa-dampingan-33.27-20261120T000000Z.cadangan');
  await writeFile(file, '');
  expect(states(await backupFindings(folder, now))).toEqual(['baik', 'perhatian']);
  await writeFile(`${file}.terbukti`, JSON.stringify({ at: now, rows: 1, files: 0 }));
  const [made, proven] = await backupFindings(folder, now);
  expect([made?.text, proven?.text]).toEqual([
    expect.stringContaining('20 November 2026'),
    'Terakhir terbukti dapat dipulihkan 20 November 2026.',
  ]);
  expect(states(await backupFindings(folder, new Date('2026-12-20T00:00:00Z')))).toEqual([
    'perhatian',
    'perhatian',
  ]);
});

it('sets evidence files beside the rows that name them', async () => {
  const folder = path.join(root, 'bukti');
  await mkdir(folder);
  const [whole, altered, missing, waiting] = ['utuh', 'berubah', 'hilang', 'menunggu'].map(name);
  const db = database.current;
  const account = await makeAccount(db, 'OPD');
  await db.transaction(async (tx) => {
    const activity = await tx.activity.create({
      data: {
        ...{ regionCode: REGION, villageCode: '33.27.03.2001', agencyId: account.agencyId as number },
        createdById: account.id,
      },
    });
    const day = new Date('2026-03-02T00:00:00Z');
    const revision = await tx.activityRevision.create({
      data: {
        ...{ activityId: activity.id, number: 1, authorId: account.id, title: 'Uji', description: 'Uji' },
        ...{ startsOn: day, endsOn: day, workStatus: 'SELESAI' },
      },
    });
    for (const [position, sha256] of [whole, altered, missing].entries()) {
      await tx.storedFile.create({
        data: { sha256: sha256 as string, mediaType: 'image/jpeg', byteSize: 4 },
      });
      await tx.evidence.create({
        data: { revisionId: revision.id, position, sha256: sha256 as string, fileName: 'a.jpg' },
      });
    }
  });
  await writeFile(path.join(folder, whole as string), 'utuh');
  await writeFile(path.join(folder, altered as string), 'lain');
  await writeFile(path.join(folder, waiting as string), 'menunggu');
  const texts = (await evidenceFindings(db.reader, folder)).map((one) => `${one.state}: ${one.text}`);
  expect(texts).toEqual([
    `rusak: 1 berkas bukti hilang: ${missing}.`,
    `rusak: 1 berkas bukti berubah isinya: ${altered}.`,
    expect.stringContaining('baik: 1 berkas menunggu formulirnya'),
  ]);
});

it('reckons saved runs again and tells of the one whose rows say something else', async () => {
  const db = database.current;
  const versionId = await makeVersion(db, 'DESIL1', { '33.27.03.2001': 40, '33.27.01.2002': 55 });
  const desil1 = await db.reader.datasetVersion.findUniqueOrThrow({ where: { id: versionId } });
  const author = await makeAccount(db, 'BAPPEDA');
  const id = await saveRun(db, author, {
    name: 'Uji',
    versions: { desil1, idm: null },
    parameters: storedParameters({}),
  });
  expect(states(await runFindings(db.reader, author))).toEqual(['baik']);
  await db.transaction((tx) =>
    tx.village.update({ where: { code: '33.27.03.2001' }, data: { name: 'Gombong Baru' } }),
  );
  const [other] = await runFindings(db.reader, author);
  expect([other?.state, other?.todo]).toEqual(['perhatian', `Buka /prioritas/${id}/banding.`]);
});

it.each([
  [{ PORT: 'x' }, /RUSAK {6}Setelan: Setelan keliru\. PORT/],
  [
    { DATABASE_URL: 'postgresql://desa@127.0.0.1:1/desa' },
    /RUSAK {6}Basis data: Basis data tidak menjawab\.\n +Periksa DATABASE_URL/,
  ],
])('is a command that says in words what is wrong and ends with 1', async (settings, words) => {
  const { code, out, err } = await run('cli.js', ['periksa'], { DATA_DIR: root, ...settings }).ended;
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(words);
  expect(out).toContain('1 hal rusak.');
});
