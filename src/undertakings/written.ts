import { date, moment, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import type { Notice } from '../web/components.js';
import { Referred } from './referral.js';
import type { UndertakingRow } from './standing.js';

/** What is kept of an undertaking that somebody wrote down by hand: by whom, what was referred, what became of it. */
export const readWritten = (db: Reader, id: number) =>
  db.undertaking.findUniqueOrThrow({
    where: { id },
    include: { writtenBy: withFormerNames, decidedBy: withFormerNames, meeting: true },
  });
type Written = Awaited<ReturnType<typeof readWritten>>;

/** Who accepted, declined or took it back, when and why. */
export function decidedOf(row: UndertakingRow, { decidedBy, decidedAt, reason }: Written): Notice[] {
  if (!decidedBy || !decidedAt) return [];
  const title = row.withdrawn ? 'Ditarik' : row.answer === 'DITERIMA' ? 'Diterima' : 'Ditolak';
  const text = `${nameAt(decidedBy, decidedAt)}, ${moment(decidedAt)}.${reason ? ` “${reason}”` : ''}`;
  const tone = row.answer === 'DITOLAK' ? 'warn' : 'info';
  return [{ tone, title, text, links: [] }];
}

/** Who wrote it down; of a referral, what it stood for that day. */
export function writtenFacts({ writtenBy, bornAt, referred, meeting }: Written) {
  const facts = [
    { label: 'Disepakati di', value: meeting ? `${meeting.title}, ${date(meeting.heldOn)}` : '', href: '' },
    { label: 'Catatan rakor', value: meeting?.note ?? '', href: '' },
    { label: 'Ditulis oleh', value: writtenBy ? nameAt(writtenBy, bornAt) : '', href: '' },
    ...(referred === null ? [] : referredFacts(Referred.parse(referred))),
  ];
  return facts.filter(({ value }) => value !== '');
}

function referredFacts({ tanggal, jenis, satuan, peminta, diminta, kebutuhan }: Referred) {
  const need = kebutuhan
    ? `kebutuhan ${number(kebutuhan.awal)} ${satuan}, sisa ${number(kebutuhan.sisa)} (asesmen ${date(new Date(kebutuhan.per))})`
    : 'belum ada asesmen';
  return [
    { label: 'Jenis bantuan', value: jenis, href: '' },
    { label: `Keadaan pada ${date(new Date(tanggal))}`, value: need, href: '' },
    { label: 'Rujukan', value: `${peminta} ke ${diminta}`, href: '' },
  ];
}
