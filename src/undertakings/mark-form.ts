import { isoDate } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { evidenceField } from '../evidence/field.js';
import { type Field, field, options } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { seenInputs } from './answer-panel.js';
import { undertakingPaths } from './paths.js';
import type { UndertakingRow } from './standing.js';
import { mark } from './verbs.js';
import { amountOf } from './words.js';

/** What was refused: what was typed, what is wrong, who was faster, and files that wait for the next try. */
export interface MarkRefusal {
  typed: Record<string, unknown>;
  errors: FieldErrors;
  conflict: string;
  held: { name: string; note: string }[];
  /** The last word of the address that was refused: what was being done. */
  verb: string;
  /** The delivery that was being decided; null where it was the undertaking itself. */
  deliveryId: number | null;
}

/** A page that nobody was refused on. */
export const nothingRefused: MarkRefusal = {
  typed: {},
  errors: {},
  conflict: '',
  held: [],
  verb: '',
  deliveryId: null,
};

/** The form that says what came of a promise. */
export interface MarkForm {
  action: string;
  hidden: { name: string; value: string }[];
  fields: Field[];
  held: { name: string; note: string }[];
  file: Field;
  submit: string;
}

/** The form of an undertaking, with what was typed and what is wrong with it. */
export function markForm(row: UndertakingRow, day: Date, refusal: MarkRefusal): MarkForm {
  const { typed, errors } = refusal.verb === mark.address ? refusal : nothingRefused;
  return {
    action: undertakingPaths.act(row.id, mark),
    hidden: seenInputs(row),
    fields: [
      ...howMuch(row, typed, errors),
      field({
        name: 'tanggal',
        label: 'Tanggal dipenuhi',
        type: 'date',
        value: typedText(typed, 'tanggal', isoDate(day)),
        error: errors.tanggal ?? '',
      }),
      field({
        name: 'keterangan',
        label: 'Keterangan',
        type: 'textarea',
        required: false,
        hint: 'Misalnya: diterima di balai desa. Tanpa nama atau NIK warga.',
        value: typedText(typed, 'keterangan'),
        error: errors.keterangan ?? '',
      }),
    ],
    held: refusal.held,
    file: evidenceField(1, errors),
    submit: mark.label,
  };
}

/** In full or in part; how much is asked where a quantity was promised. */
function howMuch(row: UndertakingRow, typed: Record<string, unknown>, errors: FieldErrors): Field[] {
  const left = row.quantity === null ? null : row.quantity - row.confirmed - row.reported;
  const rest = left !== null && left > 0 ? `, sisa ${amountOf(left, row.unit)}` : '';
  const ways: [string, string][] = [
    ['penuh', `Sepenuhnya${rest}`],
    ['sebagian', 'Sebagian'],
  ];
  const part = field({
    name: 'bagian',
    label: 'Yang dipenuhi',
    type: 'radios',
    options: options(ways, typedText(typed, 'bagian', left === null || left > 0 ? 'penuh' : 'sebagian')),
    error: errors.bagian ?? '',
  });
  if (left === null) return [part];
  const quantity = field({
    name: 'jumlah',
    label: `Jumlah yang dipenuhi${row.unit ? ` (${row.unit})` : ''}`,
    type: 'number',
    required: false,
    optional: 'bila sebagian',
    value: typedText(typed, 'jumlah'),
    error: errors.jumlah ?? '',
  });
  return [part, quantity];
}
