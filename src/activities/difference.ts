import { paired } from '../core/paired.js';
import { partyNames } from '../undertakings/words.js';
import { workStatusView } from '../web/statuses.js';
import { kinds, type Stored } from './field-kinds.js';
import { type FieldRow, headFields, lineFields, shortOf } from './fields.js';
import { askedOfPromise, type promiseFields } from './promise-fields.js';
import type { Revision } from './queries.js';

/** One thing that differs between two revisions, old and new in words; '' on the side where it is not. */
export interface RevisionDifference {
  part: 'Isian' | 'Hasil dan dana' | 'Janji' | 'Bukti';
  label: string;
  old: string;
  now: string;
}

type Line = Revision['lines'][number];
type Promised = Revision['commitments'][number];

/** The parts of a revision that a comparison looks at, as it is or as it was submitted. */
export type Comparable = Pick<Revision, (typeof headFields)[number]['column'] | 'number'> & {
  activity: { village: { name: string } };
  lines: (Pick<Line, (typeof lineFields)[number]['column']> & {
    category: { name: string; unit: string };
    funding: { name: string } | null;
  })[];
  commitments: Pick<Promised, (typeof promiseFields)[number]['column']>[];
  evidence: { sha256: string; fileName: string }[];
};

type Facet<T> = [label: string, words: (one: T) => string];

const NONE = 'tidak diisi';

/** Choices are told by their names, everything else by its kind. */
const named = new Map<string, (one: never) => string>(
  Object.entries({
    workStatus: (one: Comparable) => workStatusView[one.workStatus].label,
    categoryCode: (one: Comparable['lines'][number]) => one.category.name,
    fundingCode: (one: Comparable['lines'][number]) => one.funding?.name ?? NONE,
    party: (one: Comparable['commitments'][number]) => partyNames[one.party],
  }),
);

interface WithUnit {
  category?: { unit: string };
  unit?: string | null;
}

function facetOf<T extends object>(row: FieldRow): Facet<T> {
  const byName = named.get(row.column) as ((one: T) => string) | undefined;
  if (byName) return [shortOf(row), byName];
  const unitOf = (one: WithUnit) =>
    ({ kategori: one.category?.unit, satuan: one.unit ?? '' })[row.unit ?? ''] ?? row.unit ?? '';
  return [
    shortOf(row),
    (one) => {
      const value = (one as Record<string, Stored>)[row.column];
      return value === null || value === undefined || value === ''
        ? NONE
        : kinds[row.kind].words(value, unitOf(one));
    },
  ];
}

const reason = facetOf<Comparable>(headFields[0]);
const place: Facet<Comparable> = ['Desa', (one) => one.activity.village.name];
const fields = headFields
  .filter((row) => row.column !== 'changeReason')
  .map((row) => facetOf<Comparable>(row));
const within = <T extends object>(rows: readonly FieldRow[]) =>
  rows.map((row) => facetOf<T>({ ...row, short: shortOf(row).toLowerCase() }));
const lineFacets = within<Comparable['lines'][number]>(lineFields);
const promiseFacets = within<Comparable['commitments'][number]>(askedOfPromise);

/** Everything of a row in one sentence, for one that appeared or vanished. */
const whole = <T>(facets: Facet<T>[], one: T) =>
  facets
    .map(([label, words]) => [label, words(one)])
    .filter(([, value]) => value !== NONE)
    .map(([label, value]) => `${label} ${value}`)
    .join(', ');

/** A part that is made of rows: how one is called, and by which keys the same row is found again. */
interface RowPart<T> {
  part: RevisionDifference['part'];
  facets: Facet<T>[];
  nameOf: (one: T) => string;
  keys: ((one: T) => string)[];
}

const linePart: RowPart<Comparable['lines'][number]> = {
  part: 'Hasil dan dana',
  facets: lineFacets,
  nameOf: (one) => one.category.name,
  keys: [(one) => `${one.categoryCode} ${one.fundingCode}`, (one) => one.categoryCode],
};
const promisePart: RowPart<Comparable['commitments'][number]> = {
  part: 'Janji',
  facets: promiseFacets,
  nameOf: (one) => one.what,
  keys: [(one) => `${one.party} ${one.what}`, (one) => one.what, (one) => `${one.party} ${one.partyName}`],
};

/**
 * What differs from `old` to `now`: field by field, line by line, promise by promise, file by file. Lines are paired
 * by category and funder, then by category; promises by party and words, then by words or party; files by content.
 */
export function revisionDifferences(old: Comparable, now: Comparable): RevisionDifference[] {
  // Why a correction was made stands above what it changed; within a revision it is a field like the others.
  const head = [...(old.number === now.number ? [reason] : []), place, ...fields];
  return [
    ...facetsOf({ part: 'Isian', name: '' }, head, old, now),
    ...rows(linePart, old.lines, now.lines),
    ...rows(promisePart, old.commitments, now.commitments),
    ...files(old, now),
  ];
}

function facetsOf<T>(
  { part, name }: { part: RevisionDifference['part']; name: string },
  facets: Facet<T>[],
  old: T,
  now: T,
): RevisionDifference[] {
  return facets
    .map(([label, words]) => ({
      part,
      label: name ? `${name}: ${label}` : label,
      old: words(old),
      now: words(now),
    }))
    .filter((one) => one.old !== one.now);
}

function rows<T>({ part, facets, nameOf, keys }: RowPart<T>, old: T[], now: T[]): RevisionDifference[] {
  const { pairs, gone, come } = paired(old, now, keys);
  return [
    ...pairs.flatMap(([before, after]) => facetsOf({ part, name: nameOf(after) }, facets, before, after)),
    ...gone.map((one) => ({ part, label: nameOf(one), old: whole(facets, one), now: '' })),
    ...come.map((one) => ({ part, label: nameOf(one), old: '', now: whole(facets, one) })),
  ];
}

const bySha256 = (one: Comparable['evidence'][number]) => one.sha256;

function files(old: Comparable, now: Comparable): RevisionDifference[] {
  const { pairs, gone, come } = paired(old.evidence, now.evidence, [bySha256]);
  const part = 'Bukti' as const;
  return [
    ...pairs
      .filter(([before, after]) => before.fileName !== after.fileName)
      .map(([before, after]) => ({ part, label: 'Nama berkas', old: before.fileName, now: after.fileName })),
    ...gone.map((one) => ({ part, label: one.fileName, old: 'ada', now: '' })),
    ...come.map((one) => ({ part, label: one.fileName, old: '', now: 'ditambahkan' })),
  ];
}
