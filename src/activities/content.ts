import { date, inSentence } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { WorkStatus } from '../generated/prisma/enums.js';
import { absentIn, type FieldRow, headFields, labelOf, lineFields, type Values } from './fields.js';
import { promiseFields } from './promise-fields.js';

/** One kind of help by one funder. Counts in the category's unit, beneficiaries in jiwa, money in whole rupiah. */
export type LineContent = Values<typeof lineFields>;
/** What somebody promised. */
export type CommitmentContent = Values<typeof promiseFields>;

/** Everything an officer states about an activity, besides where it was and its evidence. */
export type Content = Values<typeof headFields> & {
  lines: LineContent[];
  commitments: CommitmentContent[];
};

/** Name of a field of the n-th line in the form; the first line has the plain names. */
export const lineField = (index: number, name: string) => (index === 0 ? name : `baris.${index - 1}.${name}`);

/** The part of a revision that its rules look at, whether it was typed or stored. */
export type Stated = Pick<Content, 'description' | 'workStatus' | 'changeReason' | 'startsOn'> & {
  lines: object[];
};

/**
 * Whether a revision is the next stage of a work that was told before: a plan that begins, is done or is cancelled, a
 * running work that ends. Such a step explains itself; every other revision is a correction and says why.
 */
export const isNextStage = (before: WorkStatus | null, now: WorkStatus): boolean =>
  (before === 'RENCANA' && now !== 'RENCANA') ||
  (before === 'BERJALAN' && (now === 'SELESAI' || now === 'BATAL'));

/**
 * What is still missing before a revision may be submitted, by the names of the form's fields. A draft may be as
 * incomplete as life is. `before` is the state of the work in the revision before; null for a first one.
 */
export function missingForSubmission(content: Stated, before: WorkStatus | null): FieldErrors {
  const errors: FieldErrors = {};
  if (content.lines.length === 0) errors.jenis = 'Pilih jenis bantuan.';
  for (const [index, line] of content.lines.entries()) {
    const { realised } = line as LineContent;
    if (realised !== null || absentIn(realisedRow, content.workStatus)) continue;
    errors[lineField(index, 'jumlah')] = 'Isi jumlah yang terealisasi. Tulis 0 bila belum ada.';
  }
  if (content.description === '') errors.uraian = 'Ceritakan apa yang dilakukan, satu atau dua kalimat.';
  if (before !== null && !isNextStage(before, content.workStatus) && !content.changeReason) {
    errors.perubahan = 'Tulis apa yang diperbaiki dan mengapa, supaya pemeriksa tahu.';
  }
  return { ...errors, ...refusedByStatus(content) };
}

const realisedRow = lineFields.find((row) => row.column === 'realised') as FieldRow;

/** What work of this state cannot have yet: a plan nothing done and nothing spent, a cancelled one nothing done. */
export function refusedByStatus({
  workStatus,
  startsOn,
  lines,
}: Omit<Stated, 'description' | 'changeReason'>) {
  const errors: FieldErrors = {};
  for (const [index, line] of lines.entries()) {
    for (const row of lineFields as readonly FieldRow[]) {
      const value = (line as Record<string, unknown>)[row.column];
      if (value === null || value === undefined || !absentIn(row, workStatus)) continue;
      errors[lineField(index, row.name)] =
        workStatus === 'BATAL'
          ? `Kegiatan yang batal tidak punya ${inSentence(row.label)}. Kosongkan, atau ubah status menjadi Selesai dengan yang tercapai.`
          : `Rencana ${date(startsOn)} belum punya ${inSentence(row.label)}. Kosongkan, atau ubah ${inSentence(labelOf('workStatus'))}.`;
    }
  }
  return errors;
}

/** A stored line as work of another state can have it: what it may not tell is dropped. */
export const lineIn = <L extends object>(line: L, status: WorkStatus): L => ({
  ...line,
  ...Object.fromEntries(
    (lineFields as readonly FieldRow[])
      .filter((row) => absentIn(row, status))
      .map((row) => [row.column, null]),
  ),
});

/** The columns of a revision that its content fills. */
export function revisionColumns(content: Content) {
  const { lines: _lines, commitments: _commitments, ...columns } = content;
  return columns;
}

const pick = (fields: readonly FieldRow[], one: object) =>
  Object.fromEntries(fields.map(({ column }) => [column, (one as Record<string, unknown>)[column]]));

/** What a stored revision states, field by field. */
export const contentOf = (stored: { lines: object[]; commitments: object[] }): Content =>
  ({
    ...pick(headFields, stored),
    lines: stored.lines.map((one) => pick(lineFields, one)),
    commitments: stored.commitments.map((one) => pick(promiseFields, one)),
  }) as Content;

/** Rows in the order of the form. */
export const inOrder = <R extends object>(rows: R[]) => rows.map((row, position) => ({ ...row, position }));

/** Content as the audit trail keeps it. */
export function forTrail(content: object): Prisma.InputJsonValue {
  return JSON.parse(
    JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
  );
}
