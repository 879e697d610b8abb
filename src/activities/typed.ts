import { isoDate } from '../core/format.js';
import { rowTypedBack } from './field-kinds.js';
import { headFields, lineFields } from './fields.js';
import type { Typed } from './form.js';
import { askedOfPromise } from './promise-fields.js';
import type { Revision } from './queries.js';
import { titleFrom } from './words.js';

/** What stands in a form before anything was typed. */
export function blankTyped(fields: Record<string, string> = {}): Typed {
  return { fields, baris: [], janji: [], removeEvidence: [], held: [] };
}

/** A stored revision as its form shows it; what would follow by itself is left empty. */
export function typedFrom(revision: Revision, villageCode: string): Typed {
  const [first, ...further] = revision.lines.map((line) => rowTypedBack(lineFields, line));
  const head = rowTypedBack(headFields, revision);
  if (revision.title === titleFrom(revision.description)) head.judul = '';
  if (revision.endsOn.getTime() === revision.startsOn.getTime()) head.selesai = '';
  if (revision.workStatus === 'SELESAI') head.status = '';
  return {
    ...blankTyped({ desa: villageCode, ...head, hari: isoDate(revision.startsOn), ...first }),
    baris: further,
    janji: revision.commitments.map((promise) => rowTypedBack(askedOfPromise, promise)),
  };
}

/** The beginning of a new activity like an old one: its kinds of help, funders and words, never its numbers. */
export function typedLike(revision: Revision, villageCode: string): Typed {
  const [first, ...baris] = revision.lines.map((line) => ({
    jenis: line.categoryCode,
    sumber: line.fundingCode ?? '',
  }));
  return { ...blankTyped({ desa: villageCode, ...first, uraian: revision.description }), baris };
}
