import { startApart } from '../database/apart.js';
import { isZip } from './foreign.js';
import type { Answers, Shape } from './header.js';
import type { SheetTable } from './read.js';
import { type Fault, FileFault, type ReadLimits } from './table.js';

/** Largest file that is read, in bytes. */
export const FILE_LIMIT = 10_000_000;
/**
 * A text up to this size is read at once; larger ones and every workbook are read by a process of their own. One of 2 MB
 * can be made to take all memory of the process that looks through it.
 */
const AT_ONCE = 200_000;
/** Megabytes that reading one file may take. */
const MEMORY = 512;

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
  const reading = lastReading.then(() => readApart({ bytes, question }));
  lastReading = reading.catch(() => undefined);
  return reading;
}

/** Reads here and now. The reader is loaded when a file comes: most processes never read one. */
export async function readHere(bytes: Uint8Array, { shape, limits, answers }: Question): Promise<SheetTable> {
  const { readTable } = await import('./read.js');
  return readTable(bytes, shape, limits, answers);
}

/** What the process that reads is sent. */
export interface Sent {
  bytes: Uint8Array;
  question: Question;
}

/** What it answers: a table, what is wrong with the file, or an error of ours. */
export interface Answer {
  table?: SheetTable;
  fault?: Fault;
  broken?: string;
}

const TOO_LARGE = 'Isi berkas terlalu besar untuk dibaca. Bagi menjadi beberapa berkas.';
const TOO_LONG = 'Berkas terlalu lama dibaca. Simpan ulang tanpa format dan rumus, atau bagi berkasnya.';

/** Files wait for each other: the memory of one is enough. */
let lastReading: Promise<unknown> = Promise.resolve();

function readApart(sent: Sent): Promise<SheetTable> {
  const reader = startApart('sheets/worker.js', MEMORY);
  // Where it ends without an answer its memory did, unless its time was over.
  let ended = TOO_LARGE;
  const timer = setTimeout(() => {
    ended = TOO_LONG;
    reader.kill('SIGKILL');
  }, sent.question.limits.milliseconds);
  return new Promise<SheetTable>((resolve, reject) => {
    reader.once('message', ({ table, fault, broken }: Answer) => {
      if (table) resolve(table);
      else reject(fault ? new FileFault(fault.message, fault.line, fault.column) : new Error(broken));
    });
    reader.once('error', reject);
    reader.once('exit', () => reject(new FileFault(ended)));
    reader.send(sent, (error) => error && reader.kill('SIGKILL'));
  }).finally(() => {
    clearTimeout(timer);
    reader.kill('SIGKILL');
  });
}
