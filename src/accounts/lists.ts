import { z } from 'zod';
import { placeJoins, shortPlace } from '../belonging.js';
import { calendarDay, moment, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { Role } from '../generated/prisma/enums.js';
import { roleLabels } from '../policy.js';
import { choiceFilter, textFilter, valueFilter } from '../web/filters.js';
import { type Asked, defineList } from '../web/list.js';
import { accountState } from './accounts.js';
import { accountPaths } from './paths.js';
import { stateView } from './views.js';

const Row = z.object({
  id: z.number(),
  username: z.string(),
  name: z.string(),
  role: z.enum(Role),
  place: z.string(),
  disabled_at: z.date().nullable(),
  locked: z.boolean(),
  must_change_password: z.boolean(),
  last_sign_in_at: z.date().nullable(),
});

const isOpen = sql`c.disabled_at is null`;
const isLocked = ({ app }: Asked) => sql`coalesce(c.locked_until > ${app.clock.now()}, false)`;

/** All accounts of the kabupaten, as they stand now; each is in one state, the first that holds, as `accountState` tells it. */
export const accountList = defineList({
  path: accountPaths.list,
  access: 'account.manage',
  name: 'pengguna',
  noun: 'akun',
  row: Row,
  select: (at) => sql`select c.id, c.username, c.name, c.role::text, ${shortPlace} as place,
    c.disabled_at, ${isLocked(at)} as locked, c.must_change_password, c.last_sign_in_at`,
  from: sql`from account c ${placeJoins}`,
  key: sql`c.id`,
  sorts: {
    nama: { label: 'Nama', by: sql`c.name` },
    username: { label: 'Nama pengguna', by: sql`c.username` },
    peran: { label: 'Peran', by: sql`c.role` },
    masuk: { label: 'Terakhir masuk', by: sql`c.last_sign_in_at`, startsDescending: true, nullsLast: true },
  },
  defaultSort: 'nama',
  filters: {
    cari: textFilter('Cari nama atau tempat', [sql`c.name`, sql`c.username`, shortPlace]),
    peran: valueFilter('Peran', sql`c.role`, roleLabels),
    keadaan: choiceFilter<Asked>('Keadaan', {
      aktif: {
        label: 'Aktif',
        where: (at) => sql`${isOpen} and not ${isLocked(at)} and not c.must_change_password`,
      },
      nonaktif: { label: 'Nonaktif', where: sql`c.disabled_at is not null` },
      terkunci: { label: 'Terkunci', where: (at) => sql`${isOpen} and ${isLocked(at)}` },
      sandi: {
        label: 'Sandi sekali pakai',
        where: (at) => sql`${isOpen} and not ${isLocked(at)} and c.must_change_password`,
      },
      bergabung: {
        label: 'OPD-nya sudah bergabung',
        where: ({ app }) => sql`${isOpen} and g.valid_to < ${calendarDay(app.clock.now())}`,
      },
    }),
  },
  columns: [
    { key: 'username', label: 'Nama pengguna', value: (row) => row.username, only: 'file' },
    {
      key: 'nama',
      label: 'Nama',
      value: (row) => row.name,
      cell: (row) => ({ text: row.name, href: accountPaths.account(row.id), sub: row.username }),
      sort: 'nama',
      phone: 'title',
    },
    { key: 'peran', label: 'Peran', value: (row) => roleLabels[row.role], sort: 'peran' },
    { key: 'tempat', label: 'Tempat', value: (row) => row.place },
    {
      key: 'keadaan',
      label: 'Keadaan',
      value: accountState,
      cell: (row) => ({ status: stateView[accountState(row)] }),
      phone: 'value',
    },
    {
      key: 'terakhir_masuk',
      label: 'Terakhir masuk',
      kind: 'moment',
      value: (row) => row.last_sign_in_at,
      cell: (row) => ({ text: row.last_sign_in_at ? moment(row.last_sign_in_at) : 'belum pernah' }),
      sort: 'masuk',
    },
  ],
  empty: {
    title: 'Belum ada akun',
    text: 'Tambahkan orang yang memakai portal.',
    action: { label: 'Tambah pengguna', href: accountPaths.create },
  },
  title: 'Pengguna',
  head: ({ total }) => ({
    lead: `${number(total)} akun. Satu akun satu peran; sandinya dipilih pemiliknya sendiri.`,
    actions: [
      { label: 'Tambah banyak', href: accountPaths.bulk, icon: 'upload', primary: false },
      { label: 'Tambah pengguna', href: accountPaths.create, icon: 'plus-lg', primary: true },
    ],
  }),
});
