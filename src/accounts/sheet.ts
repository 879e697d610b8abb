import type { Role } from '../generated/prisma/enums.js';
import { cellAt, cellText, codeCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Shape } from '../sheets/header.js';
import { type Fault, FileFault, type Notice, portalLimits, type RawRecord } from '../sheets/table.js';
import { text } from '../web/form.js';
import { agencyKey, searchName } from '../wilayah/names.js';
import { type NewAccount, placeErrors } from './accounts.js';

export const SHEET_ROWS = 300;

export interface AccountPlaces {
  agencies: { id: number; shortName: string; name: string }[];
  villages: { code: string }[];
  /** Names that are taken already. */
  usernames: Set<string>;
}

const SHAPE: Shape = {
  columns: [
    { name: 'username', required: true, others: ['nama_pengguna'] },
    { name: 'nama', required: true },
    { name: 'peran', required: true },
    { name: 'opd' },
    { name: 'desa', others: ['kode', 'kode_desa'] },
  ],
};
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

/** Reads accounts from a sheet: `username`, `nama`, `peran`, and `opd` (short or full name) or `desa` (code). */
export async function readAccounts(
  bytes: Uint8Array,
  places: AccountPlaces,
): Promise<{ accounts: NewAccount[]; faults: Fault[]; notices: Notice[] }> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const { header, records, faults, notices } = await readFileTable(bytes, { shape: SHAPE, limits });
    if (header.faults.length > 0) return { accounts: [], faults, notices };
    const reader = new AccountReader(header.at, places, faults);
    for (const record of records) reader.read(record);
    if (reader.accounts.length === 0 && faults.length === 0)
      faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris akun.' });
    return { accounts: reader.accounts, faults, notices };
  } catch (error) {
    if (error instanceof FileFault) return { accounts: [], faults: [error.fault], notices: [] };
    throw error;
  }
}

class AccountReader {
  readonly accounts: NewAccount[] = [];
  private readonly lines = new Map<string, number>();
  private readonly agencies: Map<string, number>;
  private readonly codes: Set<string>;

  constructor(
    private readonly at: Map<string, number>,
    private readonly places: AccountPlaces,
    readonly faults: Fault[],
  ) {
    this.agencies = new Map(
      places.agencies.flatMap((one) => [one.name, one.shortName].map((name) => [agencyKey(name), one.id])),
    );
    this.codes = new Set(places.villages.map((one) => one.code));
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
    else if (this.places.usernames.has(username))
      this.fault(record, 'username', `Nama pengguna ${username} sudah dipakai akun lain.`);
    this.lines.set(username, record.line);
  }

  private agency(record: RawRecord, typed: string): number | null {
    if (typed === '') return null;
    const found = this.agencies.get(agencyKey(typed));
    if (found === undefined)
      this.fault(record, 'opd', `OPD "${typed}" tidak ada. Pakai singkatan atau nama lengkapnya.`);
    return found ?? null;
  }

  private village(record: RawRecord): string | null {
    const code = codeCell(cellAt(record, this.at.get('desa')));
    if (code === '' || this.codes.has(code)) return code || null;
    this.fault(record, 'desa', `Kode desa "${code}" tidak ada. Pakai kode Kemendagri.`);
    return null;
  }

  private fault(record: RawRecord, column: string, message: string): void {
    this.faults.push({ line: record.line, column, message });
  }
}
