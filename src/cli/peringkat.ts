import { readFile } from 'node:fs/promises';
import { desil1 as desil1Kind } from '../datasets/desil1.js';
import { idm as idmKind } from '../datasets/idm.js';
import type { DataKind } from '../datasets/kind.js';
import { type ReadFile, type ReadOptions, readDataFile } from '../datasets/read.js';
import { messages, printed, toCsv, toJson, toTable } from '../ranking/output.js';
import { type ParameterName, readParameters } from '../ranking/parameters.js';
import { rank } from '../ranking/ranking.js';
import { scopeUnits } from '../ranking/scope.js';
import type { Level, Parameters } from '../ranking/types.js';
import {
  kabupatenOf,
  type ReadReference,
  type Reference,
  readReference,
  shippedReference,
} from '../wilayah/reference.js';
import type { Io } from './io.js';
import { readOptions } from './options.js';
import { faultRemarks, lines, noticeRemarks } from './remarks.js';

interface Options {
  desil1: string;
  idm: string | undefined;
  wilayah: string | undefined;
  level: Level;
  format: 'csv' | 'json' | 'tabel';
  parameters: Parameters;
}

const optionNames = [
  'desil1',
  'idm',
  'metode',
  'dasar',
  'normalisasi',
  'bobot-idm',
  'tanpa-idm',
  'seleksi',
  'tingkat',
  'wilayah',
  'format',
] as const;
const optionOf: Record<ParameterName, (typeof optionNames)[number]> = {
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
  const { options, problems } = checkOptions(argv);
  if (!options) {
    io.stderr.write(lines(problems));
    return 2;
  }
  const input = await readInput(options);
  if (input.faults.length > 0) {
    io.stderr.write(lines(input.faults));
    return 2;
  }
  const ranking = rank(scopeUnits(input.reference, input.desil1, input.idm), options.parameters, {
    sensitivity: options.level === 'desa',
  });
  const print = { csv: toCsv, json: toJson, tabel: toTable }[options.format];
  io.stdout.write(print(printed(ranking, options.level)));
  io.stderr.write(noticeRemarks(input.notices) + lines(messages(ranking)));
  return 0;
}

function checkOptions(argv: string[]): { options: Options | null; problems: string[] } {
  const { values, problems } = readOptions(argv, optionNames);
  const given = Object.fromEntries(
    Object.entries(optionOf).flatMap(([name, option]) =>
      values[option] === undefined ? [] : [[name, values[option]]],
    ),
  );
  const { parameters, errors } = readParameters(given);
  for (const name of Object.keys(errors) as ParameterName[])
    problems.push(`--${optionOf[name]}: ${errors[name]}`);
  const needed = (option: string, message: string) => {
    if (!problems.some((problem) => problem.startsWith(`${option}:`))) problems.push(`${option}: ${message}`);
  };
  if (values.desil1 === undefined) needed('--desil1', 'wajib diisi dengan nama berkas.');
  if (values.wilayah !== undefined && values.seleksi === undefined)
    needed('--seleksi', 'wajib diisi bila --wilayah dipakai, misalnya --seleksi kuota:79.');
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

async function readInput(options: Options) {
  const { desil1: desil1File, idm: idmFile = '', wilayah = '' } = options;
  const places = wilayah
    ? await readOwn(wilayah)
    : { reference: await shippedReference(), notices: [], faults: [] };
  const { reference } = places;
  const percent =
    options.parameters.dasar === 'persen' ? { required: ['jumlah_penduduk'], unit: 'jiwa' } : {};
  const desil1 = await readData(desil1Kind, desil1File, reference, percent);
  // The rows of other kabupaten than those of the decile-1 file are left out; a file without any code rules out none.
  const scope = kabupatenOf(desil1.codes);
  const idm = idmFile
    ? await readData(idmKind, idmFile, reference, { scope: scope.size > 0 ? scope : undefined })
    : nothing;
  return {
    reference,
    desil1: desil1.figures.map(({ code, values }) => ({
      code,
      desil1: values.desil1 ?? null,
      population: values.jumlah_penduduk ?? null,
    })),
    idm: idm.figures.map(({ code, values }) => ({ code, idm: values.idm ?? null })),
    notices: [...places.notices, ...desil1.notices, ...idm.notices],
    faults: [
      ...faultRemarks(wilayah, places.faults),
      ...faultRemarks(desil1File, desil1.faults),
      ...faultRemarks(idmFile, idm.faults),
    ],
  };
}

type ReadData = Pick<ReadFile, 'figures' | 'codes' | 'notices' | 'faults'>;
const nothing: ReadData = { figures: [], codes: [], notices: [], faults: [] };

const readData = (kind: DataKind, file: string, reference: Reference, options: ReadOptions) =>
  readWhole<ReadData>(file, nothing, (bytes) => readDataFile(kind, bytes, reference, options));

/** A reference list of the caller's own; one with faults still lets the other files be checked. */
async function readOwn(file: string) {
  const nothing = { reference: { villages: new Map(), kecamatan: new Map() }, notices: [], faults: [] };
  const { reference, ...read } = await readWhole<ReadReference>(file, nothing, readReference);
  const standing = read.faults.length > 0 ? 'faulty' : 'own';
  return { ...read, reference: { ...reference, standing } satisfies Reference };
}

/** What a file holds; `nothing` with one fault when it cannot be opened. */
async function readWhole<Found extends { faults: ReadFile['faults'] }>(
  file: string,
  nothing: Found,
  read: (bytes: Buffer) => Promise<Found>,
): Promise<Found> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes) return read(bytes);
  const message = 'Berkas tidak dapat dibuka. Periksa nama dan letaknya.';
  return { ...nothing, faults: [{ line: 1, column: '-', message }] };
}
