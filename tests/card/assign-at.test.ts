import { describe, expect, it } from 'vitest';
import { assignAt } from '../../src/card/accompaniment.js';
import type { Membership } from '../../src/card/queries.js';

describe('where a village is given its OPD', () => {
  const CODE = '33.27.03.2001';
  const member = (more: Partial<Membership>): Membership => ({
    origin: 'HITUNGAN',
    phase: 2026,
    done: false,
    ...more,
  });
  const now = `/penugasan?cari=${CODE}&pilih=${CODE}`;
  const anew = `/penugasan?tahun=2027&cari=${CODE}&pilih=${CODE}`;

  it.each([
    ['a member whose year has come', member({}), 2027, now],
    ['a member of a list without phases', member({ phase: null }), null, now],
    ['a member that is tuntas, in a coming list', member({ done: true }), 2027, anew],
    ['a member that is tuntas, in no other', member({ done: true }), null, null],
    ['a member that starts later, in a coming list', member({ phase: 2027 }), 2027, anew],
    ['a member that starts later', member({ phase: 2027 }), null, `/penugasan?bagian=nanti&cari=${CODE}`],
    ['one of a coming list alone', null, 2027, anew],
    ['one of no list', null, null, now],
  ])('%s', (_who, membership, nextYear, where) => {
    expect(assignAt(CODE, { member: membership, nextYear, year: 2026 })).toBe(where);
  });
});
