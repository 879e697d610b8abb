import { histogram } from '../charts/histogram.js';
import { seriesLine } from '../charts/series.js';
import { date, decimal, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { kindOf, valueText, versionTitle } from '../datasets/kinds.js';
import {
  type EntryRow,
  entryOf,
  type FigureRow,
  figures,
  type RankRow,
  rankBehind,
  spread,
} from './queries.js';

export interface Why {
  sentence: string;
  /** '' for a list without a run. */
  runHref: string;
  charts: { title: string; hint: string; svg: string }[];
}

export interface HistoryPart {
  title: string;
  hint: string;
  svg: string;
}

export interface History {
  parts: HistoryPart[];
  /** Figures of another source or unit, which are not drawn on the same line. */
  apart: { title: string; text: string } | null;
  rows: { data: string; asOf: string; value: string; sha256: string; href: string }[];
}

/** Why this village: how it came into the official list, its rank in words and where it stands among all. */
export async function whyThisVillage(
  db: Reader,
  listId: number | null,
  village: { code: string; name: string },
): Promise<Why | null> {
  const [rank, entry] = await Promise.all([
    rankBehind(db, listId, village.code),
    entryOf(db, listId, village.code),
  ]);
  const came = entry ? origins[entry.origin](entry) : '';
  if (!rank) return came ? { sentence: came, runHref: '', charts: [] } : null;
  const all = await spread(db, rank.run_id);
  const charts = [desil1Chart(all, rank, village.name)];
  if (rank.idm !== null) charts.push(idmChart(all, rank, village.name));
  const sentence = [rankWords(rank), came].filter(Boolean).join(' ');
  return { sentence, runHref: `/prioritas/${rank.run_id}`, charts };
}

/** What else than its rank brought a village into the list. */
const origins: Record<EntryRow['origin'], (entry: EntryRow) => string> = {
  HITUNGAN: () => '',
  LANJUTAN: ({ year }) => `Masuk lokus ${year} sebagai lanjutan: belum tuntas pada tahun sebelumnya.`,
  TAMBAHAN: ({ year, reason }) =>
    `Ditambahkan ke lokus ${year} dengan alasan: ${reason ?? 'tidak tercatat'}.`,
  SK: ({ year, sk_number }) => `Masuk lokus ${year} menurut SK ${sk_number ?? ''}, tanpa hitungan di portal.`,
};

function rankWords(rank: RankRow): string {
  const idm =
    rank.idm === null ? 'Tanpa IDM.' : `IDM ${decimal(rank.idm, 4)}, terendah ke-${number(rank.idm_rank)}.`;
  const times = Math.round(rank.stability * 21);
  const chosen = rank.selected ? 'Terpilih, dan terpilih' : 'Tidak terpilih pada hitungan itu, terpilih';
  return `Peringkat ${number(rank.rank)} dari ${number(rank.of)} untuk lokus ${rank.year}. Desil 1: ${number(rank.desil1)} ${rank.unit}, tertinggi ke-${number(rank.desil1_rank)}. ${idm} ${chosen} pada ${times} dari 21 bobot yang dicoba.`;
}

const BARS = 28;

function bins(values: number[], low: number, high: number) {
  const counts = new Array<number>(BARS).fill(0);
  const at = (value: number) =>
    Math.max(0, Math.min(BARS - 1, Math.floor(((value - low) / (high - low || 1)) * BARS)));
  for (const value of values) counts[at(value)] = (counts[at(value)] ?? 0) + 1;
  return { counts, at };
}

function desil1Chart(all: { desil1: number }[], rank: RankRow, name: string) {
  const values = all.map((row) => row.desil1).sort((a, b) => a - b);
  const high = values[Math.floor(values.length * 0.98)] ?? 1;
  const { counts, at } = bins(values, 0, high);
  const finding = `${name} punya ${number(rank.desil1)} ${rank.unit} desil 1, tertinggi ke-${number(rank.desil1_rank)} dari ${number(rank.of)}`;
  const svg = histogram({
    counts,
    marked: at(rank.desil1),
    markedLabel: `${name} ${number(rank.desil1)}`,
    from: '0',
    to: `${number(high)} dan lebih`,
    finding,
  });
  return { title: 'Warga desil 1', hint: rank.unit, svg };
}

function idmChart(all: { idm: number | null }[], rank: RankRow, name: string) {
  const values = all.flatMap((row) => (row.idm === null ? [] : [row.idm])).sort((a, b) => a - b);
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
  const { counts, at } = bins(values, low, high);
  const svg = histogram({
    counts,
    marked: at(rank.idm ?? 0),
    markedLabel: `${name} ${decimal(rank.idm, 4)}`,
    from: `${decimal(low, 2)} kurang maju`,
    to: `${decimal(high, 2)} lebih maju`,
    finding: `IDM ${name} ${decimal(rank.idm, 4)}, terendah ke-${number(rank.idm_rank)}`,
  });
  return { title: 'Indeks Desa Membangun', hint: 'skor 0 sampai 1', svg };
}

/** The village's figures over the years, one line for each source and unit, never two on one. */
export async function dataHistory(db: Reader, village: { code: string; name: string }): Promise<History> {
  const rows = (await figures(db, village.code)).filter((row) => row.value !== null);
  const series = grouped(rows);
  const parts = [...series.values()]
    .filter((one) => one.length > 1)
    .map((one) => linePart(one, village.name));
  const single = [...series.values()].filter((one) => one.length === 1).map((one) => one[0] as FigureRow);
  const texts = single.map((row) => `${row.source} per ${date(row.as_of)} mencatat ${text(row)}.`);
  return {
    parts,
    apart:
      single.length > 0 && parts.length > 0
        ? {
            title: 'Tidak dapat dibandingkan.',
            text: `${texts.join(' ')} Sumber atau satuannya lain, jadi tidak digambar pada garis yang sama.`,
          }
        : null,
    rows: [...rows].reverse().map((row) => ({
      data: versionTitle(row, ', '),
      asOf: date(row.as_of),
      value: text(row),
      sha256: row.sha256,
      href: `/data/${row.version_id}`,
    })),
  };
}

function grouped(rows: FigureRow[]): Map<string, FigureRow[]> {
  const groups = new Map<string, FigureRow[]>();
  for (const row of rows) {
    const key = `${row.kind} ${row.source} ${row.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

const text = (row: FigureRow) => valueText(row, row.value);

function linePart(rows: FigureRow[], name: string): HistoryPart {
  const values = rows.map((row) => row.value as number);
  const [low, high] = [Math.min(...values) - 0.06, Math.max(...values) + 0.06];
  const last = rows.at(-1) as FigureRow;
  const { chart } = kindOf(last.kind);
  const svg = seriesLine({
    points: rows.map((row) => ({
      at: row.as_of.getTime(),
      value: row.value as number,
      label: String(row.as_of.getUTCFullYear()),
    })),
    format: (value) => (chart.digits > 0 ? decimal(value, chart.digits) : number(value)),
    lastLabel: text(last),
    limits: chart.bounds.filter((bound) => bound.value > low && bound.value < high),
    mark: chart.mark,
    finding: `${versionTitle(last)} ${name} dari ${text(rows[0] as FigureRow)} menjadi ${text(last)}`,
  });
  return { title: versionTitle(last, ', '), hint: chart.hint || last.unit, svg };
}
