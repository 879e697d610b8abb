import { progressBar } from '../charts/bars.js';
import { date, number } from '../core/format.js';
import type { CommitmentParty, DeliveryState, UndertakingKind } from '../generated/prisma/enums.js';
import type { Status } from '../web/components.js';
import { undertakingPaths } from './paths.js';
import type { OwedRow, State, UndertakingRow } from './standing.js';

/** Who stands behind a promise. */
export const partyNames: Record<CommitmentParty, string> = {
  PEMDES: 'Pemerintah desa',
  LKD: 'Lembaga kemasyarakatan desa',
  WARGA: 'Warga',
  OPD: 'OPD',
  BAZNAS: 'Baznas',
  PERUSAHAAN: 'Perusahaan',
  KAMPUS: 'Kampus',
  LAINNYA: 'Pihak lain',
};

/** What the kinds of undertakings are called. */
export const kindNames: Record<UndertakingKind, string> = {
  JANJI: 'Janji',
  RUJUKAN: 'Rujukan',
  TINDAK_LANJUT: 'Tindak lanjut',
};

/** What an undertaking is called by its state. */
export const stateViews: Record<State, Status> = {
  BELUM: { icon: 'circle', label: 'Belum dipenuhi', tone: '' },
  SEBAGIAN: { icon: 'circle-half', label: 'Dipenuhi sebagian', tone: '' },
  MENUNGGU: { icon: 'hourglass-split', label: 'Menunggu konfirmasi', tone: '' },
  DITAWARKAN: { icon: 'hourglass-split', label: 'Menunggu jawaban OPD', tone: '' },
  DITOLAK: { icon: 'arrow-return-left', label: 'Ditolak', tone: 'warn' },
  TERLAMBAT: { icon: 'exclamation-triangle', label: 'Terlambat', tone: 'warn' },
  DIPENUHI: { icon: 'check-circle-fill', label: 'Dipenuhi', tone: 'good' },
  DITARIK: { icon: 'slash-circle', label: 'Ditarik', tone: 'quiet' },
};

/** How far a delivery is believed. */
export const deliveryViews: Record<DeliveryState, Status> = {
  DILAPORKAN: { icon: 'hourglass-split', label: 'Menunggu konfirmasi', tone: '' },
  DIKONFIRMASI: { icon: 'check-circle-fill', label: 'Dikonfirmasi', tone: 'good' },
  DITOLAK: { icon: 'arrow-return-left', label: 'Ditolak', tone: 'warn' },
};

interface Promised {
  party: CommitmentParty;
  partyName: string | null;
  what: string;
  quantity: number | null;
  unit: string | null;
  dueOn: Date | null;
}

/** "Baznas Kabupaten (Baznas)". */
export const whoOf = ({ party, partyName }: Pick<Promised, 'party' | 'partyName'>): string =>
  partyName ? `${partyName} (${partyNames[party]})` : partyNames[party];

/** "40 sak", "" where no quantity was promised. */
export const amountOf = (quantity: number | null, unit: string | null): string =>
  quantity === null ? '' : `${number(quantity)} ${unit ?? ''}`.trim();

/** Who owes an undertaking: an agency by its name, others as `whoOf`. */
export const ownerOf = (row: Pick<UndertakingRow, 'owner' | 'party' | 'party_name'>): string =>
  row.owner ?? whoOf({ party: row.party, partyName: row.party_name });

/** Where it is owed, in words; '' where in no village. */
export const placeOf = ({ village, kecamatan }: Pick<UndertakingRow, 'village' | 'kecamatan'>): string =>
  village && kecamatan ? `${village}, Kecamatan ${kecamatan}` : '';

/** How far it is: "20 dari 40 sak"; in words where no quantity was promised. */
export const progressOf = (row: OwedRow): string =>
  row.quantity === null
    ? row.kept
      ? 'dipenuhi'
      : row.parts > 0
        ? 'dipenuhi sebagian'
        : 'belum dipenuhi'
    : `${number(row.confirmed)} dari ${amountOf(row.quantity, row.unit)}`;

/** A promise as the activity's page and the Kartu Desa show it. */
export interface PromiseView {
  who: string;
  what: string;
  href: string;
  bar: string;
  progress: string;
  status: Status | null;
}

/** An undertaking with how far it was kept. */
export function promiseView(row: UndertakingRow): PromiseView {
  const progress = progressOf(row);
  const reported = row.reported > 0 ? `, ${number(row.reported)} dilaporkan` : '';
  const due = !row.kept && row.due_on ? `, batas ${date(row.due_on)}` : '';
  return {
    who: ownerOf(row),
    what: row.what,
    href: undertakingPaths.one(row.id),
    bar: row.quantity ? progressBar(row.confirmed, row.quantity, progress) : '',
    progress: progress + reported + due,
    status: row.state === 'BELUM' ? null : stateViews[row.state],
  };
}

/** A promise nobody has verified yet; what a report told of its keeping stands beside it. */
export function promisedView(
  one: Promised & { delivered: number | null; deliveredOn: Date | null },
): PromiseView {
  const told = [
    one.delivered === null ? '' : amountOf(one.delivered, one.unit),
    one.deliveredOn ? date(one.deliveredOn) : '',
  ].filter(Boolean);
  return {
    who: whoOf(one),
    what: one.what,
    href: '',
    bar: '',
    progress: [
      amountOf(one.quantity, one.unit),
      one.dueOn ? `batas ${date(one.dueOn)}` : '',
      told.length > 0 ? `tercatat dipenuhi ${told.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join(', '),
    status: null,
  };
}
