import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { rootFolder } from '../database/root.js';
import { isZip } from './foreign.js';
import type { Answers, Shape } from './header.js';
import type { SheetTable } from './read.js';
import { type Fault, FileFault, type ReadLimits } from './table.js';

/** Largest file that is read, in bytes. */
export const FILE_LIMIT = 10_000_000;
/** A text up to this size is read at once; larger ones and every workbook are read by a worker. */
const AT_ONCE = 2_500_000;
/** Megabytes that reading one file may take. */
const WORKER_MEMORY = 512;

/** A question about a file: what table it should hold and how much of it is read. */
export interface Question {
  shape: Shape;
  limits: ReadLimits;
  answers?: Answers;
}

/**
 * The table of a CSV or XLSX file.
 * @throws FileFault when it is neither, too large inside, or takes too long.
 */
export async function readFileTable(bytes: Uint8Array, question: Question): Promise<SheetTable> {
  if (bytes.length > FILE_LIMIT)
    throw new FileFault('Berkas lebih besar dari 10 MB. Bagi menjadi berkas yang lebih kecil.');
  if (!isZip(bytes) && bytes.length <= AT_ONCE) return readHere(bytes, question);
  const reading = lastReading.then(() => readInWorker(bytes, question));
  lastReading = reading.catch(() => undefined);
  return reading;
}

/** Reads here and now. The reader is loaded when a file comes: most processes never read one. */
export async function readHere(bytes: Uint8Array, { shape, limits, answers }: Question): Promise<SheetTable> {
  const { readTable } = await import('./read.js');
  return readTable(bytes, shape, limits, answers);
}

export type Answer = { table: SheetTable; fault?: undefined } | { table?: undefined; fault: Fault };

/** Files wait for each other: one worker's memory is enough. */
let lastReading: Promise<unknown> = Promise.resolve();

function readInWorker(bytes: Uint8Array, question: Question): Promise<SheetTable> {
  // The built file, in tests too: a worker runs JavaScript.
  const worker = new Worker(path.join(rootFolder, 'dist/sheets/worker.js'), {
    workerData: { bytes, question },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY },
  });
  const timer = setTimeout(() => worker.terminate(), question.limits.milliseconds);
  return new Promise<SheetTable>((resolve, reject) => {
    worker.once('message', ({ table, fault }: Answer) => {
      if (table) resolve(table);
      else reject(new FileFault(fault.message, fault.line, fault.column));
    });
    worker.once('error', (error: Error & { code?: string }) => {
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        full ? new FileFault('Isi berkas terlalu besar untuk dibaca. Bagi menjadi beberapa berkas.') : error,
      );
    });
    worker.once('exit', () =>
      reject(
        new FileFault(
          'Berkas terlalu lama dibaca. Simpan ulang tanpa format dan rumus, atau bagi berkasnya.',
        ),
      ),
    );
  }).finally(() => clearTimeout(timer));
}
