import type { Belongs } from '../belonging.js';
import type { Reader } from '../database/client.js';
import type { Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { type Here, ofRegion } from '../scope.js';
import { codeCell } from '../sheets/cells.js';
import type { Services } from '../web/services.js';
import { CODE_TITLES, kecamatanOf, whyNoVillage } from '../wilayah/codes.js';
import { AgencyNames, type NamedAgency, PlaceNames, type Unclear } from '../wilayah/names.js';

/** Who asks, and what answers. */
export interface Asking {
  app: Services;
  actor: Actor;
}

/** A place that an account may belong to: how it is written down, how it is shown, and the column that it fills. */
export interface Place {
  value: string;
  label: string;
  belongs: Partial<Belongs>;
}

/** The places of a kind, and the one that is meant by what was typed or chosen. */
export interface Places {
  all: Place[];
  find: (typed: string) => Place | Unclear;
}

/** A kind of place, as form, sheet and command ask for it. */
interface PlaceKind {
  /** Its field in the form, its column in a sheet, its option of the command. */
  name: string;
  label: string;
  /** Whose accounts belong to one. */
  roles: Role[];
  /** Said where none was given. */
  missing: string;
  /** Other titles of its column in a sheet. */
  titles: string[];
  /** What the command calls what is typed. */
  typed: string;
  /** An account of the template: its user name, its name, its place. */
  example: [string, string, string];
  /** Those of today or later. */
  load: (db: Reader, still: Still) => Promise<Places>;
}
type Still = Here & { OR: [{ validTo: null }, { validTo: { gte: Date } }] };

const kinds: Record<keyof Belongs, PlaceKind> = {
  agencyId: {
    name: 'opd',
    label: 'OPD',
    roles: ['OPD'],
    missing: 'Pilih OPD tempat petugas ini bekerja.',
    titles: [],
    typed: 'SINGKATAN',
    example: ['dinkes-1', 'Petugas Dinkes', 'Dinkes'],
    load: async (db, where) =>
      agencyPlaces(await db.agency.findMany({ where, orderBy: { shortName: 'asc' } })),
  },
  villageCode: {
    name: 'desa',
    label: 'Desa',
    roles: ['DESA'],
    missing: 'Pilih desa akun ini.',
    titles: CODE_TITLES,
    typed: 'KODE',
    example: ['desa-gombong', 'Pemerintah Desa Gombong', '33.27.03.2001'],
    load: async (db, where) =>
      villagePlaces(
        await db.village.findMany({
          where,
          include: { kecamatan: true },
          orderBy: [{ kecamatanCode: 'asc' }, { name: 'asc' }],
        }),
      ),
  },
};
export const placeKinds = Object.values(kinds);

const agencyPlaces = (agencies: NamedAgency[]): Places => {
  const names = new AgencyNames(agencies);
  const place = ({ id, shortName }: NamedAgency): Place => ({
    value: shortName,
    label: shortName,
    belongs: { agencyId: id },
  });
  return {
    all: agencies.map(place),
    find: (typed) => {
      const found = agencies.find((one) => one.shortName === typed) ?? names.find(typed);
      return 'id' in found ? place(found) : found;
    },
  };
};

const villagePlaces = (villages: { code: string; name: string; kecamatan: { name: string } }[]): Places => {
  const all = villages.map(
    ({ code, name, kecamatan }): Place => ({
      value: code,
      label: `${kecamatan.name}: ${name}`,
      belongs: { villageCode: code },
    }),
  );
  const byCode = new Map(all.map((place) => [place.value, place]));
  const known = kecamatanOf(byCode.keys());
  const names = new PlaceNames(
    villages.map(({ code, name, kecamatan }) => ({ code, name, kecamatan: kecamatan.name })),
  );
  return {
    all,
    find: (typed) => {
      const code = codeCell(typed);
      const place = byCode.get(code);
      if (place) return place;
      // A number that a spreadsheet spoiled has one letter: 3,3E+09.
      if (!/\p{L}{2}/u.test(typed)) return { message: whyNoVillage(code, known), meant: [] };
      const found = names.find(typed, '');
      return 'code' in found ? (byCode.get(found.code) as Place) : found;
    },
  };
};

/** The places of every kind, by its name. */
export type KnownPlaces = Map<string, Places>;

/** The places of the kabupaten that an account may belong to on `day` or later. */
export async function placesOf(db: Reader, here: Here, day: Date): Promise<KnownPlaces> {
  const still: Still = { ...ofRegion(here), OR: [{ validTo: null }, { validTo: { gte: day } }] };
  const loaded = placeKinds.map(async (kind) => [kind.name, await kind.load(db, still)] as const);
  return new Map(await Promise.all(loaded));
}

/**
 * The place of an account by what was typed for each kind, and by the kind's name what is wrong: a place that is not
 * known, also one that the role does not ask for, or none where it does.
 */
export function placeOf(
  role: Role | undefined,
  known: KnownPlaces,
  typed: (name: string) => string,
): { place: Place | null; unclear: [name: string, Unclear][] } {
  let place: Place | null = null;
  const unclear: [string, Unclear][] = [];
  for (const { name, roles, missing } of placeKinds) {
    const asked = role !== undefined && roles.includes(role);
    const written = typed(name);
    const found = written === '' ? null : known.get(name)?.find(written);
    if (found && 'message' in found) unclear.push([name, found]);
    else if (asked && found) place = found;
    else if (asked) unclear.push([name, { message: missing, meant: [] }]);
  }
  return { place, unclear };
}
