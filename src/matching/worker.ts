import { answerApart } from '../database/apart.js';
import { solveHere } from './highs.js';
import type { Program, Solution } from './program.js';

export interface Answer {
  solution?: Solution;
  broken?: string;
}

// Solves away from the process that answers everybody else: HiGHS stops for nobody until it is done.
answerApart(async (program: Program): Promise<Answer> => {
  try {
    return { solution: await solveHere(program) };
  } catch (error) {
    return { broken: String((error as Error).stack) };
  }
});
