import type { Role } from '../generated/prisma/enums.js';
import { cellAt, cellText, codeCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import { type Answers, askKey, type Shape } from '../sheets/header.js';
import { type Ask, type Fault, FileFault, portalLimits, type RawRecord } from '../sheets/table.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { text } from '../web/form.js';
import { CODE_TITLES, kecamatanOf, whyNoVillage } from '../wilayah/codes.js';
import { AgencyNames, type NamedAgency, searchName } from '../wilayah/names.js';
import { type NewAccount, placeErrors } from './accounts.js';

export const SHEET_ROWS = 300;

export interface AccountPlaces {
  agencies: NamedAgency[];
  villages: { code: string }[];
  /** Names that are taken already. */
  usernames: Set<string>;
}

export const SHAPE: Shape = {
  columns: [
    { name: 'username', required: true, others: ['nama_pengguna'] },
    { name: 'nama', required: true },
    { name: 'peran', required: true },
    { name: 'opd' },
    { name: 'desa', others: CODE_TITLES },
  ],
};
/** What the form asks of these fields, the sheet asks too. */
const RULES = { username: text('Nama pengguna', 40), nama: text('Nama', 100) };
const ROLES = new Map<string, Role>(
  Object.entries({
    bappeda: 'BAPPEDA',
    koordinator: 'KOORDINATOR',
    opd: 'OPD',
    petugasopd: 'OPD',
    desa: 'DESA',
    admin: 'ADMIN',
  }),
);

/** Reads accounts from a sheet: `username`, `nama`, `peran`, and `opd` (short or full name) or `desa` (code). */
export async function readAccounts(
  bytes: Uint8Array,
  places: AccountPlaces,
  answers: Answers = {},
): Promise<Reading & { accounts: NewAccount[] }> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const table = await readFileTable(bytes, { shape: SHAPE, limits, answers });
    const { header, records, faults } = table;
    if (header.faults.length > 0) return { ...readingOf(table), accounts: [] };
    const reader = new AccountReader(header.at, { places, answers }, faults);
    for (const record of records) reader.read(record);
    if (reader.accounts.length === 0 && faults.length === 0)
      faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris akun.' });
    return { ...readingOf(table), accounts: reader.accounts };
  } catch (error) {
    if (error instanceof FileFault) return { ...unread(error), accounts: [] };
    throw error;
  }
}

class AccountReader {
  readonly accounts: NewAccount[] = [];
  private readonly lines = new Map<string, number>();
  private readonly agencies: AgencyNames;
  private readonly codes: Set<string>;

  constructor(
    private readonly at: Map<string, number>,
    private readonly known: { places: AccountPlaces; answers: Answers },
    readonly faults: Fault[],
  ) {
    this.agencies = new AgencyNames(known.places.agencies);
    this.codes = new Set(known.places.villages.map((one) => one.code));
  }

  read(record: RawRecord): void {
    const cell = (name: string) => cellText(record, this.at.get(name));
    const before = this.faults.length;
    const role = ROLES.get(searchName(cell('peran')));
    if (!role)
      this.fault(
        record,
        'peran',
        `Peran "${cell('peran')}" tidak dikenal. Pilih bappeda, koordinator, opd, desa, atau admin.`,
      );
    for (const [column, rule] of Object.entries(RULES)) {
      const issue = rule.safeParse(cell(column)).error?.issues[0];
      if (issue) this.fault(record, column, issue.message);
    }
    const account: NewAccount = {
      username: cell('username').toLowerCase(),
      name: cell('nama'),
      role: role ?? 'OPD',
      agencyId: this.agency(record, cell('opd')),
      villageCode: this.village(record),
    };
    this.checkName(record, account.username);
    if (this.faults.length > before) return;
    for (const [column, message] of Object.entries(placeErrors(account))) this.fault(record, column, message);
    if (this.faults.length === before) this.accounts.push(account);
  }

  private checkName(record: RawRecord, username: string): void {
    const earlier = this.lines.get(username);
    if (earlier !== undefined)
      this.fault(record, 'username', `Nama pengguna ini sudah ada di baris ${earlier}.`);
    else if (this.known.places.usernames.has(username))
      this.fault(record, 'username', `Nama pengguna ${username} sudah dipakai akun lain.`);
    this.lines.set(username, record.line);
  }

  private agency(record: RawRecord, typed: string): number | null {
    if (typed === '') return null;
    const found = this.agencies.find(this.known.answers.meant?.[askKey('opd', typed)] ?? typed);
    if ('id' in found) return found.id;
    this.fault(record, 'opd', found.message, { typed, meant: found.meant });
    return null;
  }

  private village(record: RawRecord): string | null {
    const code = codeCell(cellAt(record, this.at.get('desa')));
    if (code === '' || this.codes.has(code)) return code || null;
    this.fault(record, 'desa', whyNoVillage(code, kecamatanOf(this.codes)));
    return null;
  }

  private fault({ line }: RawRecord, column: string, message: string, ask?: Ask): void {
    this.faults.push({ line, column, message, ...(ask && ask.meant.length > 0 && { ask }) });
  }
}
