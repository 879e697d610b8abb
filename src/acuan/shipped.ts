import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { change, system } from '../audit/change.js';
import { ConfigError } from '../config.js';
import { plusDays } from '../core/format.js';
import type { Database, Writer } from '../database/client.js';
import { rootFolder } from '../database/root.js';
import type { AgencyKind } from '../generated/prisma/enums.js';
import { type Here, ofRegion } from '../scope.js';
import { searchName } from '../wilayah/names.js';
import { villageKind } from '../wilayah/reference.js';

const folder = path.join(rootFolder, 'prisma', 'reference');
/** Reference rows are valid from before the programme began. */
const START = new Date('2000-01-01T00:00:00Z');

async function readReference<S extends z.ZodType>(name: string, schema: S): Promise<z.output<S>[]> {
  const content = await readFile(path.join(folder, name));
  return z.array(schema).parse(parse(content, { columns: true, bom: true, skip_empty_lines: true }));
}

const Place = z.object({ kode: z.string(), nama: z.string() });
const blankIsNull = z.string().transform((value) => (value === '' ? null : value));
const Category = z.object({
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  strategy: blankIsNull.pipe(z.enum(['A', 'B', 'C']).nullable()),
  basic_service: z.string().transform((value) => value === 'ya'),
  counts_people: z.string().transform((value) => value === 'ya'),
  price_low: blankIsNull.transform((value) => (value ? BigInt(value) : null)),
  price_high: blankIsNull.transform((value) => (value ? BigInt(value) : null)),
});
const Funding = z.object({ code: z.string(), name: z.string() });
const Agency = z.object({
  nama: z.string(),
  singkatan: z.string(),
  jenis: z.string(),
  mulai: z.coerce.date(),
  sampai: blankIsNull.transform((value) => (value ? new Date(value) : null)),
  penerus: z.string(),
  /** The name it bore before, and the first day of the one it bears. */
  nama_lama: z.string(),
  singkatan_lama: z.string(),
  berganti: blankIsNull.transform((value) => (value ? new Date(value) : null)),
  teknis: z.string().transform((value) => value === 'ya'),
  /** Codes of the kinds of help it serves. */
  melayani: z.string().transform((value) => value.split(' ').filter(Boolean)),
});

/**
 * Loads what an empty database needs before anybody can work: the region, its kecamatan, villages and OPD where a
 * list is shipped, the categories and funding sources. Does nothing where they stand already.
 */
export async function loadReference(database: Database, regionCode: string): Promise<void> {
  if ((await database.reader.region.count({ where: { code: regionCode } })) > 0) return;
  const names = await readReference('kabupaten.csv', Place);
  const name = names.find((one) => one.kode === regionCode)?.nama;
  if (!name) throw new ConfigError(`WILAYAH ${regionCode} bukan kode kabupaten/kota yang dikenal.`);
  await change(database, system(regionCode, 'Penyiapan awal'), 'system.reference', async (tx) => {
    await tx.region.create({ data: { code: regionCode, name } });
    await loadCategories(tx);
    const places = await loadPlaces(tx, regionCode);
    const agencies = await loadAgencies(tx, { regionCode });
    const summary = `Data acuan dimuat: ${places} wilayah, ${agencies} OPD`;
    return { result: undefined, fact: { subjectType: 'wilayah', subjectId: regionCode, summary } };
  });
}

async function loadCategories(tx: Writer): Promise<void> {
  if ((await tx.category.count()) > 0) return;
  const categories = await readReference('categories.csv', Category);
  await tx.category.createMany({
    data: categories.map((row, position) => ({
      code: row.code,
      name: row.name,
      unit: row.unit,
      strategy: row.strategy,
      basicService: row.basic_service,
      countsPeople: row.counts_people,
      priceLow: row.price_low,
      priceHigh: row.price_high,
      position,
    })),
  });
  const sources = await readReference('funding-sources.csv', Funding);
  await tx.fundingSource.createMany({ data: sources.map((row, position) => ({ ...row, position })) });
}

async function loadPlaces(tx: Writer, regionCode: string): Promise<number> {
  const name = `wilayah-${regionCode}.csv`;
  if (!existsSync(path.join(folder, name))) return 0;
  const places = await readReference(name, Place);
  const villages = places.filter((place) => place.kode.length === 13);
  await tx.kecamatan.createMany({
    data: places
      .filter((place) => place.kode.length === 8)
      .map((place) => ({
        code: place.kode,
        regionCode,
        name: place.nama,
        formerNames: [],
        validFrom: START,
      })),
  });
  await tx.village.createMany({
    data: villages.map((place) => ({
      code: place.kode,
      regionCode,
      kecamatanCode: place.kode.slice(0, 8),
      name: place.nama,
      searchName: searchName(place.nama),
      formerNames: [],
      kind: villageKind(place.kode),
      validFrom: START,
    })),
  });
  return places.length;
}

async function loadAgencies(tx: Writer, here: Here): Promise<number> {
  const name = `opd-${here.regionCode}.csv`;
  if (!existsSync(path.join(folder, name))) return 0;
  const agencies = await readReference(name, Agency);
  await tx.agency.createMany({
    data: agencies.map((row) => ({
      ...ofRegion(here),
      name: row.nama,
      shortName: row.singkatan,
      kind: row.jenis.toUpperCase() as AgencyKind,
      validFrom: row.mulai,
      validTo: row.sampai,
      technical: row.teknis,
    })),
  });
  for (const row of agencies.filter((agency) => agency.penerus !== '')) {
    const successor = await tx.agency.findFirstOrThrow({
      where: { ...ofRegion(here), shortName: row.penerus },
    });
    await tx.agency.updateMany({
      where: { ...ofRegion(here), shortName: row.singkatan },
      data: { successorId: successor.id },
    });
  }
  await keepFormerNames(tx, here, agencies);
  await loadFields(tx, here, agencies);
  return agencies.length;
}

/** An OPD that only changed its name goes on as one, and what is older bears the old name. */
async function keepFormerNames(tx: Writer, here: Here, agencies: z.output<typeof Agency>[]): Promise<void> {
  for (const { singkatan, nama_lama, singkatan_lama, berganti } of agencies) {
    if (!berganti) continue;
    const { id } = await tx.agency.findFirstOrThrow({ where: { ...ofRegion(here), shortName: singkatan } });
    const data = { agencyId: id, name: nama_lama, shortName: singkatan_lama, until: plusDays(berganti, -1) };
    await tx.formerName.create({ data });
  }
}

async function loadFields(tx: Writer, here: Here, agencies: z.output<typeof Agency>[]): Promise<void> {
  const stored = await tx.agency.findMany({ where: ofRegion(here), select: { id: true, shortName: true } });
  const ids = new Map(stored.map(({ id, shortName }) => [shortName, id]));
  const data = agencies.flatMap(({ singkatan, melayani }) =>
    melayani.map((categoryCode) => ({ agencyId: ids.get(singkatan) as number, categoryCode })),
  );
  await tx.agencyField.createMany({ data });
}
