import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importData } from '../../src/cli/impor.js';
import { addAccount } from '../../src/cli/pengguna.js';
import { peringkat } from '../../src/cli/peringkat.js';
import { useDatabase } from '../support/database.js';
import { INBORN, NATIVE } from '../support/inborn.js';
import { GOMBONG, REGION } from '../support/make.js';

describe('a word on the command line that every object knows', () => {
  const database = useDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inborn-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const desil1 = path.join(folder, 'desil1.csv');
  writeFileSync(desil1, `kode,desil1\n${GOMBONG},5\n`);
  let said = '';
  const sink = { write: (text: string) => (said += text) };
  const io = { stdout: sink, stderr: sink };

  /** Runs a command whose options are right but for one, for each option and word. */
  const tryEach = async (right: Record<string, string>, run: (argv: string[]) => Promise<number>) => {
    for (const option of Object.keys(right)) {
      for (const word of INBORN) {
        said = '';
        const options = Object.entries({ ...right, [option]: word });
        const code = await run(options.flatMap(([name, value]) => [`--${name}`, value]));
        expect([option, word, [0, 1, 2].includes(code), NATIVE.test(said)]).toEqual([
          option,
          word,
          true,
          false,
        ]);
        if (!['username', 'nama'].includes(option)) expect([option, word, code]).toEqual([option, word, 2]);
      }
    }
  };

  it('is no value of an option', async () => {
    await tryEach(
      {
        ...{ desil1, idm: desil1, wilayah: desil1, metode: 'skor', dasar: 'jumlah', normalisasi: 'minmax' },
        ...{
          'bobot-idm': '0.5',
          'tanpa-idm': 'keluarkan',
          seleksi: 'kuota:1',
          tingkat: 'desa',
          format: 'csv',
        },
      },
      (argv) => peringkat(argv, io),
    );
    await tryEach({ jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31', satuan: 'jiwa' }, (argv) =>
      importData(database.current, REGION, [desil1, ...argv], io),
    );
    await tryEach({ username: 'uji-1', nama: 'Uji', peran: 'DESA', desa: GOMBONG }, (argv) =>
      addAccount(database.current, { regionCode: REGION }, argv, io),
    );
  });
});
