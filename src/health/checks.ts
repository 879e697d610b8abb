import { z } from 'zod';
import { keptIn } from '../backup/folder.js';
import type { Config } from '../config.js';
import { calendarDay, date, number } from '../core/format.js';
import type { Database } from '../database/client.js';
import { pendingMigrations } from '../database/migrate.js';
import { queryRow, sql } from '../database/query.js';
import { Disk } from '../web/disk.js';

/** What was looked at, how it stands, and what to do about it where something is to be done. */
export interface Finding {
  what: string;
  state: 'baik' | 'perhatian' | 'rusak';
  text: string;
  todo?: string;
}

const good = (what: string, text: string): Finding => ({ what, state: 'baik', text });
const minor = (what: string, text: string, todo: string): Finding => ({
  what,
  state: 'perhatian',
  text,
  todo,
});
const broken = (what: string, text: string, todo: string): Finding => ({ what, state: 'rusak', text, todo });

const OLDEST_SERVER = 15;
/** The clocks of two machines that are kept right differ by less, in milliseconds. */
const CLOCKS_MS = 5_000;
const HOUR = 3_600_000;
/** A nightly backup that failed once, and a weekly proof that failed once. */
const BACKUP_HOURS = 50;
const PROOF_DAYS = 15;

const megabytes = (bytes: number) =>
  bytes < 1_000_000
    ? `${number(Math.ceil(bytes / 1_000))} kB`
    : `${number(Math.round(bytes / 1_000_000))} MB`;

/** Whether the database answers, how old it is, and whether its clock is this machine's. */
export async function databaseFindings(database: Database): Promise<Finding[]> {
  const before = Date.now();
  const Row = z.object({ version: z.string(), now: z.date() });
  const { version, now } = await queryRow(
    database.reader,
    sql`select current_setting('server_version') as version, clock_timestamp() as now`,
    Row,
  );
  const took = Date.now() - before;
  const name = database.engine === 'pglite' ? 'PostgreSQL tertanam' : 'PostgreSQL';
  const old = Number.parseInt(version, 10) < OLDEST_SERVER;
  const pending = await pendingMigrations(database);
  return [
    old
      ? broken(
          'Basis data',
          `${name} ${version} terlalu lama.`,
          `Pasang versi ${OLDEST_SERVER} atau yang lebih baru.`,
        )
      : good('Basis data', `${name} ${version} menjawab dalam ${number(took)} milidetik.`),
    pending.length > 0
      ? broken(
          'Pembaruan',
          `${number(pending.length)} pembaruan basis data belum dijalankan.`,
          'Nyalakan ulang portal; pembaruan berjalan saat portal dinyalakan.',
        )
      : good('Pembaruan', 'Tabel basis data sesuai dengan program ini.'),
    clockFinding(now.getTime() - (before + took / 2), took),
  ];
}

function clockFinding(apart: number, took: number): Finding {
  const seconds = number(Math.round(Math.abs(apart) / 1_000));
  return Math.abs(apart) > CLOCKS_MS + took
    ? minor(
        'Jam',
        `Jam basis data ${seconds} detik ${apart > 0 ? 'lebih cepat' : 'lebih lambat'} daripada jam komputer ini.`,
        'Samakan jam kedua komputer (NTP); tanggal kegiatan dan batas waktu mengikutinya.',
      )
    : good('Jam', 'Jam komputer ini dan jam basis data sama.');
}

const Owner = z.object({ owner: z.boolean() });

/** Whether the role of the portal could take the triggers away that keep what is frozen. */
export async function roleFinding(database: Database, production: boolean): Promise<Finding[]> {
  if (database.engine === 'pglite' || !production) return [];
  const { owner } = await queryRow(
    database.reader,
    sql`select pg_has_role(current_user, relowner, 'USAGE') as owner from pg_class
      where oid = to_regclass('audit_entry')`,
    Owner,
  );
  return [
    owner
      ? minor(
          'Peran basis data',
          'Peran portal memiliki tabelnya sendiri, sehingga dapat mengubah catatan yang dibekukan.',
          'Pakai dua peran: pemilik untuk pembaruan, satu lagi untuk portal (lihat README).',
        )
      : good('Peran basis data', 'Peran portal tidak dapat mengubah tabel atau mematikan pemicu.'),
  ];
}

/** Room on the disks of evidence and of the embedded database. */
export async function diskFindings({ evidenceDir, dataDir, diskFloor }: Config): Promise<Finding[]> {
  const left = await new Disk([evidenceDir, dataDir], diskFloor).left();
  const text = `Sisa ruang ${megabytes(left)}; di bawah ${megabytes(diskFloor)} portal tidak menyimpan apa pun.`;
  const todo = 'Kosongkan ruang di cakram itu, misalnya cadangan lama yang sudah disalin ke tempat lain.';
  if (left < diskFloor) return [broken('Cakram', text, todo)];
  return [left < 5 * diskFloor ? minor('Cakram', text, todo) : good('Cakram', text)];
}

/** How old the newest backup is, and the newest that came back whole in a trial. */
export async function backupFindings(folder: string, now: Date): Promise<Finding[]> {
  const kept = await keptIn(folder);
  const [newest] = kept;
  if (!newest)
    return [
      minor(
        'Cadangan',
        `Belum ada cadangan di ${folder}.`,
        'Jalankan: npx dampingan cadangan buat. Pasang juga pengatur waktunya (docs/backup.md).',
      ),
    ];
  const hours = (now.getTime() - newest.at.getTime()) / HOUR;
  const text = `Cadangan terbaru dari ${date(calendarDay(newest.at))} (${megabytes(newest.bytes)}).`;
  const proven = kept.map((one) => one.provenAt?.getTime() ?? 0).reduce((a, b) => Math.max(a, b));
  const days = (now.getTime() - proven) / (24 * HOUR);
  const proof =
    proven === 0
      ? 'Belum ada cadangan yang terbukti dapat dipulihkan.'
      : `Terakhir terbukti dapat dipulihkan ${date(calendarDay(new Date(proven)))}.`;
  return [
    hours > BACKUP_HOURS
      ? minor('Cadangan', text, 'Jalankan: npx dampingan cadangan buat. Periksa pengatur waktunya.')
      : good('Cadangan', text),
    days > PROOF_DAYS
      ? minor('Bukti cadangan', proof, 'Jalankan: npx dampingan cadangan periksa')
      : good('Bukti cadangan', proof),
  ];
}
