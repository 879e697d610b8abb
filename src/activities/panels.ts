import type { FieldErrors } from '../core/problem.js';
import type { WorkStatus } from '../generated/prisma/enums.js';
import { type Actor, can } from '../policy.js';
import { type Field, field } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import type { NoteField } from '../web/verb.js';
import { seenFields } from './form-view.js';
import type { Offer } from './offered.js';
import { activityPaths } from './paths.js';
import { activityRefOf, type Found, type Revision, shownRefOf, standingOf } from './queries.js';
import * as verbs from './verbs.js';

/** A small form beside an activity: one thing that this person may do to it now. */
export interface Panel {
  title: string;
  text: string;
  action: string;
  hidden: { name: string; value: string }[];
  fields: Field[];
  submit: string;
  tone: '' | 'primary' | 'danger';
  /** A second thought stands folded, so that one thing is the obvious one. */
  folded: boolean;
  open: boolean;
}

/** What was typed into a refused panel and what is wrong with it. */
export interface PanelState {
  typed: Record<string, unknown>;
  errors: FieldErrors;
}

export function noteField({ name, label, hint }: NoteField, state: PanelState): Field {
  const error = state.errors[name] ?? '';
  return field({ name, label, hint, type: 'textarea', value: typedText(state.typed, name), error });
}

/** Everything the policy lets this person do to the activity, the expected thing first. */
export function panelsFor(
  actor: Actor,
  { found, shown, offer }: { found: Found; shown: Revision; offer: Offer },
  state: PanelState,
): Panel[] {
  const panel = makerFor(found, shown, state);
  return [
    ...reviewPanels(actor, found, shown, state),
    ...answerPanels(actor, found, shown, panel),
    ...responsePanels(actor, found, shown, panel),
    ...recallPanels(actor, found, panel),
    ...officerPanels(offer, found, panel),
  ];
}

const makerFor =
  (found: Found, shown: Revision, state: PanelState): MakePanel =>
  (verb, given) => {
    const fields = verb.note ? [noteField(verb.note, state)] : [];
    return {
      text: '',
      submit: verb.label,
      tone: verb.look,
      folded: false,
      ...given,
      fields,
      hidden: [
        ...seenFields({ revisionId: shown.id, lockVersion: shown.lockVersion }),
        ...(given.hidden ?? []),
      ],
      open: fields.some((one) => one.error !== ''),
      action: activityPaths.act(found.id, verb),
    };
  };

type MakePanel = (verb: Verb, given: Partial<Panel> & Pick<Panel, 'title'>) => Panel;
type Verb = (typeof verbs.activityVerbs)[number];

/** What becomes of an activity in the sums once it is verified. */
const afterReview: Record<WorkStatus, string> = {
  RENCANA: 'berdiri sebagai rencana dan belum dihitung',
  BERJALAN: 'ikut dihitung',
  SELESAI: 'ikut dihitung',
  BATAL: 'disebut tersendiri sebagai batal dan tidak dihitung',
};

/** Verify or return, where this person reviews what is shown. */
export function reviewPanels(actor: Actor, found: Found, shown: Revision, state: PanelState): Panel[] {
  if (!can(actor, 'activity.verify', activityRefOf(found))) return [];
  const panel = makerFor(found, shown, state);
  return [
    panel(verbs.verify, {
      title: 'Periksa',
      text: `Setelah diverifikasi, kegiatan ini ${afterReview[shown.workStatus]}. Isinya tidak dapat diubah lagi.`,
    }),
    panel(verbs.sendBack, { title: verbs.sendBack.label, folded: true }),
  ];
}

/** The question is asked once; who has answered it may think again, and object anew to what was replied. */
function responsePanels(actor: Actor, found: Found, shown: Revision, panel: MakePanel): Panel[] {
  const word = standingOf(shown);
  const ref = shownRefOf(found);
  const confirm = (given: Partial<Panel>) =>
    can(actor, 'activity.confirm', ref) ? [panel(verbs.confirm, { ...question, ...given })] : [];
  const dispute = (title: string) =>
    can(actor, 'activity.dispute', ref) ? [panel(verbs.dispute, { ...objection, title })] : [];
  if (!word) return [...confirm({}), ...dispute('Tidak sesuai?')];
  if (word.kind === 'KONFIRMASI') return dispute('Ubah tanggapan');
  const change = confirm({ title: 'Ubah tanggapan', tone: '', folded: true });
  return word.answeredAt ? [...change, ...dispute('Masih tidak sesuai?')] : change;
}

const question = {
  title: 'Apakah ini terjadi di desa Anda?',
  text: 'Konfirmasi bila isinya sesuai dengan yang terjadi.',
};
const objection = {
  text: 'Sanggahan Anda tampil di samping laporan dan dijawab koordinator.',
  folded: true,
};

function answerPanels(actor: Actor, found: Found, shown: Revision, panel: MakePanel): Panel[] {
  const word = standingOf(shown);
  if (
    word?.kind !== 'SANGGAHAN' ||
    word.answeredAt !== null ||
    !can(actor, 'activity.answer', activityRefOf(found))
  )
    return [];
  return [
    panel(verbs.answer, {
      title: 'Jawab sanggahan desa',
      text: word.reason ?? '',
      hidden: [{ name: 'tanggapan', value: String(word.id) }],
      tone: can(actor, 'activity.verify', activityRefOf(found)) ? '' : 'primary',
    }),
  ];
}

/** What counts and turns out to be wrong may be asked for again. */
function recallPanels(actor: Actor, found: Found, panel: MakePanel): Panel[] {
  if (!can(actor, 'activity.recall', activityRefOf(found))) return [];
  return [
    panel(verbs.recall, {
      title: 'Ada yang keliru?',
      text: 'OPD diminta memperbaiki. Yang sekarang tetap berlaku sampai perbaikannya diverifikasi.',
      folded: true,
    }),
  ];
}

function officerPanels({ offers }: Offer, found: Found, panel: MakePanel): Panel[] {
  const ref = activityRefOf(found);
  const words = found.number > 1 ? aboutCorrection : aboutFirst;
  return [
    ...(offers(verbs.submit)
      ? [panel(verbs.submit, ref.reviewStatus === 'DIKEMBALIKAN' ? words.mended : unsent)]
      : []),
    ...(offers(verbs.withdraw) ? [panel(verbs.withdraw, submitted)] : []),
    ...(offers(verbs.revise) ? [panel(verbs.revise, verified)] : []),
    ...(offers(verbs.remove) ? [panel(verbs.remove, { ...words.remove, folded: true })] : []),
  ];
}

const unsent = {
  title: 'Belum diajukan',
  text: 'Koordinator memeriksa setelah kegiatan diajukan, biasanya dalam 3 hari kerja.',
};
const submitted = {
  title: 'Menunggu diperiksa',
  text: 'Selama belum diperiksa, Anda dapat menariknya kembali untuk diubah.',
};
const verified = {
  title: 'Ada yang keliru?',
  text: 'Perbaikan menjadi revisi baru. Yang sekarang tetap berlaku sampai revisi itu diverifikasi.',
};
const again = { title: 'Sudah diperbaiki?', submit: 'Ajukan lagi', tone: '' as const };
const aboutFirst = {
  mended: { ...again, text: 'Ubah sesuai catatan lebih dahulu, lalu ajukan lagi.' },
  remove: { title: 'Hapus draf', text: 'Draf yang dihapus tidak dapat dikembalikan.' },
};
const aboutCorrection = {
  mended: {
    ...again,
    text: `${aboutFirst.mended.text} Bila isinya sudah benar, jelaskan mengapa di isian pertama.`,
  },
  remove: {
    title: 'Batalkan perbaikan',
    text: 'Revisi ini dihapus; yang sudah diverifikasi tidak berubah.',
    submit: 'Hapus revisi ini',
  },
};
