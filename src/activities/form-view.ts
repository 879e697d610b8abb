import { date, isoDate } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { EVIDENCE_MAX } from '../evidence/evidence.js';
import { evidenceField } from '../evidence/field.js';
import type { Closed } from '../rhythm/closing.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  type Link,
  options,
  type PageHead,
  pageHead,
} from '../web/components.js';
import { readDate } from '../web/form.js';
import { page, type Reply } from '../web/reply.js';
import { type AssignedVillage, termBeside } from './assigned.js';
import { type DayFields, dayFields } from './day-fields.js';
import type { Typed } from './form.js';
import { type Choices, type FormField, headGroups, mainFields } from './form-fields.js';
import { type EvidenceChoice, type Fold, foldsOf } from './form-folds.js';
import { activityPaths } from './paths.js';
import type { Seen } from './subject.js';

declare module '../web/render.js' {
  interface Views {
    'activities/form': ActivityForm;
  }
}

interface ActivityForm extends DayFields {
  head: PageHead;
  summary: ErrorSummary;
  /** Said on top of a returned or stale form; '' when nothing. */
  noticeTitle: string;
  noticeText: string;
  noticeLinks: Link[];
  /** The press that logs what looks like another; '' where nothing does. */
  alsoPress: string;
  action: string;
  /** Under which name this account's browser keeps what is typed. */
  draftKey: string;
  /** Where this very form is opened again. */
  address: string;
  hidden: { name: string; value: string }[];
  change: Field | null;
  village: Field | null;
  villageName: string;
  /** The day on which the form is shown; what lies after it can only be planned. */
  today: string;
  fields: FormField[];
  folds: Fold[];
  evidence: EvidenceChoice[];
  held: { name: string; note: string }[];
  file: Field;
  recent: { title: string; day: string; href: string; likeHref: string; village: string } | null;
  cancelHref: string;
}

/** What the form is built from, whichever way it is reached. */
export interface FormParts {
  today: Date;
  typed: Typed;
  errors: FieldErrors;
  choices: Choices;
  postings: AssignedVillage[];
  /** Why a closed month refuses a day; '' where it does not. */
  whyNot: (day: Date) => string;
  closed: Closed[];
  /** What exists already; null for a new activity. */
  existing: {
    id: number;
    number: number;
    seen: Seen;
    villageName: string;
    villageFixed: boolean;
    note: string;
    /** By whom and when the month of its days was closed; '' where it is open, or where it was sent back. */
    shut: string;
    evidence: { id: number; fileName: string }[];
  } | null;
  held: { name: string; note: string }[];
  /** Who was faster; '' when nobody was. */
  conflict: string;
  /** The activity that looks the same; null when none does. */
  twin: number | null;
  recent: { id: number; title: string; startsOn: Date; village: string } | null;
}

type PageReply = Extract<Reply, { kind: 'page' }>;

/** The form of an activity: five fields, the rest folded away; after a refusal with everything that was typed. */
export function activityFormPage(parts: FormParts): PageReply {
  const { existing, errors } = parts;
  const refused = Object.keys(errors).length > 0 || parts.conflict !== '';
  const evidence = evidenceOf(parts);
  const head = headOf(existing);
  const model: ActivityForm = {
    head,
    summary: errorSummary(errors),
    ...noticeOf(parts),
    alsoPress: parts.twin === null ? '' : (parts.typed.fields.aksi ?? 'draf'),
    action: existing ? activityPaths.edit(existing.id) : activityPaths.list,
    draftKey: draftKey(parts),
    address: addressOf(parts),
    hidden: [
      { name: 'konsep', value: draftKey(parts) },
      ...(existing ? seenFields(existing.seen) : []),
      ...(parts.twin === null ? [] : [{ name: 'catat_juga', value: 'ya' }]),
    ],
    change: existing && existing.number > 1 ? changeField(parts) : null,
    ...placeAndDay(parts),
    today: isoDate(parts.today),
    fields: mainFields({ values: parts.typed.fields, errors }, parts.choices),
    folds: foldsOf({ ...parts, evidence }),
    evidence,
    held: parts.held,
    file: evidenceField(EVIDENCE_MAX, errors),
    recent: recentOf(parts),
    cancelHref: existing ? activityPaths.one(existing.id) : '',
  };
  return page('activities/form', model, {
    title: refused ? `Galat: ${head.title}` : head.title,
    section: activityPaths.list,
    bodyClass: 'form-page',
  }) as PageReply;
}

function headOf(existing: FormParts['existing']): PageHead {
  const crumbs = (last: string) => [
    { label: 'Kegiatan', href: activityPaths.list },
    { label: last, href: '' },
  ];
  if (!existing)
    return pageHead({
      crumbs: crumbs('Catat'),
      title: 'Catat kegiatan',
      lead: 'Lima isian. Rincian lain boleh menyusul.',
    });
  if (existing.number === 1)
    return pageHead({
      crumbs: crumbs('Ubah'),
      title: 'Ubah kegiatan',
      lead: 'Yang tersimpan tampak di bawah. Ubah yang perlu saja.',
    });
  return pageHead({
    crumbs: crumbs('Ubah'),
    title: 'Perbaiki kegiatan',
    lead: `Revisi ke-${existing.number}. Yang sudah diverifikasi tetap berlaku sampai revisi ini diverifikasi.`,
  });
}

/**
 * Under which name the browser keeps what is typed. A form that begins in a named village or like another activity has
 * its own, so that an older unfinished one does not cover it; the name comes back with a refused form.
 */
function draftKey({ existing, typed }: FormParts): string {
  const sent = typed.fields.konsep ?? '';
  if (/^kegiatan-[a-z0-9.-]{1,40}$/.test(sent)) return sent;
  return existing ? `kegiatan-${existing.id}-${existing.seen.lockVersion}` : 'kegiatan-baru';
}

/** Where the form opens again after a sign-in; a refused one is shown under the address it was sent to. */
function addressOf(parts: FormParts): string {
  if (parts.existing) return activityPaths.edit(parts.existing.id);
  const [, kind, which = ''] = /^kegiatan-(baru|contoh)-(.+)$/.exec(draftKey(parts)) ?? [];
  const [, village, code] = /^kegiatan-rencana-([\d.]+)-(\w+)$/.exec(draftKey(parts)) ?? [];
  if (village && code) return activityPaths.planIn(village, code.toUpperCase());
  if (kind === 'contoh') return activityPaths.createLike(Number(which));
  return kind ? activityPaths.createIn(which) : activityPaths.create;
}

/** Hidden fields that tell the server which state a form speaks of. */
export const seenFields = (seen: Seen) => [
  { name: 'revisi', value: String(seen.revisionId) },
  { name: 'versi', value: String(seen.lockVersion) },
];

function noticeOf({ conflict, existing, postings, twin }: FormParts) {
  const noticeLinks = existing ? [{ label: 'Buka kegiatannya', href: activityPaths.one(existing.id) }] : [];
  if (twin)
    return {
      noticeTitle: 'Belum disimpan: mungkin tercatat dua kali',
      noticeText: `${conflict} Buka yang itu, atau catat juga bila memang kegiatan lain.`,
      noticeLinks: [{ label: 'Buka', href: activityPaths.one(twin) }],
    };
  if (conflict && !existing) return { noticeTitle: 'Belum disimpan', noticeText: conflict, noticeLinks: [] };
  if (conflict)
    return {
      noticeTitle: 'Belum disimpan: kegiatan ini sudah berubah',
      noticeText: `${conflict} Isian Anda masih ada di bawah. Salin yang perlu, lalu buka lagi kegiatannya.`,
      noticeLinks,
    };
  if (postings.length === 0) {
    return {
      noticeTitle: 'OPD Anda belum ditugaskan di desa mana pun',
      noticeText:
        'Kegiatan dicatat untuk desa yang didampingi, jadi belum ada yang dapat disimpan. Koordinator di Bappeda yang menugaskan.',
      noticeLinks: [{ label: 'Buka penugasan', href: '/penugasan' }],
    };
  }
  if (existing?.shut)
    return {
      noticeTitle: 'Bulannya sudah ditutup',
      noticeText: `${existing.shut} Kegiatan ini masih dapat dipindahkan ke tanggal pada bulan yang terbuka.`,
      noticeLinks,
    };
  const note = existing?.note ?? '';
  return { noticeTitle: note ? 'Dikembalikan dengan catatan' : '', noticeText: note, noticeLinks };
}

/** Why a correction is made; asked on top, before anything else. */
const changeField = ({ typed, errors, choices }: FormParts): Field | null =>
  headGroups('top', { values: typed.fields, errors }, choices)[0]?.fields[0] ?? null;

/** Up to five villages are cards to press, more are a list. */
function villageField(parts: FormParts): Field {
  const { postings, typed, errors, today } = parts;
  const cards = postings.length <= 5;
  const entries = postings.map((one): [string, string, string] => {
    const term = termBeside(one, today);
    const beside = term && `, ${term}`;
    return cards
      ? [one.villageCode, one.village, `Kecamatan ${one.kecamatan}${beside}`]
      : [one.villageCode, `${one.village}, ${one.kecamatan}${beside}`, ''];
  });
  return field({
    name: 'desa',
    label: 'Desa',
    type: cards ? 'radios' : 'select',
    error: errors.desa ?? '',
    options: options(cards ? entries : [['', 'Pilih desa'], ...entries], typed.fields.desa ?? ''),
  });
}

function placeAndDay(parts: FormParts) {
  const { typed, existing } = parts;
  return {
    village: existing?.villageFixed ? null : villageField(parts),
    villageName: existing?.villageFixed ? existing.villageName : '',
    ...dayFields('Tanggal', { ...parts, typed: typed.fields }, readDate(typed.fields.selesai ?? '')),
  };
}

const evidenceOf = ({ existing, typed }: FormParts): EvidenceChoice[] =>
  existing
    ? existing.evidence.map((one) => ({
        id: one.id,
        name: one.fileName,
        href: activityPaths.evidence(existing.id, one.id),
        removed: typed.removeEvidence.includes(one.id),
      }))
    : [];

const recentOf = ({ recent }: FormParts) =>
  recent && {
    title: recent.title,
    village: recent.village,
    day: date(recent.startsOn),
    href: activityPaths.one(recent.id),
    likeHref: activityPaths.createLike(recent.id),
  };
