import { answerApart } from '../database/apart.js';
import { type Answer, readHere, type Sent } from './file.js';
import { FileFault } from './table.js';

// Reads one uploaded file away from the process that answers everybody else.
answerApart(async ({ bytes, question }: Sent): Promise<Answer> => {
  try {
    return { table: await readHere(bytes, question) };
  } catch (error) {
    return error instanceof FileFault ? { fault: error.fault } : { broken: String((error as Error).stack) };
  }
});
