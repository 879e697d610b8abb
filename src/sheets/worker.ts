import { parentPort, workerData } from 'node:worker_threads';
import { type Answer, type Question, readHere } from './file.js';
import { FileFault } from './table.js';

// Reads one uploaded file away from the process that answers everybody else; memory limits are set by its parent.
const { bytes, question } = workerData as { bytes: Uint8Array; question: Question };
const answer = (one: Answer) => parentPort?.postMessage(one);
readHere(bytes, question).then(
  (table) => answer({ table }),
  (error: unknown) => {
    if (!(error instanceof FileFault)) throw error;
    answer({ fault: error.fault });
  },
);
