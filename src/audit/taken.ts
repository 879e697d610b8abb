import { z } from 'zod';
import { conflict, invalid } from '../core/problem.js';

/** What must be unique, by the name of its constraint: the field in which it is typed, and what to do. */
const UNIQUE = new Map([
  [
    'account_username_key',
    { field: 'username', message: 'Nama pengguna ini sudah dipakai. Pilih yang lain.' },
  ],
  [
    'agency_region_code_short_name_key',
    { field: 'singkatan', message: 'Singkatan ini sudah dipakai OPD lain.' },
  ],
  ['category_pkey', { field: 'kode', message: 'Kode ini sudah dipakai.' }],
  [
    'lokus_list_region_code_year_edition_key',
    { field: 'tahun', message: 'Daftar tahun ini baru saja dibuat. Muat ulang halaman.' },
  ],
]);

/** A unique violation (23505), however a query came to it; both engines name the constraint in their message. */
const Taken = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ originalCode: z.literal('23505'), originalMessage: z.string() }),
    }),
  }),
});

/**
 * What the database finds taken, because somebody was faster than the question, is said at the field where it was
 * typed; where none is known, as a conflict.
 * @throws Problem `invalid` or `conflict`; whatever else the error was, as it was.
 */
export function refuseTaken(error: unknown): never {
  const taken = Taken.safeParse(error);
  if (!taken.success) throw error;
  const constraint = /"(\w+)"/.exec(taken.data.meta.driverAdapterError.cause.originalMessage)?.[1] ?? '';
  const known = UNIQUE.get(constraint);
  if (known) throw invalid({ [known.field]: known.message });
  throw conflict('Orang lain baru saja menyimpan hal yang sama. Muat ulang halaman, lalu periksa.');
}
