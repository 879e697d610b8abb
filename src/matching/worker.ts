import { answerApart } from '../database/apart.js';
import { matchHere } from './best.js';
import type { MatchInput, Matching } from './types.js';

export interface Answer {
  matching?: Matching;
  broken?: string;
}

// Matches away from the process that answers everybody else: neither HiGHS nor the points of all OPD stop for anybody.
answerApart(async (input: MatchInput): Promise<Answer> => {
  try {
    return { matching: await matchHere(input) };
  } catch (error) {
    return { broken: String((error as Error).stack) };
  }
});
