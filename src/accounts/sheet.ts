import { list } from '../core/format.js';
import { Role } from '../generated/prisma/enums.js';
import { roleLabels } from '../policy.js';
import { cellText } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import { type Answers, askKey, type Shape } from '../sheets/header.js';
import { type Ask, type Fault, FileFault, portalLimits, type RawRecord } from '../sheets/table.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { byNames, searchName } from '../wilayah/names.js';
import { type NewAccount, nameRules } from './accounts.js';
import { type KnownPlaces, type Place, placeKinds, placeOf } from './places.js';

export const SHEET_ROWS = 300;

/** What a sheet is read against: the places there are, and the user names that are taken already. */
export interface Known {
  places: KnownPlaces;
  usernames: Set<string>;
}

export const SHAPE: Shape = {
  columns: [
    { name: 'username', required: true, others: ['nama_pengguna'] },
    { name: 'nama', required: true },
    { name: 'peran', required: true },
    ...placeKinds.map(({ name, titles }) => ({ name, others: titles })),
  ],
};
/** Roles by their name and by what they are called on screen. */
const roles = byNames(Object.values(Role), (role) => [role, roleLabels[role]]);
const roleNames = list(Object.values(Role).map((role) => role.toLowerCase())).replace(' dan ', ' atau ');

/** Reads accounts from a sheet: `username`, `nama`, `peran`, and the place where the role asks for one. */
export async function readAccounts(
  bytes: Uint8Array,
  known: Known,
  answers: Answers = {},
): Promise<Reading & { accounts: NewAccount[] }> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const table = await readFileTable(bytes, { shape: SHAPE, limits, answers });
    const { header, records, faults } = table;
    if (header.faults.length > 0) return { ...readingOf(table), accounts: [] };
    const reader = new AccountReader(header.at, { ...known, answers }, faults);
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

  constructor(
    private readonly at: Map<string, number>,
    private readonly known: Known & { answers: Answers },
    readonly faults: Fault[],
  ) {}

  read(record: RawRecord): void {
    const cell = (name: string) => cellText(record, this.at.get(name));
    const before = this.faults.length;
    const role = roles.get(searchName(cell('peran')));
    if (!role) this.fault(record, 'peran', `Peran "${cell('peran')}" tidak dikenal. Pilih ${roleNames}.`);
    for (const [column, rule] of Object.entries(nameRules)) {
      const issue = rule.safeParse(cell(column)).error?.issues[0];
      if (issue) this.fault(record, column, issue.message);
    }
    const username = cell('username').toLowerCase();
    this.checkName(record, username);
    const place = this.place(record, role);
    if (role && this.faults.length === before)
      this.accounts.push({ username, name: cell('nama'), role, place });
  }

  private checkName(record: RawRecord, username: string): void {
    const earlier = this.lines.get(username);
    if (earlier !== undefined)
      this.fault(record, 'username', `Nama pengguna ini sudah ada di baris ${earlier}.`);
    else if (this.known.usernames.has(username))
      this.fault(record, 'username', `Nama pengguna ${username} sudah dipakai akun lain.`);
    this.lines.set(username, record.line);
  }

  private place(record: RawRecord, role: Role | undefined): Place | null {
    const cell = (name: string) => cellText(record, this.at.get(name));
    const answered = (name: string) => this.known.answers.meant?.[askKey(name, cell(name))] ?? cell(name);
    const { place, unclear } = placeOf(role, this.known.places, answered);
    for (const [name, { message, meant }] of unclear)
      this.fault(record, name, message, { typed: cell(name), meant });
    return place;
  }

  private fault({ line }: RawRecord, column: string, message: string, ask?: Ask): void {
    this.faults.push({ line, column, message, ...(ask && ask.meant.length > 0 && { ask }) });
  }
}
