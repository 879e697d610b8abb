import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lookInto } from '../../src/evidence/drawing.js';
import { EVIDENCE_BYTES } from '../../src/evidence/evidence.js';
import { activeContent } from '../../src/evidence/pdf.js';

const empty = deflateSync(Buffer.from('a')).toString('latin1');
const stream = `5 0 obj << /Type /ObjStm /N 1 /Filter /FlateDecode >> stream\n${empty}`;

/** Papers as large as the portal takes, each made of what costs most to look at. */
const bombs: Record<string, string> = {
  'streams in streams, with one end for all': `${stream.repeat(19_000)}${'A'.repeat(6_000_000)}\nendstream`,
  'streams without an end': stream.repeat(60_000),
  'streams one after another': `${stream}\nendstream\n`.repeat(60_000),
  'names in disguise': '/#41'.repeat(1_990_000),
  'half a disguise': `/${'#'.repeat(7_900_000)}`,
  'actions at the opening': '/OpenAction 7 0 R '.repeat(400_000),
  'one object, written again and again': `/OpenAction 7 0 R ${'7 0 obj << /S /GoTo '.repeat(390_000)}`,
  'strings that never end': '/OpenAction << (a'.repeat(460_000),
};

const paper = (body: string) => Buffer.from(`%PDF-1.7\n${body}`, 'latin1').subarray(0, EVIDENCE_BYTES);

describe('a paper made to keep the portal busy', () => {
  // Half a minute in which nobody else is answered is what such a paper once took; two seconds leave room for slow machines.
  it.each(Object.entries(bombs))('is looked at in a moment: %s', (_what, body) => {
    const bytes = paper(body);
    const began = performance.now();
    activeContent(bytes);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is looked at by another process than the one that answers everybody', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'kertas-'));
    const costs = async (look: (file: string) => unknown) => {
      const before = process.cpuUsage();
      for (const name of Object.keys(bombs)) await look(path.join(folder, name));
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    for (const [name, body] of Object.entries(bombs)) await writeFile(path.join(folder, name), paper(body));
    const here = await costs(async (file) => activeContent(await readFile(file)));
    expect(await costs((file) => lookInto(file, 1))).toBeLessThan(here / 3);
    await rm(folder, { recursive: true });
  });
});
