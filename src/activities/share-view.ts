import { moment, number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Actor, can } from '../policy.js';
import { field, type Option, options, type Status } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import { reviewStatusView } from '../web/statuses.js';
import { assignmentErrors, postingsOf } from './assigned.js';
import { seenFields } from './form-view.js';
import { noteField, type Panel, type PanelState } from './panels.js';
import { activityPaths } from './paths.js';
import { type Found, type Revision, shownRefOf } from './queries.js';
import * as verbs from './share-verbs.js';
import { type Share, shareInWords, shareRefOf } from './shares.js';

export interface ShareView {
  agency: string;
  href: string;
  words: string;
  status: Status;
  who: string;
  note: string;
}

/** A share as everybody who reads the activity sees it. */
export const shareView = (share: Share): ShareView => ({
  agency: share.agency,
  href: `/opd/${share.agency_id}`,
  words: `${shareInWords(share)}, ${share.category}`,
  status: reviewStatusView[share.status],
  who: `${share.author}, ${moment(share.submitted_at)}`,
  note: share.status === 'DIKEMBALIKAN' ? (share.note ?? '') : '',
});

interface Shared {
  found: Found;
  shown: Revision;
  shares: Share[];
  /** Why nothing new is told of the days of the work; '' where their months are open. */
  closed: string;
}

/**
 * What this person may do about shares of the activity: state one, take it back, decide about it; and whether something
 * of it is not offered as the month is closed.
 */
export async function sharePanels(
  db: Reader,
  actor: Actor,
  shared: Shared,
  state: PanelState,
): Promise<{ panels: Panel[]; refused: boolean }> {
  const open = { ...shared, shares: shared.shares.filter(isOpen(shared)) };
  const mends = open.shares.some(
    ({ agency_id, status }) => status === 'DIKEMBALIKAN' && actor.agencyIds.includes(agency_id),
  );
  const states = await statePanels(db, actor, shared, state);
  const offered = shared.closed === '' || mends ? states : [];
  const withdraws = choicePanels(actor, open, verbs.withdraw, state);
  const allWithdraws = choicePanels(actor, shared, verbs.withdraw, state);
  return {
    panels: [...reviewPanels(actor, shared, state), ...offered, ...withdraws],
    refused: states.length > offered.length || allWithdraws.length > withdraws.length,
  };
}

/** What a coordinator sent back is mended as a part of its review, also once the month is closed. */
const isOpen =
  ({ closed }: Shared) =>
  ({ status }: Share) =>
    closed === '' || status === 'DIKEMBALIKAN';

const plain: Pick<Panel, 'text' | 'hidden' | 'fields' | 'tone' | 'folded' | 'open'> = {
  text: '',
  hidden: [],
  fields: [],
  tone: '',
  folded: true,
  open: false,
};
const chosen = (share: Share) => `${share.id}.${share.version}`;

/** The oldest that waits can be verified; any that is not yet returned can be returned. */
function reviewPanels(actor: Actor, shared: Shared, state: PanelState): Panel[] {
  const share = shared.shares.find((one) => one.counts && can(actor, 'share.verify', shareRefOf(one)));
  const verify: Panel[] = share
    ? [
        {
          ...plain,
          title: `Periksa bagian ${share.agency}`,
          text: `${shareInWords(share)}, ${share.category}. Setelah diverifikasi dihitung untuk OPD itu, dan tidak lagi untuk ${shared.found.agency}.`,
          action: activityPaths.share(shared.found.id, verbs.verify),
          hidden: [{ name: 'bagian', value: chosen(share) }],
          submit: verbs.verify.label,
          tone: 'primary',
          folded: false,
        },
      ]
    : [];
  return [...verify, ...choicePanels(actor, shared, verbs.sendBack, state)];
}

/** A verb for one of the shares that it may be done to; where there is only one, nothing is asked. */
function choicePanels(
  actor: Actor,
  { found, shares }: Shared,
  verb: typeof verbs.sendBack | typeof verbs.withdraw,
  state: PanelState,
): Panel[] {
  const open = shares.filter((one) => can(actor, verb.action as 'share.return', shareRefOf(one)));
  const [first] = open;
  if (!first) return [];
  const note = verb.note ? [noteField(verb.note, state)] : [];
  const entries = open.map((one): [string, string] => [chosen(one), `${one.agency}: ${shareInWords(one)}`]);
  const which = field({
    name: 'bagian',
    label: 'Bagian',
    type: 'select',
    options: options(entries, typedText(state.typed, 'bagian')),
  });
  return [
    {
      ...plain,
      title: open.length > 1 ? verb.label : `${verb.label} ${first.agency}`,
      action: activityPaths.share(found.id, verb),
      hidden: open.length > 1 ? [] : [{ name: 'bagian', value: chosen(first) }],
      fields: open.length > 1 ? [which, ...note] : note,
      submit: verb.label,
      open: note.some((one) => one.error !== ''),
    },
  ];
}

/** An officer of another OPD that works in the village joins the revision that counts. */
async function statePanels(
  db: Reader,
  actor: Actor,
  { found, shown, shares }: Shared,
  state: PanelState,
): Promise<Panel[]> {
  if (shown.id !== found.verified_revision_id || !can(actor, 'share.create', shownRefOf(found))) return [];
  const postings = await postingsOf(db, actor.agencyId, shown.startsOn);
  if (Object.keys(assignmentErrors(postings, found.village_code, shown, '')).length > 0) return [];
  const mine = shares.filter((one) => one.counts && actor.agencyIds.includes(one.agency_id));
  const lines = shown.lines.filter(
    (line) => !mine.some((one) => one.line_id === line.id && one.status === 'DIVERIFIKASI'),
  );
  if (lines.length === 0) return [];
  const returned = mine.find((one) => one.status === 'DIKEMBALIKAN');
  const text = returned
    ? `Dikembalikan: ${returned.note ?? ''}`
    : 'Bila OPD Anda mengerjakan hal yang sama, nyatakan bagiannya di sini. Jangan mencatatnya sebagai kegiatan sendiri, agar tidak terhitung dua kali.';
  const fields = stateFields(lines.map(lineOption(shares)), returned ?? mine[0], state);
  return [
    {
      ...plain,
      title: returned
        ? 'Perbaiki bagian OPD Anda'
        : mine.length > 0
          ? 'Ubah bagian OPD Anda'
          : 'Ikut mengerjakan ini?',
      text,
      action: activityPaths.act(found.id, verbs.state),
      hidden: seenFields({ revisionId: shown.id, lockVersion: shown.lockVersion }),
      fields,
      submit: verbs.state.label,
      folded: !returned,
      open: fields.some((one) => one.error !== ''),
    },
  ];
}

/** A line with what of it nobody else has stated. */
const lineOption =
  (shares: Share[]) =>
  (line: Revision['lines'][number]): [string, string] => {
    const left = verbs.leftOf(
      line,
      shares
        .filter((one) => one.line_id === line.id)
        .map((one) => ({ ...one, rupiah: BigInt(one.rupiah ?? 0) })),
    );
    const rest = [
      `${number(left.quantity)} ${line.category.unit}`,
      left.rupiah > 0 ? rupiah(left.rupiah) : '',
    ].filter(Boolean);
    return [String(line.id), `${line.category.name}, belum dibagi ${rest.join(', ')}`];
  };

function stateFields(lines: [string, string][], before: Share | undefined, state: PanelState) {
  const given = (name: string, stored: number | null | undefined) =>
    name in state.typed ? typedText(state.typed, name) : stored ? String(stored) : '';
  const entries: Option[] = options(lines, given('baris', before?.line_id));
  const error = (name: string) => state.errors[name] ?? '';
  return [
    field({ name: 'baris', label: 'Jenis bantuan', type: 'select', options: entries, error: error('baris') }),
    field({
      name: 'jumlah_bagian',
      label: 'Jumlah bagian OPD Anda',
      type: 'number',
      required: false,
      value: given('jumlah_bagian', before?.quantity),
      error: error('jumlah_bagian'),
    }),
    field({
      name: 'rupiah_bagian',
      label: 'Dana dari OPD Anda (Rp)',
      type: 'text',
      required: false,
      value: given('rupiah_bagian', before?.rupiah),
      error: error('rupiah_bagian'),
    }),
  ];
}
