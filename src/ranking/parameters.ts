import type { Parameters, Selection } from './types.js';

export const defaults: Parameters = {
  metode: 'skor',
  dasar: 'jumlah',
  normalisasi: 'minmax',
  bobotIdm: 0.5,
  tanpaIdm: 'renormalisasi',
  seleksi: { kind: 'kuota', limit: 79 },
};

/** The names of the parameters in addresses; the command line writes `--bobot-idm` for `bobotIdm`. */
export const parameterNames = ['metode', 'dasar', 'normalisasi', 'bobotIdm', 'tanpaIdm', 'seleksi'] as const;
export type ParameterName = (typeof parameterNames)[number];

const choices = {
  metode: ['skor', 'kuadran'],
  dasar: ['jumlah', 'persen'],
  normalisasi: ['minmax', 'persentil'],
  tanpaIdm: ['renormalisasi', 'rata-kecamatan', 'keluarkan'],
} as const;

export type ParameterErrors = Partial<Record<ParameterName, string>>;

/**
 * Reads the parameters in their written form; what is not given keeps its default.
 * @returns the parameters, and for each that cannot be read a sentence that says what is right.
 */
export function readParameters(given: Partial<Record<ParameterName, string>>): {
  parameters: Parameters;
  errors: ParameterErrors;
} {
  const parameters = { ...defaults };
  const errors: ParameterErrors = {};
  for (const name of Object.keys(choices) as (keyof typeof choices)[]) {
    const values: readonly string[] = choices[name];
    const value = given[name];
    if (value === undefined) continue;
    if (values.includes(value)) Object.assign(parameters, { [name]: value });
    else errors[name] = `"${value}" tidak dikenal. Pilih ${values.join(', ')}.`;
  }
  if (given.bobotIdm !== undefined) {
    const weight = readDecimal(given.bobotIdm);
    if (weight >= 0 && weight <= 1) parameters.bobotIdm = weight;
    else errors.bobotIdm = `"${given.bobotIdm}" bukan angka 0 sampai 1, misalnya 0.5.`;
  }
  if (given.seleksi !== undefined) {
    const selection = readSelection(given.seleksi);
    if (selection) parameters.seleksi = selection;
    else {
      errors.seleksi = `"${given.seleksi}" tidak dikenal. Tulis kuota:79, kuota-kecamatan:5, ambang:0.5 atau kuadran-i.`;
    }
  }
  return { parameters, errors };
}

const readDecimal = (text: string): number =>
  /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;

function readSelection(text: string): Selection | null {
  if (text === 'kuadran-i') return { kind: 'kuadran-i' };
  const [, kind, value = ''] = /^(ambang|kuota|kuota-kecamatan):(.*)$/.exec(text) ?? [];
  if (kind === 'ambang') {
    const limit = readDecimal(value);
    return limit >= 0 && limit <= 1 ? { kind, limit } : null;
  }
  if (kind !== 'kuota' && kind !== 'kuota-kecamatan') return null;
  // Any number above the units there are takes them all.
  const limit = /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : 0;
  return limit >= 1 ? { kind, limit } : null;
}

/** The written form of parameters, the same in addresses, on the command line and in stored runs. */
export function writeParameters(parameters: Parameters): Record<ParameterName, string> {
  const { seleksi } = parameters;
  return {
    metode: parameters.metode,
    dasar: parameters.dasar,
    normalisasi: parameters.normalisasi,
    bobotIdm: String(parameters.bobotIdm),
    tanpaIdm: parameters.tanpaIdm,
    seleksi: seleksi.kind === 'kuadran-i' ? seleksi.kind : `${seleksi.kind}:${seleksi.limit}`,
  };
}
