import { z } from 'zod';
import type { MatchInput } from '../matching/types.js';
import { manyStrings } from '../web/form.js';
import type { Accepted } from './proposals.js';

/** Villages whose OPD was chosen by hand; they live in the address alone. */
export type Fixed = MatchInput['fixed'];

const PAIR = /^(\d\d\.\d\d\.\d\d\.\d{4}):([1-9]\d{0,8})$/;
const fixedOf = (text: string): Fixed => {
  const [, code, id] = PAIR.exec(text) ?? [];
  return code ? [[code, Number(id)]] : [];
};

/** What an address fixes, of a village the last: pairs, and the one that its form adds. */
export function readFixed(url: URL): { fixed: Fixed; village: string } {
  const desa = url.searchParams.get('desa') ?? '';
  const typed = `${desa}:${url.searchParams.get('opd') ?? ''}`;
  const pairs = [...url.searchParams.getAll('patok').slice(0, 500), typed].flatMap(fixedOf);
  return { fixed: [...new Map(pairs)], village: PAIR.test(typed) ? '' : desa };
}

/** The address with what is fixed, and more. */
export function withFixed(path: string, fixed: Fixed, more: Record<string, string> = {}): string {
  const url = new URL(path, 'http://portal');
  for (const [code, id] of fixed) url.searchParams.append('patok', `${code}:${id}`);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

export const withoutFixed = (path: string, fixed: Fixed, code: string): string =>
  withFixed(
    path,
    fixed.filter(([one]) => one !== code),
  );

const SEEN = /^(\d\d\.\d\d\.\d\d\.\d{4}):([1-9]\d{0,8}):([1-9]\d{0,8})?$/;

/** The proposals that a form accepts, as they were seen; of a village one. */
export const Seen = manyStrings
  .pipe(z.array(z.string().regex(SEEN, 'Muat ulang halaman ini, lalu pilih lagi.')).max(500))
  .transform((all): Accepted[] => {
    const accepted = all.map((text): [string, Accepted] => {
      const [, villageCode = '', lead, support] = SEEN.exec(text) ?? [];
      return [
        villageCode,
        { villageCode, leadId: Number(lead), supportId: support ? Number(support) : null },
      ];
    });
    return [...new Map(accepted).values()];
  })
  .refine((all) => all.length > 0, 'Centang usulan yang diterima.');
