import { type By, change } from '../audit/change.js';
import { number } from '../core/format.js';
import type { Database, Writer } from '../database/client.js';
import { type Here, ofRegion } from '../scope.js';
import { inForceOn } from './in-force.js';
import { searchName } from './names.js';
import type { Reference } from './reference.js';

/** What a new list of places changed. */
export interface PlacesChange {
  added: number;
  ended: number;
  renamed: number;
  /** Open assignments in units that ended; somebody has to end them. */
  openAssignments: number;
}

const START = new Date('2000-01-01T00:00:00Z');
const DAY = 86_400_000;

/**
 * Brings the places of a kabupaten in line with an official list that holds from `from` on: a unit that is missing
 * ends the day before, a new one starts, a renamed one keeps its former name. Nothing is deleted. The first list of
 * an empty kabupaten holds from the beginning.
 */
export function importPlaces(
  database: Database,
  by: By,
  reference: Reference,
  from: Date,
): Promise<PlacesChange> {
  return change(database, by, 'system.places', async (tx) => {
    const first = (await tx.village.count({ where: ofRegion(by) })) === 0;
    const start = first ? START : from;
    const end = new Date(from.getTime() - DAY);
    const term = { ...ofRegion(by), start, end };
    await mergeKecamatan(tx, reference, term);
    const result = await mergeVillages(tx, reference, term);
    const summary = `Daftar wilayah dimuat: ${number(result.added)} baru, ${number(result.ended)} berakhir, ${number(result.renamed)} berganti nama`;
    return {
      result,
      fact: { subjectType: 'wilayah', subjectId: by.regionCode, summary, after: { ...result } },
    };
  });
}

/** The kabupaten, when what is new begins and when what is missing ends. */
interface Term extends Here {
  start: Date;
  end: Date;
}

async function mergeKecamatan(tx: Writer, reference: Reference, term: Term) {
  const { regionCode, start, end } = term;
  const there = new Map(
    (await tx.kecamatan.findMany({ where: ofRegion(term) })).map((one) => [one.code, one]),
  );
  for (const [code, name] of reference.kecamatan) {
    const old = there.get(code);
    if (!old) await tx.kecamatan.create({ data: { code, regionCode, name, validFrom: start } });
    else if (old.name !== name || old.validTo !== null) {
      const formerNames = old.name === name ? old.formerNames : [...old.formerNames, old.name];
      await tx.kecamatan.update({ where: { code }, data: { name, formerNames, validTo: null } });
    }
  }
  for (const one of there.values()) {
    if (one.validTo === null && !reference.kecamatan.has(one.code))
      await tx.kecamatan.update({ where: { code: one.code }, data: { validTo: end } });
  }
}

async function mergeVillages(tx: Writer, reference: Reference, term: Term): Promise<PlacesChange> {
  const { regionCode, start, end } = term;
  const there = new Map((await tx.village.findMany({ where: ofRegion(term) })).map((one) => [one.code, one]));
  const result: PlacesChange = { added: 0, ended: 0, renamed: 0, openAssignments: 0 };
  const fresh = [...reference.villages.values()].filter((one) => !there.has(one.code));
  await tx.village.createMany({
    data: fresh.map(({ code, name, kecamatanCode, kind }) => ({
      code,
      regionCode,
      kecamatanCode,
      name,
      searchName: searchName(name),
      kind,
      validFrom: start,
    })),
  });
  result.added = fresh.length;
  for (const old of there.values()) {
    const now = reference.villages.get(old.code);
    if (now && (now.name !== old.name || old.validTo !== null)) {
      const formerNames = now.name === old.name ? old.formerNames : [...old.formerNames, old.name];
      const data = { name: now.name, searchName: searchName(now.name), formerNames, validTo: null };
      await tx.village.update({ where: { code: old.code }, data });
      result.renamed += now.name === old.name ? 0 : 1;
    } else if (!now && old.validTo === null) {
      await tx.village.update({ where: { code: old.code }, data: { validTo: end } });
      result.ended += 1;
      result.openAssignments += await tx.assignment.count({
        where: { villageCode: old.code, ...inForceOn(end) },
      });
    }
  }
  return result;
}
