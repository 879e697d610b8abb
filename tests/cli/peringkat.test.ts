import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The shipped command, as a shell runs it. */
describe('dampingan peringkat', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'peringkat-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'desil1.csv'), '\nkode;desil1\n33.27.03.2001;5\n33.27.03.2002;9\n');
  writeFileSync(path.join(folder, 'buruk.csv'), 'kode,desil1\n33.27.03.2001,-5\n');
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.resolve('bin/dampingan.js'), 'peringkat', ...args],
      { cwd: folder, encoding: 'utf8', timeout: 20_000 },
    );
    return { status, stdout, said: stderr.split('\n').slice(0, -1) };
  };

  it('prints the ranking on standard output and what it left out on standard error', () => {
    const { status, stdout, said } = run('--desil1', 'desil1.csv', '--tanpa-idm=keluarkan');
    expect(status).toBe(0);
    expect(stdout).toBe(
      'peringkat,kode,nama,kecamatan,desil1,jumlah_penduduk,idm,status_idm,skor,kuadran,tanpa_idm,terpilih,peringkat_terbaik,peringkat_terburuk,stabilitas,rapuh\n',
    );
    expect(said).toContain('tanpa IDM, dikeluarkan: 33.27.03.2001 Gombong');
  });

  it('answers 2 and prints nothing for a bad cell, with the file as typed', () => {
    const { status, stdout, said } = run('--desil1', './buruk.csv', '--idm', 'tiada.csv');
    expect([status, stdout]).toEqual([2, '']);
    expect(said).toEqual([
      './buruk.csv:2 desil1: "-5" negatif. Jumlah paling kecil 0.',
      'tiada.csv:1 -: Berkas tidak dapat dibuka. Periksa nama dan letaknya.',
    ]);
  });

  it('answers 2 and names every bad option at once, without reading files', () => {
    const args = [
      '--desil1',
      'tiada.csv',
      '--desil1=b.csv',
      '--apa',
      'x',
      '--itu',
      'lepas',
      '--seleksi',
      'ambang:2',
    ];
    const { status, stdout, said } = run(...args, 'lagi', '--format=xml', '--idm');
    expect([status, stdout]).toEqual([2, '']);
    expect(said.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      '--desil1',
      '--apa',
      '--itu',
      '--desil1',
      '--idm',
      '--seleksi',
      '--format',
    ]);
    expect(said[0]).toBe('--desil1: ditulis lebih dari sekali. Tulis sekali saja.');
  });
});
