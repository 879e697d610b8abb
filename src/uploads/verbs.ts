import type { ActionOn } from '../audit/act.js';
import { staged } from './subject.js';

/** What is done to a waiting upload by whoever may do `action` with it; what is said after a confirm is its own. */
export function uploadVerbsOf<A extends ActionOn<undefined>>(action: A) {
  const plain = { on: staged, action, look: '', note: null } as const;
  return {
    /** Says what the file leaves open. */
    answer: { ...plain, address: 'pilihan', label: 'Pakai pilihan ini' },
    confirm: { ...plain, address: 'sahkan', label: 'Sahkan', look: 'primary' as const },
    cancel: {
      ...plain,
      address: 'batal',
      label: 'Batalkan',
      done: { title: 'Unggahan dibatalkan.', text: 'Berkasnya sudah dihapus dari portal.' },
    },
  };
}
export type UploadVerbs = ReturnType<typeof uploadVerbsOf<ActionOn<undefined>>>;
