import { uploadVerbsOf } from '../uploads/verbs.js';

const of = uploadVerbsOf('dataset.import');

/** What is done to a data file that waits. */
export const dataUploads = {
  ...of,
  confirm: {
    ...of.confirm,
    done: {
      title: 'Versi data disahkan.',
      text: 'Mulai sekarang versi ini dipakai di seluruh portal dan tidak dapat diubah.',
    },
  },
};
