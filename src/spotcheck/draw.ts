import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';

/** An activity of a frame with its OPD, by the name of the day on which the frame was frozen. */
export interface FrameRow {
  activity: number;
  agency: string;
}

/** By which a file or a seed is held: what is told first and shown later (sidik). */
export const fingerprint = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of a frame or a sample as their file: `kegiatan,opd`, by the number of the activity. */
export const frameText = (rows: FrameRow[]): string =>
  [
    'kegiatan,opd',
    ...rows
      .toSorted((one, other) => one.activity - other.activity)
      .map(({ activity, agency }) => `${activity},${quoted(agency)}`),
    '',
  ].join('\n');

/** The rows of such a file; null where it is none. */
export function readFrame(text: string): FrameRow[] | null {
  try {
    const rows = parse(text, { columns: true, skip_empty_lines: true }) as Record<string, string>[];
    const read = rows.map((row) => ({ activity: Number(row.kegiatan), agency: row.opd ?? '' }));
    return read.every(({ activity, agency }) => Number.isInteger(activity) && activity > 0 && agency !== '')
      ? read
      : null;
  } catch {
    return null;
  }
}

/** How many of an OPD's activities are drawn: its share in percent, rounded up, so at least one. */
export const sampleSize = (activities: number, share: number): number =>
  Math.ceil((activities * share) / 100);

/**
 * The sample of a frame: of each OPD the activities whose SHA-256 of `seed:activity` comes first. The seed alone
 * decides, so whoever has frame and seed draws the same.
 */
export function drawSample(frame: FrameRow[], seed: string, share: number): FrameRow[] {
  const agencies = [...new Set(frame.map((row) => row.agency))];
  return agencies.flatMap((agency) => {
    const rows = frame.filter((row) => row.agency === agency);
    return rows
      .map((row) => ({ row, lot: fingerprint(`${seed}:${row.activity}`) }))
      .toSorted((one, other) => (one.lot < other.lot ? -1 : 1))
      .slice(0, sampleSize(rows.length, share))
      .map(({ row }) => row);
  });
}
