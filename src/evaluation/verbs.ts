import { village } from './subject.js';

/** Tuntas or lanjutan, for a list in which the village stands. */
export const decide = {
  on: village,
  action: 'village.decide',
  address: 'keputusan',
  label: 'Simpan keputusan',
  look: 'primary',
  note: { name: 'alasan', word: 'Alasan', label: 'Alasan', hint: '' },
} as const;
