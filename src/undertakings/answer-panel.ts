import { type Actor, can } from '../policy.js';
import { type Field, field } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import type { MarkRefusal } from './mark-form.js';
import { undertakingPaths } from './paths.js';
import type { UndertakingRow } from './standing.js';
import { answerSeen, undertakingRefOf } from './subject.js';
import { accept, decline, takeBack } from './verbs.js';

/** A button of an undertaking, with the note that it asks for. */
export interface AnswerForm {
  action: string;
  submit: string;
  primary: boolean;
  note: Field | null;
  /** Its note was refused. */
  open: boolean;
}

/** What an undertaking's forms send back of what they saw. */
export const seenInputs = (row: UndertakingRow): { name: string; value: string }[] => [
  { name: 'terakhir', value: String(row.newest) },
  { name: 'revisi', value: String(row.stated_in_id ?? 0) },
  { name: 'jawaban', value: answerSeen(row) },
];

/** What this person may answer, or take back. */
export function answerForms(actor: Actor, row: UndertakingRow, refusal: MarkRefusal): AnswerForm[] {
  const ref = undertakingRefOf(row);
  return [accept, decline, takeBack]
    .filter(({ action }) => can(actor, action as 'undertaking.accept', ref))
    .map((verb) => {
      const { typed, errors } = refusal.verb === verb.address ? refusal : { typed: {}, errors: {} };
      const asked = verb.note;
      const name = asked?.name ?? '';
      const error = (errors as Record<string, string>)[name] ?? '';
      return {
        action: undertakingPaths.act(row.id, verb),
        submit: verb.label,
        primary: verb.look === 'primary',
        note: asked
          ? field({
              name,
              label: asked.label,
              hint: asked.hint,
              type: 'textarea',
              value: typedText(typed, name),
              error,
            })
          : null,
        open: error !== '',
      };
    });
}
