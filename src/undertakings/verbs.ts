import type { Verb } from '../web/verb.js';
import { type AsSeen, delivery, type Locked, type LockedDelivery, undertaking } from './subject.js';

/** Says that something came of an undertaking, in part or in full. It counts once it is confirmed. */
export const mark: Verb<Locked, AsSeen> = {
  on: undertaking,
  action: 'undertaking.mark',
  address: 'penuhi',
  label: 'Tandai dipenuhi',
  look: 'primary',
  note: null,
  done: { title: 'Pemenuhan dicatat.', text: 'Dihitung setelah desa atau koordinator mengonfirmasi.' },
};

/** A word on a delivery that was reported. */
export type DecideVerb = Verb<LockedDelivery, Record<string, never>> & {
  to: 'DIKONFIRMASI' | 'DITOLAK';
  /** What the trail says. */
  told: string;
};

export const confirm: DecideVerb = {
  on: delivery,
  action: 'undertaking.confirm',
  address: 'konfirmasi',
  label: 'Konfirmasi',
  look: 'primary',
  note: null,
  done: { title: 'Pemenuhan dikonfirmasi.', text: '' },
  to: 'DIKONFIRMASI',
  told: 'mengonfirmasi pemenuhan',
};

export const reject: DecideVerb = {
  on: delivery,
  action: 'undertaking.reject',
  address: 'tolak',
  label: 'Tolak dengan alasan',
  look: '',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Apa yang tidak sesuai',
    hint: 'Misalnya: baru 15 sak yang sampai.',
  },
  done: { title: 'Laporan pemenuhan ditolak.', text: 'Alasannya tampil di samping laporan itu.' },
  to: 'DITOLAK',
  told: 'menolak pemenuhan',
};

/** The asked OPD takes on what was referred. */
export const accept: Verb<Locked, AsSeen> = {
  on: undertaking,
  action: 'undertaking.accept',
  address: 'terima',
  label: 'Terima',
  look: 'primary',
  note: null,
  done: {
    title: 'Rujukan diterima.',
    text: 'OPD Anda mendampingi desa itu mulai hari ini. Koordinator diberi tahu.',
  },
};

export const decline: Verb<Locked, AsSeen> = {
  on: undertaking,
  action: 'undertaking.decline',
  address: 'tolak-rujukan',
  label: 'Tolak dengan alasan',
  look: '',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Mengapa tidak dapat',
    hint: 'Dibaca OPD yang merujuk dan koordinator. Misalnya: anggaran tahun ini sudah habis.',
  },
  done: { title: 'Rujukan ditolak.', text: 'Alasannya dibaca OPD yang merujuk dan koordinator.' },
};

/** Who wrote it down takes it back. */
export const takeBack: Verb<Locked, AsSeen> = {
  on: undertaking,
  action: 'undertaking.withdraw',
  address: 'tarik',
  label: 'Tarik',
  look: '',
  note: {
    name: 'alasan',
    word: 'Alasan',
    label: 'Mengapa ditarik',
    hint: 'Misalnya: sudah ditangani OPD sendiri.',
  },
  done: { title: 'Ditarik.', text: 'Alasannya tampil di halamannya.' },
};

export const undertakingVerbs = [mark, confirm, reject, accept, decline, takeBack];
