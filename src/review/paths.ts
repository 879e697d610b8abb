import type { PaperVerb } from '../activities/verbs.js';

export const reviewPaths = {
  list: '/periksa',
  act: ({ address }: Pick<PaperVerb, 'address'>) => `/periksa/${address}`,
};
