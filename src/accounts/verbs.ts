import { account } from './subject.js';

const plain = { on: account, action: 'account.manage', look: '', note: null, proof: true } as const;

export const rename = {
  ...plain,
  address: 'nama',
  label: 'Simpan nama',
  done: { title: 'Nama disimpan.', text: '' },
};

/** What is handed over is shown, once. */
export const reset = { ...plain, address: 'sandi', label: 'Buat sandi sekali pakai' };

export const disable = {
  ...plain,
  address: 'nonaktifkan',
  label: 'Nonaktifkan akun',
  done: { title: 'Akun dinonaktifkan.', text: '' },
};

export const enable = {
  ...plain,
  address: 'aktifkan',
  label: 'Aktifkan lagi',
  done: { title: 'Akun diaktifkan.', text: '' },
};

export const move = {
  ...plain,
  address: 'pindahkan',
  label: 'Pindahkan ke OPD penerus',
  done: { title: 'Akun dipindahkan ke OPD penerus.', text: '' },
};

export const unlock = {
  ...plain,
  address: 'buka-kunci',
  label: 'Buka kunci',
  done: { title: 'Kunci dibuka.', text: '' },
};

export const dropStep = {
  ...plain,
  address: 'lepas-langkah-kedua',
  label: 'Lepas langkah kedua akun ini',
  done: { title: 'Langkah kedua dilepas.', text: '' },
};

export const accountVerbs = [rename, reset, disable, enable, move, unlock, dropStep];
