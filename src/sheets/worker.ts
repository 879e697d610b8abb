import { parentPort, workerData } from 'node:worker_threads';
import { readTable } from './raw.js';
import { FileFault } from './table.js';

// Reads one uploaded file away from the process that answers everybody else; memory limits are set by its parent.
const { bytes, records } = workerData as { bytes: Uint8Array; records: number };
readTable(Buffer.from(bytes), records).then(
  (table) => parentPort?.postMessage({ table }),
  (error: unknown) => {
    if (!(error instanceof FileFault)) throw error;
    parentPort?.postMessage({ fault: error.fault });
  },
);
