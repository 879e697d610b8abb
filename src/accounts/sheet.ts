import { portalLimits } from '../datasets/check.js';
import type { Role } from '../generated/prisma/enums.js';
import { readRaw } from '../sheets/raw.js';
import { cellText, type Fault, FileFault, findColumns, isBlank, type RawRecord } from '../sheets/table.js';
import { text } from '../web/form.js';
import { searchName } from '../wilayah/names.js';
import { type NewAccount, placeErrors } from './accounts.js';

export const SHEET_ROWS = 300;

export interface AccountPlaces {
  agencies: { id: number; shortName: string }[];
  villages: { code: string }[];
  /** Names that are taken already. */
  usernames: Set<string>;
}

const COLUMNS = [
  { name: 'username', required: true },
  { name: 'nama', required: true },
  { name: 'peran', required: true },
  { name: 'opd', required: false },
  { name: 'desa', required: false },
];
/** What the form asks of these fields, the sheet asks too. */
const RULES = { username: text('Nama pengguna', 40), nama: text('Nama', 100) };
const ROLES: Record<string, Role> = {
  bappeda: 'BAPPEDA',
  koordinator: 'KOORDINATOR',
  opd: 'OPD',
  petugasopd: 'OPD',
  desa: 'DESA',
  admin: 'ADMIN',
};

/** Reads accounts from a sheet: `username`, `nama`, `peran`, and `opd` (short name) or `desa` (code). */
export async function readAccounts(
  bytes: Buffer,
  places: AccountPlaces,
): Promise<{ accounts: NewAccount[]; faults: Fault[] }> {
  try {
    const table = await readRaw(bytes, { ...portalLimits, records: SHEET_ROWS });
    const map = findColumns(table, COLUMNS);
    const reader = new AccountReader(map.at, places, map.faults);
    if (reader.faults.length > 0) return reader;
    for (const record of table.records) if (!isBlank(record.cells)) reader.read(record);
    if (reader.accounts.length === 0 && reader.faults.length === 0)
      reader.faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris akun.' });
    return reader;
  } catch (error) {
    if (error instanceof FileFault) return { accounts: [], faults: [error.fault] };
    throw error;
  }
}

class AccountReader {
  readonly accounts: NewAccount[] = [];
  private readonly lines = new Map<string, number>();
  private readonly agencies: Map<string, number>;
  private readonly villages: Map<string, string>;

  constructor(
    private readonly at: Map<string, number>,
    private readonly places: AccountPlaces,
    readonly faults: Fault[],
  ) {
    this.agencies = new Map(places.agencies.map((one) => [searchName(one.shortName), one.id]));
    this.villages = new Map(places.villages.map((one) => [one.code.replaceAll('.', ''), one.code]));
  }

  read(record: RawRecord): void {
    const cell = (name: string) => cellText(record, this.at.get(name));
    const before = this.faults.length;
    const role = ROLES[searchName(cell('peran'))];
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
      villageCode: this.village(record, cell('desa')),
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
    else if (this.places.usernames.has(username))
      this.fault(record, 'username', `Nama pengguna ${username} sudah dipakai akun lain.`);
    this.lines.set(username, record.line);
  }

  private agency(record: RawRecord, typed: string): number | null {
    if (typed === '') return null;
    const found = this.agencies.get(searchName(typed));
    if (found === undefined)
      this.fault(record, 'opd', `OPD "${typed}" tidak ada. Pakai singkatannya, misalnya Dinkes.`);
    return found ?? null;
  }

  private village(record: RawRecord, typed: string): string | null {
    if (typed === '') return null;
    const digits = typed.replace(/\D/g, '');
    const found = this.villages.get(digits);
    if (!found) this.fault(record, 'desa', `Kode desa "${typed}" tidak ada. Pakai kode Kemendagri.`);
    return found ?? null;
  }

  private fault(record: RawRecord, column: string, message: string): void {
    this.faults.push({ line: record.line, column, message });
  }
}
