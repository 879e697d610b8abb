import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spool } from '../../src/web/spool.js';

const PART = 60_000;
const PARTS = 1_000;

describe('a large file that comes in', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'spool-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('goes to disk whole and leaves nothing behind in memory on its way', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const parts = function* () {
      for (let at = 0; at < PARTS; at++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield Buffer.alloc(PART, at % 251);
      }
    };
    const { file, size } = await spool(folder, Readable.from(parts()), PART * PARTS);
    expect(size).toBe(PART * PARTS);
    expect((await readFile(file as string)).subarray(-1)[0]).toBe((PARTS - 1) % 251);
    expect(most).toBeLessThan(10_000_000);
  });
});
