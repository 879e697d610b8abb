import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readDesil1, readIdm } from '../datasets/file/read.js';
import type { Fault } from '../datasets/file/table.js';
import { messages, printed, toCsv, toJson, toTable } from '../ranking/output.js';
import { type ParameterName, readParameters } from '../ranking/parameters.js';
import { rank } from '../ranking/ranking.js';
import { scopeUnits } from '../ranking/scope.js';
import type { Level, Parameters } from '../ranking/types.js';
import { type Reference, readReference, shippedReference } from '../wilayah/reference.js';
import type { Io } from './io.js';

interface Options {
  desil1: string;
  idm: string | undefined;
  wilayah: string | undefined;
  level: Level;
  format: 'csv' | 'json' | 'tabel';
  parameters: Parameters;
}

const string = { type: 'string' } as const;
const optionTypes = {
  desil1: string,
  idm: string,
  metode: string,
  dasar: string,
  normalisasi: string,
  'bobot-idm': string,
  'tanpa-idm': string,
  seleksi: string,
  tingkat: string,
  wilayah: string,
  format: string,
};
const optionOf: Record<ParameterName, string> = {
  metode: 'metode',
  dasar: 'dasar',
  normalisasi: 'normalisasi',
  bobotIdm: 'bobot-idm',
  tanpaIdm: 'tanpa-idm',
  seleksi: 'seleksi',
};

/**
 * `dampingan peringkat`: ranks from files, without a database.
 * @returns the exit code: 0, or 2 with every fault on standard error and nothing on standard output.
 */
export async function peringkat(argv: string[], io: Io): Promise<number> {
  const { options, problems } = readOptions(argv);
  if (!options) {
    io.stderr.write(problems.map((line) => `${line}\n`).join(''));
    return 2;
  }
  const input = await readInput(options);
  if (input.faults.length > 0) {
    io.stderr.write(input.faults.map((line) => `${line}\n`).join(''));
    return 2;
  }
  const ranking = rank(scopeUnits(input.reference, input.desil1, input.idm), options.parameters, {
    sensitivity: options.level === 'desa',
  });
  const print = { csv: toCsv, json: toJson, tabel: toTable }[options.format];
  io.stdout.write(print(printed(ranking, options.level)));
  const notices = input.notices.map((notice) => `catatan: ${notice}`);
  io.stderr.write([...notices, ...messages(ranking)].map((line) => `${line}\n`).join(''));
  return 0;
}

function readOptions(argv: string[]): { options: Options | null; problems: string[] } {
  let values: Record<string, string | undefined>;
  try {
    values = parseArgs({ args: argv, options: optionTypes, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { options: null, problems: [unknownOption(error as Error & { code?: string }, argv)] };
  }
  const given = Object.fromEntries(
    Object.entries(optionOf).flatMap(([name, option]) =>
      values[option] === undefined ? [] : [[name, values[option]]],
    ),
  );
  const { parameters, errors } = readParameters(given);
  const problems = Object.entries(errors).map(
    ([name, message]) => `--${optionOf[name as ParameterName]}: ${message}`,
  );
  if (!values.desil1) problems.push('--desil1: wajib diisi dengan nama berkas.');
  if (values.wilayah !== undefined && values.seleksi === undefined) {
    problems.push('--seleksi: wajib diisi bila --wilayah dipakai, misalnya --seleksi kuota:79.');
  }
  const { tingkat = 'desa', format = 'csv' } = values;
  if (tingkat !== 'desa' && tingkat !== 'kecamatan')
    problems.push(`--tingkat: "${tingkat}" tidak dikenal. Pilih desa atau kecamatan.`);
  if (format !== 'csv' && format !== 'json' && format !== 'tabel') {
    problems.push(`--format: "${format}" tidak dikenal. Pilih csv, json, atau tabel.`);
  }
  if (problems.length > 0) return { options: null, problems };
  const { desil1 = '', idm, wilayah } = values;
  const options = {
    desil1,
    idm,
    wilayah,
    parameters,
    level: tingkat as Level,
    format: format as Options['format'],
  };
  return { options, problems };
}

function unknownOption(error: Error & { code?: string }, argv: string[]): string {
  const named =
    /'(-[^' <]*)/.exec(error.message)?.[1] ?? argv.find((one) => one.startsWith('-')) ?? argv[0] ?? '';
  const option = named.replace(/=.*/, '');
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${option}: opsi tidak dikenal.`;
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return `--desil1: "${/'([^']*)'/.exec(error.message)?.[1] ?? ''}" bukan opsi. Tulis nama berkas sesudah --desil1.`;
  return `${option}: nilainya belum diisi.`;
}

async function readInput(options: Options) {
  const faults: string[] = [];
  const told = (file: string, found: Fault[]) => {
    faults.push(...found.map((fault) => `${file}:${fault.line} ${fault.column}: ${fault.message}`));
  };
  const reference = await referenceFor(options.wilayah, told);
  const desil1Bytes = await bytesOf(options.desil1, told);
  const idmBytes = options.idm === undefined ? null : await bytesOf(options.idm, told);
  const requirePopulation = options.parameters.dasar === 'persen';
  const nothing = { rows: [], notices: [], faults: [] };
  const readable = reference.villages.size > 0;
  const desil1 =
    desil1Bytes && readable
      ? await readDesil1(desil1Bytes, options.desil1, reference, { requirePopulation })
      : nothing;
  told(options.desil1, desil1.faults);
  const idm = idmBytes && readable ? await readIdm(idmBytes, options.idm ?? '', reference) : nothing;
  told(options.idm ?? '', idm.faults);
  return {
    reference,
    desil1: desil1.rows,
    idm: idm.rows,
    notices: [...desil1.notices, ...idm.notices],
    faults,
  };
}

async function referenceFor(
  file: string | undefined,
  told: (file: string, faults: Fault[]) => void,
): Promise<Reference> {
  if (file === undefined) return shippedReference();
  const bytes = await bytesOf(file, told);
  if (!bytes) return { villages: new Map(), kecamatan: new Map() };
  const { reference, faults } = readReference(bytes);
  told(file, faults);
  return reference;
}

async function bytesOf(file: string, told: (file: string, faults: Fault[]) => void): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    told(file, [{ line: 1, column: '-', message: 'Berkas tidak dapat dibuka. Periksa nama dan letaknya.' }]);
    return null;
  }
}
