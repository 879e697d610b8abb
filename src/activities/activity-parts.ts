import { calendarDay, EMPTY, inSentence, moment, number } from '../core/format.js';
import { nameAt, nameOn } from '../database/former-names.js';
import { withUndertakings } from '../undertakings/birth.js';
import { type GivenHelp, givenSentence } from '../undertakings/gotong-royong.js';
import type { UndertakingRow } from '../undertakings/standing.js';
import { type PromiseView, promisedView, promiseView } from '../undertakings/words.js';
import { cell, column, type Status, type Table, tableRow } from '../web/components.js';
import { responseView } from '../web/statuses.js';
import { daysInWords, stateOf } from './comparison.js';
import { kinds } from './field-kinds.js';
import { type FieldRow, headFields, lineFields, shortOf } from './fields.js';
import { activityPaths } from './paths.js';
import type { Found, Revision, readableRevisions } from './queries.js';
import { stepNames } from './words.js';

export interface ActivityFact {
  label: string;
  value: string;
  href: string;
}

export interface StepView {
  when: string;
  what: string;
  who: string;
  note: string;
  icon: string;
  tone: string;
}

export interface ResponseView {
  when: string;
  who: string;
  status: Status;
  reason: string;
  answer: string;
  answered: string;
  old: boolean;
}

export interface RevisionView {
  label: string;
  note: string;
  href: string;
  current: boolean;
  differenceHref: string;
}

/** What a line tells beside its category and funder. */
/** The day for whose names a revision asks: that of its verification, null before. */
const verifiedDay = (one: Pick<Revision, 'reviewStatus' | 'reviewedAt'>): Date | null =>
  one.reviewStatus === 'DIVERIFIKASI' && one.reviewedAt ? calendarDay(one.reviewedAt) : null;

const amounts = lineFields.filter((row) => row.kind === 'count' || row.kind === 'rupiah');
const headOf = (row: FieldRow) =>
  shortOf(row) + (row.kind === 'count' && row.unit !== 'kategori' ? ` (${row.unit})` : '');

/** What was delivered for which money, line by line. */
export function linesTable(shown: Revision): Table {
  const planned = shown.workStatus === 'RENCANA';
  const told = planned ? 'target' : 'realised';
  const rows = shown.lines.map((line) => {
    const over = line.target !== null && line.realised !== null && line.realised > line.target;
    const tags: Status[] = over
      ? [{ icon: 'exclamation-triangle', label: 'melebihi target', tone: 'warn' }]
      : [];
    return tableRow([
      cell({ text: nameOn(line.category, verifiedDay(shown)), sub: line.funding?.name ?? '', tags }),
      ...amounts.map((row) => {
        const value = line[row.column];
        const text = value === null ? EMPTY : kinds[row.kind].words(value, '');
        return cell({ text, sub: row.column === told ? line.category.unit : '' });
      }),
    ]);
  });
  return {
    id: 'hasil',
    title: 'Hasil dan dana',
    exports: [],
    filter: null,
    columns: [
      column('Jenis bantuan', { phone: 'title' }),
      ...amounts.map((row) =>
        column(planned && row.column === told ? 'Direncanakan' : headOf(row), {
          numeric: true,
          phone: row.column === told ? 'value' : 'detail',
        }),
      ),
    ],
    rows,
    total: [],
    pager: null,
    empty: { title: 'Belum ada hasil', text: 'Jenis bantuan dan jumlahnya belum diisi.', action: null },
    note: '',
  };
}

/** Where, who, when, with whom. */
export function factsOf(found: Found, shown: Revision, given: GivenHelp | null): ActivityFact[] {
  const present = headFields.flatMap((row) => {
    const count = row.part === 'people' ? shown[row.column] : null;
    return count === null ? [] : [`${number(count)} ${inSentence(row.label)}`];
  });
  return [
    {
      label: 'Desa',
      value: `${found.village}, Kecamatan ${found.kecamatan}`,
      href: `/desa/${found.village_code}`,
    },
    { label: 'OPD', value: found.agency_name, href: `/opd/${found.agency_id}` },
    { label: 'Tanggal', value: daysInWords(shown), href: '' },
    { label: 'Yang ikut', value: present.join(', ') || 'tidak diisi', href: '' },
    ...(given ? [{ label: 'Gotong royong', value: givenSentence(given, shown.goodsRupiah), href: '' }] : []),
    {
      label: 'Dicatat oleh',
      value: `${nameOn(shown.author, verifiedDay(shown))}, ${moment(shown.createdAt)}`,
      href: '',
    },
  ];
}

/** Longer remarks; empty ones are left out. What every activity has stands elsewhere. */
export const notesOf = (shown: Revision) =>
  (headFields as readonly FieldRow[]).flatMap((row) => {
    if (row.always || (row.kind !== 'text' && row.kind !== 'long')) return [];
    const text = (shown as unknown as Record<string, string | null>)[row.column];
    return text ? [{ title: shortOf(row), text }] : [];
  });

/**
 * The promises of a revision, each with how far it was kept where it is an undertaking already; one that no verified
 * revision has told yet stands as it was written.
 */
export function promisesOf(shown: Revision, undertakings: UndertakingRow[]): PromiseView[] {
  const known = undertakings.map((row) => ({
    row,
    party: row.party,
    partyName: row.party_name,
    what: row.what,
  }));
  const { pairs } = withUndertakings<(typeof known)[number], Revision['commitments'][number]>(
    known,
    shown.commitments,
  );
  const rows = new Map(pairs.map(([one, promise]) => [promise.id, one.row]));
  return shown.commitments.map((promise) => {
    const row = rows.get(promise.id);
    return row ? promiseView(row) : promisedView(promise);
  });
}

interface EvidenceFile {
  id: number;
  fileName: string;
  file: { mediaType: string; byteSize: number };
}

/** Photos to look at and documents to download. */
export function evidenceOf(found: Pick<Found, 'id'>, shown: { evidence: EvidenceFile[] }) {
  const isPhoto = (one: EvidenceFile) => one.file.mediaType.startsWith('image/');
  return {
    photos: shown.evidence.filter(isPhoto).map((one) => ({
      href: activityPaths.evidence(found.id, one.id),
      src: activityPaths.thumbnail(found.id, one.id),
      alt: `Foto: ${one.fileName}`,
    })),
    documents: shown.evidence
      .filter((one) => !isPhoto(one))
      .map((one) => ({
        href: activityPaths.evidence(found.id, one.id),
        name: one.fileName,
        size: `PDF, ${number(Math.max(1, Math.round(one.file.byteSize / 1000)))} kB`,
      })),
  };
}

const stepLooks = {
  AJUKAN: { icon: 'hourglass-split', tone: '' },
  TARIK: { icon: 'arrow-left', tone: '' },
  KEMBALIKAN: { icon: 'arrow-return-left', tone: 'warn' },
  VERIFIKASI: { icon: 'check-circle-fill', tone: 'good' },
};

/** One step of the paper. */
export const stepOf = (step: Revision['steps'][number]): StepView => ({
  when: moment(step.at),
  what: stepNames[step.kind],
  who: nameAt(step.actor, step.at),
  note: step.note ?? '',
  ...stepLooks[step.kind],
});

/** A word of the village; one about content that was changed since says so. */
export function responseOf(one: Revision['responses'][number], shown: Revision): ResponseView {
  return {
    when: moment(one.createdAt),
    who: nameAt(one.createdBy, one.createdAt),
    status: responseView(one.kind, one.answeredAt !== null) as Status,
    reason: one.reason ?? '',
    answer: one.answer ?? '',
    answered:
      one.answeredAt && one.answeredBy
        ? `${nameAt(one.answeredBy, one.answeredAt)}, ${moment(one.answeredAt)}`
        : '',
    old: one.createdAt < shown.updatedAt,
  };
}

/** Every revision this reader may open, and the way to compare neighbours. */
export function revisionsOf(
  found: Found,
  readable: Awaited<ReturnType<typeof readableRevisions>>,
  shown: Revision,
): RevisionView[] {
  return readable.map((one, index) => {
    const before = readable[index + 1];
    return {
      label: `Revisi ke-${one.number}`,
      note: `${stateOf(one)}, ${nameOn(one.author, verifiedDay(one))}`,
      href: activityPaths.revision(found.id, one.number),
      current: one.id === shown.id,
      differenceHref: before ? activityPaths.difference(found.id, before.number, one.number) : '',
    };
  });
}
