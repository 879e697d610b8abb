import { readFile } from 'node:fs/promises';
import { type Desil1Row, type IdmRow, readDesil1, readIdm } from '../datasets/read.js';
import { messages, printed, toCsv, toJson, toTable } from '../ranking/output.js';
import { type ParameterName, readParameters } from '../ranking/parameters.js';
import { rank } from '../ranking/ranking.js';
import { scopeUnits } from '../ranking/scope.js';
import type { Level, Parameters } from '../ranking/types.js';
import type { Fault, Notice } from '../sheets/table.js';
import { type ReadReference, type Reference, readReference, shippedReference } from '../wilayah/reference.js';
import type { Io } from './io.js';
import { readOptions } from './options.js';
import { faultRemarks, lines } from './remarks.js';

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
  const notices = input.notices.map((notice) => `catatan: ${notice}`);
  io.stderr.write(lines([...notices, ...messages(ranking)]));
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
  for (const [name, message] of Object.entries(errors))
    problems.push(`--${optionOf[name as ParameterName]}: ${message}`);
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
  const requirePopulation = options.parameters.dasar === 'persen';
  const places = wilayah
    ? await readOwn(wilayah)
    : { reference: await shippedReference(), notices: [], faults: [] };
  const { reference } = places;
  const nothing = { rows: [], notices: [], faults: [] };
  const desil1 = await readWhole<Read<Desil1Row>>(desil1File, nothing, (bytes) =>
    readDesil1(bytes, desil1File, reference, { requirePopulation }),
  );
  const idm = idmFile
    ? await readWhole<Read<IdmRow>>(idmFile, nothing, (bytes) => readIdm(bytes, idmFile, reference))
    : nothing;
  return {
    reference,
    desil1: desil1.rows,
    idm: idm.rows,
    notices: [...places.notices, ...desil1.notices, ...idm.notices].map((notice) => notice.text),
    faults: [
      ...faultRemarks(wilayah, places.faults),
      ...faultRemarks(desil1File, desil1.faults),
      ...faultRemarks(idmFile, idm.faults),
    ],
  };
}

/** A reference list of the caller's own; one with faults still lets the other files be checked. */
async function readOwn(file: string) {
  const nothing = { reference: { villages: new Map(), kecamatan: new Map() }, notices: [], faults: [] };
  const { reference, ...read } = await readWhole<ReadReference>(file, nothing, async (bytes) =>
    readReference(bytes),
  );
  const standing = read.faults.length > 0 ? 'faulty' : 'own';
  return { ...read, reference: { ...reference, standing } satisfies Reference };
}

interface Read<Row> {
  rows: Row[];
  notices: Notice[];
  faults: Fault[];
}

/** What a file holds; `nothing` with one fault when it cannot be opened. */
async function readWhole<Found extends { faults: Fault[] }>(
  file: string,
  nothing: Found,
  read: (bytes: Buffer) => Promise<Found>,
): Promise<Found> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes) return read(bytes);
  const message = 'Berkas tidak dapat dibuka. Periksa nama dan letaknya.';
  return { ...nothing, faults: [{ line: 1, column: '-', message }] };
}
