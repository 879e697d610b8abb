import { type Field, field } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import type { AccountFacts } from './views.js';

/** The name of an account, and since when it is another person's. */
export const renameFields = (
  account: AccountFacts,
  typed: Record<string, unknown>,
  errors: Record<string, string>,
): Field[] => [
  field({
    name: 'nama',
    label: 'Nama yang tampil',
    type: 'text',
    value: typedText(typed, 'nama') || account.name,
    error: errors.nama ?? '',
  }),
  field({
    name: 'sejak',
    label: 'Akun berpindah ke orang lain sejak',
    type: 'date',
    required: false,
    hint: 'Laporan yang lebih lama tetap memakai nama lama. Kosongkan bila sekadar memperbaiki tulisan.',
    value: typedText(typed, 'sejak'),
    error: errors.sejak ?? '',
  }),
];
