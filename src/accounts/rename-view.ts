import type { Field } from '../web/components.js';
import { typedFields } from '../web/form-page.js';
import type { AccountFacts } from './views.js';

/** The name of an account, and since when it is another person's. */
export const renameFields = (
  account: AccountFacts,
  typed: Record<string, unknown>,
  errors: Record<string, string>,
): Field[] => {
  const input = typedFields(typed, errors);
  return [
    input({ name: 'nama', label: 'Nama yang tampil', type: 'text', value: account.name }),
    input({
      name: 'sejak',
      label: 'Akun berpindah ke orang lain sejak',
      type: 'date',
      required: false,
      hint: 'Laporan yang lebih lama tetap memakai nama lama. Kosongkan bila sekadar memperbaiki tulisan.',
    }),
  ];
};
