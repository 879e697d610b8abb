import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { type DataVersions, type StoredVersion, tableVersions } from './version.js';

/** Bytes of answers that are kept, about; those that nobody asked for longest go first. */
const ROOM = 6_000_000;
/** A larger answer is of paper or of all there is, which nobody asks for twice. */
const LARGEST = 300_000;
/** The type of bytes: whoever gets them may hand them on to another process, after which they are gone here. */
const BYTEA = 17;
/** What answers otherwise without anything being stored, or writes. */
const CHANGING =
  /\b(insert|update|delete|for (update|share)|now|current_(date|time|timestamp|setting|user|role)|localtime\w*|random|clock_timestamp|nextval|pg_\w+|gen_random_uuid)\b/i;

/** How many texts are known by their words. */
const TEXTS = 300;

interface Kept {
  versions: string;
  answer: Promise<pg.QueryArrayResult>;
  bytes: number;
}

/** What was stored when a page was asked for, and whether what is kept is compared with it, as in tests. */
interface Reading {
  /** Null once the page itself has written. */
  stored: StoredVersion | null;
  compared: boolean;
}
const reading = new AsyncLocalStorage<Reading>();

/** What is asked while a page is made may be answered from memory, as of when its request came or later. */
export const whileReading = <T>(how: Readonly<Reading>, work: () => T): T => reading.run({ ...how }, work);

/** Something was written: what the same page asks after it is asked anew. */
export function wroteMeanwhile(): void {
  const how = reading.getStore();
  if (how) how.stored = null;
}

/** What is asked for a file is read as it is stored: nobody asks for it twice, and to keep it would cost a look at all of it. */
export const afresh = <T>(work: () => T): T => reading.exit(work);

type Question = pg.QueryArrayConfig<unknown[]>;

/**
 * Answers to the questions of pages, each as long as none of the tables that its text names has changed, by whichever
 * process. Whose answer it is stands in its values; whoever asks the same at once waits for the same answer.
 */
export class KeptAnswers {
  private readonly kept = new Map<string, Kept>();
  private readonly names = new Map<string, Set<string> | null>();
  private readonly count = { bytes: 0, found: 0, asked: 0 };

  constructor(private readonly versions: DataVersions) {}

  load() {
    const { bytes, found, asked } = this.count;
    return { answers: this.kept.size, bytes, found, asked };
  }

  /** @throws Error where it is compared and something else is kept than what is stored. */
  async find(question: Question, ask: () => Promise<pg.QueryArrayResult>): Promise<pg.QueryArrayResult> {
    const how = reading.getStore();
    const names = how?.stored ? this.namesIn(question.text) : null;
    const versions = names && how?.stored ? tableVersions(how.stored, names) : null;
    if (!how || !names || versions === null) return ask();
    const key = keyOf(question);
    const known = this.kept.get(key);
    if (known?.versions !== versions) return copyOf(await this.keep(key, versions, ask()));
    this.count.found += 1;
    this.kept.delete(key);
    this.kept.set(key, known);
    if (how.compared) await this.compare(known, { question, names }, await ask());
    return copyOf(await known.answer);
  }

  private keep(key: string, versions: string, answer: Kept['answer']): Kept['answer'] {
    this.forget(key);
    const made = { versions, answer, bytes: 0 };
    this.kept.set(key, made);
    this.count.asked += 1;
    answer.then(
      ({ rows, fields }) => {
        if (this.kept.get(key) !== made) return;
        const isHandedOn = fields.some(({ dataTypeID }) => dataTypeID === BYTEA);
        made.bytes = 2 * key.length + sizeOf(rows);
        this.count.bytes += made.bytes;
        if (isHandedOn || made.bytes > LARGEST) this.forget(key);
        for (const longest of this.kept.keys()) {
          if (this.count.bytes <= ROOM) break;
          this.forget(longest);
        }
      },
      () => this.forget(key),
    );
    return answer;
  }

  private forget(key: string): void {
    this.count.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }

  /** The words of a text, among which are the tables it reads; null where its answer may change by itself. */
  private namesIn(text: string): Set<string> | null {
    let names = this.names.get(text);
    if (names === undefined) {
      names = CHANGING.test(text) ? null : new Set(text.match(/[a-z_][a-z0-9_]*/g));
      if (this.names.size >= TEXTS) this.names.clear();
      this.names.set(text, names);
    }
    return names;
  }

  /** What was stored meanwhile may differ. */
  private async compare(
    { versions, answer }: Kept,
    { question, names }: { question: Question; names: Set<string> },
    fresh: pg.QueryArrayResult,
  ): Promise<void> {
    const told = ({ rows }: pg.QueryArrayResult) =>
      rows
        .map((row) => JSON.stringify(row, withoutBigInt))
        .sort()
        .join();
    if (told(await answer) === told(fresh)) return;
    if (tableVersions(await this.versions.read(), names) === versions)
      throw new Error(`what is kept of this question is not what is stored: ${question.text}`);
  }
}

const withoutBigInt = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
const keyOf = ({ text, values, rowMode }: Question) =>
  `${rowMode ?? ''} ${JSON.stringify(values, withoutBigInt)} ${text}`;

/** Bytes of these rows, about; counted no further than what is kept. */
function sizeOf(rows: unknown[]): number {
  let size = 0;
  for (const row of rows) {
    for (const value of Object.values(row as object)) size += sizeOfValue(value);
    if (size > LARGEST) break;
  }
  return size;
}

function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length;
  return isParts(value) ? 2 * JSON.stringify(value, withoutBigInt).length : 8;
}

/** An array, or what was JSON. */
const isParts = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof Date);

/** Whoever gets an answer may do with its rows what they like. */
const copyOf = (answer: pg.QueryArrayResult): pg.QueryArrayResult => ({
  ...answer,
  rows: answer.rows.map(copyOfRow),
});

function copyOfRow(row: unknown[]): unknown[] {
  const copy = Array.isArray(row) ? [...row] : Object.assign({}, row);
  for (const place in copy) if (isParts(copy[place])) copy[place] = structuredClone(copy[place]);
  return copy;
}

/** Connections of a database whose questions are answered from memory where pages ask them, once `answers` is set. */
export class AnsweringPool extends pg.Pool {
  answers: KeptAnswers | null = null;

  // The driver's own has a dozen overloads; who asks here gives one object and waits.
  override query(...given: unknown[]): never {
    const ask = () => Reflect.apply(super.query, this, given);
    const [question] = given as [Question];
    const isPlain = given.length === 1 && typeof question === 'object';
    return (this.answers && isPlain ? this.answers.find(question, ask) : ask()) as never;
  }
}
