import type { ReviewStepKind } from '../generated/prisma/enums.js';

/** A step of the paper, as it is told. */
export const stepNames: Record<ReviewStepKind, string> = {
  AJUKAN: 'Diajukan',
  TARIK: 'Ditarik kembali',
  KEMBALIKAN: 'Dikembalikan',
  VERIFIKASI: 'Diverifikasi',
};

const TITLE_LENGTH = 80;

/** The first sentence of a text, at most 80 characters, cut between words. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  const sentence = /^.*?[.!?](?=\s|$)/.exec(line)?.[0].replace(/[.!?]+$/, '') ?? line;
  if (sentence.length <= TITLE_LENGTH) return sentence;
  const cut = sentence.slice(0, TITLE_LENGTH - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), TITLE_LENGTH / 2)).trimEnd()}…`;
}
