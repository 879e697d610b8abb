import type { FieldErrors } from '../core/problem.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { CommitmentParty, WorkStatus } from '../generated/prisma/enums.js';

/** One kind of help by one funder. Counts in the category's unit, beneficiaries in jiwa, money in whole rupiah. */
export interface LineContent {
  categoryCode: string;
  target: number | null;
  realised: number | null;
  beneficiaries: number | null;
  fundingCode: string | null;
  plannedRupiah: number | null;
  spentRupiah: number | null;
}

/** What somebody promised and what was delivered of it. */
export interface CommitmentContent {
  party: CommitmentParty;
  partyName: string | null;
  what: string;
  quantity: number | null;
  unit: string | null;
  dueOn: Date | null;
  delivered: number | null;
  deliveredOn: Date | null;
}

/** Everything an officer states about an activity, besides where it was and its evidence. */
export interface Content {
  startsOn: Date;
  endsOn: Date;
  title: string;
  description: string;
  workStatus: WorkStatus;
  cancelReason: string | null;
  pemdesCount: number | null;
  lkdCount: number | null;
  pendampingCount: number | null;
  residentCount: number | null;
  obstacles: string | null;
  nextStep: string | null;
  changeReason: string | null;
  lines: LineContent[];
  commitments: CommitmentContent[];
}

/** Name of a field of the n-th line in the form; the first line has the plain names. */
export const lineField = (index: number, name: string) => (index === 0 ? name : `baris.${index - 1}.${name}`);

/**
 * What is still missing before a revision may be submitted, by the names of the form's fields. A draft may be as
 * incomplete as life is; a plan or a cancelled activity has nothing delivered yet.
 */
export function missingForSubmission(
  content: Pick<Content, 'description' | 'workStatus' | 'changeReason'> & {
    lines: Pick<LineContent, 'realised'>[];
  },
  number: number,
): FieldErrors {
  const errors: FieldErrors = {};
  const open = content.workStatus === 'RENCANA' || content.workStatus === 'BATAL';
  if (content.lines.length === 0) errors.jenis = 'Pilih jenis bantuan.';
  for (const [index, line] of content.lines.entries()) {
    if (line.realised !== null || open) continue;
    errors[lineField(index, 'jumlah')] = 'Isi jumlah yang terealisasi. Tulis 0 bila belum ada.';
  }
  if (content.description === '') errors.uraian = 'Ceritakan apa yang dilakukan, satu atau dua kalimat.';
  if (number > 1 && !content.changeReason) {
    errors.perubahan = 'Tulis apa yang diperbaiki dan mengapa, supaya pemeriksa tahu.';
  }
  return errors;
}

/** The columns of a revision that its content fills. */
export function revisionColumns(content: Content) {
  const { lines: _lines, commitments: _commitments, ...columns } = content;
  return columns;
}

export const lineRows = (content: Content) =>
  content.lines.map((line, position) => ({
    ...line,
    position,
    plannedRupiah: line.plannedRupiah === null ? null : BigInt(line.plannedRupiah),
    spentRupiah: line.spentRupiah === null ? null : BigInt(line.spentRupiah),
  }));

export const commitmentRows = (content: Content) =>
  content.commitments.map((commitment, position) => ({ ...commitment, position }));

/** Content as the audit trail keeps it. */
export function forTrail(content: object): Prisma.InputJsonValue {
  return JSON.parse(
    JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
  );
}
