import { accountPaths } from '../accounts/paths.js';
import { activityPaths } from '../activities/paths.js';
import { stageVerbs } from '../activities/verbs.js';
import { calendarDay, daysBetween, number } from '../core/format.js';
import { versionName } from '../datasets/kinds.js';
import { dataPaths } from '../datasets/paths.js';
import { lokusPaths } from '../lokus/paths.js';
import { currentList } from '../lokus/queries.js';
import { DAYS_SILENT } from '../lokus/silence.js';
import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import type { UndertakingRow } from '../undertakings/standing.js';
import type { Stat, Tone } from '../web/components.js';
import { type Services, today } from '../web/services.js';
import { lists, ofOwn } from './paths.js';
import {
  coordinatorCounts,
  disputed,
  drafts,
  duePlans,
  latePromises,
  promisesToConfirm,
  returned,
  silent,
  toConfirm,
  toReview,
  undecided,
  type Waiting,
  type WaitingActivity,
} from './queries.js';
import { returnedShares, sharesToReview } from './shares.js';
import {
  activitySection,
  plainSection,
  promiseSection,
  promisesToConfirmSection,
  type Section,
  silentSection,
} from './tables.js';

/** What a role's home shows: the large figures and the lists behind them. */
export interface Board {
  /** What the role should know before it begins. */
  lead?: string;
  stats: Stat[];
  sections: Section[];
}

/** A large figure that leads to its list. */
export const stat = (value: number, label: string, href: string, note = ''): Stat => ({
  value: number(value),
  label,
  href: value > 0 ? href : '',
  note,
  tone: '',
});

/** A figure that asks for something; calm when it is nought. */
export const toned = (tone: Tone, one: Stat): Stat => ({ ...one, tone: one.href === '' ? '' : tone });

/** `tertua 12 hari` of what waits longest. */
export function oldest({ rows: [first] }: Waiting<{ since: Date }>, day: Date): string {
  return first ? `tertua ${number(Math.max(0, daysBetween(calendarDay(first.since), day)))} hari` : '';
}

const waitingSince = ({ rows, total }: Waiting<UndertakingRow>, day: Date) =>
  oldest(
    { rows: rows.flatMap(({ waiting_since }) => (waiting_since ? [{ since: waiting_since }] : [])), total },
    day,
  );

export async function coordinatorBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor, day.getUTCFullYear());
  const [review, shares, disputes, quiet, counts, delivered, late] = await Promise.all([
    toReview(app.db, actor),
    sharesToReview(app, actor, day),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    coordinatorCounts(app.db, actor, list?.id ?? null, day),
    promisesToConfirm(app.db, actor, day),
    latePromises(app.db, actor, day),
  ]);
  return {
    stats: [
      stat(review.total, 'kegiatan perlu diperiksa', '#periksa', oldest(review, day)),
      stat(counts.leads, 'desa belum ada OPD utama', lists.withoutLead),
      toned('stop', stat(disputes.total, 'kegiatan disanggah desa', '#sanggahan', 'perlu ditengahi')),
      stat(
        quiet.total,
        `desa diam lebih dari ${DAYS_SILENT} hari`,
        '#diam',
        oldest(quiet, day).replace('tertua', 'terlama'),
      ),
    ],
    sections: [
      activitySection('periksa', 'Perlu diperiksa', review, {
        today: day,
        action: 'Periksa',
        allHref: lists.toReview,
        empty: 'Semua kegiatan yang diajukan sudah diperiksa.',
      }),
      ...shares,
      disputeSection(disputes, day, 'Jawab', lists.disputed),
      silentSection(quiet, day, false),
      promisesToConfirmSection(delivered, day, lists.promisesToConfirm),
      promiseSection(late, day, lists.latePromises),
    ],
  };
}

const disputeSection = (disputes: Waiting<WaitingActivity>, day: Date, action: string, allHref: string) =>
  activitySection('sanggahan', 'Disanggah desa', disputes, {
    today: day,
    action,
    allHref,
    empty: 'Tidak ada sanggahan yang belum dijawab.',
  });

const dueSection = (due: Waiting<WaitingActivity>, day: Date) =>
  activitySection('rencana', 'Rencana yang sudah tiba harinya', due, {
    today: day,
    action: '',
    actions: (id) => stageVerbs.map((verb) => ({ label: verb.label, href: activityPaths.act(id, verb) })),
    allHref: ofOwn(lists.due),
    empty: 'Tidak ada rencana yang menunggu kabar.',
  });

const returnedSection = (back: Waiting<WaitingActivity>, day: Date) =>
  activitySection('kembali', 'Dikembalikan koordinator', back, {
    today: day,
    edit: true,
    action: 'Perbaiki',
    allHref: lists.returned,
    empty: 'Tidak ada kegiatan yang dikembalikan.',
  });

const draftSection = (mine: Waiting<WaitingActivity>, day: Date) =>
  activitySection('draf', 'Draf belum diajukan', mine, {
    today: day,
    edit: true,
    action: 'Lanjutkan',
    allHref: lists.drafts,
    empty: 'Tidak ada draf. Catat kegiatan baru bila ada kunjungan.',
  });

export async function officerBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [back, shares, due, mine, disputes, quiet, promises] = await Promise.all([
    returned(app.db, actor),
    returnedShares(app, actor, day),
    duePlans(app.db, actor, day),
    drafts(app.db, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    latePromises(app.db, actor, day),
  ]);
  return {
    stats: [
      toned('warn', stat(back.total, 'dikembalikan, perlu diperbaiki', '#kembali', oldest(back, day))),
      stat(due.total, 'rencana sudah tiba harinya', '#rencana', oldest(due, day)),
      stat(mine.total, 'draf belum diajukan', '#draf', oldest(mine, day)),
      toned('stop', stat(disputes.total, 'disanggah desa', '#sanggahan', 'perlu diluruskan')),
      stat(quiet.total, 'desa lama tanpa laporan', '#diam'),
    ],
    sections: [
      returnedSection(back, day),
      ...shares,
      dueSection(due, day),
      draftSection(mine, day),
      disputeSection(disputes, day, 'Buka', ofOwn(lists.disputed)),
      silentSection(quiet, day, true),
      promiseSection(promises, day, ofOwn(lists.latePromises)),
    ],
  };
}

export async function villageBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [confirm, promises, delivered] = await Promise.all([
    toConfirm(app.db, actor),
    latePromises(app.db, actor, day),
    promisesToConfirm(app.db, actor, day),
  ]);
  return {
    stats: [
      stat(confirm.total, 'kegiatan menunggu tanggapan desa', '#tanggapan', oldest(confirm, day)),
      stat(
        delivered.total,
        'pemenuhan janji menunggu konfirmasi',
        '#janji-menunggu',
        waitingSince(delivered, day),
      ),
      toned('warn', stat(promises.total, 'janji lewat tanggal', '#janji')),
    ],
    sections: [
      activitySection('tanggapan', 'Menunggu tanggapan desa', confirm, {
        today: day,
        action: 'Tanggapi',
        allHref: lists.toConfirm,
        empty: 'Semua kegiatan di desa Anda sudah ditanggapi.',
        withStatus: true,
      }),
      promisesToConfirmSection(delivered, day, lists.promisesToConfirm),
      promiseSection(promises, day, lists.latePromises),
    ],
  };
}

export async function bappedaBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const where = await inScope({ db: app.db, actor }, 'dataset.list');
  const list = await currentList(app.db, actor, day.getUTCFullYear());
  const [work, disputes, quiet, newest, waiting] = await Promise.all([
    unfinished(app, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    app.db.datasetVersion.findFirst({ where, orderBy: { asOf: 'desc' } }),
    undecided(app.db, list?.id ?? null, day),
  ]);
  return {
    stats: [
      stat(work.total, 'pekerjaan belum selesai', '#pekerjaan', oldest(work, day)),
      stat(
        waiting,
        `desa lokus ${list?.year ?? ''} belum diputuskan`,
        list ? `/lokus/${list.year}?keputusan=belum` : '',
        'tuntas atau lanjutan',
      ),
      toned('stop', stat(disputes.total, 'kegiatan disanggah desa', '#sanggahan', 'ditangani koordinator')),
      stat(
        quiet.total,
        `desa diam lebih dari ${DAYS_SILENT} hari`,
        '#diam',
        oldest(quiet, day).replace('tertua', 'terlama'),
      ),
    ],
    lead: newest ? `Data terbaru: ${versionName(newest)}.` : 'Belum ada data desil 1 dan IDM.',
    sections: [
      plainSection('pekerjaan', 'Pekerjaan belum selesai', work, {
        today: day,
        empty: 'Tidak ada unggahan atau draf yang menunggu Anda.',
        allHref: '',
      }),
      disputeSection(disputes, day, 'Buka', lists.disputed),
      silentSection(quiet, day, false),
    ],
  };
}

/** Where uploads of other kinds than figures wait. */
const uploadBases = new Map<string, string>(
  Object.entries({ LOKUS: lokusPaths.uploads, PENGGUNA: accountPaths.bulk }),
);

/** Uploads that wait for confirmation and lists that wait for their SK: few enough to show all, oldest first. */
async function unfinished(app: Services, actor: Actor) {
  const [staged, draftLists] = await Promise.all([
    app.db.stagedUpload.findMany({
      where: { accountId: actor.id },
      select: { id: true, kind: true, fileName: true, createdAt: true },
    }),
    app.db.lokusList.findMany({
      where: { ...(await inScope({ db: app.db, actor }, 'lokus.draft')), status: 'DRAFT' },
      select: { id: true, year: true, createdAt: true },
    }),
  ]);
  const rows = [
    ...staged.map((one) => ({
      text: `Unggahan ${one.fileName}`,
      href: `${uploadBases.get(one.kind) ?? dataPaths.upload}/${one.id}`,
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
  ].sort((one, other) => one.since.getTime() - other.since.getTime());
  return { rows, total: rows.length };
}
