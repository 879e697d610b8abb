import type { z } from 'zod';
import { number, rupiah } from '../core/format.js';
import type { CountRow, JointRow } from '../kept/counting.js';
import type { Asked, ListColumn } from '../web/list.js';

type Beside = Pick<z.output<typeof CountRow>, 'plans' | 'cancelled'>;

/** What stands beside a count of verified activities: `9 direncanakan, 16 batal`; '' when there is nothing. */
export const besideWords = ({ plans, cancelled: ended }: Beside): string =>
  [plans > 0 ? `${number(plans)} direncanakan` : '', ended > 0 ? `${number(ended)} batal` : '']
    .filter(Boolean)
    .join(', ');

/** What was counted of each row, with what is planned and was cancelled beside it, for who may know. */
export const countedColumns = (
  label: string,
  shown: (at: Asked) => boolean,
): ListColumn<z.output<typeof CountRow>, 'kegiatan', Asked>[] => [
  {
    key: 'kegiatan_terverifikasi',
    label,
    kind: 'number',
    value: (row) => row.activities,
    cell: (row) => ({ text: number(row.activities), sub: besideWords(row) }),
    sort: 'kegiatan',
    shown,
  },
  {
    key: 'kegiatan_direncanakan',
    label: 'Kegiatan direncanakan',
    kind: 'number',
    value: (row) => row.plans,
    only: 'file',
    shown,
  },
  {
    key: 'kegiatan_batal',
    label: 'Kegiatan batal',
    kind: 'number',
    value: (row) => row.cancelled,
    only: 'file',
    shown,
  },
];

/** How many of a count were done together with others: `2 bersama`; '' when none was. */
export const jointWords = ({ joint }: z.output<typeof JointRow>): string =>
  joint > 0 ? `${number(joint)} bersama` : '';

/** What stands beside a sum of money: `direncanakan Rp 40.000.000, batal Rp 250.000`; '' when there is nothing. */
export const moneyBesideWords = (money: { plans_planned: number; cancelled_spent: number }): string =>
  [
    money.plans_planned > 0 ? `direncanakan ${rupiah(money.plans_planned)}` : '',
    money.cancelled_spent > 0 ? `terpakai pada yang batal ${rupiah(money.cancelled_spent)}` : '',
  ]
    .filter(Boolean)
    .join(', ');

/** What stands beside a quantity: `direncanakan 6`; '' when nothing is planned. */
export const plannedWords = ({ plans_target: target }: { plans_target: number }): string =>
  target > 0 ? `direncanakan ${number(target)}` : '';

/** The rule of every sum, under its table. */
export const countingNote =
  'Dihitung: kegiatan terverifikasi yang berjalan atau selesai. Yang direncanakan dan yang batal disebut tersendiri.';
