import { date, isoDate, moment } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import { evidenceField } from '../evidence/field.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor, SpotCaseRef } from '../policy.js';
import { can } from '../policy.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type Notice,
  options,
  type PageHead,
  pageHead,
} from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import { spotPaths } from './paths.js';
import { find } from './verbs.js';
import { findingNames, findingViews, waitingView } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'spotcheck/kasus': {
      head: PageHead;
      summary: ErrorSummary;
      notices: Notice[];
      facts: { label: string; value: string; href: string }[];
      note: string;
      photo: { href: string; src: string; alt: string } | null;
      document: { href: string; name: string } | null;
      form: {
        action: string;
        fields: Field[];
        held: { name: string; note: string }[];
        file: Field;
        submit: string;
      } | null;
    };
  }
}

const include = {
  check: true,
  file: true,
  foundBy: withFormerNames,
  frame: { include: { revision: { include: { reviewer: true } }, activity: { include: { village: true } } } },
} satisfies Prisma.SpotCaseInclude;
export type SpotCaseFacts = Prisma.SpotCaseGetPayload<{ include: typeof include }>;

export const readCase = (db: Reader, id: number): Promise<SpotCaseFacts | null> =>
  db.spotCase.findUnique({ where: { id }, include }) as Promise<SpotCaseFacts | null>;

export const caseRefOf = ({ frame, finding }: SpotCaseFacts): SpotCaseRef => ({
  agencyId: frame.agencyId,
  reviewerId: frame.revision.reviewerId,
  isFound: finding !== null,
});

/** A form that was refused: what was typed, what is wrong, who was faster, and files that wait for the next try. */
export interface FindingRefused {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
  conflict: string;
  held: { name: string; note: string }[];
}
const nothingRefused: FindingRefused = { typed: {}, errors: {}, conflict: '', held: [] };

/** One activity that was drawn: what was told of it, and what was found. */
export function casePage(actor: Actor, one: SpotCaseFacts, day: Date, refused = nothingRefused): Reply {
  const { frame, finding } = one;
  const title = frame.revision.title;
  const ownVerified = frame.revision.reviewerId === actor.id;
  const href = spotPaths.evidence(one.id);
  const isPhoto = one.file?.mediaType.startsWith('image/') ?? false;
  const model = {
    head: pageHead({
      crumbs: [
        { label: 'Uji petik', href: spotPaths.list },
        { label: 'Kasus', href: spotPaths.one(one.checkId) },
      ],
      title,
      subtitle: `${frame.agencyName}, ${frame.activity.village.name}, ${date(frame.revision.startsOn)}`,
      statuses: [finding ? findingViews[finding] : waitingView],
    }),
    summary: errorSummary(refused.errors),
    notices: noticesOf(refused.conflict, ownVerified && finding === null),
    facts: factsOf(one),
    note: one.note ?? '',
    photo: isPhoto ? { href, src: spotPaths.evidence(one.id, 'kecil'), alt: `Foto: ${one.fileName}` } : null,
    document: one.file && !isPhoto ? { href, name: one.fileName ?? 'Berkas' } : null,
    form: can(actor, 'spotcase.find', caseRefOf(one)) ? findingForm(one, day, refused) : null,
  };
  const isRefused = refused.conflict !== '' || Object.keys(refused.errors).length > 0;
  return page('spotcheck/kasus', model, {
    title: isRefused ? `Galat: ${title}` : title,
    section: spotPaths.list,
  });
}

const factsOf = (one: SpotCaseFacts) => [
  { label: 'Kegiatan', value: `Nomor ${one.frame.activityId}`, href: `/kegiatan/${one.frame.activityId}` },
  { label: 'Desa', value: one.frame.activity.village.name, href: `/desa/${one.frame.activity.village.code}` },
  ...(one.foundBy && one.foundAt && one.visitedOn
    ? [
        { label: 'Dikunjungi', value: date(one.visitedOn), href: '' },
        {
          label: 'Dicatat',
          value: `${nameAt(one.foundBy, one.foundAt)}, ${moment(one.foundAt)}`,
          href: '',
        },
      ]
    : []),
];

function noticesOf(conflict: string, ownVerified: boolean): Notice[] {
  const notices: Notice[] = [];
  if (conflict) notices.push({ tone: 'warn', title: 'Belum disimpan', text: conflict, links: [] });
  if (ownVerified)
    notices.push({
      ...{ tone: 'info', title: 'Diperiksa orang lain', links: [] },
      text: 'Anda yang memverifikasi kegiatan ini, jadi temuannya dicatat orang lain.',
    });
  return notices;
}

function findingForm(one: SpotCaseFacts, day: Date, { typed, errors, held }: FindingRefused) {
  const ways = Object.entries(findingNames).map(([value, label]): [string, string] => [value, label]);
  return {
    action: spotPaths.find(one.id),
    fields: [
      field({
        ...{
          name: 'temuan',
          label: 'Temuan',
          type: 'radios',
          hint: 'Dicatat sekali dan tidak dapat diubah.',
          error: errors.temuan ?? '',
        },
        options: options(ways, typedText(typed, 'temuan')),
      }),
      field({
        ...{ name: 'tanggal', label: 'Tanggal kunjungan', type: 'date', error: errors.tanggal ?? '' },
        value: typedText(typed, 'tanggal', isoDate(day)),
      }),
      field({
        ...{
          name: 'catatan',
          label: 'Catatan',
          type: 'textarea',
          required: false,
          optional: 'wajib bila tidak sesuai atau tidak ditemukan',
          error: errors.catatan ?? '',
        },
        hint: 'Tanpa nama atau NIK warga.',
        value: typedText(typed, 'catatan'),
      }),
    ],
    held,
    file: evidenceField(1, errors),
    submit: find.label,
  };
}
