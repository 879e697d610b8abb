import type { PaperVerb } from '../activities/verbs.js';

export const reviewPaths = {
  list: '/periksa',
  act: ({ address }: Pick<PaperVerb, 'address'>) => `/periksa/${address}`,
};

/** Asks for ticks in all reports without a flag. */
export const TICK = 'centang';
