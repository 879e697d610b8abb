import type { Verb } from '../web/verb.js';
import { delivery, type Locked, type LockedDelivery, type Seen, undertaking } from './subject.js';

/** Says that something came of a promise, in part or in full. It counts once it is confirmed. */
export const mark: Verb<Locked, Seen> = {
  on: undertaking,
  action: 'undertaking.mark',
  address: 'penuhi',
  label: 'Tandai dipenuhi',
  look: 'primary',
  note: null,
  done: { title: 'Pemenuhan janji dicatat.', text: 'Dihitung setelah desa atau koordinator mengonfirmasi.' },
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
  done: { title: 'Pemenuhan janji dikonfirmasi.', text: '' },
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

export const undertakingVerbs = [mark, confirm, reject];
