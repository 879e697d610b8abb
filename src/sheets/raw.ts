import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { rootFolder } from '../database/root.js';
import { readCsv } from './csv.js';
import { type Fault, FileFault, type RawTable, type ReadLimits } from './table.js';

/** Largest file that is read, in bytes. */
export const FILE_LIMIT = 10_000_000;
/** A text up to this size is read at once; larger ones and every workbook are read by a worker. */
const AT_ONCE = 2_500_000;
/** Megabytes that reading one file may take. */
const WORKER_MEMORY = 512;

const ZIP = 0x504b0304;
const OLD_XLS = 0xd0cf11e0;
const startsWith = (bytes: Buffer, mark: number) => bytes.length >= 4 && bytes.readUInt32BE(0) === mark;

/**
 * The rows of a CSV or XLSX file, told apart by content.
 * @throws FileFault when it is neither, too large inside, or takes too long.
 */
export async function readRaw(bytes: Buffer, limits: ReadLimits): Promise<RawTable> {
  if (bytes.length > FILE_LIMIT)
    throw new FileFault('Berkas lebih besar dari 10 MB. Bagi menjadi berkas yang lebih kecil.');
  if (!startsWith(bytes, ZIP) && bytes.length <= AT_ONCE) return readTable(bytes, limits.records);
  const reading = lastReading.then(() => readInWorker(bytes, limits));
  lastReading = reading.catch(() => undefined);
  return reading;
}

/** Reads here and now. */
export async function readTable(bytes: Buffer, records: number): Promise<RawTable> {
  // Loaded when a workbook comes: most processes never read one.
  if (startsWith(bytes, ZIP)) return (await import('./xlsx.js')).readXlsx(bytes, records);
  if (startsWith(bytes, OLD_XLS))
    throw new FileFault('Berkas memakai format XLS lama. Simpan ulang sebagai XLSX atau CSV.');
  return readCsv(bytes, records);
}

type Answer = { table: RawTable; fault?: undefined } | { table?: undefined; fault: Fault };

/** Files wait for each other: one worker's memory is enough. */
let lastReading: Promise<unknown> = Promise.resolve();

function readInWorker(bytes: Buffer, limits: ReadLimits): Promise<RawTable> {
  // The built file, in tests too: a worker runs JavaScript.
  const worker = new Worker(path.join(rootFolder, 'dist/sheets/worker.js'), {
    workerData: { bytes, records: limits.records },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY },
  });
  const timer = setTimeout(() => worker.terminate(), limits.milliseconds);
  return new Promise<RawTable>((resolve, reject) => {
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
