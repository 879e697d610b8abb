import { activityPaths } from '../activities/paths.js';

const BASE = activityPaths.sheet;

/** Addresses of a month that is told in one sheet. */
export const monthSheetPaths = {
  base: BASE,
  /** `month` as addresses say one; '' for this month. */
  create: (month = '') => (month === '' ? BASE : `${BASE}?bulan=${month}`),
  /** The same with what was pasted before. */
  again: (uploadId: string) => `${BASE}?dari=${uploadId}`,
  template: `${BASE}/templat.xlsx`,
  templateOf: (month: string) => `${BASE}/templat.xlsx?bulan=${month}`,
};
