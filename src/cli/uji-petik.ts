import { readFile } from 'node:fs/promises';
import { drawSample, fingerprint, frameText, readFrame } from '../spotcheck/draw.js';
import type { Io } from './io.js';
import { readOptions } from './options.js';
import { lines } from './remarks.js';

/**
 * `dampingan uji-petik`: draws the sample of a published frame again, without a database.
 * @returns the exit code: 0 with the sample on standard output, or 2 with every fault on standard error.
 */
export async function drawAgain(argv: string[], io: Io): Promise<number> {
  const { values, problems } = readOptions(argv, ['kerangka', 'benih', 'bagian'] as const);
  const share = Number(values.bagian);
  if (values.kerangka === undefined) problems.push('--kerangka: wajib diisi dengan nama berkas.');
  if (values.benih === undefined) problems.push('--benih: wajib diisi.');
  if (!Number.isInteger(share) || share < 1 || share > 100) problems.push('--bagian: isi 1 sampai 100.');
  const text =
    values.kerangka === undefined ? null : await readFile(values.kerangka, 'utf8').catch(() => null);
  const frame = text === null ? null : readFrame(text);
  if (values.kerangka !== undefined && frame === null)
    problems.push(`--kerangka: ${values.kerangka} tidak dapat dibaca sebagai kegiatan,opd.`);
  if (problems.length > 0 || frame === null || text === null) {
    io.stderr.write(lines(problems));
    return 2;
  }
  const { benih = '' } = values;
  const sample = drawSample(frame, benih, share);
  io.stdout.write(frameText(sample));
  io.stderr.write(
    lines([
      `Sidik kerangka: ${fingerprint(text)}`,
      `Sidik benih: ${fingerprint(benih)}`,
      `${sample.length} dari ${frame.length} kegiatan terundi.`,
    ]),
  );
  return 0;
}
