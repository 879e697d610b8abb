import type { Category } from '../generated/prisma/client.js';
import type { NeedSource } from '../generated/prisma/enums.js';
import { cellAt, cellText, countCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Answers, Shape } from '../sheets/header.js';
import { type Fault, FileFault, portalLimits, type RawCell, type RawRecord } from '../sheets/table.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { readDate } from '../web/form.js';
import { searchName } from '../wilayah/names.js';
import { PLACE_COLUMNS, PlaceCells } from '../wilayah/place-cells.js';
import type { Assessment } from './assess.js';
import type { AssessedVillage } from './subject.js';
import { whyNoDay } from './told.js';
import { sourceLabels } from './words.js';

/** Every village of a kabupaten with every kind of help, and some room. */
const SHEET_ROWS = 10_000;

export const NEED_SHAPE: Shape = {
  columns: [
    ...PLACE_COLUMNS,
    { name: 'jenis', required: true, others: ['jenis_bantuan', 'kategori', 'kode_jenis'] },
    { name: 'butuh', required: true, others: ['baseline', 'kebutuhan', 'jumlah'] },
    { name: 'target' },
    { name: 'tanggal', required: true, others: ['per', 'tanggal_asesmen'] },
    { name: 'sumber' },
  ],
  needs: [
    ['kode', 'jenis', 'butuh', 'tanggal'],
    ['desa', 'jenis', 'butuh', 'tanggal'],
  ],
  keys: ['kode', 'desa'],
};
/** What is pasted without a head has its cells in this order. */
const HEADLESS = ['desa', 'kecamatan', 'jenis', 'butuh', 'target', 'tanggal', 'sumber'];

/** What a sheet is read against: villages and kinds of help there are, of which villages this person writes, the day. */
export interface KnownNeeds {
  villages: AssessedVillage[];
  writable: Set<string>;
  categories: Category[];
  today: Date;
}

export interface NeedSheet extends Reading {
  assessments: Assessment[];
}

/** Reads needs, a village and a kind of help in each row; rows of one village, day and source are one assessment. */
export async function readNeeds(
  { bytes, pasted }: { bytes: Uint8Array; pasted: boolean },
  known: KnownNeeds,
  answers: Answers = {},
): Promise<NeedSheet> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const shape = pasted ? { ...NEED_SHAPE, headless: HEADLESS, separator: separatorOf(bytes) } : NEED_SHAPE;
    const table = await readFileTable(bytes, { shape, limits, answers });
    if (table.header.faults.length > 0) return { ...readingOf(table), assessments: [] };
    const reader = new NeedReader(table.header.at, known, { answers, faults: table.faults });
    for (const record of table.records) reader.read(record);
    if (table.records.length === 0 && table.faults.length === 0)
      table.faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris kebutuhan.' });
    // In the order in which villages are locked.
    const assessments = [...reader.assessments.values()].sort((one, other) =>
      one.villageCode.localeCompare(other.villageCode),
    );
    return { ...readingOf(table), assessments };
  } catch (error) {
    if (error instanceof FileFault) return { ...unread(error), assessments: [] };
    throw error;
  }
}

/** What stands between the cells of what was pasted; from a spreadsheet it is a tab. */
const separatorOf = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes);
  return ['\t', ';', ','].find((one) => text.includes(one)) ?? ';';
};

const sources = new Map(
  Object.entries(sourceLabels).flatMap(([source, label]) =>
    [source, label].map((name) => [searchName(name), source as NeedSource] as const),
  ),
);

/** The days of a workbook count from here; others are written as text. */
const FIRST_DAY = Date.UTC(1899, 11, 30);
const dateCell = (cell: RawCell): Date | null =>
  typeof cell === 'number' && Number.isInteger(cell)
    ? readDate(new Date(FIRST_DAY + cell * 86_400_000).toISOString().slice(0, 10))
    : readDate(String(cell ?? ''));

class NeedReader {
  /** By village, day and source. */
  readonly assessments = new Map<string, Assessment>();
  private readonly places: PlaceCells;
  private readonly categories: Map<string, Category>;
  private readonly lines = new Map<string, number>();

  constructor(
    private readonly at: Map<string, number>,
    private readonly known: KnownNeeds,
    private readonly told: { answers: Answers; faults: Fault[] },
  ) {
    const villages = known.villages.map(({ id, name, kecamatan }) => ({ code: id, name, kecamatan }));
    this.places = new PlaceCells(at, villages, told);
    this.categories = new Map(
      known.categories.flatMap((one) => [one.code, one.name].map((name) => [searchName(name), one] as const)),
    );
  }

  read(record: RawRecord): void {
    const before = this.told.faults.length;
    const villageCode = this.village(record);
    const categoryCode = this.category(record);
    const baseline = this.count(record, 'butuh');
    const target = this.count(record, 'target');
    const assessedOn = this.day(record);
    const source = this.source(record);
    if (baseline === null && this.told.faults.length === before)
      this.fault(record, 'butuh', 'Butuh kosong. Isi jumlahnya, atau 0 bila tidak ada.');
    if (this.told.faults.length > before) return;
    if (!villageCode || !categoryCode || !assessedOn || !source || baseline === null) return;
    const key = `${villageCode} ${assessedOn.getTime()}`;
    if (!this.isFirst(record, `${key} ${categoryCode}`)) return;
    const head = { villageCode, assessedOn, source, note: null };
    const one = this.assessments.get(`${key} ${source}`) ?? { ...head, needs: [] };
    this.assessments.set(`${key} ${source}`, one);
    one.needs.push({ categoryCode, baseline, target });
  }

  private village(record: RawRecord): string | null {
    const code = this.places.read(record);
    if (code === null || this.known.writable.has(code)) return code;
    this.fault(record, 'desa', 'OPD Anda bukan OPD utama desa ini. Kebutuhannya dicatat OPD utamanya.');
    return null;
  }

  private category(record: RawRecord): string | null {
    const typed = cellText(record, this.at.get('jenis'));
    const found = this.categories.get(searchName(typed));
    if (!found) {
      const codes = this.known.categories.map(({ code }) => code).join(', ');
      this.fault(record, 'jenis', `Jenis bantuan "${typed}" tidak dikenal. Pakai nama atau kode: ${codes}.`);
    }
    return found?.code ?? null;
  }

  private count(record: RawRecord, column: string): number | null {
    const { value, problem } = countCell(cellAt(record, this.at.get(column)));
    const message =
      problem || ((value ?? 0) > 2_000_000_000 ? 'Jumlah ini terlalu besar. Periksa angkanya.' : '');
    if (message) this.fault(record, column, message);
    return value;
  }

  private day(record: RawRecord): Date | null {
    const cell = cellAt(record, this.at.get('tanggal'));
    const day = dateCell(cell);
    const why = day ? whyNoDay(day, this.known.today) : 'Tanggal tidak dikenali. Tulis seperti 24/10/2022.';
    if (why) this.fault(record, 'tanggal', why);
    return day;
  }

  /** Where nothing is said it is an assessment. */
  private source(record: RawRecord): NeedSource | null {
    const typed = cellText(record, this.at.get('sumber'));
    const found = typed === '' ? 'ASESMEN' : sources.get(searchName(typed));
    if (!found) {
      const names = Object.values(sourceLabels).join(', ');
      this.fault(record, 'sumber', `Sumber "${typed}" tidak dikenal. Pilih ${names}.`);
    }
    return found ?? null;
  }

  private isFirst(record: RawRecord, key: string): boolean {
    const before = this.lines.get(key);
    if (before === undefined) this.lines.set(key, record.line);
    else
      this.fault(
        record,
        'jenis',
        `Desa, jenis bantuan, dan tanggal ini sudah ada di baris ${before}. Hapus salah satunya.`,
      );
    return before === undefined;
  }

  private fault({ line }: RawRecord, column: string, message: string): void {
    this.told.faults.push({ line, column, message });
  }
}
