import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import type { Stat, Tone } from '../web/components.js';
import { calendarDay, date, daysBetween, number } from '../web/format.js';
import { type Services, today } from '../web/services.js';
import {
  coordinatorCounts,
  disputed,
  drafts,
  latePromises,
  returned,
  silent,
  toConfirm,
  toReview,
  type WaitingActivity,
} from './queries.js';
import { activitySection, plainSection, promiseSection, type Section, silentSection } from './tables.js';

/** What a role's home shows: the large figures and the lists behind them. */
export interface Board {
  stats: Stat[];
  sections: Section[];
}

const stat = (value: number, label: string, href: string, note = '', tone: Tone = ''): Stat => ({
  value: number(value),
  label,
  href: value > 0 ? href : '',
  note,
  tone: value > 0 ? tone : '',
});

function oldest(rows: { since: Date }[], day: Date): string {
  const first = rows[0];
  return first ? `tertua ${number(Math.max(0, daysBetween(calendarDay(first.since), day)))} hari` : '';
}

export async function coordinatorBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
  const [review, disputes, quiet, counts] = await Promise.all([
    toReview(app.db, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    coordinatorCounts(app.db, actor, list?.id ?? null, day.getUTCFullYear()),
  ]);
  return {
    stats: [
      stat(review.length, 'kegiatan perlu diperiksa', '#periksa', oldest(review, day)),
      stat(counts.leads, 'desa belum ada OPD utama', '/penugasan?bagian=belum'),
      stat(disputes.length, 'kegiatan disanggah desa', '#sanggahan', 'perlu ditengahi', 'stop'),
      stat(
        quiet.length,
        'desa diam lebih dari 30 hari',
        '#diam',
        oldest(quiet, day).replace('tertua', 'terlama'),
      ),
    ],
    sections: [
      activitySection('periksa', 'Perlu diperiksa', review, {
        today: day,
        action: 'Periksa',
        allHref: '/kegiatan?laporan=DIAJUKAN&urut=tanggal',
        empty: 'Semua kegiatan yang diajukan sudah diperiksa.',
      }),
      disputeSection(disputes, day, 'Jawab'),
      silentSection(quiet, day, false),
    ],
  };
}

const disputeSection = (rows: WaitingActivity[], day: Date, action: string) =>
  activitySection('sanggahan', 'Disanggah desa', rows, {
    today: day,
    action,
    allHref: '/kegiatan?tanggapan=disanggah',
    empty: 'Tidak ada sanggahan yang belum dijawab.',
  });

export async function officerBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [back, mine, disputes, quiet, promises] = await Promise.all([
    returned(app.db, actor),
    drafts(app.db, actor),
    disputed(app.db, actor, actor.agencyIds),
    silent(app.db, actor, day, actor.agencyId),
    latePromises(app.db, { agencyIds: actor.agencyIds }, day),
  ]);
  const edit = { today: day, edit: true };
  return {
    stats: [
      stat(back.length, 'dikembalikan, perlu diperbaiki', '#kembali', oldest(back, day), 'warn'),
      stat(mine.length, 'draf belum diajukan', '#draf', oldest(mine, day)),
      stat(disputes.length, 'disanggah desa', '#sanggahan', 'perlu diluruskan', 'stop'),
      stat(quiet.length, 'desa lama tanpa laporan', '#diam'),
    ],
    sections: [
      activitySection('kembali', 'Dikembalikan koordinator', back, {
        ...edit,
        action: 'Perbaiki',
        allHref: '/kegiatan?opd=saya&laporan=DIKEMBALIKAN',
        empty: 'Tidak ada kegiatan yang dikembalikan.',
      }),
      activitySection('draf', 'Draf belum diajukan', mine, {
        ...edit,
        action: 'Lanjutkan',
        allHref: '/kegiatan?opd=saya&laporan=DRAF',
        empty: 'Tidak ada draf. Catat kegiatan baru bila ada kunjungan.',
      }),
      disputeSection(disputes, day, 'Buka'),
      silentSection(quiet, day, true),
      promiseSection(promises, day),
    ],
  };
}

export async function villageBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [confirm, promises] = await Promise.all([
    toConfirm(app.db, actor),
    latePromises(app.db, { villageCode: actor.villageCode ?? '' }, day),
  ]);
  return {
    stats: [
      stat(confirm.length, 'kegiatan menunggu tanggapan desa', '#tanggapan', oldest(confirm, day)),
      stat(promises.length, 'janji lewat tanggal', '#janji', '', 'warn'),
    ],
    sections: [
      activitySection('tanggapan', 'Menunggu tanggapan desa', confirm, {
        today: day,
        action: 'Tanggapi',
        allHref: '/kegiatan?tanggapan=belum',
        empty: 'Semua kegiatan di desa Anda sudah ditanggapi.',
        withStatus: true,
      }),
      promiseSection(promises, day),
    ],
  };
}

export async function bappedaBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const where = { regionCode: actor.regionCode };
  const list = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
  const [rows, disputes, quiet, newest, undecided] = await Promise.all([
    unfinished(app, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    app.db.datasetVersion.findFirst({ where, orderBy: { asOf: 'desc' } }),
    undecidedCount(app, list?.id ?? 0, day),
  ]);
  return {
    stats: [
      stat(rows.length, 'pekerjaan belum selesai', '#pekerjaan', oldest(rows, day)),
      stat(
        undecided,
        `desa lokus ${list?.year ?? ''} belum diputuskan`,
        list ? `/lokus/${list.year}` : '',
        'tuntas atau lanjutan',
      ),
      stat(disputes.length, 'kegiatan disanggah desa', '#sanggahan', 'ditangani koordinator', 'stop'),
      stat(
        quiet.length,
        'desa diam lebih dari 30 hari',
        '#diam',
        newest ? `data terbaru per ${date(newest.asOf)}` : '',
      ),
    ],
    sections: [
      plainSection('pekerjaan', 'Pekerjaan belum selesai', rows, {
        today: day,
        empty: 'Tidak ada unggahan atau draf yang menunggu Anda.',
        allHref: '/lokus',
      }),
      disputeSection(disputes, day, 'Buka'),
      silentSection(quiet, day, false),
    ],
  };
}

/** Uploads that wait for confirmation and lists that wait for their SK. */
async function unfinished(app: Services, actor: Actor) {
  const [staged, draftLists] = await Promise.all([
    app.db.stagedUpload.findMany({ where: { accountId: actor.id }, orderBy: { createdAt: 'asc' } }),
    app.db.lokusList.findMany({
      where: { regionCode: actor.regionCode, status: 'DRAFT' },
      orderBy: { createdAt: 'asc' },
    }),
  ]);
  return [
    ...staged.map((one) => ({
      text: `Unggahan ${one.fileName}`,
      href: `/data/impor/${one.id}`,
      sub: 'Sudah diperiksa, belum disahkan. Dihapus sendiri setelah 24 jam.',
      since: one.createdAt,
      action: 'Sahkan',
    })),
    ...draftLists.map((one) => ({
      text: `Draf lokus ${one.year}`,
      href: `/lokus/draf/${one.id}`,
      sub: 'Belum ditetapkan dengan SK.',
      since: one.createdAt,
      action: 'Lanjutkan',
    })),
  ];
}

async function undecidedCount(app: Services, listId: number, day: Date): Promise<number> {
  const start = new Date(Date.UTC(day.getUTCFullYear(), 0, 1));
  return app.db.lokusMember.count({
    where: { listId, village: { decisions: { none: { decidedOn: { gte: start } } } } },
  });
}

export async function adminBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const where = { regionCode: actor.regionCode, disabledAt: null };
  const [locked, unused, orphans] = await Promise.all([
    app.db.account.findMany({
      where: { ...where, lockedUntil: { gt: app.clock.now() } },
      orderBy: { id: 'asc' },
    }),
    app.db.account.findMany({ where: { ...where, mustChangePassword: true }, orderBy: { createdAt: 'asc' } }),
    app.db.account.findMany({
      where: { ...where, agency: { validTo: { lt: day } } },
      orderBy: { id: 'asc' },
    }),
  ]);
  const part = (empty: string) => ({ today: day, empty, allHref: '/pengguna' });
  return {
    stats: [
      stat(locked.length, 'akun terkunci', '#terkunci', '', 'warn'),
      stat(unused.length, 'sandi sekali pakai belum diganti', '#sandi'),
      stat(orphans.length, 'akun OPD yang sudah bergabung', '#bergabung'),
    ],
    sections: [
      accountSection('terkunci', 'Akun terkunci', locked, part('Tidak ada akun yang terkunci.')),
      accountSection(
        'sandi',
        'Sandi sekali pakai belum diganti',
        unused,
        part('Semua sudah memilih sandi sendiri.'),
      ),
      accountSection(
        'bergabung',
        'Akun OPD yang sudah bergabung',
        orphans,
        part('Semua OPD petugas masih berlaku.'),
      ),
    ],
  };
}

function accountSection(
  id: string,
  title: string,
  accounts: { id: number; name: string; username: string; createdAt: Date }[],
  part: { today: Date; empty: string; allHref: string },
): Section {
  const rows = accounts.map((one) => ({
    text: one.name,
    href: `/pengguna/${one.id}`,
    sub: one.username,
    since: one.createdAt,
    action: 'Buka',
  }));
  return plainSection(id, title, rows, part);
}
