import { whyRefused } from '../activities/offered.js';
import { activityPaths } from '../activities/paths.js';
import { stageVerbs } from '../activities/verbs.js';
import type { Reader } from '../database/client.js';
import type { Role } from '../generated/prisma/enums.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { type Closed, closedMonths } from '../rhythm/closing.js';
import { undertakingPaths } from '../undertakings/paths.js';
import type { OwedRow } from '../undertakings/standing.js';
import { type Services, today } from '../web/services.js';
import { adminBoard } from './admin-board.js';
import { bappedaBoard } from './bappeda-board.js';
import { type Board, button, oldestInWords, silentStat, stat, toned } from './board.js';
import { lists, ofOwn } from './paths.js';
import {
  declinedReferrals,
  disputed,
  drafts,
  duePlans,
  latePromises,
  ownPoints,
  promisesToConfirm,
  referralsToAnswer,
  returned,
  silent,
  toConfirm,
  toReview,
  type WaitingActivity,
  withoutLead,
} from './queries.js';
import { lastMonth, squaresOf } from './rhythm.js';
import { returnedShares, sharesToReview } from './shares.js';
import {
  activitySection,
  disputeSection,
  pointSection,
  promiseSection,
  promisesToConfirmSection,
  referralSection,
  type Section,
  silentSection,
} from './tables.js';
import type { Waiting } from './waiting.js';

const toLedger = button('Komitmen', undertakingPaths.list, 'people');

/** Referrals that wait for this officer's answer, then what rakor gave the OPD to do; nothing where there is nothing. */
async function askedSections(db: Reader, actor: Actor, day: Date): Promise<Section[]> {
  const [asked, points] = await Promise.all([
    referralsToAnswer(db, actor, day),
    pointSections(db, actor, day),
  ]);
  if (asked.total === 0) return points;
  const parts = { today: day, action: 'Jawab', allHref: ofOwn(lists.offered) };
  return [referralSection(['rujukan', 'Rujukan menunggu jawaban Anda'], asked, parts), ...points];
}

/** Action points that this person's OPD or village owes; nothing where there are none. */
async function pointSections(db: Reader, actor: Actor, day: Date): Promise<Section[]> {
  const points = await ownPoints(db, actor, day);
  return points.total === 0 ? [] : [pointSection(points, day, lists.points)];
}

/** Referrals that were declined and go to nobody; nothing where there is none. */
async function declinedSections(db: Reader, actor: Actor, day: Date): Promise<Section[]> {
  const declined = await declinedReferrals(db, actor, day);
  if (declined.total === 0) return [];
  const parts = { today: day, action: 'Buka', allHref: lists.declined };
  return [referralSection(['ditolak', 'Rujukan yang ditolak dan belum dirujuk lagi'], declined, parts)];
}

const waitingSince = ({ rows, total }: Waiting<OwedRow>, day: Date) =>
  oldestInWords(
    { rows: rows.flatMap(({ waiting_since }) => (waiting_since ? [{ since: waiting_since }] : [])), total },
    day,
  );

async function coordinatorBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor, day.getUTCFullYear());
  const [review, shares, disputes, quiet, leads, delivered, late, declined, rhythm] = await Promise.all([
    toReview(app.db, actor),
    sharesToReview(app, actor, day),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    withoutLead(app.db, list?.id ?? null, day),
    promisesToConfirm(app.db, actor, day),
    latePromises(app.db, actor, day),
    declinedSections(app.db, actor, day),
    lastMonth(app, actor, day),
  ]);
  const squares = await squaresOf(app, actor, { villages: quiet.rows, day });
  return {
    ...(rhythm && { rhythm }),
    lead: list ? '' : 'Belum ada daftar lokus yang berlaku. Penugasan dimulai setelah Bappeda menetapkannya.',
    actions: [button('Bahan rakor', '/rakor', 'bar-chart'), toLedger],
    stats: [
      stat(review.total, 'kegiatan perlu diperiksa', '#periksa', oldestInWords(review, day)),
      stat(leads, 'desa belum ada OPD utama', lists.withoutLead),
      toned('stop', stat(disputes.total, 'kegiatan disanggah desa', '#sanggahan', 'perlu ditengahi')),
      silentStat(quiet, day),
    ],
    sections: [
      reviewSection(review, day),
      ...shares,
      disputeSection(disputes, day, 'Jawab', lists.disputed),
      ...declined,
      silentSection(quiet, day, { squares }),
      promisesToConfirmSection(delivered, day, lists.promisesToConfirm),
      promiseSection(late, day, lists.latePromises),
    ],
  };
}

const reviewSection = (review: Waiting<WaitingActivity>, day: Date) =>
  activitySection('periksa', 'Perlu diperiksa', review, {
    today: day,
    action: 'Periksa',
    allHref: lists.toReview,
    empty: 'Semua kegiatan yang diajukan sudah diperiksa.',
  });

/** What may be done about each plan whose day has come; what a closed month refuses is not offered. */
export const dueSection = (due: Waiting<WaitingActivity>, day: Date, closed: Closed[]) =>
  activitySection('rencana', 'Rencana yang sudah tiba harinya', due, {
    today: day,
    action: '',
    actions: ({ id, starts_on: startsOn, since: endsOn }) =>
      stageVerbs
        .filter((verb) => whyRefused(closed, verb, { startsOn, endsOn, reviewNote: null }) === '')
        .map((verb) => ({ label: verb.label, href: activityPaths.act(id, verb) })),
    allHref: ofOwn(lists.due),
    empty: 'Tidak ada rencana yang menunggu kabar.',
  });

export const returnedSection = (back: Waiting<WaitingActivity>, day: Date) =>
  activitySection('kembali', 'Dikembalikan koordinator', back, {
    today: day,
    edit: true,
    action: 'Perbaiki',
    allHref: lists.returned,
    empty: 'Tidak ada kegiatan yang dikembalikan.',
  });

export const draftSection = (mine: Waiting<WaitingActivity>, day: Date) =>
  activitySection('draf', 'Draf belum diajukan', mine, {
    today: day,
    edit: true,
    action: 'Lanjutkan',
    allHref: lists.drafts,
    empty: 'Tidak ada draf. Catat kegiatan baru bila ada kunjungan.',
  });

async function officerBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [asked, back, shares, due, mine, disputes, quiet, promises, closed] = await Promise.all([
    askedSections(app.db, actor, day),
    returned(app.db, actor),
    returnedShares(app, actor, day),
    duePlans(app.db, actor, day),
    drafts(app.db, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    latePromises(app.db, actor, day),
    closedMonths(app.db, actor),
  ]);
  return {
    actions: [button('Catat kegiatan', '/kegiatan/baru', 'plus-lg', true), toLedger],
    stats: [
      toned('warn', stat(back.total, 'dikembalikan, perlu diperbaiki', '#kembali', oldestInWords(back, day))),
      stat(due.total, 'rencana sudah tiba harinya', '#rencana', oldestInWords(due, day)),
      stat(mine.total, 'draf belum diajukan', '#draf', oldestInWords(mine, day)),
      toned('stop', stat(disputes.total, 'disanggah desa', '#sanggahan', 'perlu diluruskan')),
      stat(quiet.total, 'desa lama tanpa laporan', '#diam'),
    ],
    sections: [
      ...asked,
      returnedSection(back, day),
      ...shares,
      dueSection(due, day, closed),
      draftSection(mine, day),
      disputeSection(disputes, day, 'Buka', ofOwn(lists.disputed)),
      silentSection(quiet, day, { own: true }),
      promiseSection(promises, day, ofOwn(lists.latePromises)),
    ],
  };
}

async function villageBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [confirm, promises, delivered, points] = await Promise.all([
    toConfirm(app.db, actor),
    latePromises(app.db, actor, day),
    promisesToConfirm(app.db, actor, day),
    pointSections(app.db, actor, day),
  ]);
  return {
    actions: [button('Desa saya', '/desa/saya', 'geo-alt'), toLedger],
    stats: [
      stat(confirm.total, 'kegiatan menunggu tanggapan desa', '#tanggapan', oldestInWords(confirm, day)),
      stat(delivered.total, 'pemenuhan menunggu konfirmasi', '#janji-menunggu', waitingSince(delivered, day)),
      toned('warn', stat(promises.total, 'komitmen lewat batas', '#janji')),
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
      ...points,
      promiseSection(promises, day, lists.latePromises),
    ],
  };
}

/** What a role's home shows. */
export const boards: Record<Role, (app: Services, actor: Actor) => Promise<Board>> = {
  BAPPEDA: bappedaBoard,
  KOORDINATOR: coordinatorBoard,
  OPD: officerBoard,
  DESA: villageBoard,
  ADMIN: adminBoard,
};
