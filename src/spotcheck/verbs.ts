import type { Verb } from '../web/verb.js';
import { type LockedCase, type LockedCheck, spotCase, spotCheck } from './subject.js';

/** The seed is drawn, once, from a frame that is frozen. */
export const draw: Verb<LockedCheck, Record<string, never>> = {
  on: spotCheck,
  action: 'spotcheck.draw',
  address: 'undi',
  label: 'Undi sampel',
  look: 'primary',
  note: null,
  done: {
    title: 'Sampel diundi.',
    text: 'Benih disimpan; sidiknya tampil untuk umum sekarang, benihnya setelah semua diperiksa.',
  },
};

/** What was found on the spot. */
export const find: Verb<LockedCase, Record<string, never>> = {
  on: spotCase,
  action: 'spotcase.find',
  address: 'temuan',
  label: 'Simpan temuan',
  look: 'primary',
  note: null,
  done: { title: 'Temuan disimpan.', text: 'OPD-nya diberi tahu.' },
};

export const spotVerbs = [draw, find];
