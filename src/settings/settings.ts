import { z } from 'zod';
import { number, plusDays } from '../core/format.js';
import type { Reader, Writer } from '../database/client.js';
import { literal, queryRows, rowsOf, type Sql, sql } from '../database/query.js';
import { type Here, inRegion } from '../scope.js';

/** A whole number by which the portal reckons and which the office decides. */
export interface Setting {
  /** In its address and in the table. */
  key: string;
  /** What part of the work it belongs to. */
  group: string;
  label: string;
  unit: string;
  min: number;
  max: number;
  /** What holds until somebody decides otherwise. */
  usual: number;
  /** What it decides, and from when a change counts. */
  hint: string;
  /** A change may hold since a day in the past, as a rate does that was decreed in January; others from today on. */
  past?: boolean;
}

/** What a reason to propose an OPD for a village is worth. */
const matchPoints = <K extends string>(key: K, label: string, usual: number) =>
  ({
    key: `poin-${key}`,
    group: 'Usulan penugasan',
    label,
    unit: 'poin',
    min: 0,
    max: 200,
    usual,
    hint: 'Usulan mencari pasangan dengan jumlah poin terbesar. Perubahan berlaku bagi usulan yang dihitung sesudahnya.',
  }) satisfies Setting;

/** Every setting of the portal, once: its page, its check, its value are made from here. */
const settings = {
  reportDeadline: {
    key: 'batas-laporan',
    group: 'Laporan bulanan',
    label: 'Batas laporan bulanan',
    unit: 'bulan berikutnya',
    min: 1,
    max: 28,
    usual: 10,
    hint: 'Laporan sebuah bulan tepat waktu bila diajukan paling lambat tanggal ini; pada hari libur, hari kerja sesudahnya. Perubahan berlaku bagi bulan yang berakhir pada hari mulainya atau sesudahnya.',
  },
  residentDay: {
    key: 'tarif-gotong-royong',
    group: 'Gotong royong',
    label: 'Nilai satu hari kerja warga',
    unit: 'rupiah',
    min: 0,
    max: 1_000_000,
    usual: 0,
    past: true,
    hint: 'Menilai gotong royong di samping anggaran, menurut tarif pada hari kegiatannya. Selama 0, hari kerja ditampilkan tanpa nilai.',
  },
  matchFirstNeed: matchPoints('kebutuhan-1', 'Melayani kebutuhan terbesar', 30),
  matchSecondNeed: matchPoints('kebutuhan-2', 'Melayani kebutuhan terbesar kedua', 20),
  matchThirdNeed: matchPoints('kebutuhan-3', 'Melayani kebutuhan terbesar ketiga', 10),
  matchDecree: matchPoints('sk', 'Disebut SK lokus', 100),
  matchBefore: matchPoints('pernah', 'Pernah mendampingi desa itu', 15),
  matchKecamatan: matchPoints('kecamatan', 'Sekecamatan', 10),
  matchFirstVillage: matchPoints('desa-pertama', 'OPD yang belum memimpin desa mana pun', 20),
  exitNeeds: {
    key: 'uji-keluar-kebutuhan',
    group: 'Uji keluar',
    label: 'Sisa kebutuhan paling banyak',
    unit: '%',
    min: 0,
    max: 100,
    usual: 25,
    hint: 'Rata-rata sisa kebutuhan menurut asesmen, tiap jenis sama beratnya. Di atas ini desa belum memenuhi.',
  },
  exitIdm: {
    key: 'uji-keluar-idm',
    group: 'Uji keluar',
    label: 'Status IDM paling rendah',
    unit: '(1 Sangat Tertinggal sampai 5 Mandiri)',
    min: 1,
    max: 5,
    usual: 4,
    hint: 'Status IDM terbaru menurut Permendesa 2/2016. Kelurahan tidak punya IDM, jadi tidak diuji.',
  },
  exitDesil1: {
    key: 'uji-keluar-desil-1',
    group: 'Uji keluar',
    label: 'Penurunan desil 1 paling sedikit',
    unit: '%',
    min: 0,
    max: 100,
    usual: 10,
    hint: 'Dari angka yang mendasari daftar ke angka terbaru dari sumber dan satuan yang sama.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** In the order of their page. */
export const everySetting: Setting[] = Object.values(settings);
const byKey = new Map(everySetting.map((one) => [one.key, one]));

/** "10 desa". */
export const inUnit = (key: string, value: number): string =>
  `${number(value)} ${byKey.get(key)?.unit ?? ''}`.trim();

const newest = (here: Sql, key: Sql, day: Sql): Sql => sql`(select y.value from setting y
  where ${here} and y.key = ${key} and y.since <= ${day} order by y.since desc, y.id desc limit 1)`;

/** The value of a setting on a day, in a query; `here` says of which kabupaten `y` is, `day` may be a column. */
export const settingInForce = (name: SettingName, here: Sql, day: Sql): Sql =>
  sql`coalesce(${newest(here, sql`${literal(settings[name].key)}`, day)}, ${literal(settings[name].usual)})`;

const Since = z.object({ since: z.date(), value: z.number() });

/** The values of a setting in a period, in order and without a gap; of each the first and the last day. */
export async function settingTerms(
  db: Reader,
  name: SettingName,
  here: Here,
  { since, until }: { since: Date; until: Date },
): Promise<{ since: Date; until: Date; value: number }[]> {
  const { key, usual } = settings[name];
  const decided = await queryRows(
    db,
    sql`select distinct on (y.since) y.since, y.value from setting y
        where ${inRegion(sql`y`, here)} and y.key = ${key} and y.since <= ${until}::date order by y.since, y.id desc`,
    Since,
  );
  const first = decided.findLast((one) => one.since <= since)?.value ?? usual;
  const terms = [{ since, value: first }, ...decided.filter((one) => one.since > since)];
  return terms.map((one, at) => {
    const next = terms[at + 1];
    return { ...one, until: next ? plusDays(next.since, -1) : until };
  });
}

const Value = z.object({ key: z.string(), value: z.number() });
const definitions = rowsOf(
  everySetting.map(({ key, usual }) => ({ key, usual })),
  sql`key text, usual int`,
);

/** What holds on a day, by key. */
export async function settingValues(
  db: Reader | Writer,
  here: Here,
  day: Date,
): Promise<Map<string, number>> {
  const value = newest(inRegion(sql`y`, here), sql`given.key`, sql`${day}::date`);
  const rows = await queryRows(
    db,
    sql`select given.key, coalesce(${value}, given.usual) as value from ${definitions}`,
    Value,
  );
  return new Map(rows.map((one) => [one.key, one.value]));
}

/** What the office has decided, as it holds on a day. */
export async function settingsOn(
  db: Reader | Writer,
  here: Here,
  day: Date,
): Promise<Record<SettingName, number>> {
  const values = await settingValues(db, here, day);
  const named = Object.entries(settings).map(([name, { key }]) => [name, values.get(key)]);
  return Object.fromEntries(named) as Record<SettingName, number>;
}
