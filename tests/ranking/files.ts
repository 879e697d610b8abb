import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { peringkat } from '../../src/cli/peringkat.js';

type Content = string | Buffer;

/** What the ranking command answers to these files, named `desil1.csv`, `idm.csv`, `wilayah.csv`. */
export async function rankFiles(
  files: { desil1: Content; idm?: Content; wilayah?: Content },
  ...more: string[]
) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'peringkat-'));
  try {
    const args = [...more];
    for (const [option, content] of Object.entries(files)) {
      await writeFile(path.join(folder, `${option}.csv`), content);
      args.push(`--${option}`, path.join(folder, `${option}.csv`));
    }
    if (files.wilayah !== undefined && !more.includes('--seleksi')) args.push('--seleksi', 'kuota:1');
    const said = { out: '', err: '' };
    const code = await peringkat(args, {
      stdout: { write: (text: string) => (said.out += text) },
      stderr: { write: (text: string) => (said.err += text) },
    });
    const [names = [], ...rows] = said.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    return {
      code,
      out: said.out,
      rows: rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]]))),
      said: said.err.replaceAll(`${folder}/`, '').split('\n').slice(0, -1),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where the faults are: `desil1.csv:2 kode`. */
export const placesOf = (said: string[]) =>
  said.map((line) => line.slice(0, line.indexOf(':', line.indexOf(' '))));
