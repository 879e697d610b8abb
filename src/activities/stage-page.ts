import type { FieldErrors, Problem } from '../core/problem.js';
import { EVIDENCE_MAX } from '../evidence/evidence.js';
import { evidenceField } from '../evidence/field.js';
import { heldIn, holderOf, receive } from '../evidence/received.js';
import type { Actor } from '../policy.js';
import type { Closed } from '../rhythm/closing.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type PageHead,
  pageHead,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import type { Upload } from '../web/upload.js';
import { postingsOf } from './assigned.js';
import { lineField } from './content.js';
import { dayFields } from './day-fields.js';
import { rowTypedBack } from './field-kinds.js';
import { lineFields } from './fields.js';
import { sortTyped } from './form.js';
import { type FieldGroup, inputOf } from './form-fields.js';
import { seenFields } from './form-view.js';
import { closedFor, whyShut } from './offered.js';
import { activityPaths } from './paths.js';
import { type Found, type Revision, readRevision } from './queries.js';
import { askedOf, stageTyped, wordsAsked } from './stage.js';
import { finish, postpone, type StageVerb } from './verbs.js';

declare module '../web/render.js' {
  interface Views {
    'activities/tahap': StagePage;
  }
}

interface StagePage {
  head: PageHead;
  summary: ErrorSummary;
  /** Who was faster; '' when nobody was. */
  conflict: string;
  action: string;
  hidden: { name: string; value: string }[];
  day: Field | null;
  date: Field | null;
  far: Field | null;
  refused: string;
  groups: FieldGroup[];
  note: Field | null;
  file: Field | null;
  held: { name: string; note: string }[];
  submit: string;
  look: string;
  cancelHref: string;
}

/** What a page is built from, first or after a refusal. */
interface Parts {
  verb: StageVerb;
  found: Found;
  revision: Revision;
  typed: Record<string, string>;
  errors: FieldErrors;
  today: Date;
  closed: Closed[];
  conflict: string;
  held: StagePage['held'];
}

/** What a plan, or running work, becomes: the few things that are asked of it. */
export async function stagePage(app: Services, actor: Actor, found: Found, verb: StageVerb): Promise<Reply> {
  const revision = await readRevision(app.db, found.current_revision_id);
  const day = today(app.clock);
  const closed = await closedFor(app.db, actor);
  const postings = await postingsOf(app.db, found.agency_id, day);
  const { periods } = postings.find((one) => one.villageCode === found.village_code) ?? { periods: [] };
  const typed = stageTyped(verb, revision, { today: day, closed, periods });
  return draw({ verb, found, revision, typed, errors: {}, today: day, closed, conflict: '', held: [] });
}

/** The same after a refusal, with everything typed; its good files wait for the next try. */
export async function stageAgain(
  context: { app: Services; actor: Actor; typed: Record<string, unknown>; files: Upload[]; loaded: Found },
  verb: StageVerb,
  errors: FieldErrors,
  problem: Problem,
): Promise<Reply> {
  const { app, actor, loaded } = context;
  const { fields, held: notes } = sortTyped(context.typed);
  const typed = { ...(context.typed as Record<string, string>), ...fields };
  const holder = holderOf(app, actor);
  const received = await receive(holder, notes, context.files);
  const revision = await readRevision(app.db, loaded.current_revision_id);
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const held = heldIn(holder, received.files);
  const closed = await closedFor(app.db, actor);
  const day = today(app.clock);
  return draw({ verb, found: loaded, revision, typed, errors, today: day, closed, conflict, held });
}

function draw(parts: Parts): Reply {
  const { verb, found, revision, typed, errors, conflict } = parts;
  const refused = Object.keys(errors).length > 0 || conflict !== '';
  const note = verb.note && {
    ...field({ name: verb.note.name, label: verb.note.label, type: 'textarea', hint: verb.note.hint }),
    value: typed[verb.note.name] ?? '',
    error: errors[verb.note.name] ?? '',
  };
  const model: StagePage = {
    head: pageHead({
      crumbs: [
        { label: 'Kegiatan', href: activityPaths.list },
        { label: revision.title, href: activityPaths.one(found.id) },
      ],
      title: verb.label,
      subtitle: `${revision.title}, ${found.village}`,
      lead: verb.lead,
    }),
    summary: errorSummary(errors),
    conflict,
    action: activityPaths.act(found.id, verb),
    hidden: seenFields({ revisionId: revision.id, lockVersion: revision.lockVersion }),
    ...daysOf(parts),
    groups: groupsOfStage(parts),
    note,
    file: verb === finish ? evidenceField(EVIDENCE_MAX, errors) : null,
    held: parts.held,
    submit: `${verb.label} dan ajukan`,
    look: verb.look === 'danger' ? 'danger' : 'primary',
    cancelHref: activityPaths.one(found.id),
  };
  return page('activities/tahap', model, {
    title: refused ? `Galat: ${verb.label}` : verb.label,
    section: activityPaths.list,
    bodyClass: 'form-page',
  });
}

/** A plan that is put off gets a day that is none of those that are pressed most. */
function daysOf({ verb, closed, ...parts }: Parts) {
  if (verb.day === '') return { day: null, date: null, far: null, refused: '' };
  const asked = { ...parts, closed, whyNot: whyShut(closed), postings: [] };
  if (verb !== postpone) return dayFields(verb.day, asked);
  const made = dayFields(verb.day, { ...asked, typed: { ...asked.typed, hari: 'lain' } });
  return { ...made, day: null, date: { ...made.date, label: verb.day } };
}

/** Line by line what the next stage tells of it, then what was done in words. */
function groupsOfStage({ verb, revision, typed, errors }: Parts): FieldGroup[] {
  const categories = revision.lines.map(({ category }) => category);
  const choices = { categories, funding: [] };
  const lines = revision.lines.flatMap((line, index) => {
    const prefix = lineField(index, '');
    const stored = rowTypedBack(lineFields, line);
    const values = Object.fromEntries(
      lineFields.map(({ name }) => [name, typed[prefix + name] ?? stored[name] ?? '']),
    );
    return askedOf(verb).map((row) => {
      const input = inputOf(row, { values, errors, prefix }, choices);
      return { ...input, label: `${line.category.name}: ${lower(input.label)}`, absent: '' };
    });
  });
  const words = wordsAsked(verb).map((row) => inputOf(row, { values: typed, errors }, choices));
  return [...lines, ...words].map((one) => ({ fields: [one], ownUnit: true }));
}

const lower = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);
