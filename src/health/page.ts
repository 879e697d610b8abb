import { readFileSync } from 'node:fs';
import path from 'node:path';
import { progressBar } from '../charts/bars.js';
import { decimal, moment, number } from '../core/format.js';
import { rootFolder } from '../database/root.js';
import {
  cell,
  column,
  type PageHead,
  pageHead,
  type Stat,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import { uploadsNow } from '../web/upload.js';
import type { Remarkable } from '../web/watch.js';
import { backupFindings, databaseFindings, diskFindings, type Finding, roleFinding } from './checks.js';

declare module '../web/render.js' {
  interface Views {
    'health/kesehatan': { head: PageHead; stats: Stat[]; tables: Table[] };
  }
}

const version = String(
  (JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8')) as { version: string }).version,
);

const marks: Record<Finding['state'], Status> = {
  baik: { icon: 'check-circle', label: 'Baik', tone: 'good' },
  perhatian: { icon: 'exclamation-triangle', label: 'Perlu perhatian', tone: 'warn' },
  rusak: { icon: 'x-lg', label: 'Rusak', tone: 'stop' },
};

/** How the portal is, for the admin: what `npx dampingan periksa` says that takes no long, and this process since it began. */
export async function healthPage(app: Services): Promise<Reply> {
  const { config, watch, database } = app;
  const found = await Promise.all([
    databaseFindings(database),
    roleFinding(database, config.production),
    diskFindings(config),
    backupFindings(config.backupDir, new Date()),
  ]);
  const findings = found.flat();
  const bad = findings.filter((one) => one.state !== 'baik').length;
  const lead =
    bad === 0
      ? 'Semua yang diperiksa baik.'
      : `${number(bad)} hal perlu perhatian; tiap baris menyebut apa yang harus dilakukan.`;
  const model = {
    head: pageHead({ title: 'Kesehatan sistem', lead, crumbs: [{ label: 'Menu', href: '/menu' }] }),
    stats: await figures(app),
    tables: [findingTable(findings), slowTable(watch.slow), failedTable(watch.failed)],
  };
  return page('health/kesehatan', model, { title: 'Kesehatan sistem', section: '/kesehatan' });
}

const stat = (value: string, label: string, note: string, tone: Stat['tone'] = ''): Stat => ({
  ...{ value, label, note, tone },
  href: '',
});

async function figures({ disk, watch, database }: Services): Promise<Stat[]> {
  const left = await disk.left();
  const { waiting, open } = database.load();
  return [
    stat(version, 'versi program', `berjalan sejak ${moment(watch.began)} WIB`),
    stat(
      `${decimal(left / 1e9, 1)} GB`,
      'sisa ruang cakram',
      `batas terkecil ${number(disk.floor / 1e6)} MB`,
      left < disk.floor ? 'stop' : '',
    ),
    stat(
      `${number(Math.round(process.memoryUsage.rss() / 1e6))} MB`,
      'memori yang dipakai',
      `${number(open)} sambungan basis data, ${number(waiting)} menunggu`,
    ),
    stat(
      number(uploadsNow()),
      'kiriman berkas sedang diterima',
      `jeda terlama ${number(Math.round(watch.loopDelay()))} milidetik`,
    ),
  ];
}

const table = (given: Pick<Table, 'id' | 'title' | 'columns' | 'rows' | 'empty'>): Table => ({
  exports: [],
  filter: null,
  total: [],
  pager: null,
  note: '',
  ...given,
});

function findingTable(findings: Finding[]): Table {
  return table({
    id: 'pemeriksaan',
    title: 'Pemeriksaan',
    columns: [
      column('Yang diperiksa', { phone: 'title' }),
      column('Keadaan', { phone: 'value' }),
      column('Keterangan'),
    ],
    rows: findings.map(({ what, state, text, todo = '' }) =>
      tableRow([cell({ text: what }), cell({ status: marks[state] }), cell({ text, sub: todo })]),
    ),
    empty: { title: '', text: '', action: null },
  });
}

function slowTable(slow: Remarkable[]): Table {
  const longest = Math.max(1, ...slow.map((one) => Number(one.what)));
  return table({
    id: 'lambat',
    title: 'Halaman yang lambat',
    columns: [
      column('Halaman', { phone: 'title' }),
      column('Detik', { numeric: true, phone: 'value' }),
      column('Lamanya'),
      column('Saat'),
    ],
    rows: slow.map(({ path: address, what, at }) => {
      const seconds = decimal(Number(what), 1);
      return tableRow([
        cell({ text: address }),
        cell({ text: seconds }),
        cell({ svg: progressBar(Number(what), longest, `${seconds} detik`) }),
        cell({ text: `${moment(at)} WIB` }),
      ]);
    }),
    empty: {
      title: 'Belum ada halaman yang lambat.',
      text: 'Di sini tampil dua puluh halaman terakhir yang dijawab lebih lama dari satu detik.',
      action: null,
    },
  });
}

function failedTable(failed: Remarkable[]): Table {
  return table({
    id: 'galat',
    title: 'Galat terakhir',
    columns: [column('Nomor', { phone: 'title' }), column('Halaman'), column('Saat')],
    rows: failed.map(({ path: address, what, at }) =>
      tableRow([cell({ text: what }), cell({ text: address }), cell({ text: `${moment(at)} WIB` })]),
    ),
    empty: {
      title: 'Belum ada galat sejak portal dinyalakan.',
      text: 'Di sini tampil nomor yang disebut orang saat sebuah halaman bermasalah; rinciannya ada di log.',
      action: null,
    },
  });
}
