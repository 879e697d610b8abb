import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { system } from '../audit/change.js';
import { calendarDay, date, number } from '../core/format.js';
import { findNik, nikRefusal } from '../core/nik.js';
import type { Database } from '../database/client.js';
import { checkFile, regionReference } from '../datasets/check.js';
import type { DataKind } from '../datasets/kind.js';
import { kindNamed, kindSlugs, versionTitle } from '../datasets/kinds.js';
import { importVersion } from '../datasets/versions.js';
import { readDate } from '../web/form.js';
import { importPlaces } from '../wilayah/import.js';
import { readReference } from '../wilayah/reference.js';
import type { Io } from './io.js';
import { faultRemarks, lines, noticeRemarks } from './remarks.js';

const string = { type: 'string' } as const;
type Values = Record<string, string | undefined>;

/** Reads one file name and the named options; a sentence when they cannot be read. */
function readOptions(argv: string[], names: string[]): { file: string; values: Values } | string {
  try {
    const options = Object.fromEntries(names.map((name) => [name, string]));
    const { values, positionals } = parseArgs({ args: argv, options, strict: true, allowPositionals: true });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) return 'FILE: tulis satu nama berkas.';
    return { file, values: values as Values };
  } catch {
    return `Opsi yang dikenal: ${names.map((name) => `--${name}`).join(', ')}.`;
  }
}

async function readBytes(file: string): Promise<Buffer | null> {
  return readFile(file).catch(() => null);
}

const refuse = (io: Io, ...remarks: string[]): number => {
  io.stderr.write(lines(remarks));
  return 2;
};

/**
 * `dampingan data impor FILE --jenis JENIS --sumber DTKS --per 2022-01-31 [--satuan jiwa]`: the same checks as in
 * the browser, stored at once.
 * @returns 0, or 2 with every bad cell on standard error as `FILE:LINE kolom: pesan`.
 */
export async function importData(
  database: Database,
  regionCode: string,
  argv: string[],
  io: Io,
): Promise<number> {
  const read = readOptions(argv, ['jenis', 'sumber', 'per', 'satuan']);
  if (typeof read === 'string') return refuse(io, read);
  const { file, values } = read;
  const kind = kindNamed(values.jenis ?? '');
  if (!kind) return refuse(io, `--jenis: pilih ${kindSlugs.join(' atau ')}.`);
  const wrong = dataOptionFault(kind, values);
  if (wrong) return refuse(io, wrong);
  const fileName = path.basename(file);
  const masked = findNik(fileName);
  if (masked) return refuse(io, nikRefusal('Nama berkas', masked));
  const bytes = await readBytes(file);
  if (!bytes) return refuse(io, `${file}:1 -: Berkas tidak dapat dibuka. Periksa nama dan letaknya.`);
  const reference = await regionReference(database.reader, { regionCode });
  const checked = await checkFile(kind, bytes, reference, { unit: values.satuan ?? '' });
  if (checked.faults.length > 0) return refuse(io, ...faultRemarks(file, checked.faults));
  io.stderr.write(noticeRemarks(checked.notices));
  const { unit, figures } = checked;
  const notices = checked.notices.map((notice) => notice.kept);
  const asOf = readDate(values.per ?? '') as Date;
  const source = values.sumber ?? (kind.sources[0] as string);
  const meta = { kind: kind.code, source, asOf, unit, fileName, notices };
  const id = await importVersion(database, system(regionCode), meta, { bytes, figures });
  io.stdout.write(`Versi ${id}: ${versionTitle(meta)} per ${date(asOf)}, ${number(figures.length)} baris.\n`);
  return 0;
}

function dataOptionFault({ sources, units: counted }: DataKind, values: Values): string {
  const source = values.sumber ?? (sources.length === 1 ? sources[0] : undefined);
  if (!sources.includes(source ?? '')) return `--sumber: pilih ${sources.join(', ')}.`;
  const per = readDate(values.per ?? '');
  if (!per) return '--per: tulis tanggal data seperti 2022-01-31.';
  if (per > calendarDay(new Date())) return '--per: tanggal itu belum terjadi.';
  const units = counted.map((one) => one.name);
  return values.satuan === undefined || units.includes(values.satuan)
    ? ''
    : `--satuan: pilih ${units.join(', ')}.`;
}

/** `dampingan wilayah impor FILE [--berlaku TANGGAL]`: the official list of the kabupaten served. */
export async function importRegion(
  database: Database,
  regionCode: string,
  argv: string[],
  io: Io,
): Promise<number> {
  const read = readOptions(argv, ['berlaku']);
  if (typeof read === 'string') return refuse(io, read);
  const { file, values } = read;
  const from = values.berlaku === undefined ? calendarDay(new Date()) : readDate(values.berlaku);
  if (!from) return refuse(io, '--berlaku: tulis tanggal seperti 2026-01-01.');
  const bytes = await readBytes(file);
  if (!bytes) return refuse(io, `${file}:1 -: Berkas tidak dapat dibuka. Periksa nama dan letaknya.`);
  const { reference, faults, notices } = await readReference(bytes);
  if (faults.length > 0) return refuse(io, ...faultRemarks(file, faults));
  io.stderr.write(noticeRemarks(notices));
  const inside = (code: string) => code.startsWith(`${regionCode}.`);
  for (const code of [...reference.villages.keys()]) if (!inside(code)) reference.villages.delete(code);
  for (const code of [...reference.kecamatan.keys()]) if (!inside(code)) reference.kecamatan.delete(code);
  if (reference.villages.size === 0)
    return refuse(io, `${file}:1 kode: Tidak ada desa dengan kode ${regionCode}.`);
  const result = await importPlaces(database, system(regionCode), reference, from);
  io.stdout.write(`${result.added} baru, ${result.ended} berakhir, ${result.renamed} berganti nama.\n`);
  if (result.openAssignments > 0)
    io.stderr.write(`catatan: ${result.openAssignments} penugasan masih terbuka di desa yang berakhir.\n`);
  return 0;
}
