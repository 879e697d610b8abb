import { z } from 'zod';
import { actOnOne, type Doing, type Nothing, type Subject, type Target } from '../audit/act.js';
import { change } from '../audit/change.js';
import { date, dayName, isoDate, number } from '../core/format.js';
import { findNik, nikRefusal } from '../core/nik.js';
import { invalid } from '../core/problem.js';
import { execute, rowsOf, sql } from '../database/query.js';
import { ofRegion } from '../scope.js';
import { pageHead } from '../web/components.js';
import { choiceFilter, textFilter } from '../web/filters.js';
import { readDate } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { defineList } from '../web/list.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf, type Verb, verbRow } from '../web/verb.js';

const SUBJECT = 'hari libur';
const LIST = '/acuan?bagian=libur';
const ADD = '/acuan/libur';
const MANY = 100;

/** Days on which offices are closed, as a tab of the reference data. */
export const dayOffList = defineList({
  path: '/acuan',
  title: 'Data acuan',
  access: 'dayoff.edit',
  name: 'acuan-libur',
  noun: 'hari libur',
  row: z.object({ key: z.string(), day: z.date(), name: z.string() }),
  select: sql`select d.day::text as key, d.day, d.name`,
  from: sql`from day_off d`,
  key: sql`d.day::text`,
  sorts: {
    hari: { label: 'Tanggal', by: sql`d.day`, startsDescending: true },
    nama: { label: 'Nama', by: sql`d.name` },
  },
  defaultSort: '-hari',
  filters: {
    cari: textFilter('Cari nama', [sql`d.name`]),
    kapan: choiceFilter<{ day: Date }>('Kapan', {
      datang: { label: 'Yang akan datang', where: ({ day }) => sql`d.day >= ${day}::date` },
      lewat: { label: 'Yang sudah lewat', where: ({ day }) => sql`d.day < ${day}::date` },
    }),
  },
  columns: [
    {
      key: 'hari',
      label: 'Tanggal',
      kind: 'date',
      value: (row) => row.day,
      cell: (row) => ({ text: date(row.day), sub: dayName(row.day) }),
      sort: 'hari',
      phone: 'title',
    },
    { key: 'nama', label: 'Nama', value: (row) => row.name, sort: 'nama' },
  ],
  line: (row, { day }) => ({
    actions: row.day < day ? [] : [{ label: 'Hapus', href: `${ADD}/${row.key}/hapus` }],
  }),
  empty: {
    title: 'Belum ada hari libur',
    text: 'Tambahkan libur nasional dan cuti bersama, supaya batas laporan tidak jatuh pada hari itu.',
    action: { label: 'Tambah hari libur', href: ADD },
  },
  note: 'Sabtu dan Minggu selalu libur. Hari yang sudah lewat tidak diubah lagi, sehingga laporan yang tepat waktu tetap tepat waktu.',
  head: () => ({
    lead: 'Batas laporan bulanan yang jatuh pada hari libur bergeser ke hari kerja sesudahnya.',
    actions: [{ label: 'Tambah hari libur', href: ADD, icon: 'plus-lg', primary: true }],
  }),
});

interface DayOffTold {
  day: string;
  name: string;
}

/**
 * Reads one day a line: a date, then what is celebrated.
 * @throws Problem `invalid` naming the first line that cannot be used.
 */
export function readDaysOff(typed: string, firstDay: Date): DayOffTold[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const told = lines.flatMap((line, index) => (line === '' ? [] : [readLine(line, index + 1, firstDay)]));
  if (told.length === 0) throw invalid({ hari: 'Tulis sedikitnya satu hari libur.' });
  if (told.length > MANY) throw invalid({ hari: `Paling banyak ${MANY} hari sekali simpan.` });
  return [...new Map(told.map((one) => [one.day, one])).values()];
}

function readLine(line: string, at: number, firstDay: Date): DayOffTold {
  const refuse = (message: string) => invalid({ hari: `Baris ${number(at)}: ${message}` });
  const [, written = '', name = ''] = /^(\S+)\s*[;,]?\s*(.*)$/.exec(line) ?? [];
  const day = readDate(written.replace(/[;,]$/, ''));
  if (!day) throw refuse(`"${written.slice(0, 40)}" bukan tanggal. Tulis seperti 17/8/2027.`);
  if (day < firstDay) throw refuse(`${date(day)} sudah lewat.`);
  if (name === '' || name.length > 100)
    throw refuse('tulis nama liburnya sesudah tanggal, paling panjang 100 huruf.');
  const masked = findNik(line);
  if (masked) throw refuse(nikRefusal('Nama libur', masked));
  return { day: isoDate(day), name };
}

const storeDaysOff = ({ database, actor }: Doing, told: DayOffTold[]): Promise<void> =>
  change(database, actor, 'dayoff.edit', async (tx) => {
    const columns = sql`day date, name text`;
    await execute(
      tx,
      sql`insert into day_off (region_code, day, name) select ${actor.regionCode}, day, name from ${rowsOf(told, columns)}
          on conflict (region_code, day) do update set name = excluded.name`,
    );
    const facts = told.map(({ day, name }) => ({
      subjectType: SUBJECT,
      subjectId: day,
      summary: `${date(new Date(`${day}T00:00:00Z`))} libur: ${name}`,
    }));
    return { result: undefined, fact: facts };
  });

interface DayOffLocked {
  id: string;
  day: Date;
  name: string;
}
const KeyTyped = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .catch('');
const dayIn = (key: string) => readDate(key) ?? new Date(0);

const dayOff: Subject<DayOffLocked, Nothing> = {
  type: SUBJECT,
  gone: 'Hari libur ini sudah dihapus.',
  lock: async (tx, actor, ids) => {
    const found = await tx.dayOff.findMany({ where: { ...ofRegion(actor), day: { in: ids.map(dayIn) } } });
    return found.map(({ day, name }) => ({ id: isoDate(day), day, name }));
  },
  stale: async () => '',
};

export const removeDayOff: Verb<DayOffLocked, Nothing> = {
  on: dayOff,
  action: 'dayoff.edit',
  address: 'hapus',
  label: 'Hapus hari libur',
  look: 'danger',
  note: null,
  done: { title: 'Hari libur dihapus.', text: '' },
};

const removeIt = (doing: Doing, target: Target<Nothing, string>, firstDay: Date): Promise<void> =>
  actOnOne(doing, removeDayOff, target, async (tx, { id, day, name }) => {
    if (day < firstDay) throw invalid({ hari: `${date(day)} sudah lewat dan tidak diubah lagi.` });
    await tx.dayOff.deleteMany({ where: { ...ofRegion(doing.actor), day } });
    const summary = `${date(day)} tidak libur lagi`;
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary, before: { name } } };
  });

const crumbs = [{ label: 'Data acuan', href: LIST }];

function addPage(typed: Record<string, unknown> = {}, errors: Record<string, string> = {}): Reply {
  const input = typedFields(typed, errors);
  return formPage({
    head: pageHead({
      crumbs,
      title: 'Tambah hari libur',
      lead: 'Boleh disalin dari daftar setahun sekaligus.',
    }),
    errors,
    section: '/acuan',
    submit: 'Simpan hari libur',
    action: ADD,
    fields: [
      input({
        name: 'hari',
        label: 'Hari libur',
        type: 'textarea',
        hint: 'Satu hari satu baris: tanggal, lalu namanya. Misalnya: 17/8/2027 Hari Kemerdekaan.',
      }),
    ],
  });
}

const onDayOff = {
  path: `${ADD}/:hari`,
  params: z.object({ hari: KeyTyped }),
} as const;

export const dayOffRows: AnyRow[] = [
  row({ method: 'get', path: ADD, allow: 'dayoff.edit', handle: async () => addPage() }),
  row({
    method: 'post',
    path: ADD,
    allow: 'dayoff.edit',
    body: z.object({ hari: z.string('Tulis hari liburnya.').max(10_000) }),
    handle: async (asking) => {
      const told = readDaysOff(asking.body.hari, today(asking.app.clock));
      await storeDaysOff(doingOf(asking), told);
      return redirect(LIST, { title: `${number(told.length)} hari libur disimpan.` });
    },
    invalid: (asking, errors) => addPage(asking.typed, errors),
  }),
  verbRow<DayOffLocked, Nothing, DayOffLocked, Record<string, never>, { hari: string }>(removeDayOff, {
    ...onDayOff,
    load: async ({ app, actor, params }) => {
      const where = { ...ofRegion(actor), day: dayIn(params.hari) };
      const found = await app.db.dayOff.findFirst({ where });
      return found && { id: isoDate(found.day), day: found.day, name: found.name };
    },
    handle: async ({ app }, { doing, target }) => {
      await removeIt(doing, target, today(app.clock));
      return redirect(LIST, removeDayOff.done);
    },
    invalid: (_context, errors, problem) =>
      redirect(LIST, { title: 'Belum dihapus.', text: errors.hari ?? problem.message, tone: 'warn' }),
  }),
  row({
    ...onDayOff,
    path: `${ADD}/:hari/hapus`,
    method: 'get',
    allow: 'dayoff.edit',
    load: ({ app, actor, params }) =>
      app.db.dayOff.findFirst({ where: { ...ofRegion(actor), day: dayIn(params.hari) } }),
    handle: async ({ loaded: { day, name } }) =>
      formPage({
        head: pageHead({
          crumbs,
          title: `Hapus ${date(day)}?`,
          lead: `${name}. Sesudahnya hari itu hari kerja biasa.`,
        }),
        errors: {},
        section: '/acuan',
        submit: removeDayOff.label,
        action: `${ADD}/${isoDate(day)}/hapus`,
        fields: [],
      }),
  }),
];
