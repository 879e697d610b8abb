import { progressBar } from '../charts/bars.js';
import { age, calendarDay, date, moment } from '../core/format.js';
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
import { type AnswerForm, answerForms, seenInputs } from './answer-panel.js';
import { givenBy, givenSentence, isWork } from './gotong-royong.js';
import { type MarkForm, type MarkRefusal, markForm, nothingRefused } from './mark-form.js';
import { undertakingPaths } from './paths.js';
import type { UndertakingRow } from './standing.js';
import { undertakingRefOf } from './subject.js';
import { confirm, reject } from './verbs.js';
import { amountOf, deliveryViews, kindNames, ownerOf, placeOf, progressOf, stateViews } from './words.js';
import { decidedOf, readWritten, writtenFacts } from './written.js';

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
  answers: AnswerForm[];
  /** What the forms of `answers` send back of what they saw. */
  seen: { name: string; value: string }[];
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
  const written = row.kind === 'JANJI' ? null : await readWritten(app.db, row.id);
  const model: UndertakingPage = {
    head: headOf(row),
    summary: errorSummary(refusal.errors),
    notices: [...refusedOf(refusal), ...(written ? decidedOf(row, written) : await withdrawnOf(app.db, row))],
    bar: row.quantity ? progressBar(row.confirmed, row.quantity, progressOf(row)) : '',
    progress:
      progressOf(row) + (row.reported > 0 ? `, ${amountOf(row.reported, row.unit)} menunggu konfirmasi` : ''),
    facts: [
      ...factsOf(row, today(app.clock)),
      ...(await worthOf(app.db, row)),
      ...(written ? writtenFacts(written) : []),
    ],
    deliveries: deliveries.map((one) => deliveryView(actor, row, one, refusal)),
    mark: can(actor, 'undertaking.mark', undertakingRefOf(row))
      ? markForm(row, today(app.clock), refusal)
      : null,
    answers: answerForms(actor, row, refusal),
    seen: seenInputs(row),
    words: { confirm: confirm.label, reject: reject.label },
  };
  const refused = refusal.conflict !== '' || Object.keys(refusal.errors).length > 0;
  const title = `${kindNames[row.kind]}: ${row.what}`;
  return page('undertakings/satu', model, {
    title: refused ? `Galat: ${title}` : title,
    section: undertakingPaths.list,
  });
}

const headOf = (row: UndertakingRow): PageHead =>
  pageHead({
    crumbs: [
      { label: 'Komitmen', href: undertakingPaths.list },
      ...(row.village ? [{ label: row.village, href: `/desa/${row.village_code}` }] : []),
    ],
    title: row.what,
    subtitle: [`${kindNames[row.kind]} ${ownerOf(row)}`, row.village].filter(Boolean).join(', '),
    statuses: [
      stateViews[row.state],
      ...(row.late && row.state !== 'TERLAMBAT' ? [stateViews.TERLAMBAT] : []),
    ],
  });

const refusedOf = ({ conflict }: MarkRefusal): Notice[] =>
  conflict ? [{ tone: 'warn', title: 'Belum disimpan', text: conflict, links: [] }] : [];

/** Why a promise stands no more: which revision of its activity left it out. */
async function withdrawnOf(db: Reader, row: UndertakingRow): Promise<Notice[]> {
  if (!row.withdrawn || row.stated_in_id === null) return [];
  const statedIn = await db.activityRevision.findUniqueOrThrow({
    where: { id: row.stated_in_id },
    select: { number: true, changeReason: true },
  });
  const text = `Revisi ke-${statedIn.number} kegiatannya tidak lagi memuat janji ini. ${statedIn.changeReason ?? ''}`;
  return [
    {
      tone: 'info',
      title: 'Janji ini ditarik',
      text: text.trim(),
      links: [{ label: 'Buka kegiatannya', href: `/kegiatan/${row.activity_id}` }],
    },
  ];
}

/** What is told beside an undertaking; what does not hold for it is left out. */
const factsOf = (row: UndertakingRow, today: Date) =>
  [
    { label: 'Jumlah', value: amountOf(row.quantity, row.unit), href: '' },
    { label: 'Batas waktu', value: row.due_on ? date(row.due_on) : 'tidak disebut', href: '' },
    { label: 'Desa', value: placeOf(row), href: `/desa/${row.village_code}` },
    { label: 'Penanggung jawab', value: ownerOf(row), href: row.owed_by ? `/opd/${row.owed_by}` : '' },
    { label: 'Dari kegiatan', value: row.activity ?? '', href: `/kegiatan/${row.activity_id}` },
    {
      label: row.kind === 'RUJUKAN' ? 'Dirujuk oleh' : 'Dicatat oleh',
      value: row.agency ?? '',
      href: `/opd/${row.from_agency}`,
    },
    { label: 'Sejak', value: `${moment(row.born_at)}, ${age(calendarDay(row.born_at), today)}`, href: '' },
  ].filter(({ value }) => value !== '');

/** What the days of work of residents that came are worth. */
async function worthOf(db: Reader, row: UndertakingRow) {
  const value = isWork(row) ? givenSentence(await givenBy(db, row.id)) : '';
  return value ? [{ label: 'Gotong royong', value, href: '' }] : [];
}

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
  const ref = { kind: row.kind, villageCode: row.village_code, markedById: one.markedById, state: one.state };
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
