import { z } from 'zod';
import { number } from '../core/format.js';
import { type Answers, askKey } from '../sheets/header.js';
import type { Fault } from '../sheets/table.js';
import { type Field, field, options } from '../web/components.js';
import type { Reading } from './reading.js';

/** The questions about words of the file, each once. */
function asksOf(faults: Fault[]) {
  const asks = faults.flatMap(({ column, ask, line }) =>
    ask ? [{ ...ask, line, key: askKey(column, ask.typed) }] : [],
  );
  return [...new Map(asks.map((one) => [one.key, one])).values()];
}

/** What the file leaves open, as fields of a form; none when it is clear. `sort` names the columns in the file's words. */
export function questionFields({ open, hidden, faults }: Reading, answers: Answers): Field[] {
  const asked = [...new Set([...open.columns, ...Object.keys(answers.columns ?? {})])];
  const columns = asked.map((name) =>
    field({
      name: `kolom-${name}`,
      label: `Kolom mana yang memuat ${name}?`,
      type: 'select',
      options: options(
        [['', 'Pilih kolom'], ...open.offered.map((one): [string, string] => [one, one])],
        answers.columns?.[name] ?? '',
      ),
    }),
  );
  const names = asksOf(faults).map(({ typed, meant, line, question }, at) =>
    field({
      name: `maksud-${at}`,
      label: `Baris ${number(line)}: ${question ?? `apa yang dimaksud "${typed}"?`}`,
      ...choices(meant.map(({ value, label }): [string, string] => [value, label])),
    }),
  );
  return [...columns, ...hiddenFields(hidden, answers), ...names];
}

/** A few stand open beside each other, many in a list. */
const choices = (meant: [string, string][]) =>
  meant.length > 5
    ? { type: 'select' as const, options: options([['', 'Pilih salah satu'], ...meant], '') }
    : { type: 'radios' as const, options: options(meant, '') };

const hiddenFields = (hidden: number, answers: Answers): Field[] =>
  hidden === 0
    ? []
    : [
        field({
          name: 'tersembunyi',
          label: `${number(hidden)} baris disembunyikan di lembarnya`,
          type: 'radios',
          options: options(
            [
              ['ikutkan', 'Ikutkan'],
              ['lewati', 'Lewati'],
            ],
            answers.hidden ?? '',
          ),
        }),
      ];

/** The answers of that form; what was not offered is no answer. */
export function readAnswers(body: Record<string, unknown>, wanted: string[], reading: Reading): Answers {
  const columns = wanted.flatMap((name) => {
    const value = body[`kolom-${name}`];
    return typeof value === 'string' && reading.open.offered.includes(value) ? [[name, value]] : [];
  });
  const meant = asksOf(reading.faults).flatMap(({ key, meant }, at) =>
    meant.some(({ value }) => value === body[`maksud-${at}`]) ? [[key, body[`maksud-${at}`]]] : [],
  );
  const hidden = z.enum(['ikutkan', 'lewati']).safeParse(body.tersembunyi).data;
  return {
    columns: Object.fromEntries(columns),
    meant: Object.fromEntries(meant),
    ...(hidden ? { hidden } : {}),
  };
}
