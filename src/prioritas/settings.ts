import { versionName } from '../datasets/kinds.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import { type Field, field, options } from '../web/components.js';
import type { WhatIf } from './address.js';

/** Two or three answers in one bar. */
export interface Segments {
  name: string;
  label: string;
  hint: string;
  error: string;
  choices: { value: string; label: string; selected: boolean }[];
}

/** The settings of a what-if as a GET form. */
export interface Settings {
  desil1: Field;
  idm: Field;
  /** Which official list the result is compared with; null while there is none. */
  against: Field | null;
  segments: Segments[];
  weight: string;
  weightError: string;
  withoutIdm: Field;
  selection: Field;
  limit: Field;
  level: string;
}

const bars = [
  {
    name: 'dasar',
    label: 'Bandingkan',
    hint: 'Jumlah warga desil 1, atau bagiannya dari penduduk.',
    choices: { jumlah: 'Jumlah', persen: 'Persen' },
  },
  {
    name: 'metode',
    label: 'Urutkan menurut',
    hint: 'Kuadran mendahulukan desa yang miskin banyak dan IDM rendah, lalu skor.',
    choices: { skor: 'Skor', kuadran: 'Kuadran' },
  },
  {
    name: 'normalisasi',
    label: 'Skala skor',
    hint: 'Min-maks mengikuti jarak antarangka, persentil hanya urutannya.',
    choices: { minmax: 'Min-maks', persentil: 'Persentil' },
  },
] as const;

const segmentsOf = ({ typed, errors }: WhatIf): Segments[] =>
  bars.map(({ name, label, hint, choices }) => ({
    name,
    label,
    hint,
    error: errors[name] ?? '',
    choices: Object.entries(choices).map(([value, text]) => ({
      value,
      label: text,
      selected: value === typed[name],
    })),
  }));

/** Builds the form from the address; what could not be read is shown as typed, with its reason. */
export function settingsOf(whatIf: WhatIf, versions: DatasetVersion[], years: number[]): Settings {
  const { typed, errors } = whatIf;
  const entries = (kind: 'DESIL1' | 'IDM') =>
    versions
      .filter((version) => version.kind === kind)
      .map((version): [string, string] => [String(version.id), versionName(version)]);
  return {
    desil1: field({
      name: 'desil1',
      label: 'Data desil 1',
      type: 'select',
      options: options(entries('DESIL1'), String(whatIf.desil1Id)),
    }),
    idm: field({
      name: 'idm',
      label: 'Data IDM',
      type: 'select',
      options: options(
        [...entries('IDM'), ['tanpa', 'Tanpa IDM']],
        whatIf.idmId === 'none' ? 'tanpa' : String(whatIf.idmId),
      ),
    }),
    against: againstField(whatIf, years),
    segments: segmentsOf(whatIf),
    weight: typed.bobotIdm.replace('.', ','),
    weightError: errors.bobotIdm ?? '',
    withoutIdm: withoutIdmField(typed.tanpaIdm, errors.tanpaIdm ?? ''),
    ...selectionFields(typed.seleksi, errors),
    level: whatIf.level,
  };
}

const againstField = ({ against }: WhatIf, years: number[]): Field | null =>
  years.length === 0
    ? null
    : field({
        name: 'lokus',
        label: 'Bandingkan dengan daftar',
        type: 'select',
        options: options(
          years.map((year): [string, string] => [String(year), `Lokus ${year}`]),
          String(against),
        ),
      });

function withoutIdmField(chosen: string, error: string): Field {
  return field({
    name: 'tanpaIdm',
    label: 'Kelurahan tanpa IDM',
    type: 'select',
    error,
    hint: chosen === 'renormalisasi' ? 'Skornya tetap pada setiap bobot IDM.' : '',
    options: options(
      [
        ['renormalisasi', 'Pakai desil 1 saja'],
        ['rata-kecamatan', 'Pakai rata-rata kecamatan'],
        ['keluarkan', 'Keluarkan'],
      ],
      chosen,
    ),
  });
}

function selectionFields(written: string, errors: WhatIf['errors']) {
  const [kind = 'kuota', limit = ''] = written.split(':', 2);
  return {
    selection: field({
      name: 'seleksi',
      label: 'Pilih',
      type: 'select',
      error: errors.seleksi ?? '',
      hint: kind === 'kuadran-i' ? 'Bobot IDM tidak mengubah pilihan kuadran I.' : '',
      options: options(
        [
          ['kuota', 'Kuota'],
          ['kuota-kecamatan', 'Kuota tiap kecamatan'],
          ['ambang', 'Ambang skor'],
          ['kuadran-i', 'Semua kuadran I'],
        ],
        kind,
      ),
    }),
    limit: field({
      name: 'batas',
      label: 'Batas',
      type: 'text',
      error: errors.batas ?? '',
      value: kind === 'kuadran-i' ? '' : limit.replace('.', ','),
    }),
  };
}
