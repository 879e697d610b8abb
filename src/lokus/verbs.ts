import { draft, official } from './subject.js';

const onDraft = { on: draft, action: 'lokus.draft', look: '', note: null } as const;

export const add = { ...onDraft, address: 'tambah', label: 'Tambahkan' };
export const remove = {
  ...onDraft,
  address: 'keluarkan',
  label: 'Keluarkan',
  note: { name: 'sebab', word: 'Alasan', label: 'Alasan', hint: '' },
};
export const restore = { ...onDraft, address: 'kembalikan', label: 'Kembalikan' };
export const carry = { ...onDraft, address: 'lanjutan', label: 'Lanjutkan' };
export const setYears = {
  ...onDraft,
  address: 'tahapan',
  label: 'Simpan',
  done: { title: 'Tahapan disimpan.', text: '' },
};
export const discard = { ...onDraft, address: 'hapus', label: 'Hapus draf' };

/** Penetapan. */
export const fix = {
  ...onDraft,
  action: 'lokus.fix',
  proof: true,
  address: 'tetapkan',
  label: 'Tetapkan',
  look: 'primary',
} as const;

export const draftVerbs = [add, remove, restore, carry, setYears, discard, fix];

/** Begins the edition that amends an official list. */
export const amend = {
  ...onDraft,
  on: official,
  address: 'perubahan',
  label: 'Buat draf perubahan',
  note: { name: 'alasan', word: 'Alasan perubahan', label: 'Alasan perubahan', hint: '' },
  done: { title: 'Draf perubahan dibuat.', text: '' },
};
