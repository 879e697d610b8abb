import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSample } from '../../src/sample/load.js';
import { TEST_NOW, usePortal } from '../support/portal.js';

describe('the sample', () => {
  const portal = usePortal();

  it('that is interrupted leaves nothing, and no figure without the banner', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'contoh-'));
    const file = path.join(folder, 'bukan-folder');
    await writeFile(file, '');
    const { database, config, db } = portal.services;
    const before = await db.auditEntry.count();
    // Photos come after accounts, versions, lists and assignments.
    await expect(loadSample(database, { ...config, evidenceDir: file }, TEST_NOW)).rejects.toThrow();
    const counts = [db.account, db.datasetVersion, db.lokusList, db.assignment, db.rankingRun].map((model) =>
      (model as typeof db.account).count(),
    );
    expect(await Promise.all(counts)).toEqual([0, 0, 0, 0, 0]);
    expect(await db.auditEntry.count()).toBe(before);
    await rm(folder, { recursive: true });
  });
});
