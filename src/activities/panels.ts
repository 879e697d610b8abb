import type { FieldErrors } from '../core/problem.js';
import { type Actor, can } from '../policy.js';
import { type Field, field } from '../web/components.js';
import { seenFields } from './form-view.js';
import { type ActivityVerb, activityPaths } from './paths.js';
import { type Found, type Revision, refOf, shownRefOf, standingOf } from './queries.js';

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

const typedText = (state: PanelState, name: string) =>
  typeof state.typed[name] === 'string' ? (state.typed[name] as string) : '';

function textField(state: PanelState, name: string, label: string, hint: string): Field {
  const error = state.errors[name] ?? '';
  return field({ name, label, hint, type: 'textarea', value: typedText(state, name), error });
}

/** Everything the policy lets this person do to the activity, the expected thing first. */
export function panelsFor(actor: Actor, found: Found, shown: Revision, state: PanelState): Panel[] {
  const panel = makerFor(found, shown);
  return [
    ...reviewPanels(actor, found, shown, state),
    ...answerPanels(actor, found, shown, panel, state),
    ...(can(actor, 'activity.respond', shownRefOf(found)) ? responsePanels(shown, panel, state) : []),
    ...officerPanels(actor, found, panel),
  ];
}

const makerFor =
  (found: Found, shown: Revision): MakePanel =>
  (verb, given) => {
    const fields = given.fields ?? [];
    return {
      text: '',
      tone: '',
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

type MakePanel = (verb: ActivityVerb, given: Partial<Panel> & Pick<Panel, 'title' | 'submit'>) => Panel;

/** Verify or return, where this person reviews what is shown. */
export function reviewPanels(actor: Actor, found: Found, shown: Revision, state: PanelState): Panel[] {
  if (!can(actor, 'activity.verify', refOf(found))) return [];
  const panel = makerFor(found, shown);
  return [
    panel('verifikasi', {
      title: 'Periksa',
      text: 'Setelah diverifikasi, kegiatan ini ikut dihitung dan isinya tidak dapat diubah.',
      submit: 'Verifikasi',
      tone: 'primary',
    }),
    panel('kembalikan', {
      title: 'Kembalikan dengan catatan',
      fields: [textField(state, 'catatan', 'Catatan untuk OPD', 'Tulis apa yang perlu diperbaiki.')],
      submit: 'Kembalikan dengan catatan',
      folded: true,
    }),
  ];
}

/** The question is asked once; who has answered it may think again, and object anew to what was replied. */
function responsePanels(shown: Revision, panel: MakePanel, state: PanelState): Panel[] {
  const word = standingOf(shown);
  if (!word) return [confirmPanel(panel), disputePanel(panel, state, 'Tidak sesuai?')];
  if (word.kind === 'KONFIRMASI') return [disputePanel(panel, state, 'Ubah tanggapan')];
  const confirm: Panel = { ...confirmPanel(panel), title: 'Ubah tanggapan', tone: '', folded: true };
  return word.answeredAt ? [confirm, disputePanel(panel, state, 'Masih tidak sesuai?')] : [confirm];
}

const confirmPanel = (panel: MakePanel) =>
  panel('tanggapi', {
    title: 'Apakah ini terjadi di desa Anda?',
    text: 'Konfirmasi bila isinya sesuai dengan yang terjadi.',
    hidden: [{ name: 'kata', value: 'KONFIRMASI' }],
    submit: 'Konfirmasi',
    tone: 'primary',
  });

const disputePanel = (panel: MakePanel, state: PanelState, title: string) =>
  panel('tanggapi', {
    title,
    text: 'Sanggahan Anda tampil di samping laporan dan dijawab koordinator.',
    fields: [
      textField(state, 'alasan', 'Apa yang tidak sesuai', 'Misalnya jumlahnya, tanggalnya, atau tempatnya.'),
    ],
    hidden: [{ name: 'kata', value: 'SANGGAHAN' }],
    submit: 'Sanggah',
    folded: true,
  });

function answerPanels(
  actor: Actor,
  found: Found,
  shown: Revision,
  panel: MakePanel,
  state: PanelState,
): Panel[] {
  const word = standingOf(shown);
  if (word?.kind !== 'SANGGAHAN' || word.answeredAt !== null || !can(actor, 'activity.answer', refOf(found)))
    return [];
  return [
    panel('jawab', {
      title: 'Jawab sanggahan desa',
      text: word.reason ?? '',
      hidden: [{ name: 'tanggapan', value: String(word.id) }],
      fields: [
        textField(
          state,
          'jawaban',
          'Jawaban',
          'Tulis apa yang diperiksa dan hasilnya. Desa dan OPD membacanya.',
        ),
      ],
      submit: 'Kirim jawaban',
      tone: can(actor, 'activity.verify', refOf(found)) ? '' : 'primary',
    }),
  ];
}

function officerPanels(actor: Actor, found: Found, panel: MakePanel): Panel[] {
  const ref = refOf(found);
  const panels: Panel[] = [];
  if (can(actor, 'activity.submit', ref)) {
    const returned = ref.reviewStatus === 'DIKEMBALIKAN';
    panels.push(
      panel('ajukan', {
        title: returned ? 'Sudah diperbaiki?' : 'Belum diajukan',
        text: returned
          ? 'Ubah sesuai catatan lebih dahulu, lalu ajukan lagi.'
          : 'Koordinator memeriksa setelah kegiatan diajukan, biasanya dalam 3 hari kerja.',
        submit: returned ? 'Ajukan lagi' : 'Ajukan',
        tone: returned ? '' : 'primary',
      }),
    );
  }
  if (can(actor, 'activity.withdraw', ref)) {
    panels.push(
      panel('tarik', {
        title: 'Menunggu diperiksa',
        text: 'Selama belum diperiksa, Anda dapat menariknya kembali untuk diubah.',
        submit: 'Tarik kembali',
      }),
    );
  }
  if (can(actor, 'activity.revise', ref)) {
    panels.push(
      panel('perbaiki', {
        title: 'Ada yang keliru?',
        text: 'Perbaikan menjadi revisi baru. Yang sekarang tetap dihitung sampai revisi itu diverifikasi.',
        submit: 'Perbaiki',
      }),
    );
  }
  if (can(actor, 'activity.delete', ref)) {
    panels.push(
      panel('hapus', {
        title: found.number > 1 ? 'Batalkan perbaikan' : 'Hapus draf',
        text:
          found.number > 1
            ? 'Revisi ini dihapus; yang sudah diverifikasi tidak berubah.'
            : 'Draf yang dihapus tidak dapat dikembalikan.',
        submit: found.number > 1 ? 'Hapus revisi ini' : 'Hapus draf ini',
        tone: 'danger',
        folded: true,
      }),
    );
  }
  return panels;
}
