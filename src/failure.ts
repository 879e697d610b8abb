import { pino } from 'pino';
import { ConfigError } from './config.js';
import { codeOf, isAway, refusalOf } from './database/away.js';

/**
 * An error as the log may keep it. Messages of the database and of parsers quote what was typed; their class, code and
 * place in the program say enough.
 */
export function withoutValues(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: string };
  const own = error.constructor === Error && code === undefined;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.constructor.name, code, message: own ? error.message : '', stack: stack.join('\n') };
}

/** The last thing a program says that cannot go on: one sentence. What nobody foresaw goes to the log as well. */
export function tellFailure(error: unknown): void {
  const foreseen = error instanceof ConfigError || isAway(error) || refusalOf(error) !== undefined;
  if (!foreseen)
    pino(pino.destination({ dest: 2, sync: true })).fatal(
      { err: withoutValues(error) },
      'the program cannot go on',
    );
  process.stderr.write(`${lastWords(error)}\n`);
}

function lastWords(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (isAway(error)) return 'Basis data tidak menjawab. Periksa apakah PostgreSQL berjalan, lalu coba lagi.';
  const refusal = refusalOf(error);
  if (refusal) return `Basis data tidak dapat dihubungi: ${refusal}. Periksa DATABASE_URL.`;
  const what = [withoutValues(error).type, codeOf(error)].filter(Boolean).join(', ');
  return `Program berhenti karena kesalahan yang tidak terduga (${what}). Rinciannya ada di log.`;
}
