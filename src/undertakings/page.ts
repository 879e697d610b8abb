import { progressBar } from '../charts/bars.js';
import { date, moment } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import { type Actor, can } from '../policy.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type Notice,
  type PageHead,
  pageHead,
  type Status,
} from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { type MarkForm, type MarkRefusal, markForm, nothingRefused } from './mark-form.js';
import { undertakingPaths } from './paths.js';
import type { UndertakingRow } from './standing.js';
import { undertakingRefOf } from './subject.js';
import { confirm, reject } from './verbs.js';
import { amountOf, deliveryViews, progressOf, stateViews, whoOf } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'undertakings/satu': UndertakingPage;
  }
}

interface DeliveryView {
  what: string;
  status: Status;
  note: string;
  marked: string;
  decided: string;
  reason: string;
  photo: { href: string; src: string; alt: string } | null;
  document: { href: string; name: string } | null;
  /** Where this person decides it; null where they do not. */
  decide: { confirm: string; reject: string; note: Field; open: boolean } | null;
}

interface UndertakingPage {
  head: PageHead;
  summary: ErrorSummary;
  notices: Notice[];
  bar: string;
  progress: string;
  facts: { label: string; value: string; href: string }[];
  deliveries: DeliveryView[];
  mark: MarkForm | null;
  words: { confirm: string; reject: string };
}

/** One undertaking: what was promised, what came of it, and what this person may do now. */
export async function undertakingPage(
  app: Services,
  actor: Actor,
  row: UndertakingRow,
  refusal: MarkRefusal = nothingRefused,
): Promise<Reply> {
  const deliveries = await readDeliveries(app.db, row.id);
  const statedIn = await app.db.activityRevision.findUniqueOrThrow({
    where: { id: row.stated_in_id },
    select: { number: true, changeReason: true },
  });
  const model: UndertakingPage = {
    head: headOf(row),
    summary: errorSummary(refusal.errors),
    notices: noticesOf(row, statedIn, refusal),
    bar: row.quantity ? progressBar(row.confirmed, row.quantity, progressOf(row)) : '',
    progress:
      progressOf(row) + (row.reported > 0 ? `, ${amountOf(row.reported, row.unit)} menunggu konfirmasi` : ''),
    facts: factsOf(row),
    deliveries: deliveries.map((one) => deliveryView(actor, row, one, refusal)),
    mark: can(actor, 'undertaking.mark', undertakingRefOf(row))
      ? markForm(row, today(app.clock), refusal)
      : null,
    words: { confirm: confirm.label, reject: reject.label },
  };
  const refused = refusal.conflict !== '' || Object.keys(refusal.errors).length > 0;
  const title = `Janji: ${row.what}`;
  return page('undertakings/satu', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/kegiatan',
  });
}

const headOf = (row: UndertakingRow): PageHead =>
  pageHead({
    crumbs: [
      { label: 'Janji', href: undertakingPaths.list },
      { label: row.village, href: `/desa/${row.village_code}` },
    ],
    title: row.what,
    subtitle: `${whoOf({ party: row.party, partyName: row.party_name })}, ${row.village}`,
    statuses: [
      stateViews[row.state],
      ...(row.late && row.state !== 'TERLAMBAT' ? [stateViews.TERLAMBAT] : []),
    ],
  });

function noticesOf(
  row: UndertakingRow,
  statedIn: { number: number; changeReason: string | null },
  { conflict }: MarkRefusal,
): Notice[] {
  const notices: Notice[] = [];
  if (conflict) notices.push({ tone: 'warn', title: 'Belum disimpan', text: conflict, links: [] });
  if (row.withdrawn) {
    const text = `Revisi ke-${statedIn.number} kegiatannya tidak lagi memuat janji ini. ${statedIn.changeReason ?? ''}`;
    notices.push({
      tone: 'info',
      title: 'Janji ini ditarik',
      text: text.trim(),
      links: [{ label: 'Buka kegiatannya', href: `/kegiatan/${row.activity_id}` }],
    });
  }
  return notices;
}

const factsOf = (row: UndertakingRow) => [
  { label: 'Dijanjikan', value: amountOf(row.quantity, row.unit) || row.what, href: '' },
  { label: 'Batas waktu', value: row.due_on ? date(row.due_on) : 'tidak disebut', href: '' },
  { label: 'Desa', value: `${row.village}, Kecamatan ${row.kecamatan}`, href: `/desa/${row.village_code}` },
  { label: 'Dari kegiatan', value: row.activity, href: `/kegiatan/${row.activity_id}` },
  { label: 'Dicatat oleh', value: row.agency, href: `/opd/${row.agency_id}` },
  { label: 'Menjadi janji', value: moment(row.born_at), href: '' },
];

const readDeliveries = (db: Reader, undertakingId: number) =>
  db.undertakingDelivery.findMany({
    where: { undertakingId },
    orderBy: { id: 'desc' },
    include: {
      file: true,
      markedBy: withFormerNames,
      decidedBy: withFormerNames,
    },
  });
type Delivery = Awaited<ReturnType<typeof readDeliveries>>[number];

function deliveryView(actor: Actor, row: UndertakingRow, one: Delivery, refusal: MarkRefusal): DeliveryView {
  const ref = { villageCode: row.village_code, markedById: one.markedById, state: one.state };
  const refused = refusal.deliveryId === one.id ? refusal : nothingRefused;
  const amount = amountOf(one.quantity, row.unit) || (one.whole ? 'sepenuhnya' : 'sebagian');
  const isPhoto = one.file?.mediaType.startsWith('image/') ?? false;
  const href = undertakingPaths.evidence(one.id);
  return {
    what: `${amount}, ${date(one.deliveredOn)}`,
    status: deliveryViews[one.state],
    note: one.note ?? '',
    marked: `Ditandai ${nameAt(one.markedBy, one.markedAt)}, ${moment(one.markedAt)}`,
    decided:
      one.decidedBy && one.decidedAt
        ? `${nameAt(one.decidedBy, one.decidedAt)}, ${moment(one.decidedAt)}`
        : '',
    reason: one.reason ?? '',
    photo: isPhoto ? { href, src: undertakingPaths.thumbnail(one.id), alt: `Foto: ${one.fileName}` } : null,
    document: one.file && !isPhoto ? { href, name: one.fileName ?? 'Berkas' } : null,
    decide: can(actor, 'undertaking.confirm', ref)
      ? {
          confirm: undertakingPaths.decide(one.id, confirm),
          reject: undertakingPaths.decide(one.id, reject),
          note: noteField(refused),
          open: refused.errors.alasan !== undefined,
        }
      : null,
  };
}

function noteField({ typed, errors }: MarkRefusal): Field {
  const { name, label, hint } = reject.note as NonNullable<typeof reject.note>;
  return field({
    name,
    label,
    hint,
    type: 'textarea',
    value: typedText(typed, name),
    error: errors[name] ?? '',
  });
}
