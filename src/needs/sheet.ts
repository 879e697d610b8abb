import type { Category } from '../generated/prisma/client.js';
import type { NeedSource } from '../generated/prisma/enums.js';
import { cellAt, cellText, countCell, dayCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Answers, Shape } from '../sheets/header.js';
import { type Fault, FileFault, portalLimits, type RawRecord } from '../sheets/table.js';
import { chooser } from '../uploads/chooser.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { pastedShape, type SentSheet } from '../uploads/sent.js';
import { readDate } from '../web/form.js';
import { byNames, searchName } from '../wilayah/names.js';
import { nowhere, PLACE_COLUMNS, PlaceCells } from '../wilayah/place-cells.js';
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
export const HEADLESS = ['desa', 'kecamatan', 'jenis', 'butuh', 'target', 'tanggal', 'sumber'];

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
  sent: SentSheet,
  known: KnownNeeds,
  answers: Answers = {},
): Promise<NeedSheet> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const shape = pastedShape(NEED_SHAPE, HEADLESS, sent);
    const table = await readFileTable(sent.bytes, { shape, limits, answers });
    if (table.header.faults.length > 0) return { ...readingOf(table), assessments: [] };
    const reader = new NeedReader(table.header.at, known, { answers, faults: table.faults });
    for (const record of table.records) reader.read(record);
    if (table.records.length === 0 && table.faults.length === 0) table.faults.push(nowhere);
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

const sources = byNames(Object.keys(sourceLabels) as NeedSource[], (one) => [one, sourceLabels[one]]);

class NeedReader {
  /** By village, day and source. */
  readonly assessments = new Map<string, Assessment>();
  private readonly places: PlaceCells;
  private readonly categories: ReturnType<typeof chooser>;
  private readonly lines = new Map<string, number>();

  constructor(
    private readonly at: Map<string, number>,
    private readonly known: KnownNeeds,
    private readonly told: { answers: Answers; faults: Fault[] },
  ) {
    const villages = known.villages.map(({ id, name, kecamatan }) => ({ code: id, name, kecamatan }));
    this.places = new PlaceCells(at, villages, told);
    this.categories = chooser('Jenis bantuan', known.categories);
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
    const { code, problem } = this.categories(cellText(record, this.at.get('jenis')));
    if (problem) this.fault(record, 'jenis', problem);
    return code;
  }

  private count(record: RawRecord, column: string): number | null {
    const { value, problem } = countCell(cellAt(record, this.at.get(column)));
    const message =
      problem || ((value ?? 0) > 2_000_000_000 ? 'Jumlah ini terlalu besar. Periksa angkanya.' : '');
    if (message) this.fault(record, column, message);
    return value;
  }

  private day(record: RawRecord): Date | null {
    const day = readDate(dayCell(cellAt(record, this.at.get('tanggal'))));
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
