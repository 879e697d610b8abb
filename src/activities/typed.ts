import { isoDate, number } from '../core/format.js';
import type { Typed } from './form.js';
import type { Revision } from './queries.js';
import { titleFrom } from './words.js';

const text = (value: string | number | bigint | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

/** Amounts as people write them, with dots; the form reads them so. */
const amount = (value: number | bigint | null) => (value === null ? '' : number(Number(value)));

const DAY = 86_400_000;

function dayFields(startsOn: Date, today: Date): Record<string, string> {
  if (startsOn.getTime() === today.getTime()) return { hari: 'hari_ini' };
  if (startsOn.getTime() === today.getTime() - DAY) return { hari: 'kemarin' };
  return { hari: 'lain', tanggal: isoDate(startsOn) };
}

function lineFields(line: Revision['lines'][number]): Record<string, string> {
  return {
    jenis: line.categoryCode,
    jumlah: amount(line.realised),
    target: amount(line.target),
    penerima: amount(line.beneficiaries),
    sumber: text(line.fundingCode),
    rencana: amount(line.plannedRupiah),
    terpakai: amount(line.spentRupiah),
  };
}

function commitmentFields(promise: Revision['commitments'][number]): Record<string, string> {
  return {
    pihak: promise.party,
    nama: text(promise.partyName),
    apa: promise.what,
    jumlah: amount(promise.quantity),
    satuan: text(promise.unit),
    batas: isoDate(promise.dueOn),
    dipenuhi: amount(promise.delivered),
    tanggal: isoDate(promise.deliveredOn),
  };
}

/** What stands in a form before anything was typed. */
export function blankTyped(fields: Record<string, string> = {}): Typed {
  return { fields, baris: [], janji: [], removeEvidence: [], held: [] };
}

/** A stored revision as its form shows it. */
export function typedFrom(revision: Revision, villageCode: string, today: Date): Typed {
  const [first, ...further] = revision.lines.map(lineFields);
  const oneDay = revision.endsOn.getTime() === revision.startsOn.getTime();
  return {
    ...blankTyped({
      desa: villageCode,
      ...dayFields(revision.startsOn, today),
      ...first,
      uraian: revision.description,
      judul: revision.title === titleFrom(revision.description) ? '' : revision.title,
      selesai: oneDay ? '' : isoDate(revision.endsOn),
      status: revision.workStatus === 'SELESAI' ? '' : revision.workStatus,
      alasan_batal: text(revision.cancelReason),
      pemdes: text(revision.pemdesCount),
      lkd: text(revision.lkdCount),
      pendamping: text(revision.pendampingCount),
      warga: text(revision.residentCount),
      kendala: text(revision.obstacles),
      lanjut: text(revision.nextStep),
      perubahan: text(revision.changeReason),
    }),
    baris: further,
    janji: revision.commitments.map(commitmentFields),
  };
}

/** The beginning of a new activity like an old one: its kind of help and words, never its numbers. */
export function typedLike(revision: Revision, villageCode: string): Typed {
  const [first] = revision.lines;
  return blankTyped({
    desa: villageCode,
    hari: 'hari_ini',
    jenis: text(first?.categoryCode),
    sumber: text(first?.fundingCode),
    uraian: revision.description,
  });
}
