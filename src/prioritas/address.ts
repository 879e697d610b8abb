import {
  type ParameterErrors,
  type ParameterName,
  parameterNames,
  readParameters,
  writeParameters,
} from '../ranking/parameters.js';
import type { Level, Parameters } from '../ranking/types.js';
import { prioritasPaths } from './paths.js';

/** What the address of a what-if says. Versions are ids; an address without them is not pinned yet. */
export interface WhatIf {
  parameters: Parameters;
  level: Level;
  /** Missing while the address names none. */
  desil1Id?: number;
  /** Missing while the address names none; `none` ranks without IDM. */
  idmId?: number | 'none';
  /** Year of the official list it is compared with; missing for the newest. */
  against?: number;
  /** A name or code that is looked for in the result; '' when none. */
  search: string;
  /** What the form has to say; the command line has words of its own. */
  errors: WhatIfErrors;
  /** Parameters as typed, to show them again. */
  typed: Record<ParameterName, string>;
}

/** Fields of the form and what is wrong with them. */
export type WhatIfErrors = Partial<Record<ParameterName | 'batas', string>>;

const limits = new Map<string, string>(
  Object.entries({
    kuota: 'Isi batas, misalnya 79.',
    'kuota-kecamatan': 'Isi batas tiap kecamatan, misalnya 5.',
    ambang: 'Isi batas skor 0 sampai 1, misalnya 0,5.',
  }),
);

/** The faults of the parameters in the words of the form, each at the field that mends it. */
function formErrors(errors: ParameterErrors, given: Partial<Record<ParameterName, string>>): WhatIfErrors {
  const found: WhatIfErrors = {};
  for (const name of Object.keys(errors) as ParameterName[]) found[name] = 'Pilih salah satu yang ada.';
  if (errors.bobotIdm) found.bobotIdm = `"${given.bobotIdm}" bukan angka 0 sampai 1, misalnya 0,5.`;
  const limit = limits.get(given.seleksi?.split(':')[0] ?? '');
  if (errors.seleksi && limit) {
    delete found.seleksi;
    found.batas = limit;
  }
  return found;
}

const id = (text: string | null) => (text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

/**
 * Reads the query of `/prioritas/baru`: names as on the command line of the ranking, plus `desil1` and `idm` as ids of
 * data versions (`idm=tanpa` ranks without). The form sends the selection in two fields, `seleksi` and `batas`.
 */
export function readWhatIf(query: URLSearchParams): WhatIf {
  const given: Partial<Record<ParameterName, string>> = {};
  for (const name of parameterNames) {
    const value = query.get(name)?.trim();
    if (value) given[name] = value;
  }
  const limit = query.get('batas')?.trim();
  if (limit && given.seleksi && given.seleksi !== 'kuadran-i' && !given.seleksi.includes(':')) {
    given.seleksi = `${given.seleksi}:${limit}`;
  }
  const { parameters, errors } = readParameters(given);
  return {
    parameters,
    errors: formErrors(errors, given),
    typed: { ...writeParameters(parameters), ...given },
    search: query.get('cari')?.trim().slice(0, 100) ?? '',
    level: query.get('tingkat') === 'kecamatan' ? 'kecamatan' : 'desa',
    against: id(query.get('lokus')),
    desil1Id: id(query.get('desil1')),
    idmId: query.get('idm') === 'tanpa' ? 'none' : id(query.get('idm')),
  };
}

/** The pinned address of a what-if; the same settings always give the same address. */
export function whatIfHref(
  parameters: Parameters,
  versions: { desil1Id: number; idmId: number | 'none' },
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({
    ...writeParameters(parameters),
    desil1: String(versions.desil1Id),
    idm: versions.idmId === 'none' ? 'tanpa' : String(versions.idmId),
    ...more,
  });
  return `${prioritasPaths.whatIf}?${query.toString().replaceAll('%3A', ':')}`;
}
