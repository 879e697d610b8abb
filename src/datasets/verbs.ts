import { staged } from './subject.js';

const plain = { on: staged, action: 'dataset.import', look: '', note: null } as const;

/** Says what the file leaves open. */
export const answer = { ...plain, address: 'pilihan', label: 'Pakai pilihan ini' };

export const confirm = {
  ...plain,
  address: 'sahkan',
  label: 'Sahkan versi ini',
  done: {
    title: 'Versi data disahkan.',
    text: 'Mulai sekarang versi ini dapat dipakai menghitung prioritas dan tidak dapat diubah.',
  },
};

export const cancel = {
  ...plain,
  address: 'batal',
  label: 'Batalkan',
  done: { title: 'Unggahan dibatalkan.', text: 'Berkasnya sudah dihapus dari portal.' },
};

export const uploadVerbs = [answer, confirm, cancel];
