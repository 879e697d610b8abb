import { date, number, rupiah } from '../core/format.js';
import { workStatusView } from '../web/statuses.js';
import type { Revision } from './queries.js';
import { partyNames } from './words.js';

/** One thing that differs between two revisions, old and new in words; '' on the side where it is not. */
export interface Difference {
  part: 'Isian' | 'Hasil dan dana' | 'Janji' | 'Bukti';
  label: string;
  old: string;
  now: string;
}

/** The parts of a revision that a comparison looks at. */
export type Comparable = Pick<
  Revision,
  | 'title'
  | 'description'
  | 'startsOn'
  | 'endsOn'
  | 'workStatus'
  | 'cancelReason'
  | 'pemdesCount'
  | 'lkdCount'
  | 'pendampingCount'
  | 'residentCount'
  | 'obstacles'
  | 'nextStep'
  | 'lines'
  | 'commitments'
> & { evidence: { sha256: string; fileName: string }[] };

type Line = Comparable['lines'][number];
type Promised = Comparable['commitments'][number];
type Facet<T> = [label: string, words: (one: T) => string];

const NONE = 'tidak diisi';
const text = (value: string | null) => value || NONE;
const count = (value: number | null, unit: string) => (value === null ? NONE : `${number(value)} ${unit}`);
const money = (value: bigint | null) => (value === null ? NONE : rupiah(value));

const fields: Facet<Comparable>[] = [
  ['Judul', (one) => one.title],
  ['Tanggal mulai', (one) => date(one.startsOn)],
  ['Tanggal selesai', (one) => date(one.endsOn)],
  ['Status pekerjaan', (one) => workStatusView[one.workStatus].label],
  ['Alasan batal', (one) => text(one.cancelReason)],
  ['Apa yang dilakukan', (one) => text(one.description)],
  ['Pemerintah desa', (one) => count(one.pemdesCount, 'orang')],
  ['LKD', (one) => count(one.lkdCount, 'orang')],
  ['Pendamping desa', (one) => count(one.pendampingCount, 'orang')],
  ['Warga', (one) => count(one.residentCount, 'orang')],
  ['Hambatan', (one) => text(one.obstacles)],
  ['Langkah berikut', (one) => text(one.nextStep)],
];

const lineFacets: Facet<Line>[] = [
  ['jenis bantuan', (one) => one.category.name],
  ['target yang didanai', (one) => count(one.target, one.category.unit)],
  ['terealisasi', (one) => count(one.realised, one.category.unit)],
  ['penerima manfaat', (one) => count(one.beneficiaries, 'jiwa')],
  ['sumber dana', (one) => one.funding?.name ?? NONE],
  ['dana rencana', (one) => money(one.plannedRupiah)],
  ['dana terpakai', (one) => money(one.spentRupiah)],
];

const promiseFacets: Facet<Promised>[] = [
  ['siapa', (one) => partyOf(one)],
  ['yang dijanjikan', (one) => one.what],
  ['jumlah', (one) => count(one.quantity, one.unit ?? '').trim()],
  ['batas waktu', (one) => (one.dueOn ? date(one.dueOn) : NONE)],
  ['sudah dipenuhi', (one) => count(one.delivered, one.unit ?? '').trim()],
  ['dipenuhi tanggal', (one) => (one.deliveredOn ? date(one.deliveredOn) : NONE)],
];

const partyOf = (one: Promised) =>
  one.partyName ? `${partyNames[one.party]} (${one.partyName})` : partyNames[one.party];

/** Everything of a row in one sentence, for one that appeared or vanished. */
const whole = <T>(facets: Facet<T>[], one: T) =>
  facets
    .map(([label, words]) => [label, words(one)])
    .filter(([, value]) => value !== NONE)
    .map(([label, value]) => `${label} ${value}`)
    .join(', ');

/**
 * What differs from `old` to `now`: field by field, line by line, promise by promise, file by file. Lines are paired
 * by category and funder, then by category; promises by party and words, then by words or party; files by content.
 */
export function differences(old: Comparable, now: Comparable): Difference[] {
  return [
    ...facetsOf('Isian', '', fields, old, now),
    ...rows('Hasil dan dana', lineFacets, (one) => one.category.name, old.lines, now.lines, [
      (one) => `${one.categoryCode} ${one.fundingCode}`,
      (one) => one.categoryCode,
    ]),
    ...rows('Janji', promiseFacets, (one) => one.what, old.commitments, now.commitments, [
      (one) => `${one.party} ${one.what}`,
      (one) => one.what,
      (one) => `${one.party} ${one.partyName}`,
    ]),
    ...files(old, now),
  ];
}

function facetsOf<T>(
  part: Difference['part'],
  name: string,
  facets: Facet<T>[],
  old: T,
  now: T,
): Difference[] {
  return facets
    .map(([label, words]) => ({
      part,
      label: name ? `${name}: ${label}` : label,
      old: words(old),
      now: words(now),
    }))
    .filter((one) => one.old !== one.now);
}

function rows<T>(
  part: Difference['part'],
  facets: Facet<T>[],
  nameOf: (one: T) => string,
  old: T[],
  now: T[],
  keys: ((one: T) => string)[],
): Difference[] {
  const { pairs, gone, come } = paired(old, now, keys);
  return [
    ...pairs.flatMap(([before, after]) => facetsOf(part, nameOf(after), facets, before, after)),
    ...gone.map((one) => ({ part, label: nameOf(one), old: whole(facets, one), now: '' })),
    ...come.map((one) => ({ part, label: nameOf(one), old: '', now: whole(facets, one) })),
  ];
}

/** Pairs rows by the first key that fits; each row at most once. */
function paired<T>(old: T[], now: T[], keys: ((one: T) => string)[]) {
  const pairs: [T, T][] = [];
  const gone = new Set(old);
  const come = new Set(now);
  for (const key of keys) {
    for (const after of [...come]) {
      const before = [...gone].find((one) => key(one) === key(after));
      if (!before) continue;
      pairs.push([before, after]);
      gone.delete(before);
      come.delete(after);
    }
  }
  return { pairs, gone: [...gone], come: [...come] };
}

function files(old: Comparable, now: Comparable): Difference[] {
  const has = (revision: Comparable, sha256: string) =>
    revision.evidence.some((one) => one.sha256 === sha256);
  const part = 'Bukti' as const;
  return [
    ...old.evidence
      .filter((one) => !has(now, one.sha256))
      .map((one) => ({ part, label: one.fileName, old: 'ada', now: '' })),
    ...now.evidence
      .filter((one) => !has(old, one.sha256))
      .map((one) => ({ part, label: one.fileName, old: '', now: 'ditambahkan' })),
  ];
}
