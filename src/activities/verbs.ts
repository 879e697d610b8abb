import type { ActivityRevision } from '../generated/prisma/client.js';
import type { ReviewStatus, ReviewStepKind, WorkStatus } from '../generated/prisma/enums.js';
import { refuseClosed, type Touched } from '../rhythm/closing.js';
import type { Said, Verb } from '../web/verb.js';
import { activity, type Locked, publishedActivity, type Seen, sentBack } from './subject.js';

/** Something that is done to an activity; each says what a closed month means for it. */
export interface ActivityVerb extends Verb<Locked, Seen> {
  /** Of which days it changes what is told, so that their months have to be open; null where of none, or of a form's. */
  touches: (revision: Pick<ActivityRevision, 'startsOn' | 'endsOn' | 'reviewNote'>) => Touched | null;
  requires: NonNullable<Verb<Locked, Seen>['requires']>;
}

const touching = (touches: ActivityVerb['touches']): Pick<ActivityVerb, 'touches' | 'requires'> => ({
  touches,
  requires: async (tx, actor, { revision }) => {
    const touched = touches(revision);
    if (touched) await refuseClosed(tx, actor, touched.days, touched.before);
  },
});
/** It changes what is told of the work's own days. */
const daysOpen = touching((revision) => ({ days: revision, before: null }));
/** As `daysOpen`, but for what a coordinator sent back, which is mended as a part of its review. */
const daysOpenOrSentBack = touching((revision) => ({ days: revision, before: sentBack(revision) }));
/** Its form tells days, of which its work asks. */
export const daysOfForm = touching(() => null);
/** It tells nothing new of any day: review, the village's word, a draft that nobody was told of. */
const anyDays = touching(() => null);

/**
 * A move of the paper: draf → diajukan → diverifikasi, or dikembalikan with a note → diajukan again. A submission taken
 * back becomes what it was before. Nothing leads out of diverifikasi but a new revision.
 */
export interface PaperVerb extends ActivityVerb {
  done: Said;
  kind: ReviewStepKind;
  /** `returnedBefore` says whether a coordinator had sent this revision back already. */
  to: (returnedBefore: boolean) => ReviewStatus;
  /** What the trail says. */
  told: string;
}

const plain = {
  on: activity,
  look: '',
  note: null,
  done: { title: '', text: '' },
  ...anyDays,
} as const;

export const submit: PaperVerb = {
  ...plain,
  action: 'activity.submit',
  ...daysOpenOrSentBack,
  address: 'ajukan',
  label: 'Ajukan',
  look: 'primary',
  done: { title: 'Kegiatan diajukan.', text: 'Koordinator biasanya memeriksa dalam 3 hari kerja.' },
  kind: 'AJUKAN',
  to: () => 'DIAJUKAN',
  told: 'mengajukan',
};

export const withdraw: PaperVerb = {
  ...plain,
  action: 'activity.withdraw',
  ...daysOpen,
  address: 'tarik',
  label: 'Tarik kembali',
  done: { title: 'Kegiatan ditarik kembali.', text: 'Ubah yang perlu, lalu ajukan lagi.' },
  kind: 'TARIK',
  to: (returnedBefore) => (returnedBefore ? 'DIKEMBALIKAN' : 'DRAF'),
  told: 'menarik kembali',
};

export const sendBack: PaperVerb = {
  ...plain,
  action: 'activity.return',
  address: 'kembalikan',
  label: 'Kembalikan dengan catatan',
  note: {
    name: 'catatan',
    word: 'Catatan',
    label: 'Catatan untuk OPD',
    hint: 'Tulis apa yang perlu diperbaiki.',
  },
  done: { title: 'Kegiatan dikembalikan.', text: 'OPD melihat catatan Anda di berandanya.' },
  kind: 'KEMBALIKAN',
  to: () => 'DIKEMBALIKAN',
  told: 'mengembalikan',
};

export const verify: PaperVerb = {
  ...plain,
  action: 'activity.verify',
  address: 'verifikasi',
  label: 'Verifikasi',
  look: 'primary',
  done: {
    title: 'Kegiatan diverifikasi.',
    text: 'Isinya tidak dapat diubah lagi. Yang berjalan atau selesai ikut dihitung mulai sekarang.',
  },
  kind: 'VERIFIKASI',
  to: () => 'DIVERIFIKASI',
  told: 'memverifikasi',
};

/** A correction of what was verified that the coordinator asks for: it begins as a returned revision. */
export const recall: PaperVerb = {
  ...plain,
  action: 'activity.recall',
  address: 'minta-perbaikan',
  label: 'Minta perbaikan',
  note: {
    name: 'catatan',
    word: 'Catatan',
    label: 'Apa yang perlu diperbaiki',
    hint: 'Misalnya: jumlahnya tidak sama dengan berita acara.',
  },
  done: {
    title: 'Perbaikan diminta.',
    text: 'OPD melihat catatan Anda di berandanya. Yang sekarang tetap berlaku sampai perbaikannya diverifikasi.',
  },
  kind: 'KEMBALIKAN',
  to: () => 'DIKEMBALIKAN',
  told: 'meminta perbaikan',
};

/** Stores what the form holds; what is said after follows from whether it was submitted too. */
export const edit: ActivityVerb = {
  ...plain,
  action: 'activity.edit',
  ...daysOfForm,
  address: 'ubah',
  label: 'Simpan draf',
};

export const revise: ActivityVerb = {
  ...plain,
  action: 'activity.revise',
  ...daysOpen,
  address: 'perbaiki',
  label: 'Perbaiki',
};

export const remove: ActivityVerb = {
  ...plain,
  action: 'activity.delete',
  address: 'hapus',
  label: 'Hapus draf ini',
  look: 'danger',
  done: { title: 'Draf dihapus.', text: '' },
};

export const confirm: ActivityVerb = {
  ...plain,
  on: publishedActivity,
  action: 'activity.confirm',
  address: 'konfirmasi',
  label: 'Konfirmasi',
  look: 'primary',
  done: { title: 'Terima kasih, kegiatan dikonfirmasi.', text: '' },
};

export const dispute: ActivityVerb = {
  ...plain,
  on: publishedActivity,
  action: 'activity.dispute',
  address: 'sanggah',
  label: 'Sanggah',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Apa yang tidak sesuai',
    hint: 'Misalnya jumlahnya, tanggalnya, atau tempatnya.',
  },
  done: { title: 'Sanggahan dikirim.', text: 'Koordinator akan menjawabnya.' },
};

export const answer: ActivityVerb = {
  ...plain,
  on: publishedActivity,
  action: 'activity.answer',
  address: 'jawab',
  label: 'Kirim jawaban',
  note: {
    name: 'jawaban',
    word: 'Jawaban',
    label: 'Jawaban',
    hint: 'Tulis apa yang diperiksa dan hasilnya. Desa dan OPD membacanya.',
  },
  done: { title: 'Sanggahan dijawab.', text: '' },
};

/**
 * What becomes of a plan, or of running work: a new revision that goes through review at once. It explains itself and
 * needs no reason of a correction; until it is verified the plan stays in the sums of plans.
 */
export interface StageVerb extends ActivityVerb {
  to: WorkStatus;
  /** What its page asks of the day; '' where the day stays. */
  day: string;
  lead: string;
  /** Where the note is kept. */
  reason: 'changeReason' | 'cancelReason' | null;
  /** What the trail says. */
  told: string;
}

const waits = 'Koordinator memeriksanya. Sampai diverifikasi, yang lama yang dihitung.';

export const finish: StageVerb = {
  ...plain,
  action: 'activity.finish',
  ...daysOfForm,
  address: 'selesai',
  label: 'Tandai selesai',
  look: 'primary',
  done: { title: 'Ditandai selesai dan diajukan.', text: waits },
  to: 'SELESAI',
  day: 'Tanggal selesai',
  lead: 'Isi yang tercapai. Bila berhenti di tengah, tulis sejauh yang tercapai.',
  reason: null,
  told: 'menandai selesai',
};

export const start: StageVerb = {
  ...plain,
  action: 'activity.start',
  ...daysOfForm,
  address: 'mulai',
  label: 'Mulai',
  done: { title: 'Kegiatan dimulai dan diajukan.', text: waits },
  to: 'BERJALAN',
  day: 'Tanggal mulai',
  lead: 'Kegiatan ini menjadi berjalan. Tandai selesai bila sudah rampung.',
  reason: null,
  told: 'memulai',
};

export const postpone: StageVerb = {
  ...plain,
  action: 'activity.postpone',
  ...daysOfForm,
  address: 'undur',
  label: 'Undur',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Mengapa diundur',
    hint: 'Misalnya: menunggu bahan dari provinsi.',
  },
  done: { title: 'Rencana diundur dan diajukan.', text: waits },
  to: 'RENCANA',
  day: 'Tanggal baru',
  lead: 'Rencananya tetap, harinya berubah.',
  reason: 'changeReason',
  told: 'mengundur',
};

export const cancel: StageVerb = {
  ...plain,
  action: 'activity.cancel',
  ...daysOpen,
  address: 'batal',
  label: 'Batalkan',
  look: 'danger',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Mengapa batal',
    hint: 'Misalnya: lahan belum siap.',
  },
  done: { title: 'Kegiatan dibatalkan dan diajukan.', text: waits },
  to: 'BATAL',
  day: '',
  lead: 'Yang batal tidak dihitung. Dana yang sudah terpakai disebut tersendiri.',
  reason: 'cancelReason',
  told: 'membatalkan',
};

/** In the order in which they are offered. */
export const stageVerbs = [finish, start, postpone, cancel];

/** Everything that is done to an activity. */
export const activityVerbs = [
  submit,
  withdraw,
  sendBack,
  verify,
  recall,
  edit,
  revise,
  remove,
  ...stageVerbs,
  confirm,
  dispute,
  answer,
];
