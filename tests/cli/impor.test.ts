import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importData, importRegion } from '../../src/cli/impor.js';
import { usePortal } from '../support/portal.js';

describe('imports of the command line', () => {
  const portal = usePortal();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'impor-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const run = async (command: typeof importData, name: string, text: string, args: string[]) => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    const said = { out: '', err: '' };
    const io = {
      stdout: { write: (line: string) => (said.out += line) },
      stderr: { write: (line: string) => (said.err += line) },
    };
    const code = await command(portal.services.database, '33.27', [file, ...args], io);
    return { code, ...said, file };
  };
  const options = ['--jenis', 'desil1', '--sumber', 'DTKS', '--per', '2022-01-31'];

  it('store a clean data file as a version', async () => {
    const { code, out } = await run(importData, 'a.csv', 'kode,desil1\n33.27.03.2001,5\n', options);
    expect(code).toBe(0);
    expect(out).toMatch(/^Versi \d+: DTKS desil 1 per 31 Januari 2022, 1 baris\.\n$/);
  });

  it('name every bad cell by file, line and column, and refuse a NIK in the name', async () => {
    const before = await portal.services.db.datasetVersion.count();
    const { code, err, file } = await run(
      importData,
      'b.csv',
      'kode,desil1\n33.27.03.2001,-5\n33.27.99.2001,1\n',
      options,
    );
    expect(code).toBe(2);
    expect(err).toContain(`${file}:2 desil1:`);
    expect(err).toContain(`${file}:3 kode:`);
    expect((await run(importData, '3327030101000004.csv', 'kode,desil1\n', options)).err).toContain(
      'mirip NIK',
    );
    expect(await portal.services.db.datasetVersion.count()).toBe(before);
  });

  it('end a unit that is missing, start a new one, and keep a former name', async () => {
    const shipped = await readFile('prisma/reference/wilayah-33.27.csv', 'utf8');
    const text = shipped
      .replace(/^33\.27\.03\.2013,.*\n/m, '')
      .replace(/^33\.27\.03\.2001,.*$/m, '33.27.03.2001,Gombong Baru')
      .replace(/^(33\.27\.03\.2012,.*)$/m, '$1\n33.27.03.2099,Desa Pecahan');
    const { code, out } = await run(importRegion, 'wilayah.csv', text, ['--berlaku', '2026-07-01']);
    expect([code, out]).toEqual([0, '1 baru, 1 berakhir, 1 berganti nama.\n']);
    const find = (villageCode: string) =>
      portal.services.db.village.findUniqueOrThrow({ where: { code: villageCode } });
    expect((await find('33.27.03.2013')).validTo).toEqual(new Date('2026-06-30T00:00:00Z'));
    expect((await find('33.27.03.2099')).validFrom).toEqual(new Date('2026-07-01T00:00:00Z'));
    expect((await find('33.27.03.2001')).formerNames).toEqual(['Gombong']);
  });
});
