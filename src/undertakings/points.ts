import type { Doing } from '../audit/act.js';
import { change, type Fact } from '../audit/change.js';
import { calendarDay, date, isoDate } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { CommitmentParty } from '../generated/prisma/enums.js';
import { ofRegion } from '../scope.js';
import { optionalDate, text } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { SUBJECT } from './subject.js';
import { partyNames } from './words.js';

/** What was agreed to be done: what, by whom, where, until when. */
interface Point {
  what: string;
  party: CommitmentParty;
  agencyId: number | null;
  villageCode: string | null;
  dueOn: Date;
}

/** One row of the table as it was typed. */
export type TypedPoint = Record<'apa' | 'oleh' | 'desa' | 'batas', string>;

/** How many rows the table begins with and how many more it is given at a time. */
const ROWS = 4;
const MOST = 40;
const KEY = /^butir\.(\d{1,2})\.(?:apa|oleh|desa|batas)$/;

/** The rows of the table, blank ones at the end where there are few; `more` adds some. */
export function typedPoints(typed: Record<string, unknown>, more = false): TypedPoint[] {
  const places = Object.keys(typed).flatMap((key) => {
    const at = Number(KEY.exec(key)?.[1] ?? Number.NaN);
    return at < MOST ? [at + 1] : [];
  });
  const count = Math.max(0, ...places) + (more ? ROWS : 0);
  return Array.from({ length: Math.min(MOST, Math.max(ROWS, count)) }, (_, at) => ({
    apa: typedText(typed, `butir.${at}.apa`),
    oleh: typedText(typed, `butir.${at}.oleh`),
    desa: typedText(typed, `butir.${at}.desa`),
    batas: typedText(typed, `butir.${at}.batas`),
  }));
}

/** Who may owe a point and where it may be, for the table. */
export interface PointChoices {
  owners: [value: string, label: string][];
  villages: [value: string, label: string][];
}

const PARTIES = Object.values(CommitmentParty).filter((party) => party !== 'OPD');

/** Agencies of a day and the other parties; the villages of a kecamatan, or all. */
export async function pointChoices(
  db: Reader | Writer,
  here: { regionCode: string },
  day: Date,
  kecamatanCode: string | null = null,
): Promise<PointChoices> {
  const current = { validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] };
  const [agencies, villages] = await Promise.all([
    (db as Reader).agency.findMany({
      where: { ...ofRegion(here), ...current },
      select: { id: true, shortName: true },
      orderBy: { shortName: 'asc' },
    }),
    (db as Reader).village.findMany({
      where: { ...ofRegion(here), ...(kecamatanCode && { kecamatanCode }) },
      select: { code: true, name: true, kecamatan: { select: { name: true } } },
      orderBy: [{ name: 'asc' }, { code: 'asc' }],
    }),
  ]);
  return {
    owners: [
      ...agencies.map((one): [string, string] => [String(one.id), one.shortName]),
      ...PARTIES.map((party): [string, string] => [party, partyNames[party]]),
    ],
    villages: villages.map((one): [string, string] => [one.code, `${one.name}, ${one.kecamatan.name}`]),
  };
}

/**
 * Reads the rows that are not blank; `errors` receives what is wrong, at the field of its row. None is due before `from`.
 */
export function readPoints(
  rows: TypedPoint[],
  { owners, villages }: PointChoices,
  from: Date,
  errors: FieldErrors,
): Point[] {
  const known = { oleh: new Map(owners), desa: new Map(villages) };
  return rows.flatMap((row, at) => {
    if (Object.values(row).every((value) => value.trim() === '')) return [];
    const refuse = (name: string, message: string) => {
      errors[`butir.${at}.${name}`] = message;
    };
    const what = text('Tindak lanjut', 300).safeParse(row.apa);
    if (!what.success) refuse('apa', what.error.issues[0]?.message ?? '');
    if (!known.oleh.has(row.oleh)) refuse('oleh', 'Pilih penanggung jawab.');
    if (row.desa !== '' && !known.desa.has(row.desa)) refuse('desa', 'Pilih desa dari daftar.');
    const due = optionalDate('Batas waktu').safeParse(row.batas);
    if (!due.success) refuse('batas', due.error.issues[0]?.message ?? '');
    else if (!due.data) refuse('batas', 'Isi batas waktu.');
    else if (due.data < from) refuse('batas', `Isi ${date(from)} atau sesudahnya.`);
    if (!what.success || !due.success || !due.data) return [];
    const party = PARTIES.find((one) => one === row.oleh);
    const owner = party ? { party, agencyId: null } : { party: 'OPD' as const, agencyId: Number(row.oleh) };
    return [{ what: what.data, ...owner, villageCode: row.desa || null, dueOn: due.data }];
  });
}

/** Writes points down, with the fact of each; those of a meeting stand since its day. */
export async function storePoints(
  tx: Writer,
  { actor, now }: Doing,
  points: Point[],
  meeting: { id: number; heldOn: Date } | null,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  const bornAt = meeting && meeting.heldOn < calendarDay(now) ? meeting.heldOn : now;
  for (const point of points) {
    const written = { regionCode: actor.regionCode, writtenById: actor.id, meetingId: meeting?.id ?? null };
    const { id } = await tx.undertaking.create({
      data: { kind: 'TINDAK_LANJUT', bornAt, ...written, ...point },
    });
    const summary = `mencatat tindak lanjut "${point.what}", batas ${date(point.dueOn)}`;
    const after = { ...point, dueOn: isoDate(point.dueOn) };
    facts.push({ kind: 'undertaking.write', subjectType: SUBJECT, subjectId: id, summary, after });
  }
  return facts;
}

/** Writes points down that belong to no meeting. @throws Problem `invalid` where there is none. */
export function writePoints(doing: Doing, points: Point[]): Promise<number> {
  if (points.length === 0) throw invalid({ 'butir.0.apa': 'Tulis paling sedikit satu tindak lanjut.' });
  return change(doing.database, doing.actor, 'undertaking.write', async (tx) => ({
    result: points.length,
    fact: await storePoints(tx, doing, points, null),
  }));
}
