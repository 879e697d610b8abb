/** One desa or kelurahan as the ranking sees it. */
export interface Unit {
  /** Kemendagri code with dots. */
  code: string;
  name: string;
  kecamatanCode: string;
  kecamatanName: string;
  kelurahan: boolean;
  /** People of decile 1, integer ≥ 0; null when unknown. */
  p: number | null;
  /** IDM score 0..1, rounded to 4 decimals; null when absent (always for a kelurahan). */
  i: number | null;
  /** Population, integer > 0; null when unknown. */
  n: number | null;
}

export type Selection =
  | { kind: 'kuota'; limit: number }
  | { kind: 'kuota-kecamatan'; limit: number }
  | { kind: 'ambang'; limit: number }
  | { kind: 'kuadran-i' };

/** Stored with every run; names and values as on the command line and in addresses. */
export interface Parameters {
  metode: 'skor' | 'kuadran';
  dasar: 'jumlah' | 'persen';
  normalisasi: 'minmax' | 'persentil';
  /** Weight of IDM, 0..1. */
  bobotIdm: number;
  tanpaIdm: 'renormalisasi' | 'rata-kecamatan' | 'keluarkan';
  seleksi: Selection;
}

export type Level = 'desa' | 'kecamatan';

/** A ranked unit with everything that is shown of it. */
export interface RankedUnit extends Unit {
  p: number;
  /** What is compared: p, or 100·p/n. */
  x: number;
  /** Normalised lack of IDM, 0..1; null where IDM does not enter. */
  b: number | null;
  /** Score in whole millionths. */
  score6: number;
  /** 1 (prioritas utama) to 4 (pemantauan). */
  kuadran: 1 | 2 | 3 | 4;
  withoutIdm: boolean;
  selected: boolean;
  /** Competition rank: 1, 2, 2, 4. */
  rank: number;
  bestRank: number;
  worstRank: number;
  /** In how many of the 21 weights it is selected. */
  timesSelected: number;
  /** Selected now, but at fewer than half of the weights. */
  fragile: boolean;
  /** "Tertinggi ke-": 1 for the most poor. */
  xRank: number;
  /** "Terendah ke-": 1 for the lowest IDM; null without one. */
  iRank: number | null;
}

export interface RankedKecamatan {
  code: string;
  name: string;
  rank: number;
  p: number;
  /** What is compared: p, or 100·p/n. */
  x: number;
  /** Mean IDM of its ranked desa; null without one. */
  i: number | null;
  /** "Tertinggi ke-": 1 for the most poor. */
  xRank: number;
  /** "Terendah ke-": 1 for the lowest mean IDM; null without one. */
  iRank: number | null;
  score6: number;
  kuadran: 1 | 2 | 3 | 4;
  units: number;
  selected: number;
}

export interface Unranked {
  code: string;
  name: string;
  reason: 'desil1' | 'jumlah_penduduk' | 'tanpa IDM';
}

/** Two neighbours of equal rank, the one taken and the one left out. */
export interface Tie {
  taken: { code: string; name: string };
  left: { code: string; name: string };
}
