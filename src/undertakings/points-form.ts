import type { FieldErrors } from '../core/problem.js';
import { type Field, field, options } from '../web/components.js';
import type { PointChoices, TypedPoint } from './points.js';

/** The table in which action points are typed, a row each. */
export interface PointsForm {
  rows: { title: string; fields: Field[] }[];
}

/** The table with what was typed and what is wrong. */
export const pointsForm = (
  rows: TypedPoint[],
  { owners, villages }: PointChoices,
  errors: FieldErrors,
): PointsForm => ({
  rows: rows.map((row, at) => {
    const input = (name: keyof TypedPoint, label: string, more: Partial<Field> & Pick<Field, 'type'>) =>
      field({
        name: `butir.${at}.${name}`,
        label,
        value: row[name],
        error: errors[`butir.${at}.${name}`] ?? '',
        ...more,
      });
    const pick = (entries: [string, string][], chosen: string) => ({
      type: 'select' as const,
      options: options([['', 'Pilih'], ...entries], chosen),
    });
    return {
      title: `Baris ${at + 1}`,
      fields: [
        input('apa', 'Tindak lanjut', { type: 'text' }),
        input('oleh', 'Penanggung jawab', pick(owners, row.oleh)),
        input('desa', 'Desa', { ...pick(villages, row.desa), required: false }),
        input('batas', 'Batas waktu', { type: 'date' }),
      ],
    };
  }),
});
