import type { ReviewStatus, ReviewStepKind } from '../generated/prisma/enums.js';
import type { Verb } from '../web/verb.js';
import { activity, type Locked, publishedActivity, type Seen } from './subject.js';

type ActivityVerb = Verb<Locked, Seen>;

/**
 * A move of the paper: draf → diajukan → diverifikasi, or dikembalikan with a note → diajukan again. A submission taken
 * back becomes what it was before. Nothing leads out of diverifikasi but a new revision.
 */
export interface PaperVerb extends ActivityVerb {
  kind: ReviewStepKind;
  /** `returnedBefore` says whether a coordinator had sent this revision back already. */
  to: (returnedBefore: boolean) => ReviewStatus;
  /** What the trail says. */
  told: string;
}

const plain = { on: activity, look: '', note: null, done: { title: '', text: '' } } as const;

export const submit: PaperVerb = {
  ...plain,
  action: 'activity.submit',
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
    text: 'Mulai sekarang ikut dihitung dan isinya tidak dapat diubah.',
  },
  kind: 'VERIFIKASI',
  to: () => 'DIVERIFIKASI',
  told: 'memverifikasi',
};

/** Stores what the form holds; what is said after follows from whether it was submitted too. */
export const edit: ActivityVerb = {
  ...plain,
  action: 'activity.edit',
  address: 'ubah',
  label: 'Simpan draf',
};

export const revise: ActivityVerb = {
  ...plain,
  action: 'activity.revise',
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

/** Everything that is done to an activity. */
export const activityVerbs = [
  submit,
  withdraw,
  sendBack,
  verify,
  edit,
  revise,
  remove,
  confirm,
  dispute,
  answer,
];
