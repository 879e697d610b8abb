import type { Verb } from '../web/verb.js';
import { type AssignmentFacts, coming, running } from './subject.js';

type AssignmentVerb = Verb<AssignmentFacts, Date>;

const note = { name: 'alasan', word: 'Alasan', label: 'Alasan', hint: '' };

/** The OPD works there no more; what it did stays. */
export const end: AssignmentVerb = {
  on: running,
  action: 'assignment.end',
  address: 'akhiri',
  label: 'Akhiri penugasan',
  look: 'primary',
  note,
  done: { title: 'Penugasan diakhiri.', text: '' },
};

/** Another OPD goes on from a day, in one step. */
export const handOver: AssignmentVerb = {
  on: running,
  action: 'assignment.handover',
  address: 'alihkan',
  label: 'Alihkan',
  look: 'primary',
  note,
  done: { title: 'Pendampingan dialihkan.', text: '' },
};

/** One that has not begun never begins. */
export const withdraw: AssignmentVerb = {
  on: coming,
  action: 'assignment.withdraw',
  address: 'batalkan',
  label: 'Batalkan penugasan',
  look: 'primary',
  note,
  done: { title: 'Penugasan dibatalkan.', text: '' },
};

export const assignmentVerbs = [end, handOver, withdraw];
